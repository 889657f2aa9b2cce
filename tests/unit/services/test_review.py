"""Looking at a batch and mending its applications."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.access import Administrator
from domain.application import Application, State
from domain.cells import Cell
from domain.errors import (
    ActionRefused,
    ChangedByAnother,
    NotAllowed,
    NotFound,
    RegistryUnavailable,
)
from domain.findings import Verdict
from domain.readings import form_text
from tests.unit.domain.rows import child, members, said, subscriber
from tests.unit.services.site import ALEX, KIM, ROBIN, Site

ENROLLED = members()[0]
OTHER = {"family_number": "2", "ssn": "801-12-9999", "first_name": "Bea"}
READY, ERROR, REJECTED = Verdict.READY, Verdict.ERROR, Verdict.REJECTED


@pytest.fixture
def site() -> Site:
    return Site()


# Looking


def test_each_tab_shows_its_applications(site: Site) -> None:
    """By row, and searched by name."""
    rows = [subscriber(), child(gender=None), child(first_name="Mia", gender=None, ssn=None)]
    batch_id = site.upload(*rows).batch.id
    assert [one.row for one in site.review.tab(ALEX, batch_id, READY).items] == [2]
    assert [one.row for one in site.review.tab(ALEX, batch_id, ERROR).items] == [3, 4]
    assert site.review.tab(ALEX, batch_id, REJECTED).total == 0
    found = site.review.tab(ALEX, batch_id, ERROR, search="mia")
    assert [one.person_name for one in found.items] == ["Mia Moreno"]
    backwards = site.review.tab(ALEX, batch_id, ERROR, sort="name", descending=True)
    assert [one.row for one in backwards.items] == [4, 3]


def test_a_viewer_sees_the_batch_and_may_not_act(site: Site) -> None:
    """The summary says so."""
    batch_id = site.upload(subscriber()).batch.id
    assert not site.review.batch(ROBIN, batch_id).may_enroll
    assert site.review.batch(ALEX, batch_id).may_enroll
    assert site.review.tab(ROBIN, batch_id, READY).total == 1


def test_problems_are_grouped_by_cause(site: Site) -> None:
    """The most frequent first; an application with two causes is under both."""
    rows = [
        subscriber(hire_date="soon", gender=None),
        subscriber(**OTHER | {"hire_date": "later", "zip": "9453"}),
        subscriber(family_number="3", ssn="801-12-9998", first_name="Cai", gender="?"),
        subscriber(family_number="4", ssn="801-12-9997", first_name="Dee"),
    ]
    batch_id = site.upload(*rows).batch.id
    causes = [
        (cause, [one.row for one in applications])
        for cause, applications in site.review.problems(ALEX, batch_id)
    ]
    assert causes[0] == ("Enter the hire date as MM/DD/YYYY.", [2, 3])
    assert len(causes) == 4
    assert [len(rows) for _, rows in causes] == [2, 1, 1, 1]


def test_warnings_and_saved_applications_are_no_problems(site: Site) -> None:
    """Only what stands on the Error tab is grouped."""
    first, second = site.uploaded(subscriber(day_phone=None), subscriber(**OTHER, gender=None))
    site.review.save_for_later(ALEX, second.id, second.version)
    assert list(site.review.problems(ALEX, first.batch_id)) == []


def test_an_application_is_opened_with_what_its_form_needs(site: Site) -> None:
    """Columns, the group's own lists, and how cells were understood."""
    (row,) = site.uploaded(subscriber(state="california", subgroup_id="1"))
    detail = site.review.application(ALEX, row.id)
    assert detail.application == row
    assert detail.readings == {"state": "CA", "subgroup_id": "0001"}
    assert detail.choices["subgroup_id"] == ("0001", "0002", "0003", "0009", "7000")
    assert detail.columns[-1].key == "arbitration_signed_on"
    assert (detail.group.id, detail.may_enroll) == ("000341", True)


