"""Saved Applications."""

import re
from datetime import timedelta

from tests.web.pages import Page, said
from tests.web.site import Browser, Site
from tests.web.uploads import (
    a_dependent,
    a_person,
    administrator,
    application,
    applications,
    only_application,
    upload,
)
from tests.workbooks import Value

_NO_HIRE_DATE = {"Hire_Date": None}


def saved(site: Site, *rows: dict[str, Value], file_name: str = "November.xlsx") -> list[str]:
    """Upload the rows and save all of them for later; their ids."""
    batch = upload(site, *rows, file_name=file_name)
    who = administrator(site)
    found = applications(site, batch)
    for one in found:
        site.services.mending.save_for_later(who, one.id, one.version)
    return [one.id for one in found]


def items(html: str) -> list[str]:
    """The names of the menus' items, in order."""
    return re.findall(r'role="menuitem"[^>]*>([^<]*)<', html)


def act(html: str, label: str) -> str:
    """The address that the menu's item posts to."""
    found = re.search(rf'role="menuitem" formaction="([^"]*)">{label}<', html)
    assert found, f"no item {label}"
    return found[1]


def test_nothing_saved_says_what_the_page_is_for(alex: Browser) -> None:
    """The empty page tells how applications come to be here."""
    page = Page(alex.get("/saved-applications").text).words
    assert "Nothing is saved for later" in page
    assert "Save for Later" in page


def test_a_row_has_person_group_status_and_days(site: Site, alex: Browser) -> None:
    """Until when it is kept is a moment in the carrier's time zone, with the days left."""
    saved(site, a_person("Jamal", "Rivera", **_NO_HIRE_DATE))
    page = alex.get("/saved-applications").text
    words = Page(page).words
    assert "Jamal Rivera Redwood Manufacturing 000341 Error" in words
    assert "12/23/2026, 10:00 AM PST (30 days left)" in words
    assert 'aria-label="Actions for Jamal Rivera, row 2"' in page


def test_the_days_left_count_down(site: Site, alex: Browser) -> None:
    """A day that has begun counts; what has expired is not shown."""
    saved(site, a_person("Jamal", "Rivera"))
    site.clock.advance(timedelta(days=29, hours=23, minutes=59))
    alex.sign_in("alex@redwood.example")
    assert "(1 day left)" in alex.get("/saved-applications").text
    site.clock.advance(timedelta(minutes=1))
    assert "Nothing is saved for later" in alex.get("/saved-applications").text


def test_the_menu_follows_the_status(site: Site, alex: Browser) -> None:
    """Only what is ready can be submitted; what was rejected has only its reason."""
    saved(site, a_person("Jamal", "Rivera"))
    assert items(alex.get("/saved-applications").text) == [
        "Edit",
        "Delete",
        "Submit",
        "Save for Later",
    ]


def test_what_has_errors_cannot_be_submitted(site: Site, alex: Browser) -> None:
    """Its menu has no Submit."""
    saved(site, a_person("Jamal", "Rivera", **_NO_HIRE_DATE))
    assert items(alex.get("/saved-applications").text) == ["Edit", "Save for Later", "Delete"]


def test_what_was_rejected_since_has_its_reason(site: Site, alex: Browser) -> None:
    """Somebody enrolled meanwhile is rejected by the next check, and can only be deleted."""
    jamal = a_person("Jamal", "Rivera")
    (one,) = saved(site, jamal)
    twin = only_application(site, upload(site, jamal | {"County": "Alameda"}))
    site.services.submitting.submit_one(administrator(site), twin.id, twin.version)
    form = Page(alex.get(f"/applications/{one}").text).values
    alex.post(f"/applications/{one}", {**form, "action": "save"})
    page = alex.get("/saved-applications").text
    assert items(page) == ["View Reason", "Delete"]
    assert "Rejected" in Page(page).words
    assert f'form="ask" formaction="/applications/{one}/reason"' in page


