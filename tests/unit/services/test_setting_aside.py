"""Deleting, undoing, and saving for later: the table of states, kept by the services."""

from datetime import timedelta

import pytest

from domain.application import Application, State
from domain.cells import Cell
from domain.errors import (
    ActionRefused,
    ChangedByAnother,
    NotFound,
)
from domain.findings import Verdict
from tests.unit.domain.rows import child, members, said, subscriber
from tests.unit.services.acts import ACTS
from tests.unit.services.site import ALEX, KIM, ROBIN, Site

ENROLLED = members()[0]
OTHER = {"family_number": "2", "ssn": "801-12-9999", "first_name": "Bea"}
READY, ERROR, REJECTED = Verdict.READY, Verdict.ERROR, Verdict.REJECTED


def rejected(site: Site) -> Application:
    return site.uploaded(subscriber(subgroup_id="0042"))[0]


@pytest.mark.parametrize("act", ["edit", "save", "submit"])
def test_rejected_applications_can_only_be_deleted(site: Site, act: str) -> None:
    """Editing, saving and submitting are refused by the domain."""
    row = rejected(site)
    with pytest.raises(ActionRefused):
        ACTS[act](site, ALEX, row)
    site.mending.delete(ALEX, row.id, row.version)
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
    site.mending.delete(ALEX, row.id, row.version)
    with pytest.raises((ActionRefused, NotFound)):
        ACTS[act](site, ALEX, site.now(row))
    deleted = site.now(row)
    assert site.mending.restore(ALEX, row.id, deleted.version).state is State.READY


def test_what_is_there_cannot_be_restored(site: Site) -> None:
    """Undo is of a deletion."""
    (row,) = site.uploaded(subscriber())
    with pytest.raises(ActionRefused):
        site.mending.restore(ALEX, row.id, row.version)


def test_deleting_a_subscriber_leaves_its_family_without_one(site: Site) -> None:
    """And undoing it makes them ready again."""
    first, second = site.uploaded(subscriber(), child())
    site.mending.delete(ALEX, first.id, first.version)
    assert "has no subscriber" in said(site.now(second).findings)["family_number"]
    assert site.tally(first.batch_id) == (0, 1, 0)
    site.mending.restore(ALEX, first.id, first.version + 1)
    assert site.verdicts(first, second) == [READY, READY]
    assert site.tally(first.batch_id) == (2, 0, 0)


def test_deleting_a_row_frees_its_number(site: Site) -> None:
    """The other row that had it is ready."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER | {"ssn": "801-12-3456"}))
    site.mending.delete(ALEX, first.id, first.version)
    assert site.verdicts(second) == [READY]


def test_a_restored_row_is_checked_again(site: Site) -> None:
    """Its number may be another's by now."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER))
    site.mending.delete(ALEX, first.id, first.version)
    site.edit(second, ssn=Cell("801-12-3456"))
    assert site.verdicts(second) == [READY]
    site.mending.restore(ALEX, first.id, first.version + 1)
    assert site.verdicts(first, second) == [ERROR, ERROR]


def test_a_deletion_at_an_old_version_is_refused(site: Site) -> None:
    """What somebody else has just mended isn't deleted unseen."""
    (row,) = site.uploaded(subscriber(gender=None))
    site.edit(row, gender=Cell("Female"))
    with pytest.raises(ChangedByAnother):
        site.mending.delete(ALEX, row.id, row.version)


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
    site.mending.save_for_later(ALEX, made[3].id, made[3].version)
    assert site.mending.delete_errors(ALEX, made[0].batch_id) == 2
    assert site.tally(made[0].batch_id) == (1, 0, 1)
    assert [one.row for one in site.stored(made[0].batch_id)] == [2, 5, 6]
    assert site.mending.delete_errors(ALEX, made[0].batch_id) == 0


# Saved for later