def test_regions_without_agreements_have_no_column_for_them(site: Site) -> None:
    """The form is that of the batch's template."""
    row = subscriber(plan="HMO 30", state="OR", zip="97201", city="Portland")
    (made,) = site.uploaded(row, by=KIM, group_id="000777")
    detail = site.review.application(KIM, made.id)
    assert "arbitration_signed_on" not in {one.key for one in detail.columns}


Look = Callable[[Site, Administrator, Application], object]
LOOKS: dict[str, Look] = {
    "batch": lambda site, who, one: site.review.batch(who, one.batch_id),
    "tab": lambda site, who, one: site.review.tab(who, one.batch_id, READY),
    "problems": lambda site, who, one: site.review.problems(who, one.batch_id),
    "submissions": lambda site, who, one: site.review.submissions(who, one.batch_id),
    "application": lambda site, who, one: site.review.application(who, one.id),
    "preview": lambda site, who, one: site.review.preview(who, one.id, one.entries),
}
ACTS: dict[str, Look] = {
    "edit": lambda site, who, one: site.review.edit(who, one.id, one.entries, one.version),
    "save": lambda site, who, one: site.review.save_for_later(who, one.id, one.version),
    "delete": lambda site, who, one: site.review.delete(who, one.id, one.version),
    "restore": lambda site, who, one: site.review.restore(who, one.id, one.version),
    "delete errors": lambda site, who, one: site.review.delete_errors(who, one.batch_id),
    "submit": lambda site, who, one: site.submitting.submit_one(who, one.id, one.version),
    "submit ready": lambda site, who, one: site.submitting.submit_ready(who, one.batch_id),
}


@pytest.mark.parametrize("name", LOOKS | ACTS)
def test_another_groups_batch_is_not_found(site: Site, name: str) -> None:
    """To an administrator of other groups it looks as if it weren't there."""
    (row,) = site.uploaded(subscriber())
    with pytest.raises(NotFound):
        (LOOKS | ACTS)[name](site, KIM, row)


@pytest.mark.parametrize("name", ACTS)
def test_a_viewer_may_do_nothing(site: Site, name: str) -> None:
    """Every act is refused, and nothing changes."""
    (row,) = site.uploaded(subscriber())
    with pytest.raises(NotAllowed):
        ACTS[name](site, ROBIN, row)
    assert site.now(row) == row


@pytest.mark.parametrize("name", LOOKS | ACTS)
def test_what_has_expired_is_not_found(site: Site, name: str) -> None:
    """Thirty days after the upload it is as if it had never been there."""
    (row,) = site.uploaded(subscriber())
    site.clock.advance(timedelta(days=30))
    with pytest.raises(NotFound):
        (LOOKS | ACTS)[name](site, ALEX, row)


# Editing


def test_mending_a_subscriber_mends_the_family(site: Site) -> None:
    """The child at fault because of the subscriber is ready by itself."""
    first, second = site.uploaded(subscriber(gender=None), child())
    assert site.verdicts(first, second) == [ERROR, ERROR]
    site.edit(first, gender=Cell("Female"))
    assert site.verdicts(first, second) == [READY, READY]


def test_spoiling_a_subscriber_spoils_the_family(site: Site) -> None:
    """And a rejected one rejects it."""
    first, second = site.uploaded(subscriber(), child())
    site.edit(first, gender=None)
    assert site.verdicts(first, second) == [ERROR, ERROR]
    site.edit(first, gender=Cell("Female"), subgroup_id=Cell("0042"))
    assert site.verdicts(first, second) == [REJECTED, REJECTED]


def test_a_number_typed_twice_puts_both_rows_at_fault(site: Site) -> None:
    """And mending either mends both."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER))
    site.edit(second, ssn=Cell("801-12-3456"))
    assert site.verdicts(first, second) == [ERROR, ERROR]
    site.edit(first, ssn=Cell("801-12-8888"))
    assert site.verdicts(first, second) == [READY, READY]


def test_an_edit_looks_the_person_up_again(site: Site) -> None:
    """A number that is a member's rejects the row; one question to the registry is enough."""
    (row,) = site.uploaded(subscriber())
    before = site.registry.asked["possible_matches"]
    site.edit(row, ssn=Cell(ENROLLED.ssn or ""), last_name=Cell(ENROLLED.last_name))
    assert site.verdicts(row) == [REJECTED]
    assert site.registry.asked["possible_matches"] == before + 1


