"""Audit Trail: who did what, for those who administer the group."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from sqlalchemy import text

from adapters.persistence import open_engine
from domain.audit import Act
from tests.web.pages import Page
from tests.web.reading import options, selected, words
from tests.web.site import Browser, Site
from tests.web.trail import make_boss, trail, viewed, written
from tests.web.uploads import a_person, administrator, applications, upload

ALEX, ROBIN, KIM = "alex@redwood.example", "robin@cascadia.example", "kim@evergreen.example"


@pytest.fixture
def boss(site: Site, robin: Browser) -> Browser:
    """Robin, who administers 000341 from now on."""
    make_boss(site, ROBIN)
    return robin


def rows(html: str) -> list[list[str]]:
    """The table's cells as a person reads them, row by row."""
    body = html.partition('<table id="audit"')[2].partition("<tbody")[2].partition("</tbody>")[0]
    return [
        [words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
    ]


def acts(browser: Browser, query: str = "") -> list[str]:
    """What was done, the newest first."""
    answer = browser.get(f"/audit?{query}")
    assert answer.status_code == 200, answer.text
    return [row[2] for row in rows(answer.text)]


def test_each_act_is_a_row(site: Site, boss: Browser) -> None:
    """When, who, what, to what, from where and in which group; its subject leads to its page."""
    batch_id = upload(site, a_person("Ana", "Silva"))
    (one,) = applications(site, batch_id)
    (submission,) = site.services.submitting.submit_one(administrator(site), one.id, one.version)
    html = boss.get("/audit").text
    (submitted, uploaded, *_) = rows(html)
    confirmation = submission.confirmation_id
    assert submitted == [
        *("11/23/2026, 10:00 AM PST", "Alex Rivera", "Submitted"),
        *(f"application {one.id} {confirmation} All", "", "000341"),
    ]
    assert uploaded[2:4] == ["Uploaded errors: 0, ready: 1, rejected: 0", f"batch {batch_id} All"]
    for href in (
        f"/applications/{one.id}",
        f"/batches/{batch_id}",
        f"/transactions/{confirmation}",
        f"/audit?subject={one.id}",
    ):
        assert f'href="{href}"' in html
    assert "Silva" not in html


def test_the_page_is_for_who_administers(site: Site, robin: Browser, kim: Browser) -> None:
    """Others are not told that there is one; nor of a group that is not theirs to administer."""
    for browser in (robin, kim):
        for path in ("/audit", "/audit.csv"):
            assert browser.get(path).status_code == 404
        assert 'href="/audit"' not in browser.get("/members").text
    make_boss(site, KIM, "000777")
    assert 'href="/audit"' in kim.get("/members").text
    assert kim.get("/audit").status_code == 200
    for group_id in ("000341", "000778", "nowhere"):
        for path in ("/audit", "/audit.csv"):
            assert kim.get(f"{path}?group={group_id}").status_code == 404
    assert 'href="/audit"' not in site.client().get("/sign-in").text


def test_other_groups_events_are_never_seen(site: Site, boss: Browser, kim: Browser) -> None:
    """Whatever is asked for; the sign-ins of people with a role in the group are."""
    upload(site, a_person("Ana", "Silva"))
    kim.get("/members")
    kim.get("/batches/0123456789abcdef")
    everybody = {row[1] for row in rows(boss.get("/audit").text)}
    assert "Kim Tanaka" not in everybody
    for query in ("who=Kim", "group=000341&who=kim", f"subject={administrator(site, KIM).id}"):
        assert acts(boss, query) == []
    assert "Signed in" in acts(boss, "who=Robin")
    assert options(boss.get("/audit").text, "group") == ["000341"]


def test_the_trail_is_narrowed(site: Site, boss: Browser) -> None:
    """By what was done, by whom, to what, and by group; the page shows what it is narrowed to."""
    batch_id = upload(site, a_person("Ana", "Silva"))
    (one,) = applications(site, batch_id)
    (submission,) = site.services.submitting.submit_one(administrator(site), one.id, one.version)
    assert acts(boss, "act=Submitted") == ["Submitted"]
    assert len(acts(boss, "act=Nothing+such")) > 2
    assert set(acts(boss, "who=RIVERA&group=000341")) == {
        *("Submitted", "Uploaded errors: 0, ready: 1, rejected: 0", "Downloaded a template")
    }
    for about in (one.id, submission.confirmation_id.lower(), f"application+{one.id}"):
        assert acts(boss, f"subject={about}") == ["Submitted"]
    assert len(acts(boss, f"subject={batch_id}")) == 2
    html = boss.get("/audit?act=Submitted&who=alex&group=000341&since=1/2/2026").text
    assert (selected(html, "act"), selected(html, "group")) == ("Submitted", "000341")
    page = Page(html)
    assert (page.values["who"], page.values["since"]) == ("alex", "1/2/2026")
    assert "Show all of it" in page.words
    nothing = boss.get("/audit?subject=Ana+Silva").text
    assert "Nothing was found" in words(nothing)


def test_days_are_the_carriers(site: Site, boss: Browser) -> None:
    """From the beginning of the first to the end of the last, as people type them."""
    viewed(site, administrator(site), "Monday", {"000341": 1})
    site.clock.advance(timedelta(hours=14))  # midnight, of the next day
    viewed(site, administrator(site), "Tuesday", {"000341": 1})
    site.clock.advance(-timedelta(hours=14))

    def days(query: str) -> set[str]:
        found = acts(boss, f"act=Viewed&who=alex&{query}")
        return {one.split()[2].rstrip(",") for one in found}

    assert days("until=11/23/2026") == {"Monday"}
    assert days("since=2026-11-24") == {"Tuesday"}
    assert days("since=11/23/2026&until=+11/24/2026+") == {"Monday", "Tuesday"}
    assert days("since=11/25/2026") == set()
    assert days("until=12/31/9999&since=01/01/0001") == {"Monday", "Tuesday"}


def test_a_day_that_is_none_is_said(boss: Browser) -> None:
    """Beside its field, with what was typed; nothing is shown as if it were the answer."""
    answer = boss.get("/audit?since=Monday&who=alex")
    assert answer.status_code == 422
    page = Page(answer.text)
    assert "Enter the first day as MM/DD/YYYY." in page.words
    assert page.values["since"] == "Monday"
    assert page.values["who"] == "alex"
    assert '<table id="audit"' not in answer.text
    assert boss.get("/audit.csv?until=2/30/2026").status_code == 404


def test_what_is_further_back_is_on_other_pages(site: Site, boss: Browser) -> None:
    """Fifty at a time, each once, though the trail grows meanwhile; without JavaScript as with."""
    for number in range(120):
        viewed(site, administrator(site), f"p{number:03}", {"000341": 1})
    seen: list[str] = []
    path: str | None = "/audit?who=rivera&act=Viewed"
    while path:
        answer = boss.get(path) if len(seen) < 60 else boss.part(path)
        assert answer.status_code == 200
        seen += [row[2] for row in rows(answer.text)]
        viewed(site, administrator(site), "later", {"000341": 1})
        older = re.search(r'<a href="([^"]*)" rel="next">Older', answer.text)
        assert ('rel="prev">Newest' in answer.text) == ("before=" in path)
        path = older[1].replace("&amp;", "&") if older else None
    assert [one.split()[2].rstrip(",") for one in seen] == [
        f"p{number:03}" for number in reversed(range(120))
    ]
    assert boss.get("/audit?before=x").status_code == 400
    assert "Nothing was found" in boss.get("/audit?before=1").text


def test_an_entry_that_cannot_be_read_is_said(site: Site, boss: Browser) -> None:
    """In its row; the others are shown as ever."""
    upload(site, a_person("Ana", "Silva"))
    engine = open_engine(site.settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_stays_update"))
        connection.execute(text("UPDATE audit SET facts = '{' WHERE act = 'Uploaded'"))
    engine.dispose()
    html = boss.get("/audit?group=000341").text
    assert "This entry cannot be read." in words(html)
    assert "Downloaded a template" in html
    assert "This entry cannot be read" in boss.get("/audit.csv?group=000341").text


def test_what_was_found_can_be_taken_along(site: Site, boss: Browser) -> None:
    """All of it, for a spreadsheet program, with nothing that it takes for a formula; which is
    written down."""
    site.services.administrators.add(
        "eve@x.example", "=HYPERLINK(1)", administrator(site, ALEX).grants, "a long password"
    )
    eve = administrator(site, "eve@x.example")
    for _ in range(60):
        viewed(site, eve, "Manage Members", {"000341": 3})
    assert "/audit.csv?who=HYPER" in boss.get("/audit?who=HYPER").text
    answer = boss.get("/audit.csv?who=HYPER")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    headers, *lines = csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert headers[:4] == ["Number", "Who", "Administrator ID", "What"]
    assert len(lines) == 60
    assert {line[1] for line in lines} == {"'=HYPERLINK(1)"}
    assert lines[0][7] == "2026-11-23 10:00:00"
    told = trail(site)[-1]
    assert (told.act, told.group_id) == (Act.TRAIL_DOWNLOADED, "000341")


def test_looking_through_the_trail_is_no_view(boss: Browser, site: Site) -> None:
    """It shows nobody who is enrolled."""
    assert written(site, lambda: boss.get("/audit")) == []


def test_what_was_typed_stays_out_of_further_addresses(site: Site, boss: Browser) -> None:
    """When a session has ended, the way back is remembered without it."""
    site.clock.advance(timedelta(days=1))
    onward = boss.get("/audit?who=Silva&subject=Silva&act=Viewed").headers["Location"]
    assert "Silva" not in onward
    assert "Viewed" in onward
