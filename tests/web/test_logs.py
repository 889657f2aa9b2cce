"""What the log says, and what it never does."""

import json
import logging
import re
import subprocess
import sys
from datetime import timedelta

import pytest

from domain.errors import RegistryRefused
from domain.services.delivering import CallReport, Report
from tests.web.logged import logged
from tests.web.site import Browser, Site
from tests.web.uploads import a_person, administrator, upload
from tests.workbooks import fill_template
from web import telemetry
from web.background import Background
from web.logs import JsonLines, facts_of


def sent(browser: Browser, content: bytes) -> int:
    """Upload a file for group 000341."""
    fields = {"region": "NCAL", "group_id": "000341", "group_name": "000341"}
    files = {"file": ("November hires.xlsx", content)}
    return browser.post("/mass-enrollment/upload", fields, files=files).status_code


def test_each_line_of_a_request_has_its_reference(site: Site, alex: Browser) -> None:
    """The same as in the answer, and another for each request."""
    batch_id = upload(site, a_person("Ana", "Silva"))
    with logged() as lines:
        first = alex.post(f"/batches/{batch_id}/submit")
        second = alex.get("/members")
    numbers = [answer.headers["X-Request-ID"] for answer in (first, second)]
    assert len(set(numbers)) == 2
    assert all(re.fullmatch(r"[A-Z0-9]{4}-[A-Z0-9]{4}", number) for number in numbers)
    assert [(line["event"], line["reference"]) for line in lines] == [
        ("submitted", numbers[0]),
        ("answered", numbers[0]),
        ("answered", numbers[1]),
    ]


def test_nobody_chooses_a_reference(site: Site) -> None:
    """What a visitor sends as one is not repeated, neither to them nor to the log."""
    with logged() as lines:
        answer = site.client().get("/sign-in", headers={"X-Request-ID": "K7QM-3XWA"})
    assert answer.headers["X-Request-ID"] != "K7QM-3XWA"
    assert "K7QM-3XWA" not in json.dumps(lines)


def test_every_answer_has_a_reference(site: Site) -> None:
    """Also one to an address or a method that there is not, and to a machine."""
    visitor = site.client()
    for method, path in (("GET", "/nowhere"), ("BREW", "/sign-in"), ("GET", "/health/live")):
        assert visitor.client.request(method, path).headers["X-Request-ID"]


def test_a_request_is_logged_by_its_route(alex: Browser) -> None:
    """An address may hold what somebody typed; its route does not."""
    with logged() as lines:
        alex.get("/batches/Lovelace?search=Ada")
    (line,) = lines
    assert (line["method"], line["route"], line["status"]) == ("GET", "/batches/{batch_id}", 404)
    assert line["milliseconds"] > 0
    assert not re.search("Lovelace|Ada", json.dumps(line))


def test_what_machines_ask_for_is_logged_when_it_fails(site: Site) -> None:
    """A look every few seconds would drown everything else."""
    visitor = site.client()
    with logged() as lines:
        assert visitor.get("/health/live").status_code == 200
        assert visitor.get("/metrics").status_code == 404
    assert [(line["route"], line["status"]) for line in lines] == [("/metrics", 404)]


def test_acts_of_note_have_a_line_each(site: Site) -> None:
    """With numbers and our own ids, and nobody's name."""
    with logged() as lines:
        site.client().sign_in("alex@redwood.example", "not it")
        alex = site.signed_in("alex@redwood.example")
        assert sent(alex, b"Name,Birth date\n") == 422
        batch_id = upload(site, a_person("Ana", "Silva"), a_person("", "Okoro", Family_Number="2"))
        alex.post(f"/batches/{batch_id}/submit")
    noted = [
        {key: line[key] for key in line if key not in ("at", "level", "reference")}
        for line in lines
        if line["logger"] == "enroll.acts"
    ]
    assert noted == [
        {"logger": "enroll.acts", "event": "sign-in refused"},
        {"logger": "enroll.acts", "event": "signed in"},
        {"logger": "enroll.acts", "event": "file refused", "code": "csv"},
        {"logger": "enroll.acts", "event": "submitted", "batch": batch_id, "submissions": 1},
    ]