def test_an_edit_finds_who_was_submitted(site: Site) -> None:
    """A number that was submitted, and not answered yet, rejects the row."""
    site.registry.decide = lambda submission, subscriber: None
    first, second = site.uploaded(subscriber(), subscriber(**OTHER))
    (sent,) = site.submit(first)
    site.edit(second, ssn=Cell("801-12-3456"))
    assert sent.confirmation_id in said(site.now(second).findings)["ssn"]
    assert site.verdicts(second) == [REJECTED]


def test_an_edit_may_move_a_dependent_to_another_family(site: Site) -> None:
    """It takes that family's coverage and faults."""
    *_, moved = site.uploaded(subscriber(), subscriber(**OTHER, gender=None), child())
    site.edit(moved, family_number=Cell("2"))
    assert "family 2 (row 3) has errors" in said(site.now(moved).findings)["family_number"]


def test_a_number_that_is_shown_masked_stays_the_number(site: Site) -> None:
    """The form comes back with its last four digits, and nothing is lost."""
    (row,) = site.uploaded(subscriber(gender=None))
    form = {key: Cell(form_text(row, key)) for key in row.entries} | {"gender": Cell("Male")}
    after = site.review.edit(ALEX, row.id, form, row.version)
    assert after.text("ssn") == "801-12-3456"
    assert after.verdict is READY


def test_the_second_of_two_windows_is_told(site: Site) -> None:
    """Its save is refused, and what the first saved is there."""
    (row,) = site.uploaded(subscriber())
    site.edit(row, middle_name=Cell("Bea"))
    with pytest.raises(ChangedByAnother):
        site.review.edit(ALEX, row.id, subscriber(middle_name="Cai"), row.version)
    assert site.now(row).text("middle_name") == "Bea"


def test_a_change_while_the_registry_is_asked_is_noticed(site: Site) -> None:
    """Somebody else's save in the middle of ours wins, and ours is told."""
    (row,) = site.uploaded(subscriber())
    site.while_asking.meanwhile = lambda: site.edit(row, middle_name=Cell("Bea"))
    with pytest.raises(ChangedByAnother):
        site.review.edit(ALEX, row.id, subscriber(middle_name="Cai"), row.version)
    assert site.now(row).text("middle_name") == "Bea"


def test_a_change_of_another_row_meanwhile_is_taken_into_account(site: Site) -> None:
    """Two people mending two rows of a family at once end with the right verdicts."""
    first, second = site.uploaded(subscriber(gender=None), child(gender=None))
    site.while_asking.meanwhile = lambda: site.edit(first, gender=Cell("Female"))
    site.edit(second, gender=Cell("Male"))
    assert site.verdicts(first, second) == [READY, READY]


def test_a_deletion_meanwhile_is_noticed(site: Site) -> None:
    """An edit of what has just been deleted is told so."""
    (row,) = site.uploaded(subscriber())
    site.while_asking.meanwhile = lambda: site.review.delete(ALEX, row.id, row.version)
    with pytest.raises(ChangedByAnother):
        site.edit(row, middle_name=Cell("Bea"))
    assert site.now(row).state is State.DELETED


def test_an_unreachable_registry_refuses_an_edit_and_changes_nothing(site: Site) -> None:
    """It may be tried again."""
    (row,) = site.uploaded(subscriber())
    site.registry.unreachable = True
    with pytest.raises(RegistryUnavailable):
        site.edit(row, middle_name=Cell("Bea"))
    site.registry.unreachable = False
    assert site.now(row) == row


def test_a_preview_is_checked_and_not_kept(site: Site) -> None:
    """The form as typed, with the findings it would have, at the version it had."""
    first, second = site.uploaded(subscriber(), child())
    shown = site.review.preview(ALEX, first.id, subscriber(gender=None, state="ca"))
    assert shown.application.verdict is ERROR
    assert shown.readings == {"state": "CA"}
    assert shown.application.version == first.version
    assert (site.now(first), site.now(second)) == (first, second)


