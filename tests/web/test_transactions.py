"""Transaction History."""

import re
from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.submission import Status, Submission
from tests.web.pages import Page, part
from tests.web.reading import selected
from tests.web.site import Browser, Site
from tests.web.uploads import (
    a_dependent,
    a_person,
    administrator,
    applications,
    only_application,
    upload,
)
from tests.workbooks import Value


def on_the_way(site: Site, *rows: dict[str, Value]) -> list[Submission]:
    """Upload the rows and submit all that is ready; by row."""
    batch = upload(site, *rows)
    found = site.services.submitting.submit_ready(administrator(site), batch)
    order = [one.id for one in applications(site, batch)]
    return sorted(found, key=lambda one: order.index(one.application_id))


def submitted(site: Site, *rows: dict[str, Value]) -> list[Submission]:
    """As ``on_the_way``, and delivered."""
    found = on_the_way(site, *rows)
    site.deliver()
    return found


def listed(html: str) -> list[str]:
    """The confirmation IDs in the table, from the top."""
    return re.findall(r'<th scope="row">\s*<a class="number" href="/transactions/([^"]*)">', html)


def test_before_anything_was_submitted(alex: Browser) -> None:
    """The empty page says what will be here."""
    words = Page(alex.get("/transactions").text).words
    assert "Nothing was submitted yet" in words


def test_a_row_says_who_what_and_when(site: Site, alex: Browser) -> None:
    """Confirmation ID, person, group, time in the carrier's zone, by whom, and the status."""
    (one,) = submitted(site, a_person("Jamal", "Rivera"))
    html = alex.get("/transactions").text
    assert listed(html) == [one.confirmation_id]
    assert (
        f"{one.confirmation_id} Jamal Rivera Redwood Manufacturing 000341"
        " 11/23/2026, 10:00 AM PST Alex Rivera Completed" in Page(html).words
    )


def test_the_fields_have_their_names(alex: Browser) -> None:
    """Search by confirmation ID or name, group and status."""
    page = Page(alex.get("/transactions").text)
    assert page.labels == {
        "group": "Group",
        "status": "Status",
        "search": "Confirmation ID or name",
    }
    assert page.options["group"] == [
        "All groups",
        "000341 – Redwood Manufacturing",
        "000512 – Pacific Surf Hotels",
    ]
    assert page.options["status"] == ["Any status", *(one.value for one in Status)]


@pytest.mark.parametrize("typed", ["dangelo", "D’Angelo", "noa", " NOA "])
def test_found_by_part_of_the_name(site: Site, alex: Browser, typed: str) -> None:
    """In any case, accents and apostrophes aside."""
    _, noa = submitted(
        site, a_person("Jamal", "Rivera"), a_person("Noa", "D'Angelo", Family_Number="2")
    )
    assert listed(alex.get("/transactions", params={"search": typed}).text) == [noa.confirmation_id]


def test_found_by_the_confirmation_id_as_read_aloud(site: Site, alex: Browser) -> None:
    """Without dashes and in small letters it is the same ID."""
    jamal, _ = submitted(
        site, a_person("Jamal", "Rivera"), a_person("Noa", "D'Angelo", Family_Number="2")
    )
    typed = jamal.confirmation_id.replace("-", " ").lower()
    html = alex.get("/transactions", params={"search": typed}).text
    assert listed(html) == [jamal.confirmation_id]
    assert Page(html).values["search"] == typed


def test_narrowed_by_group_and_status(site: Site, alex: Browser) -> None:
    """What does not fit is left out, and the choices stay chosen."""
    (one,) = submitted(site, a_person("Jamal", "Rivera"))
    assert listed(alex.get("/transactions?group=000341&status=Completed").text) == [
        one.confirmation_id
    ]
    html = alex.get("/transactions?group=000341&status=Needs+Review").text
    assert listed(html) == []
    assert "No submission matches" in html
    assert Page(html).values["status"] == "Needs Review"
    assert listed(alex.get("/transactions?group=000512").text) == []


def test_what_nobody_can_tell_is_a_status_too(site: Site, alex: Browser) -> None:
    """Submissions that the carrier cannot be asked about are found by it."""
    site.registry.loses_answers = site.registry.cannot_be_asked = True
    (one,) = submitted(site, a_person("Jamal", "Rivera"))
    site.clock.advance(timedelta(minutes=1))
    site.deliver()
    html = alex.get("/transactions?status=Unknown").text
    assert listed(html) == [one.confirmation_id]
    assert '<span class="badge warn">Unknown</span>' in html
    assert listed(alex.get("/transactions?status=Submitted").text) == []


