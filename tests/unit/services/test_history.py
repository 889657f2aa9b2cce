"""Transaction History: every submission and its status."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.accounts.access import Administrator
from domain.application import Application
from domain.errors import NotFound
from domain.services import history
from domain.services.results import Progress
from domain.submission import Answer, Status
from tests.unit.domain.rows import subscriber
from tests.unit.services.site import ALEX, KIM, ROBIN, Site

OTHER = {"family_number": "2", "ssn": "801-12-9999", "first_name": "Bea"}
HAWAII = {"plan": "HMO Basic", "state": "HI", "zip": "96720", "city": "Hilo"}


def found(site: Site, **how: object) -> list[str]:
    """Who is listed, in order."""
    page = site.history.transactions(ALEX, **how)  # type: ignore[arg-type]
    return [one.submission.person_name for one in page.items]


@pytest.fixture
def three(site: Site) -> list[str]:
    """Three submissions a day apart, the last in Hawaii and declined; their confirmation IDs."""
    ids = []
    for row, group_id in [
        (subscriber(), "000341"),
        (subscriber(**OTHER), "000341"),
        (subscriber(**HAWAII, last_name="Silva"), "000512"),
    ]:
        if group_id == "000512":
            site.registry.decide = lambda submission, _: Answer(submission.key, Status.DECLINED)
        (made,) = site.uploaded(row, group_id=group_id)
        ids.append(site.submit_and_deliver(made)[0].confirmation_id)
        site.clock.advance(timedelta(days=1))
    return ids


def test_submissions_of_all_groups_are_listed_newest_first(site: Site, three: list[str]) -> None:
    """Each with its group, its status and who submitted it."""
    page = site.history.transactions(ALEX)
    assert [one.submission.confirmation_id for one in page.items] == three[::-1]
    newest = page.items[0]
    assert (newest.submission.group_id, newest.submitted_by) == ("000512", "Alex Moreno")
    assert newest.submission.status is Status.DECLINED
    assert page.total == 3


@pytest.mark.usefixtures("three")
def test_the_list_is_narrowed(site: Site) -> None:
    """By group, by status, by name, and by all at once."""
    assert found(site, group_id="000512") == ["Ana Silva"]
    assert found(site, status=Status.COMPLETED) == ["Bea Moreno", "Ana Moreno"]
    assert found(site, search="ana") == ["Ana Silva", "Ana Moreno"]
    assert found(site, search="ana", group_id="000341", status=Status.COMPLETED) == ["Ana Moreno"]
    assert found(site, search="Zoe") == []


@pytest.mark.parametrize("write", [str, str.lower, lambda one: f" {one.replace('-', ' ')} "])
def test_a_confirmation_id_is_found_however_written(
    site: Site, three: list[str], write: Callable[[str], str]
) -> None:
    """Copied, in lower case, or with spaces for dashes."""
    assert found(site, search=write(three[1])) == ["Bea Moreno"]


def test_part_of_a_confirmation_id_is_enough(site: Site, three: list[str]) -> None:
    """As much of it as somebody caught."""
    assert "Bea Moreno" in found(site, search=three[1][-4:])


def test_a_submission_is_opened_by_its_confirmation_id(site: Site, three: list[str]) -> None:
    """With who submitted it, and the row and the file that it came from."""
    found = site.history.transaction(ALEX, three[0])
    assert (found.submission.person_name, found.submitted_by) == ("Ana Moreno", "Alex Moreno")
    assert found.application.confirmation_id == three[0]
    assert found.batch.id == found.submission.batch_id
    assert site.history.transaction(ROBIN, three[0]) == found


def test_other_groups_submissions_are_not_there(site: Site, three: list[str]) -> None:
    """Neither listed nor opened, and a group that isn't theirs isn't there to narrow by."""
    assert site.history.transactions(KIM).total == 0
    assert site.history.transactions(ROBIN).total == 2
    with pytest.raises(NotFound):
        site.history.transactions(ROBIN, group_id="000512")
    with pytest.raises(NotFound):
        site.history.transaction(ROBIN, three[2])
    with pytest.raises(NotFound):
        site.history.transaction(ALEX, "234-567-892K")


def test_submissions_stay_when_all_else_has_expired(site: Site, three: list[str]) -> None:
    """A year later, and after the purge, they are listed."""
    site.clock.advance(timedelta(days=365))
    site.persistence.purge(site.clock.now())
    assert site.history.transactions(ALEX).total == 3
    assert site.history.transaction(ALEX, three[0]).submission.confirmation_id == three[0]


def test_groups_have_their_names_from_the_carrier(site: Site) -> None:
    """Only those of the administrator."""
    assert site.history.groups(ALEX) == {
        "000341": "Redwood Manufacturing",
        "000512": "Pacific Surf Hotels",
    }
    assert site.history.groups(ROBIN) == {"000341": "Redwood Manufacturing"}


@pytest.mark.parametrize("away", [True, False])
def test_the_history_is_there_without_the_carrier(site: Site, three: list[str], away: bool) -> None:
    """While it cannot be reached, or does not know a group any more, only names are missing."""
    if away:
        site.registry.unreachable = True
    else:
        site.registry.groups = lambda group_ids: []  # type: ignore[method-assign]
    assert site.history.groups(ALEX) == {"000341": "", "000512": ""}
    assert site.history.transactions(ALEX).total == 3
    assert site.history.transaction(ALEX, three[0]).submission.confirmation_id == three[0]


# All at once


def everybody(site: Site, by: Administrator = ALEX, **how: object) -> list[str]:
    found = site.history.all_transactions(by, **how)  # type: ignore[arg-type]
    return [one.submission.person_name for one in found]


@pytest.mark.usefixtures("three")
def test_all_that_is_found_is_given_at_once(site: Site) -> None:
    """Newest first, narrowed as the list is, and never another group's."""
    assert everybody(site) == ["Ana Silva", "Bea Moreno", "Ana Moreno"]
    assert everybody(site, group_id="000341") == ["Bea Moreno", "Ana Moreno"]
    assert everybody(site, status=Status.DECLINED) == ["Ana Silva"]
    assert everybody(site, search=" bea ") == ["Bea Moreno"]
    assert everybody(site, ROBIN) == ["Bea Moreno", "Ana Moreno"]
    with pytest.raises(NotFound):
        site.history.all_transactions(ROBIN, group_id="000512")