def test_a_preview_of_something_deleted_shows_what_was_typed(site: Site) -> None:
    """Nobody loses what they typed because somebody else deleted the application."""
    (row,) = site.uploaded(subscriber())
    site.review.delete(ALEX, row.id, row.version)
    shown = site.review.preview(ALEX, row.id, subscriber(middle_name="Bea"))
    assert shown.application.text("middle_name") == "Bea"


# States


def rejected(site: Site) -> Application:
    return site.uploaded(subscriber(subgroup_id="0042"))[0]


@pytest.mark.parametrize("act", ["edit", "save", "submit"])
def test_rejected_applications_can_only_be_deleted(site: Site, act: str) -> None:
    """Editing, saving and submitting are refused by the domain."""
    row = rejected(site)
    with pytest.raises(ActionRefused):
        ACTS[act](site, ALEX, row)
    site.review.delete(ALEX, row.id, row.version)
    assert site.now(row).state is State.DELETED


@pytest.mark.parametrize("act", ["edit", "save", "delete", "restore", "submit"])
def test_submitted_applications_are_left_alone(site: Site, act: str) -> None:
    """Nothing can be done to them any more."""
    (row,) = site.uploaded(subscriber())
    site.submit(row)
    with pytest.raises(ActionRefused):
        ACTS[act](site, ALEX, site.now(row))


@pytest.mark.parametrize("act", ["edit", "save", "delete", "submit"])
def test_deleted_applications_can_only_be_restored(site: Site, act: str) -> None:
    """Every other act is refused."""
    (row,) = site.uploaded(subscriber())
    site.review.delete(ALEX, row.id, row.version)
    with pytest.raises((ActionRefused, NotFound)):
        ACTS[act](site, ALEX, site.now(row))
    deleted = site.now(row)
    assert site.review.restore(ALEX, row.id, deleted.version).state is State.READY


def test_what_is_there_cannot_be_restored(site: Site) -> None:
    """Undo is of a deletion."""
    (row,) = site.uploaded(subscriber())
    with pytest.raises(ActionRefused):
        site.review.restore(ALEX, row.id, row.version)


def test_deleting_a_subscriber_leaves_its_family_without_one(site: Site) -> None:
    """And undoing it makes them ready again."""
    first, second = site.uploaded(subscriber(), child())
    site.review.delete(ALEX, first.id, first.version)
    assert "has no subscriber" in said(site.now(second).findings)["family_number"]
    assert site.tally(first.batch_id) == (0, 1, 0)
    site.review.restore(ALEX, first.id, first.version + 1)
    assert site.verdicts(first, second) == [READY, READY]
    assert site.tally(first.batch_id) == (2, 0, 0)


def test_deleting_a_row_frees_its_number(site: Site) -> None:
    """The other row that had it is ready."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER | {"ssn": "801-12-3456"}))
    site.review.delete(ALEX, first.id, first.version)
    assert site.verdicts(second) == [READY]


def test_a_restored_row_is_checked_again(site: Site) -> None:
    """Its number may be another's by now."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER))
    site.review.delete(ALEX, first.id, first.version)
    site.edit(second, ssn=Cell("801-12-3456"))
    assert site.verdicts(second) == [READY]
    site.review.restore(ALEX, first.id, first.version + 1)
    assert site.verdicts(first, second) == [ERROR, ERROR]


def test_a_deletion_at_an_old_version_is_refused(site: Site) -> None:
    """What somebody else has just mended isn't deleted unseen."""
    (row,) = site.uploaded(subscriber(gender=None))
    site.edit(row, gender=Cell("Female"))
    with pytest.raises(ChangedByAnother):
        site.review.delete(ALEX, row.id, row.version)


