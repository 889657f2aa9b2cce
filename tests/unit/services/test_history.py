"""Transaction History: every submission and its status."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.errors import NotFound
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
        ids.append(site.submit(made)[0].confirmation_id)
        site.clock.advance(timedelta(days=1))
    return ids


def test_submissions_of_all_groups_are_listed_newest_first(site: Site, three: list[str]) -> None:
    """Each with its group, its status and who submitted it."""
    page = site.history.transactions(ALEX)
    assert [one.submission.confirmation_id for one in page.items] == three[::-1]
    newest = page.items[0]
    assert (newest.group.name, newest.submitted_by) == ("Pacific Surf Hotels", "Alex Moreno")
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
    """With its group and who submitted it."""
    entry = site.history.transaction(ALEX, three[0])
    assert entry.submission.person_name == "Ana Moreno"
    assert (entry.group.id, entry.submitted_by) == ("000341", "Alex Moreno")
    assert site.history.transaction(ROBIN, three[0]) == entry


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


def test_a_group_that_the_carrier_gave_up_is_not_found(site: Site, three: list[str]) -> None:
    """Its name isn't known any more, so nothing of it is shown."""
    site.registry.groups = lambda group_ids: []  # type: ignore[method-assign]
    assert site.history.transactions(ALEX).total == 0
    with pytest.raises(NotFound):
        site.history.transaction(ALEX, three[0])
