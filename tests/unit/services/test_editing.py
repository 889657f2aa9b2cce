"""Mending an application: the whole batch is checked again."""

import pytest

from domain.application import State
from domain.cells import Cell
from domain.errors import (
    ChangedByAnother,
    RegistryUnavailable,
)
from domain.findings import Verdict
from domain.masking import form_text
from tests.unit.domain.rows import child, members, said, subscriber
from tests.unit.services.site import ALEX, Site

ENROLLED = members()[0]
OTHER = {"family_number": "2", "ssn": "801-12-9999", "first_name": "Bea"}
READY, ERROR, REJECTED = Verdict.READY, Verdict.ERROR, Verdict.REJECTED


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
    form = {key: form_text(row, key) for key in row.entries} | {"gender": "Male"}
    after = site.mending.edit(ALEX, row.id, form, row.version).after
    assert after.text("ssn") == "801-12-3456"
    assert after.verdict is READY


def test_the_second_of_two_windows_is_told(site: Site) -> None:
    """Its save is refused, and what the first saved is there."""
    (row,) = site.uploaded(subscriber())
    site.edit(row, middle_name=Cell("Bea"))
    with pytest.raises(ChangedByAnother):
        site.mending.edit(ALEX, row.id, {"middle_name": "Cai"}, row.version)
    assert site.now(row).text("middle_name") == "Bea"


def test_a_change_while_the_registry_is_asked_is_noticed(site: Site) -> None:
    """Somebody else's save in the middle of ours wins, and ours is told."""
    (row,) = site.uploaded(subscriber())
    site.while_asking.meanwhile = lambda: site.edit(row, middle_name=Cell("Bea"))
    with pytest.raises(ChangedByAnother):
        site.mending.edit(ALEX, row.id, {"middle_name": "Cai"}, row.version)
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
    site.while_asking.meanwhile = lambda: site.mending.delete(ALEX, row.id, row.version)
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
    shown = site.looking.preview(ALEX, first.id, {"gender": "", "state": "ca"})
    assert shown.application.verdict is ERROR
    assert shown.readings == {"state": "CA"}
    assert shown.application.version == first.version
    assert (site.now(first), site.now(second)) == (first, second)


def test_a_preview_of_something_deleted_shows_what_was_typed(site: Site) -> None:
    """Nobody loses what they typed because somebody else deleted the application."""
    (row,) = site.uploaded(subscriber())
    site.mending.delete(ALEX, row.id, row.version)
    shown = site.looking.preview(ALEX, row.id, {"middle_name": "Bea"})
    assert shown.application.text("middle_name") == "Bea"


def test_an_employee_id_that_was_submitted_is_not_another_persons(site: Site) -> None:
    """A row that is done with still holds its Employee ID."""
    first, second = site.uploaded(
        subscriber(employee_id="1007"), subscriber(**OTHER, employee_id="1008")
    )
    site.submit(first)
    after = site.edit(second, employee_id=Cell("1007"))
    assert after.verdict is ERROR
    assert "employee_id" in said(after.findings)