def test_all_errors_are_deleted_at_once(site: Site) -> None:
    """Those of the Error tab only: neither saved nor ready nor rejected ones."""
    rows = [
        subscriber(),
        child(gender=None),
        child(first_name="Mia", ssn=None, gender=None),
        subscriber(**OTHER, gender=None),
        subscriber(family_number="3", ssn="801-12-9997", first_name="Dee", subgroup_id="0042"),
    ]
    made = site.uploaded(*rows)
    site.review.save_for_later(ALEX, made[3].id, made[3].version)
    assert site.review.delete_errors(ALEX, made[0].batch_id) == 2
    assert site.tally(made[0].batch_id) == (1, 0, 1)
    assert [one.row for one in site.stored(made[0].batch_id)] == [2, 5, 6]
    assert site.review.delete_errors(ALEX, made[0].batch_id) == 0


# Saved for later


def test_what_is_saved_leaves_the_tabs_for_thirty_days(site: Site) -> None:
    """It is listed with the days left, the soonest to end first."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER, gender=None))
    site.review.save_for_later(ALEX, second.id, second.version)
    site.clock.advance(timedelta(days=1))
    site.review.save_for_later(ALEX, first.id, first.version)
    assert site.tally(first.batch_id) == (0, 0, 0)
    saved = site.review.saved(ALEX)
    assert [(one.application.id, one.days_left) for one in saved.items] == [
        (second.id, 29),
        (first.id, 30),
    ]
    assert saved.items[0].group.name == "Redwood Manufacturing"


def test_saved_applications_are_the_groups_own(site: Site) -> None:
    """A viewer of the group sees them; others don't."""
    (row,) = site.uploaded(subscriber())
    site.review.save_for_later(ALEX, row.id, row.version)
    assert site.review.saved(ROBIN).total == 1
    assert site.review.saved(KIM).total == 0


def test_what_is_saved_can_be_edited_and_stays_saved(site: Site) -> None:
    """Its time goes on as before."""
    (row,) = site.uploaded(subscriber(gender=None))
    until = site.review.save_for_later(ALEX, row.id, row.version).expires_at
    site.clock.advance(timedelta(days=3))
    after = site.edit(row, gender=Cell("Female"))
    assert (after.state, after.verdict, after.expires_at) == (State.SAVED, READY, until)


def test_saving_again_restarts_the_time(site: Site) -> None:
    """Thirty days from then."""
    (row,) = site.uploaded(subscriber())
    saved = site.review.save_for_later(ALEX, row.id, row.version)
    site.clock.advance(timedelta(days=20))
    again = site.review.save_for_later(ALEX, row.id, saved.version)
    assert again.expires_at - saved.expires_at == timedelta(days=20)


def test_what_is_saved_ends_to_the_minute(site: Site) -> None:
    """A minute before thirty days it is listed with one day left; then it is gone."""
    (row,) = site.uploaded(subscriber())
    site.review.save_for_later(ALEX, row.id, row.version)
    site.clock.advance(timedelta(days=30) - timedelta(minutes=1))
    assert [one.days_left for one in site.review.saved(ALEX).items] == [1]
    site.clock.advance(timedelta(minutes=1))
    assert site.review.saved(ALEX).total == 0
    with pytest.raises(NotFound):
        site.review.application(ALEX, row.id)


def test_a_batch_is_there_while_anything_of_it_is(site: Site) -> None:
    """A saved application outlives the batch's own time, and so does what was submitted."""
    first, second, third = site.uploaded(
        subscriber(), subscriber(**OTHER), subscriber(family_number="3", ssn="801-12-9997")
    )
    site.clock.advance(timedelta(days=20))
    site.review.save_for_later(ALEX, second.id, second.version)
    site.clock.advance(timedelta(days=10))
    assert site.review.batch(ALEX, first.batch_id).tally.total == 0
    site.submit(second)
    site.clock.advance(timedelta(days=365))
    assert len(site.review.submissions(ALEX, first.batch_id)) == 1
    with pytest.raises(NotFound):
        site.review.application(ALEX, third.id)


def test_a_saved_application_counts_as_family(site: Site) -> None:
    """A dependent whose subscriber was saved has a subscriber."""
    first, second = site.uploaded(subscriber(), child())
    site.review.save_for_later(ALEX, first.id, first.version)
    assert site.verdicts(second) == [READY]