@pytest.fixture
def five(site: Site, monkeypatch: pytest.MonkeyPatch) -> list[Application]:
    """Applications of One to Five, who are submitted a minute apart but for the last, in a
    history that is read two at a time."""
    monkeypatch.setattr(history, "_READ_AT_ONCE", 2)
    made = site.uploaded(
        *(
            subscriber(family_number=str(n), ssn=f"801-12-90{n}0", last_name=name)
            for n, name in enumerate(["One", "Two", "Three", "Four", "Five"], start=1)
        )
    )
    for one in made[:4]:
        site.submit(one)
        site.clock.advance(timedelta(minutes=1))
    return made


def test_what_is_submitted_meanwhile_repeats_nobody(site: Site, five: list[Application]) -> None:
    """It pushes others to the next page, where they were not met before."""
    found = site.history.all_transactions(ALEX)
    names = [next(found).submission.answers.last_name]
    site.submit(five[4])
    names += [one.submission.answers.last_name for one in found]
    assert names == ["Four", "Three", "Two", "One"]


@pytest.mark.usefixtures("five")
def test_what_is_answered_meanwhile_hides_nobody(site: Site) -> None:
    """Fewer are of the status that is asked for, and those behind them are still given."""
    found = site.history.all_transactions(ALEX, status=Status.SUBMITTED)
    names = [next(found).submission.answers.last_name for _ in range(2)]
    site.registry.decide = lambda one, _: (
        Answer(one.key, Status.COMPLETED) if one.answers.last_name in names else None
    )
    site.deliver()
    names += [one.submission.answers.last_name for one in found]
    assert names == ["Four", "Three", "Two", "One"]
    assert everybody(site, status=Status.COMPLETED) == ["Ana Four", "Ana Three"]


# How far a batch has come


def test_how_far_a_batch_has_come(site: Site) -> None:
    """So many were submitted, and these are not done."""
    batch_id = site.upload(subscriber(), subscriber(**OTHER)).batch.id
    assert site.history.progress(ALEX, batch_id).total == 0
    site.submitting.submit_ready(ALEX, batch_id)
    progress = site.history.progress(ROBIN, batch_id)
    assert (progress.total, len(progress.undone)) == (2, 2)
    site.deliver()
    assert site.history.progress(ALEX, batch_id) == Progress(2, [])
    for who, which in ((KIM, batch_id), (ALEX, "another")):
        with pytest.raises(NotFound):
            site.history.progress(who, which)