def test_an_upload_says_what_its_rows_came_to(site: Site, alex: Browser) -> None:
    """The three counts, under the batch's id."""
    _, template = site.services.groups.template(administrator(site), "NCAL", "000341")
    workbook = fill_template(
        template, [a_person("Ana", "Silva"), a_person("", "Okoro", Family_Number="2")]
    )
    with logged() as lines:
        assert sent(alex, workbook) == 303
    line = next(line for line in lines if line["event"] == "uploaded")
    assert (line["ready"], line["error"], line["rejected"]) == (1, 1, 0)
    assert re.fullmatch(r"[a-z0-9]{16}", line["batch"])


def test_a_delivery_says_how_each_call_went() -> None:
    """One that failed is a warning, with what went wrong in a word."""
    calls = [CallReport("ask", 2, 0.5), CallReport("submit", 1, 1.25, "no answer")]
    with logged() as lines:
        telemetry.delivered(Report(batch_id="b1", answered=2, calls=calls, lost=True))
    assert [
        (line["level"], line["event"], line.get("call"), line.get("trouble")) for line in lines
    ] == [
        ("info", "delivered", "ask", None),
        ("warning", "delivery failed", "submit", "no answer"),
        ("warning", "delivery taken over by another", None, None),
    ]
    assert (lines[1]["submissions"], lines[1]["milliseconds"]) == (1, 1250.0)
    assert {line["batch"] for line in lines} == {"b1"}


def test_whoever_delivers_in_the_background_says_so(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the carrier refused is told by its reason."""

    def refuses(*_: object) -> None:
        raise RegistryRefused("422 Unprocessable Content: unknown_plan")

    monkeypatch.setattr(site.registry, "submit", refuses)
    batch_id = upload(site, a_person("Ana", "Silva"))
    site.services.submitting.submit_ready(administrator(site), batch_id)
    site.clock.advance(timedelta(seconds=1))
    jobs = Background(site.services)
    with logged() as lines:
        jobs._delivered_something()
    (line,) = lines
    assert (line["event"], line["batch"]) == ("delivery failed", batch_id)
    assert line["trouble"] == "422 Unprocessable Content: unknown_plan"


def test_an_error_is_told_by_its_kind_and_its_way() -> None:
    """What it says may quote what somebody typed, and so may what caused it."""
    try:
        try:
            raise KeyError("Lovelace")
        except KeyError as cause:
            raise ValueError("987-65-4321") from cause
    except ValueError as error:
        facts = facts_of(error)
    assert (facts["error"], facts["causes"]) == ("ValueError", ["KeyError"])
    assert re.fullmatch(r".+test_logs\.py:\d+ test_an_error_is_told.+", facts["steps"][-1])
    assert not re.search("Lovelace|987", json.dumps(facts))


def test_what_libraries_say_is_not_repeated() -> None:
    """Only who said something and where, and what kind of error came with it."""
    try:
        raise RuntimeError("Lovelace")
    except RuntimeError:
        record = logging.getLogger("asyncio").makeRecord(
            "asyncio", logging.ERROR, __file__, 7, "Task of %s", ("Lovelace",), sys.exc_info()
        )
    line = json.loads(JsonLines().format(record))
    assert (line["logger"], line["level"], line["where"]) == ("asyncio", "error", f"{__file__}:7")
    assert line["error"] == "RuntimeError"
    assert "Lovelace" not in json.dumps(line)


def test_warnings_become_lines_without_their_text() -> None:
    """Some quote the cells of a workbook."""
    program = (
        "import warnings; from web.logs import start_logging; start_logging();"
        "warnings.warn('Lovelace')"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    (line,) = map(json.loads, run.stderr.splitlines())
    assert (line["logger"], line["level"]) == ("py.warnings", "warning")
    assert "Lovelace" not in run.stderr
