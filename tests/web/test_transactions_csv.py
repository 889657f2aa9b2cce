"""Transaction History as a file."""

import csv
from datetime import timedelta
from io import StringIO

import httpx
import pytest

from domain.services import history
from domain.submission import Answer, Status
from tests.web.pages import Page
from tests.web.site import Browser, Site
from tests.web.test_transactions import listed, on_the_way, submitted
from tests.web.uploads import a_person

HEADERS = [
    "Confirmation ID",
    "Person",
    "Group ID",
    "Group Name",
    "Submitted At (America/Los_Angeles)",
    "Submitted By",
    "Status",
    "Carrier's Words",
    "Answered At (America/Los_Angeles)",
]


def rows(answer: httpx.Response) -> list[list[str]]:
    """What a spreadsheet program reads, without the headers."""
    assert answer.status_code == 200
    text = answer.content.decode("utf-8-sig")
    headers, *found = csv.reader(StringIO(text, newline=""))
    assert headers == HEADERS
    return found


def test_a_line_for_each_submission(site: Site, alex: Browser) -> None:
    """With all that the list says of it, the carrier's words and when they came."""
    (one,) = submitted(site, a_person("Jamal", "Rivera"))
    site.clock.advance(timedelta(minutes=10))
    (other,) = on_the_way(site, a_person("Noa", "D'Angelo"))
    assert rows(alex.get("/transactions.csv")) == [
        [
            *(other.confirmation_id, "Noa D'Angelo", "000341", "Redwood Manufacturing"),
            *("2026-11-23 10:10:00", "Alex Rivera", "Submitted", "", ""),
        ],
        [
            *(one.confirmation_id, "Jamal Rivera", "000341", "Redwood Manufacturing"),
            *("2026-11-23 10:00:00", "Alex Rivera", "Completed", "Enrolled."),
            "2026-11-23 10:00:00",
        ],
    ]


def test_it_is_a_file_of_the_day(site: Site, alex: Browser) -> None:
    """Saved under a name with the carrier's day, in UTF-8 with the mark that Excel looks for."""
    site.clock.advance(timedelta(hours=13, minutes=59))  # just before midnight there
    alex = site.signed_in("alex@redwood.example")
    answer = alex.get("/transactions.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    named = answer.headers["Content-Disposition"]
    assert named.startswith('attachment; filename="Transactions 2026-11-23.csv"')
    assert answer.content.startswith(b"\xef\xbb\xbfConfirmation ID,")
    assert rows(answer) == []


def test_it_holds_what_the_list_finds_on_all_pages(
    site: Site, alex: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page's link asks for the same, and more than one page of it comes."""
    monkeypatch.setattr(history, "_READ_AT_ONCE", 40)
    letters = "abcdefghijklmnopqrstuvwxyz"
    found = submitted(
        site,
        *(
            a_person("Jamal", f"Rivera{letters[n % 26] * (1 + n // 26)}", Family_Number=str(n + 1))
            for n in range(120)
        ),
        a_person("Noa", "D'Angelo", Family_Number="121"),
    )
    html = alex.get("/transactions?search=rivera&status=Completed&group=000341&page=2").text
    address = "/transactions.csv?search=rivera&amp;group=000341&amp;status=Completed"
    assert f'<a class="button secondary" href="{address}">' in html
    assert "Download CSV" in Page(html).words
    lines = rows(alex.get(address.replace("&amp;", "&")))
    assert sorted(line[0] for line in lines) == sorted(one.confirmation_id for one in found[:120])
    assert [line[0] for line in lines][50:100] == listed(html)
    assert rows(alex.get("/transactions.csv?status=Declined")) == []


def test_nothing_in_it_becomes_a_formula(site: Site, alex: Browser) -> None:
    """Whatever begins like one is text with an apostrophe before it."""
    said = iter(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "Fine = good."])
    site.registry.decide = lambda one, _: Answer(one.key, Status.DECLINED, next(said))
    submitted(
        site,
        *(
            a_person("Jamal", f"River{x}", Family_Number=str(n))
            for n, x in enumerate("abcdef", start=1)
        ),
    )
    words = {line[7] for line in rows(alex.get("/transactions.csv"))}
    assert words == {"'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "Fine = good."}


def test_no_number_is_in_it(site: Site, alex: Browser) -> None:
    """Social Security numbers never leave in a file."""
    person = a_person("Jamal", "Rivera")
    submitted(site, person)
    text = alex.get("/transactions.csv").text
    ssn = str(person["SSN or ITIN"])
    assert "Rivera" in text
    assert ssn not in text
    assert ssn.replace("-", "") not in text


def test_it_is_for_whoever_may_see_the_list(site: Site, robin: Browser, kim: Browser) -> None:
    """A viewer of the group, nobody of another one, and nobody without a session."""
    submitted(site, a_person("Jamal", "Rivera"))
    assert len(rows(robin.get("/transactions.csv?group=000341"))) == 1
    assert rows(kim.get("/transactions.csv")) == []
    assert kim.get("/transactions.csv?group=000341").status_code == 404
    assert site.client().get("/transactions.csv").status_code == 303


def test_it_is_there_without_the_carrier(site: Site, alex: Browser) -> None:
    """The group's name is missing, and nothing else."""
    submitted(site, a_person("Jamal", "Rivera"))
    site.registry.unreachable = True
    (line,) = rows(alex.get("/transactions.csv"))
    assert line[1:4] == ["Jamal Rivera", "000341", ""]
