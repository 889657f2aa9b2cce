"""What is done to one application from its row: delete and Undo, save for later, reason."""

from datetime import timedelta

import pytest

from domain.application import State
from domain.findings import Verdict
from tests.web.mixed import act, mixed_batch, named, reachable
from tests.web.reading import alert, dialog, menu, one_line, part, people, status, tabs, words
from tests.web.site import Browser, Site
from tests.web.uploads import (
    administrator,
    application,
    tab,
    upload,
)


@pytest.fixture
def batch(site: Site) -> str:
    """Ready, errors and a rejection: see ``mixed_batch``."""
    return mixed_batch(site)


# Delete and Undo


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("person", "left"),
    [
        ("Leo Ruiz", ["Ready (1)*", "Error (2)", "Rejected (1)"]),
        ("Mei Chen", ["Ready (2)", "Error (1)*", "Rejected (1)"]),
        ("Omar Haddad", ["Ready (2)", "Error (2)", "Rejected (0)*"]),
    ],
)
def test_one_is_deleted_at_once(
    site: Site, alex: Browser, batch: str, person: str, left: list[str], htmx: bool
) -> None:
    """Its row is gone from the tab that it stood on, and a message offers to undo that."""
    answer = alex.post(act(site, batch, person, "delete"), htmx=htmx)
    page = alex.follow(answer, htmx=htmx).text
    assert tabs(page) == left
    assert person not in people(page)
    assert status(page) == f"{person} deleted. Undo"


def test_the_menus_own_address_deletes(site: Site, alex: Browser, batch: str) -> None:
    """The row's Delete is the act itself, sent by the form around the table."""
    page = alex.get(f"/batches/{batch}?tab=error").text
    alex.post(menu(page, "Mei Chen")["Delete"])
    assert tab(site, batch, Verdict.ERROR) == ["Zoe Abel"]


def test_undo_brings_it_back(site: Site, alex: Browser, batch: str) -> None:
    """The button under the message restores the application to its tab."""
    gone = alex.follow(alex.post(act(site, batch, "Ana Ruiz", "delete"))).text
    undo = part(one_line(gone), '<form method="post" action="/applications/', "form")
    address = undo.partition('action="')[2].partition('"')[0].replace("&amp;", "&")
    page = alex.follow(alex.post(address)).text
    assert status(page) == "Ana Ruiz is back."
    assert people(page) == ["Ana Ruiz", "Leo Ruiz"]
    assert tabs(page) == ["Ready (2)*", "Error (2)", "Rejected (1)"]


def test_deleting_a_subscriber_shows_what_its_family_lacks(
    site: Site, alex: Browser, batch: str
) -> None:
    """The family is checked again at once."""
    page = alex.follow(alex.post(act(site, batch, "Ana Ruiz", "delete"))).text
    assert tabs(page) == ["Ready (0)*", "Error (3)", "Rejected (1)"]
    assert "Leo Ruiz" in tab(site, batch, Verdict.ERROR)


def test_afterwards_the_tab_is_looked_at_as_before(site: Site, alex: Browser) -> None:
    """Search, order and page are those of the table that the act was chosen in."""
    batch = upload(
        site, *(reachable("Ana", f"Ruiz-{one}", Family_Number=str(n)) for n, one in
                enumerate("abcdefghijkl", 1))
    )  # fmt: skip
    look = {"tab": "ready", "q": "ruiz", "sort": "name", "desc": "1"}
    answer = alex.post(act(site, batch, "Ana Ruiz-l", "delete"), look)
    page = alex.follow(answer).text
    assert people(page)[:2] == ["Ana Ruiz-k", "Ana Ruiz-j"]
    assert 'type="search" value="ruiz"' in one_line(page)


@pytest.mark.parametrize("htmx", [False, True])
def test_a_stale_row_changes_nothing(site: Site, alex: Browser, batch: str, htmx: bool) -> None:
    """Somebody else was first: the answer says so, and to htmx shows how things stand."""
    mei = named(site, batch, "Mei Chen")
    site.services.mending.save_for_later(administrator(site), mei.id, mei.version)
    fields = {"tab": "error"}
    answer = alex.post(f"/applications/{mei.id}/delete?v={mei.version}", fields, htmx=htmx)
    assert answer.status_code == 409
    assert application(site, mei.id).state is State.SAVED
    if htmx:
        assert "Mei Chen was changed by somebody else in the meantime" in alert(answer.text)
        assert people(answer.text) == ["Zoe Abel"]
    else:
        assert "Somebody else changed this in the meantime" in words(answer.text)