def test_what_is_saved_leaves_the_tabs_for_thirty_days(site: Site) -> None:
    """It is listed with the days left, the soonest to end first."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER, gender=None))
    site.mending.save_for_later(ALEX, second.id, second.version)
    site.clock.advance(timedelta(days=1))
    site.mending.save_for_later(ALEX, first.id, first.version)
    assert site.tally(first.batch_id) == (0, 0, 0)
    saved = site.looking.saved(ALEX)
    assert [(one.application.id, one.days_left) for one in saved.items] == [
        (second.id, 29),
        (first.id, 30),
    ]
    assert saved.items[0].group.name == "Redwood Manufacturing"


def test_saved_applications_are_the_groups_own(site: Site) -> None:
    """A viewer of the group sees them; others don't."""
    (row,) = site.uploaded(subscriber())
    site.mending.save_for_later(ALEX, row.id, row.version)
    assert site.looking.saved(ROBIN).total == 1
    assert site.looking.saved(KIM).total == 0


def test_what_is_saved_can_be_edited_and_stays_saved(site: Site) -> None:
    """Its time goes on as before."""
    (row,) = site.uploaded(subscriber(gender=None))
    until = site.mending.save_for_later(ALEX, row.id, row.version).after.expires_at
    site.clock.advance(timedelta(days=3))
    after = site.edit(row, gender=Cell("Female"))
    assert (after.state, after.verdict, after.expires_at) == (State.SAVED, READY, until)


def test_saving_again_restarts_the_time(site: Site) -> None:
    """Thirty days from then."""
    (row,) = site.uploaded(subscriber())
    saved = site.mending.save_for_later(ALEX, row.id, row.version).after
    site.clock.advance(timedelta(days=20))
    again = site.mending.save_for_later(ALEX, row.id, saved.version).after
    assert again.expires_at - saved.expires_at == timedelta(days=20)


def test_what_is_saved_ends_to_the_minute(site: Site) -> None:
    """A minute before thirty days it is listed with one day left; then it is gone."""
    (row,) = site.uploaded(subscriber())
    site.mending.save_for_later(ALEX, row.id, row.version)
    site.clock.advance(timedelta(days=30) - timedelta(minutes=1))
    assert [one.days_left for one in site.looking.saved(ALEX).items] == [1]
    site.clock.advance(timedelta(minutes=1))
    assert site.looking.saved(ALEX).total == 0
    with pytest.raises(NotFound):
        site.looking.application(ALEX, row.id)


def test_a_batch_is_there_while_anything_of_it_is(site: Site) -> None:
    """A saved application outlives the batch's own time, and so does what was submitted."""
    first, second, third = site.uploaded(
        subscriber(), subscriber(**OTHER), subscriber(family_number="3", ssn="801-12-9997")
    )
    site.clock.advance(timedelta(days=20))
    site.mending.save_for_later(ALEX, second.id, second.version)
    site.clock.advance(timedelta(days=10))
    assert site.looking.batch(ALEX, first.batch_id).tally.total == 0
    site.submit(second)
    site.clock.advance(timedelta(days=365))
    assert len(site.looking.submissions(ALEX, first.batch_id)) == 1
    with pytest.raises(NotFound):
        site.looking.application(ALEX, third.id)


def test_a_saved_application_counts_as_family(site: Site) -> None:
    """A dependent whose subscriber was saved has a subscriber."""
    first, second = site.uploaded(subscriber(), child())
    site.mending.save_for_later(ALEX, first.id, first.version)
    assert site.verdicts(second) == [READY]


def test_a_saved_application_with_errors_is_refused_for_its_errors(site: Site) -> None:
    """Saved ones may be submitted, so being saved is not what stands against it."""
    (row,) = site.uploaded(subscriber(gender=None))
    site.mending.save_for_later(ALEX, row.id, row.version)
    with pytest.raises(ActionRefused) as refusal:
        site.submit(row)
    assert refusal.value.state == ERROR
