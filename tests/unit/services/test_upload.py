"""Uploading a completed workbook: all of it or nothing."""

from datetime import timedelta

import pytest

from domain.accounts.access import Administrator, Role
from domain.cells import Entries
from domain.core_columns import COLUMNS
from domain.errors import (
    AlreadyUploaded,
    FileRefused,
    NotAllowed,
    NotFound,
    RegistryUnavailable,
)
from domain.findings import Verdict
from tests.unit.domain.rows import child, members, subscriber
from tests.unit.services.site import ALEX, KIM, ROBIN, Site

ENROLLED = members()[0]


def nothing_kept(site: Site) -> bool:
    return not site.groups.recent_batches(ALEX, "000341").items


def family(number: int) -> list[Entries]:
    """A subscriber and a child with numbers of their own."""
    return [
        subscriber(
            family_number=str(number), ssn=f"8011{number:05}", first_name=f"A{'a' * number}"
        ),
        child(family_number=str(number), ssn=f"8012{number:05}", first_name=f"L{'a' * number}"),
    ]


def test_each_row_becomes_an_application_with_its_verdict(site: Site) -> None:
    """Ready, errors and rejected add up to the filled rows."""
    summary = site.upload(
        subscriber(),
        child(gender=None),
        subscriber(family_number="2", ssn="801-12-9999", subgroup_id="0042", first_name="Bea"),
    )
    assert (summary.tally.ready, summary.tally.error, summary.tally.rejected) == (1, 1, 1)
    assert summary.tally.total == 3
    assert site.tally(summary.batch.id) == (1, 1, 1)
    assert [one.verdict for one in site.stored(summary.batch.id)] == [
        Verdict.READY,
        Verdict.ERROR,
        Verdict.REJECTED,
    ]


def test_a_batch_remembers_its_file(site: Site) -> None:
    """Name, group, region, who, when, until when, and where its columns stand."""
    summary = site.upload(subscriber())
    batch = summary.batch
    assert (batch.file_name, batch.group_id, batch.region) == (
        "November hires.xlsx", "000341", "NCAL",
    )  # fmt: skip
    assert (batch.uploaded_by, batch.uploaded_at) == (ALEX.id, site.clock.now())
    assert batch.expires_at == site.clock.now() + timedelta(days=30)
    assert batch.layout == tuple(one.key for one in COLUMNS)
    assert (summary.group.name, summary.region.name) == (
        "Redwood Manufacturing", "Northern California",
    )  # fmt: skip
    assert summary.may_enroll


def test_applications_keep_their_rows_and_last_as_long_as_the_batch(site: Site) -> None:
    """Blank rows between them don't change the numbers that people see in the sheet."""
    first, second = site.uploaded(subscriber(), {}, child())
    assert (first.row, second.row) == (2, 4)
    assert first.expires_at == second.expires_at == site.clock.now() + timedelta(days=30)
    assert first.entries == subscriber()


def test_every_application_has_an_id_and_a_key_of_its_own(site: Site) -> None:
    """No id or idempotency key is used twice."""
    made = site.uploaded(*family(1), *family(2))
    assert len({one.id for one in made} | {one.submission_key for one in made}) == 8


def test_an_upload_is_one_transaction_and_one_question_however_many_rows(site: Site) -> None:
    """The registry is asked about all people at once, and everything is kept at once."""
    costs = []
    for rows in (family(1), [row for number in range(2, 122) for row in family(number)]):
        before = site.registry.asked.copy()
        commits = site.persistence.commits
        site.upload(*rows)
        costs.append((site.registry.asked - before, site.persistence.commits - commits))
    assert costs[0] == costs[1]
    assert costs[0][0]["possible_matches"] == 1
    assert costs[0][1] == 1


def test_members_of_the_group_are_rejected(site: Site) -> None:
    """Who is enrolled is looked up in the registry."""
    (row,) = site.uploaded(subscriber(ssn=ENROLLED.ssn, last_name=ENROLLED.last_name))
    assert row.verdict is Verdict.REJECTED


def test_members_of_other_groups_are_never_compared(site: Site) -> None:
    """What the carrier knows of another group shows nowhere."""
    other = members("000512")[0]
    (row,) = site.uploaded(subscriber(ssn=other.ssn, last_name=other.last_name))
    assert row.findings == ()


def test_submitted_people_are_rejected_with_their_confirmation_id(site: Site) -> None:
    """Also when the carrier has not answered yet."""
    (first,) = site.uploaded(subscriber())
    site.registry.decide = lambda submission, subscriber: None
    (submission,) = site.submit(first)
    (again,) = site.uploaded(subscriber(), again=True)
    assert again.verdict is Verdict.REJECTED
    assert submission.confirmation_id in again.findings[0].message


