"""A batch's page: its tabs, its search and order."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from tests.web.mixed import mixed_batch, reachable
from tests.web.reading import menu, one_line, part, people, row, tabs, words
from tests.web.site import Browser, Site
from tests.web.uploads import (
    a_person,
    applications,
    upload,
)
from tests.workbooks import Value


def many(count: int, **changes: Value) -> list[dict[str, Value]]:
    """Subscribers of as many families."""
    first = ("Ana", "Leo", "Mei", "Omar", "Zoe")
    letters = "abcdefghijkl"
    return [
        reachable(
            first[n % 5],
            f"Ruiz-{letters[n // 10]}{letters[n % 10]}",
            Family_Number=str(n + 1),
            **changes,
        )
        for n in range(count)
    ]


@pytest.fixture
def mixed(site: Site) -> str:
    return mixed_batch(site)


def test_it_says_what_the_batch_is(site: Site, alex: Browser, mixed: str) -> None:
    """The heading is the file's name; group, region and both times stand below."""
    page = alex.get(f"/batches/{mixed}")
    said = words(page.text)
    assert page.status_code == 200
    assert "<h1>November hires.xlsx</h1>" in page.text
    assert "Redwood Manufacturing 000341 · Northern California" in said
    assert "Uploaded 11/23/2026, 10:00 AM PST" in said
    assert "Kept until 12/23/2026, 10:00 AM PST" in said


def test_it_opens_on_the_first_tab_that_is_not_empty(site: Site, alex: Browser) -> None:
    """Without anything ready the Error tab is shown, and Rejected where that alone is left."""
    errors = upload(site, reachable("Mei", "Chen", Hire_Date=None))
    rejected = upload(site, reachable("Omar", "Haddad", Subgroup_ID="9999"))
    assert tabs(alex.get(f"/batches/{errors}").text) == ["Ready (0)", "Error (1)*", "Rejected (0)"]
    assert tabs(alex.get(f"/batches/{rejected}").text)[2] == "Rejected (1)*"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ready", ["Ana Ruiz", "Leo Ruiz"]),
        ("error", ["Mei Chen", "Zoe Abel"]),
        ("rejected", ["Omar Haddad"]),
        ("nonsense", ["Ana Ruiz", "Leo Ruiz"]),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_each_tab_has_its_own_address(
    alex: Browser, mixed: str, name: str, shown: list[str], htmx: bool
) -> None:
    """A plain visit gets a whole page, htmx the working part, and both the same rows."""
    path = f"/batches/{mixed}?tab={name}"
    page = (alex.part(path) if htmx else alex.get(path)).text
    assert people(page) == shown
    assert page.startswith("<!DOCTYPE html>") is not htmx
    assert page.lstrip().startswith('<div id="work">') is htmx


def test_a_ready_row_shows_who_and_what(alex: Browser, mixed: str) -> None:
    """Row, family, relationship, coverage, and the SSN by its last four digits alone."""
    page = alex.get(f"/batches/{mixed}?tab=ready").text
    said = words(row(page, "Ana Ruiz"))
    assert re.match(r"Ana Ruiz 2 1 Subscriber 0001 · HMO 20 \*\*\*-\*\*-\d{4} ", said)
    assert not re.search(r"987-?65-?\d{4}", page)


def test_a_warning_stays_visible_on_ready(site: Site, alex: Browser) -> None:
    """A warning stands in its row with its column and cell, and blocks nothing."""
    batch = upload(site, a_person("Ana", "Ruiz"), reachable("Mei", "Chen", Family_Number="2"))
    page = alex.get(f"/batches/{batch}?tab=ready").text
    assert "Worth a look" in words(part(page, "<thead", "thead"))
    assert "Day Phone AH2 There is no phone and no e-mail." in words(row(page, "Ana Ruiz"))
    assert "Day Phone" not in words(row(page, "Mei Chen"))


def test_an_error_row_names_every_column_at_fault_with_its_cell(alex: Browser, mixed: str) -> None:
    """Each finding has the column's header, the cell, and what to do."""
    page = alex.get(f"/batches/{mixed}?tab=error").text
    said = words(row(page, "Zoe Abel"))
    assert "Hire Date H5 Enter the hire date." in said
    assert "Gender U5" in said
    assert "Choose Male, Female" in said