@pytest.mark.parametrize("version", ["", "?v=", "?v=x", "?v=1.5"])
def test_an_act_without_a_version_is_refused(
    site: Site, alex: Browser, batch: str, version: str
) -> None:
    """An address that no page of ours makes is a 400 page, and nothing is deleted."""
    ana = named(site, batch, "Ana Ruiz")
    assert alex.post(f"/applications/{ana.id}/delete{version}").status_code == 400
    assert application(site, ana.id).state is State.READY


@pytest.mark.parametrize("name", ["delete", "restore", "save-for-later", "submit"])
def test_a_viewer_and_others_do_nothing(
    site: Site, robin: Browser, pat: Browser, batch: str, name: str
) -> None:
    """A viewer is refused; for another group's administrator there is no such application."""
    address = act(site, batch, "Ana Ruiz", name)
    assert robin.post(address).status_code == 403
    assert pat.post(address).status_code == 404
    assert application(site, named(site, batch, "Ana Ruiz").id).state is State.READY


def test_what_is_there_cannot_be_restored(site: Site, alex: Browser, batch: str) -> None:
    """Undo of what was not deleted is refused and changes nothing."""
    answer = alex.post(act(site, batch, "Ana Ruiz", "restore"))
    assert answer.status_code == 409
    assert application(site, named(site, batch, "Ana Ruiz").id).state is State.READY


# Save for later


@pytest.mark.parametrize("htmx", [False, True])
def test_saving_for_later_says_until_when(
    site: Site, alex: Browser, batch: str, htmx: bool
) -> None:
    """The row leaves its tab, and the message names the day it is kept until."""
    answer = alex.post(act(site, batch, "Mei Chen", "save-for-later"), htmx=htmx)
    page = alex.follow(answer, htmx=htmx).text
    assert status(page) == "Mei Chen is saved for later and kept until 12/23/2026."
    assert tabs(page) == ["Ready (2)", "Error (1)*", "Rejected (1)"]
    assert application(site, named(site, batch, "Mei Chen").id).state is State.SAVED


def test_the_day_is_the_carriers(site: Site, alex: Browser, batch: str) -> None:
    """At eleven in the evening in California it is the next day already in UTC."""
    site.clock.advance(timedelta(hours=13))
    late = site.signed_in("alex@redwood.example")
    page = late.follow(late.post(act(site, batch, "Mei Chen", "save-for-later"))).text
    assert "kept until 12/23/2026" in status(page)


def test_rejected_ones_cannot_be_saved(site: Site, alex: Browser, batch: str) -> None:
    """The domain refuses it, whoever forges the address."""
    answer = alex.post(act(site, batch, "Omar Haddad", "save-for-later"))
    assert answer.status_code == 409
    assert named(site, batch, "Omar Haddad").state is State.REJECTED


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("delete", "Mei Chen deleted. Undo"),
        ("save-for-later", "Mei Chen is saved for later and kept until 12/26/2026."),
    ],
)
def test_saved_ones_lead_back_to_the_saved(
    site: Site, alex: Browser, batch: str, name: str, said: str
) -> None:
    """Acts on Saved Applications end there; saving again begins the 30 days anew."""
    alex.post(act(site, batch, "Mei Chen", "save-for-later"))
    site.clock.advance(timedelta(days=3))
    alex = site.signed_in("alex@redwood.example")
    answer = alex.post(act(site, batch, "Mei Chen", name))
    assert answer.headers["Location"] == "/saved-applications"
    assert status(alex.follow(answer).text) == said


# View Reason


@pytest.mark.parametrize("htmx", [False, True])
def test_the_reason_is_a_dialog(site: Site, alex: Browser, batch: str, htmx: bool) -> None:
    """It names the person, the column, the cell and the reason, and has a Close button."""
    page = alex.get(f"/batches/{batch}?tab=rejected").text
    address = menu(page, "Omar Haddad")["View Reason"]
    answer = alex.part(address) if htmx else alex.get(address)
    said = dialog(answer.text)
    assert said.startswith("Why this was rejected Omar Haddad, row 6 Subgroup ID C6 Subgroup 9999")
    assert said.endswith("Close")
    assert answer.text.lstrip().startswith("<dialog") is htmx


def test_there_is_no_reason_without_a_rejection(site: Site, alex: Browser, batch: str) -> None:
    """A reason is looked for where none is: 404."""
    assert alex.get(f"/applications/{named(site, batch, 'Ana Ruiz').id}/reason").status_code == 404