def test_rows_of_two_files_have_menus_of_their_own(site: Site, alex: Browser) -> None:
    """Two rows of the same number in two files do not share an id."""
    saved(site, a_person("Jamal", "Rivera"))
    saved(site, a_person("Noa", "D'Angelo"), file_name="December.xlsx")
    page = alex.get("/saved-applications").text
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert page.count(", row 2") == 2


def test_saving_again_restarts_the_days(site: Site, alex: Browser) -> None:
    """The act leads back here, and the days are 30 again."""
    saved(site, a_person("Jamal", "Rivera"))
    site.clock.advance(timedelta(days=12))
    alex.sign_in("alex@redwood.example")
    page = alex.get("/saved-applications").text
    assert "(18 days left)" in page
    answer = alex.post(act(page, "Save for Later"))
    assert answer.headers["Location"] == "/saved-applications"
    assert "(30 days left)" in alex.follow(answer).text


def test_deleting_can_be_undone_from_here(site: Site, alex: Browser) -> None:
    """The message's Undo brings it back to this list."""
    (one,) = saved(site, a_person("Jamal", "Rivera"))
    answer = alex.post(act(alex.get("/saved-applications").text, "Delete"))
    page = alex.follow(answer).text
    assert "Nothing is saved for later" in page
    undo = re.search(rf'action="(/applications/{one}/restore[^"]*)"', page)
    assert undo
    back = alex.follow(alex.post(undo[1])).text
    assert "Jamal Rivera" in said(back)
    assert "1 application saved for later" in back


def test_a_menu_of_a_stale_page_changes_nothing(site: Site, alex: Browser) -> None:
    """An act names the version it was about."""
    (one,) = saved(site, a_person("Jamal", "Rivera"))
    stale = alex.get("/saved-applications").text
    alex.post(act(stale, "Save for Later"))
    before = application(site, one)
    assert alex.post(act(stale, "Delete")).status_code == 409
    assert application(site, one) == before


def test_a_ready_one_is_submitted_with_its_confirmation_id(site: Site, alex: Browser) -> None:
    """After the question it leaves this list, and its confirmation ID is said."""
    (one,) = saved(site, a_person("Jamal", "Rivera"))
    page = alex.get("/saved-applications").text
    question = alex.get(act(page.replace(' form="ask"', ""), "Submit")).text
    assert "Submit 1 application?" in question
    version = application(site, one).version
    answer = alex.follow(alex.post(f"/applications/{one}/submit?v={version}")).text
    confirmation = application(site, one).confirmation_id
    assert confirmation
    assert confirmation in answer


def test_a_viewer_has_no_menus(site: Site, robin: Browser) -> None:
    """Who may only look sees the list without acts."""
    saved(site, a_person("Jamal", "Rivera"))
    page = robin.get("/saved-applications").text
    assert "Jamal Rivera" in page
    assert items(page) == []


def test_other_groups_are_not_listed(site: Site, kim: Browser) -> None:
    """Somebody of another group sees nothing of it."""
    saved(site, a_person("Jamal", "Rivera"))
    page = kim.get("/saved-applications").text
    assert "Rivera" not in Page(page).words
    assert "Nothing is saved for later" in page


def test_50_a_page(site: Site, alex: Browser) -> None:
    """The 51st stands on the second page, and htmx gets the list alone."""
    rows = [a_person("Jamal", f"Rivera{'abcdefghijklmnopqrstuvwxyz'[n % 26] * (1 + n // 26)}",
                     Family_Number=str(n + 1)) for n in range(51)]  # fmt: skip
    saved(site, *rows)
    first = alex.get("/saved-applications").text
    assert first.count('<th scope="row">') == 50
    assert '<a href="?page=2" aria-label="Page 2"' in first
    second = alex.part("/saved-applications?page=2").text
    assert second.lstrip().startswith('<div id="work">')
    assert second.count('<th scope="row">') == 1


def test_a_family_is_saved_member_by_member(site: Site, alex: Browser) -> None:
    """Each row has its own status and menu."""
    saved(site, a_person("Jamal", "Rivera"), a_dependent("Ana", "Rivera"))
    page = alex.get("/saved-applications").text
    assert "2 applications saved for later" in page
    assert 'aria-label="Actions for Ana Rivera, row 3"' in page