def test_errors_are_grouped_by_problem(site: Site, alex: Browser) -> None:
    """Each cause is seen once, the most frequent first, with everybody who has it."""
    batch = upload(
        site,
        *(reachable("Ana", f"Ruiz-{one}", Family_Number=str(n), Hire_Date=None)
          for n, one in enumerate("abc", 1)),
        reachable("Zoe", "Abel", Family_Number="9", Home_Address=None),
    )  # fmt: skip
    page = alex.get(f"/batches/{batch}?tab=error&grouped=1").text
    causes = [words(one) for one in re.findall(r"<h3 id=\"p\d+\">.*?</h3>", page)]
    assert causes == ["3 × Enter the hire date", "1 × Enter the home address"]
    places = words(part(page, 'aria-labelledby="p1"', "section"))
    assert "Ana Ruiz-a H2 Ana Ruiz-b H3 Ana Ruiz-c H4" in places
    first = applications(site, batch)[0]
    assert f'href="/applications/{first.id}#f-hire_date"' in page


def test_a_rejected_row_says_why_in_short(alex: Browser, mixed: str) -> None:
    """The reason stands in the row; the menu has the whole of it."""
    page = alex.get(f"/batches/{mixed}?tab=rejected").text
    assert "Subgroup ID C6 Subgroup 9999 is not a subgroup" in words(row(page, "Omar Haddad"))


def test_menus_offer_what_each_tab_allows(alex: Browser, mixed: str) -> None:
    """The acts are the product's, in its order, and named by person and row."""
    ready, error, rejected = (
        alex.get(f"/batches/{mixed}?tab={one}").text for one in ("ready", "error", "rejected")
    )
    assert list(menu(ready, "Ana Ruiz")) == ["Edit", "Delete", "Submit", "Save for Later"]
    assert list(menu(error, "Mei Chen")) == ["Edit", "Save for Later", "Delete"]
    assert list(menu(rejected, "Omar Haddad")) == ["View Reason", "Delete"]
    assert 'aria-label="Actions for Ana Ruiz, row 2"' in ready


def test_a_viewer_sees_everything_and_can_do_nothing(robin: Browser, mixed: str) -> None:
    """The rows and reasons are there; buttons and acts are not, and posting is refused."""
    for name in ("ready", "error", "rejected"):
        page = robin.get(f"/batches/{mixed}?tab={name}").text
        assert people(page)
        for absent in ("Submit Ready", "Delete All", "Upload Arbitration", "formaction"):
            assert absent not in page
    for act in ("submit", "delete-errors"):
        assert robin.get(f"/batches/{mixed}/{act}").status_code == 403
        assert robin.post(f"/batches/{mixed}/{act}").status_code == 403


@pytest.mark.parametrize("path", ["", "/submit", "/delete-errors"])
def test_a_batch_of_another_group_is_not_there(pat: Browser, mixed: str, path: str) -> None:
    """It answers as a batch that nobody has."""
    assert pat.get(f"/batches/{mixed}{path}").status_code == 404
    if path:
        assert pat.post(f"/batches/{mixed}{path}").status_code == 404


def test_what_has_expired_is_gone(site: Site, mixed: str) -> None:
    """A day after its 30 days the batch is no longer there."""
    site.clock.advance(timedelta(days=31))
    assert site.signed_in("alex@redwood.example").get(f"/batches/{mixed}").status_code == 404


def test_agreements_are_offered_where_the_region_uses_them(site: Site) -> None:
    """Northern California does, Oregon does not."""
    here = upload(site, reachable("Ana", "Ruiz"))
    there = upload(site, reachable("Ana", "Ruiz", Plan=None, State="OR", ZIP_Code="97201"),
                   email="kim@evergreen.example", region="NW", group_id="000777")  # fmt: skip
    alex, kim = site.signed_in("alex@redwood.example"), site.signed_in("kim@evergreen.example")
    assert f'href="/batches/{here}/arbitration-agreements"' in alex.get(f"/batches/{here}").text
    assert "arbitration" not in kim.get(f"/batches/{there}").text


