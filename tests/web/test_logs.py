"""What the log says of people and their requests: enough to follow them, and nothing of theirs."""

import json
import logging
import re
import sys

import httpx
import pytest

from domain.submission import Status
from tests.web.logged import logged
from tests.web.pages import form_of
from tests.web.site import Browser, Site
from tests.web.uploads import a_person, administrator, only_application, upload
from tests.workbooks import fill_template
from web import acts
from web.logs import HEADER, JsonLines

UPLOAD = "/mass-enrollment/upload"
CHOICES = {"region": "NCAL", "group_id": "000341", "group_name": "000341"}
REFERENCE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")
# Of somebody whose name and number are like nothing else that a line could hold.
PLANTED = ("Wilhelmina", "Quackenbush", "987-65-4321", "987654321", "1990-04-12", "04/12/1990")


def done(answer: httpx.Response, status: int = 303) -> str:
    """The answer's reference."""
    assert answer.status_code == status, answer.text
    return answer.headers[HEADER]


def test_nothing_of_a_person_is_in_any_line(
    site: Site, alex: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the whole way, from the upload to the delivery, and in a defect that names them."""

    def broken(*_: object) -> None:
        raise RuntimeError("Wilhelmina Quackenbush, 987-65-4321")

    _, template = site.services.groups.template(administrator(site), "NCAL", "000341")
    row = a_person("Wilhelmina", "Quackenbush", SSN_or_ITIN="987-65-4321", Hire_Date=None)
    workbook = fill_template(template, [row])
    with logged() as lines:
        answer = alex.post(UPLOAD, CHOICES, files={"file": ("Quackenbush.xlsx", workbook)})
        done(answer)
        batch_id = answer.headers["Location"].rpartition("/")[2]
        one = only_application(site, batch_id)
        done(alex.get(f"/batches/{batch_id}?tab=error&search=Quackenbush"), 200)
        mended = {**form_of(alex, one.id), "f.hire_date": "11/2/2026", "action": "save"}
        done(alex.post(f"/applications/{one.id}", mended))
        done(alex.post(f"/batches/{batch_id}/submit"))
        report = site.services.delivering.round()
        assert report is not None
        acts.delivered(report)
        monkeypatch.setattr(site.registry, "members", broken)
        done(alex.get("/members?search=Quackenbush"), 500)
    assert site.services.operating.statuses()[Status.COMPLETED] == 1
    events = [line["event"] for line in lines]
    assert {"answered", "uploaded", "submitted", "delivered", "failed"} <= set(events)
    assert any(line.get("batch") == batch_id for line in lines)
    text = json.dumps(lines)
    assert [one for one in PLANTED if one.casefold() in text.casefold()] == []


def test_a_file_that_is_refused_is_logged_by_its_reason(alex: Browser) -> None:
    """Neither its name nor what stands in it."""
    with logged() as lines:
        done(alex.post(UPLOAD, CHOICES, files={"file": ("Quackenbush.xlsx", b"Wilhelmina")}), 422)
    (refused,) = [line for line in lines if line["event"] == "file refused"]
    assert refused["code"]
    assert "Quackenbush" not in json.dumps(lines)
    assert "Wilhelmina" not in json.dumps(lines)


def test_somebody_who_may_not_sign_in_is_not_named(site: Site) -> None:
    """What was typed for an e-mail may be a password."""
    with logged() as lines:
        assert site.client().sign_in("Quackenbush", "Wilhelmina").status_code == 422
    assert "sign-in refused" in [line["event"] for line in lines]
    assert not re.search("quackenbush|wilhelmina", json.dumps(lines), re.IGNORECASE)


def test_each_line_of_a_request_has_its_reference(site: Site, alex: Browser) -> None:
    """The answer has the same; another request has another."""
    batch_id = upload(site, a_person("Ana", "Ruiz"))
    with logged() as lines:
        submitted = done(alex.post(f"/batches/{batch_id}/submit"))
        looked = done(alex.get("/members"), 200)
    assert REFERENCE.fullmatch(submitted)
    assert submitted != looked
    told = [(line["reference"], line["event"]) for line in lines]
    assert told == [(submitted, "submitted"), (submitted, "answered"), (looked, "answered")]


@pytest.mark.parametrize("path", ["/nowhere", "/sign-in", "/health/live", "/members"])
def test_every_answer_has_a_reference(site: Site, path: str) -> None:
    """Pages, redirects, unknown addresses, and what only machines ask for."""
    assert REFERENCE.fullmatch(site.client().get(path).headers[HEADER])


def test_a_request_is_logged_by_its_route(alex: Browser) -> None:
    """An address may hold what somebody typed; its route does not."""
    with logged() as lines:
        alex.get("/batches/Quackenbush?search=Wilhelmina")
    assert [line["route"] for line in lines] == ["/batches/{batch_id}"]


def test_what_machines_ask_for_is_logged_when_it_fails(site: Site) -> None:
    """A look every few seconds would drown everything else."""
    visitor = site.client()
    with logged() as lines:
        assert visitor.get("/health/live").status_code == 200
        assert visitor.get("/metrics").status_code == 404
    assert [(line["route"], line["status"]) for line in lines] == [("/metrics", 404)]


def test_a_librarys_words_stay_out() -> None:
    """Some quote the cells of a workbook; where it was said is told instead."""
    record = logging.LogRecord(
        "openpyxl.reader", logging.WARNING, "reader.py", 12, "cell %s", ("Quackenbush",), None
    )
    line = json.loads(JsonLines().format(record))
    assert line["logger"] == "openpyxl.reader"
    assert line["where"] == "reader.py:12"
    assert "Quackenbush" not in json.dumps(line)


def test_an_errors_words_stay_out_with_those_of_its_causes() -> None:
    """The kinds of all of them are told, and the way through the code."""
    try:
        try:
            raise KeyError("Quackenbush")
        except KeyError as error:
            raise ValueError("Wilhelmina") from error
    except ValueError:
        record = logging.LogRecord(
            "enroll.web", logging.ERROR, "web.py", 1, "failed", (), sys.exc_info()
        )
    line = json.loads(JsonLines().format(record))
    assert (line["error"], line["causes"]) == ("ValueError", ["KeyError"])
    assert "test_an_errors_words" in line["steps"][0]
    assert not re.search("Quackenbush|Wilhelmina", json.dumps(line))