def test_statuses_are_called_as_the_carrier_calls_them(
    site: Site, alex: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the list, among the choices, and on the page; addresses keep our own word."""
    (one,) = submitted(site, a_person("Jamal", "Rivera"))
    words = {Status.COMPLETED: "Enrolled"}
    groups = site.services.groups
    monkeypatch.setattr(groups, "carrier", replace(groups.carrier, status_words=words))
    html = alex.get("/transactions?status=Completed").text
    assert listed(html) == [one.confirmation_id]
    assert '<span class="badge good">Enrolled</span>' in html
    assert selected(html, "status") == "Completed"
    assert "Enrolled" in Page(html).options["status"]
    assert "Completed" not in Page(html).words
    way = Page(alex.get(f"/transactions/{one.confirmation_id}").text).words
    assert "Status: Enrolled" in way
    assert "Completed" not in way


def test_the_history_is_there_without_the_carrier(site: Site, alex: Browser) -> None:
    """While it cannot be reached, groups are shown by their ids."""
    (one,) = submitted(site, a_person("Jamal", "Rivera"))
    site.registry.unreachable = True
    html = alex.get("/transactions").text
    assert listed(html) == [one.confirmation_id]
    assert Page(html).options["group"] == ["All groups", "000341", "000512"]
    way = Page(alex.get(f"/transactions/{one.confirmation_id}").text).words
    assert "Jamal Rivera · Group 000341" in way


def test_a_status_that_is_none_is_any(site: Site, alex: Browser) -> None:
    """An address somebody changed by hand still gives a page."""
    (one,) = submitted(site, a_person("Jamal", "Rivera"))
    assert listed(alex.get("/transactions?status=Lost").text) == [one.confirmation_id]


def test_other_groups_are_not_there(site: Site, kim: Browser) -> None:
    """Not in the list, not by asking for the group, not at the transaction's address."""
    (one,) = submitted(site, a_person("Jamal", "Rivera"))
    assert listed(kim.get("/transactions").text) == []
    assert listed(kim.get("/transactions?search=Rivera").text) == []
    assert kim.get("/transactions?group=000341").status_code == 404
    assert kim.get(f"/transactions/{one.confirmation_id}").status_code == 404
    assert kim.get("/transactions/222-222-2222").status_code == 404


def test_50_a_page(site: Site, alex: Browser) -> None:
    """The links to other pages keep the search; htmx gets the list alone."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    rows = [
        a_person("Jamal", f"Rivera{letters[n % 26] * (1 + n // 26)}", Family_Number=str(n + 1))
        for n in range(51)
    ]
    submitted(site, *rows)
    first = alex.get("/transactions?search=rivera&group=000341").text
    assert len(listed(first)) == 50
    link = re.search(r'<a href="([^"]*)" aria-label="Page 2"', first)
    assert link
    assert link[1] == "?search=rivera&amp;group=000341&amp;page=2"
    second = alex.part("/transactions?search=rivera&group=000341&page=2").text
    assert second.lstrip().startswith('<div id="work">')
    assert len(listed(second)) == 1


# One transaction


def test_its_way_and_what_was_sent(site: Site, alex: Browser) -> None:
    """When and by whom it was submitted, handed over and answered; and the enrollment."""
    ana = a_dependent("Ana", "Rivera")
    _, one = submitted(site, a_person("Jamal", "Rivera", Day_Phone="5105550123"), ana)
    html = alex.get(f"/transactions/{one.confirmation_id}").text
    assert part(html, 'id="steps-title"', "</section>").endswith(
        "What happened Submitted by Alex Rivera 11/23/2026, 10:00 AM PST"
        " Handed over to Cascadia Health Plan 11/23/2026, 10:00 AM PST"
        " Completed 11/23/2026, 10:00 AM PST The carrier says: Enrolled."
    )
    words = Page(html).words
    assert "Birth Date 05/02/2015" in words
    assert "Plan HMO 20" in words  # her coverage is the subscriber's
    ssn = str(ana["SSN or ITIN"])
    assert f"SSN or ITIN ***-**-{ssn[-4:]}" in words
    assert ssn not in html
    assert ssn.replace("-", "") not in html


def test_where_it_came_from(site: Site, alex: Browser) -> None:
    """It leads to its file and to its row."""
    (one,) = submitted(site, a_person("Jamal", "Rivera"))
    html = alex.get(f"/transactions/{one.confirmation_id}").text
    assert f'<a href="/batches/{one.batch_id}">November hires.xlsx</a>' in html
    assert f'<a href="/applications/{one.application_id}">Row 2</a>' in html
    row = alex.get(f"/applications/{one.application_id}").text
    assert f'href="/transactions/{one.confirmation_id}"' in row


def test_an_answer_that_is_still_to_come(site: Site, alex: Browser) -> None:
    """While the carrier is silent the page says what happens next."""
    (one,) = on_the_way(site, a_person("Jamal", "Rivera"))
    site.registry.unreachable = True
    site.deliver()
    html = alex.get(f"/transactions/{one.confirmation_id}").text
    words = part(html, 'id="steps-title"', "</section>")
    assert "Cascadia Health Plan could not be reached" in words
    assert words.endswith("There is nothing you need to do. Refresh")
    assert '<li aria-current="step">' in html.partition("could not be reached")[0]
    assert "Status: Submitted" in Page(html).words


def test_a_phone_is_written_as_people_do(site: Site, alex: Browser) -> None:
    """What was sent is shown as a number to dial."""
    (one,) = submitted(site, a_person("Jamal", "Rivera", Day_Phone="510.555.0123"))
    words = Page(alex.get(f"/transactions/{one.confirmation_id}").text).words
    assert "Day Phone (510) 555-0123" in words


def test_a_viewer_sees_it(site: Site, robin: Browser) -> None:
    """Looking is enough for the history of one's groups."""
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    (sent,) = site.services.submitting.submit_one(administrator(site), one.id, one.version)
    assert listed(robin.get("/transactions").text) == [sent.confirmation_id]
    assert robin.get(f"/transactions/{sent.confirmation_id}").status_code == 200