def test_applications_of_other_groups_are_never_compared(site: Site) -> None:
    """A person may be enrolled through two employers."""
    (first,) = site.uploaded(subscriber())
    site.submit(first)
    hawaiian = subscriber(plan="HMO Basic", state="HI", zip="96720", city="Hilo")
    (other,) = site.uploaded(hawaiian, group_id="000512")
    assert other.findings == ()


# Refusals


def test_no_file_is_refused(site: Site) -> None:
    """The sentence says what to choose."""
    with pytest.raises(FileRefused) as refusal:
        site.upload(content=None)
    assert refusal.value.message == "Choose the completed spreadsheet to upload."


def test_a_group_of_another_region_is_refused(site: Site) -> None:
    """The sentence names the group's region."""
    with pytest.raises(FileRefused) as refusal:
        site.upload(subscriber(), region="HI")
    assert refusal.value.message == (
        "Group 000341 is in Northern California. Choose that region, or another group."
    )
    assert nothing_kept(site)


def test_a_file_the_reader_refuses_leaves_nothing(site: Site) -> None:
    """Nothing of another group's template is kept, here or there."""
    theirs = site.workbook(subscriber(), group_id="000512")
    with pytest.raises(FileRefused):
        site.upload(content=theirs)
    assert nothing_kept(site)
    assert not site.groups.recent_batches(ALEX, "000512").items


def test_who_may_only_look_may_not_upload(site: Site) -> None:
    """A viewer is told so; to anybody else the group isn't there."""
    with pytest.raises(NotAllowed):
        site.upload(subscriber(), by=ROBIN)
    with pytest.raises(NotFound):
        site.upload(subscriber(), by=KIM)
    assert nothing_kept(site)


def test_a_group_that_the_carrier_has_not_is_not_found(site: Site) -> None:
    """A grant for a group that is gone gives nothing."""
    somebody = Administrator("x", "x@example.com", "X", {"000999": Role.ENROLL})
    with pytest.raises(NotFound):
        site.uploads.upload(
            somebody, group_id="000999", region="NCAL", file_name="a.xlsx", content=b"{}"
        )


def test_an_unreachable_registry_keeps_nothing_and_may_be_tried_again(site: Site) -> None:
    """The same file is taken once the carrier can be reached."""
    site.registry.unreachable = True
    with pytest.raises(RegistryUnavailable):
        site.upload(subscriber())
    site.registry.unreachable = False
    assert nothing_kept(site)
    assert site.upload(subscriber()).tally.ready == 1


def test_a_registry_that_fails_at_the_members_keeps_nothing(site: Site) -> None:
    """The failure may come in the middle of an upload."""

    def fail() -> None:
        site.registry.unreachable = True

    site.while_asking.meanwhile = fail
    with pytest.raises(RegistryUnavailable):
        site.upload(subscriber())
    site.registry.unreachable = False
    assert nothing_kept(site)


# The same file again


def test_the_same_file_is_refused_until_told_again(site: Site) -> None:
    """The refusal names the earlier upload; on purpose the file is taken once more."""
    first = site.upload(subscriber()).batch
    site.clock.advance(timedelta(days=2))
    with pytest.raises(AlreadyUploaded) as refusal:
        site.upload(subscriber())
    assert refusal.value.batch_id == first.id
    second = site.upload(subscriber(), again=True).batch
    assert (first.repeat, second.repeat) == (0, 1)
    with pytest.raises(AlreadyUploaded) as refusal:
        site.upload(subscriber())
    assert refusal.value.batch_id == second.id


def test_other_content_or_another_group_is_another_file(site: Site) -> None:
    """Only the same bytes for the same group are the same."""
    site.upload(subscriber())
    site.upload(subscriber(middle_name="Bea"))
    site.upload(subscriber(), group_id="000512")


def test_after_its_time_a_file_is_new(site: Site) -> None:
    """What has expired is remembered no more."""
    site.upload(subscriber())
    site.clock.advance(timedelta(days=30))
    assert site.upload(subscriber()).batch.repeat == 0


def test_the_same_file_twice_at_once_makes_one_batch(site: Site) -> None:
    """The second is told of the first, though it looked before the first was kept."""
    winners = []
    site.while_keeping.meanwhile = lambda: winners.append(site.upload(subscriber()))
    with pytest.raises(AlreadyUploaded) as refusal:
        site.upload(subscriber())
    assert refusal.value.batch_id == winners[0].batch.id
    assert len(site.groups.recent_batches(ALEX, "000341").items) == 1


def test_told_again_twice_at_once_makes_one_batch_more(site: Site) -> None:
    """As many as were meant, and no more."""
    site.upload(subscriber())
    site.while_keeping.meanwhile = lambda: site.upload(subscriber(), again=True)
    with pytest.raises(AlreadyUploaded):
        site.upload(subscriber(), again=True)
    assert [one.repeat for one in site.groups.recent_batches(ALEX, "000341").items] in (
        [0, 1],
        [1, 0],
    )