# Long tabs


def test_a_long_tab_has_pages_of_50(site: Site, alex: Browser) -> None:
    """120 rows are three pages; a page beyond the last is the last."""
    batch = upload(site, *many(120))
    first, third, beyond = (
        people(alex.get(f"/batches/{batch}?tab=ready&page={n}").text) for n in (1, 3, 9)
    )
    assert (len(first), len(third)) == (50, 20)
    assert beyond == third
    assert not set(first) & set(third)


def test_search_finds_part_of_a_name_and_keeps_the_order(site: Site, alex: Browser) -> None:
    """The server searches the whole tab, whatever the case, and sorts what it found."""
    batch = upload(site, *many(60))
    page = alex.get(f"/batches/{batch}?tab=ready&q=LEO&sort=name&desc=1").text
    found = people(page)
    assert len(found) == 12
    assert found == sorted(found, reverse=True)
    assert 'name="q" type="search" value="LEO"' in one_line(page)
    assert "Ready (60)*" in tabs(page)


def test_a_search_that_finds_nobody_says_so(site: Site, alex: Browser) -> None:
    """The sentence repeats what was searched for, as text, and leads back to all."""
    batch = upload(site, *many(11))
    page = alex.get(f"/batches/{batch}?tab=ready&q=<q>").text
    assert "No name here has “<q>” in it. Show all 11" in words(page)
    assert "<q>” in" not in page


def test_heads_sort_and_say_how_it_is_sorted(alex: Browser, mixed: str) -> None:
    """The head of the sorted column turns the order around; the others start anew."""
    here = f"/batches/{mixed}?tab=error"
    page = alex.get(f"{here}&sort=name").text
    assert people(page) == ["Mei Chen", "Zoe Abel"]
    turned = f"/batches/{mixed}?tab=error&amp;sort=name&amp;desc=1"
    assert re.search(rf'aria-sort="ascending"\s*>\s*<a href="{re.escape(turned)}"', page)
    assert people(alex.get(f"{here}&sort=name&desc=1").text) == ["Zoe Abel", "Mei Chen"]
    assert alex.get(f"/batches/{mixed}?tab=error&sort=ssn").status_code == 200


@pytest.mark.parametrize("name", ["ready", "error", "rejected"])
def test_a_full_page_is_light(site: Site, alex: Browser, name: str) -> None:
    """A tab of 50 rows stays under 60 KB before compression."""
    changes: dict[str, dict[str, Value]] = {
        "ready": {"E-mail": None, "Preferred_Language": "Klingon"},
        "error": {"Hire_Date": None, "Gender": "?", "State": "Calif.", "E-mail": "x"},
        "rejected": {"Subgroup_ID": "9999"},
    }
    batch = upload(site, *many(51, **changes[name]))
    page = alex.get(f"/batches/{batch}?tab={name}")
    assert len(people(page.text)) == 50
    assert len(page.content) < 60 * 1024


# Empty tabs


def test_empty_tabs_say_what_to_do_next(site: Site, alex: Browser) -> None:
    """Each says what its emptiness means."""
    clean = upload(site, reachable("Ana", "Ruiz"))
    broken = upload(site, reachable("Mei", "Chen", Hire_Date=None))
    assert "Nothing needs fixing" in words(alex.get(f"/batches/{clean}?tab=error").text)
    assert "Nothing was rejected" in words(alex.get(f"/batches/{clean}?tab=rejected").text)
    ready = words(alex.get(f"/batches/{broken}?tab=ready").text)
    assert "Nothing is ready to submit" in ready
    assert "Go to the Error tab" in ready
    assert "Submit Ready Applications" not in ready


def test_the_page_asks_the_database_the_same_for_any_number_of_rows(
    site: Site, alex: Browser
) -> None:
    """Statements of a tab's page do not grow with its rows."""

    def statements(batch: str) -> int:
        seen: list[str] = []

        def note(_c: object, _k: object, statement: str, *_: object) -> None:
            seen.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            alex.get(f"/batches/{batch}?tab=ready")
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        return len(seen)

    assert statements(upload(site, *many(2))) == statements(upload(site, *many(50))) > 0
