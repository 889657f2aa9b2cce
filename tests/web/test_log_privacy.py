"""What a real server writes to its log while people's data pass through it."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from tests.faulty_carrier import FaultyCarrier, answers_garbage, faulty_carrier, refuses
from tests.installation import EMAIL, PASSWORD, Installation, Server, Visitor, person
from tests.reference_server import TOKEN, reference_server
from tests.web.pages import Page
from tests.workbooks import Value

pytestmark = pytest.mark.slow

FIRST, LAST, SSN, BORN = "Zebulon", "Quackenbush", "831-44-2217", date(1971, 3, 14)
STREET, MAIL = "17 Planted Lane", "zeb@planted.example"
METRICS = "a token that Prometheus has been given"
PLANTED = (
    *(FIRST, LAST, SSN, SSN.replace("-", ""), STREET, "planted", MAIL),
    *("03/14/1971", "1971-03-14", EMAIL, PASSWORD, "Jo Field", TOKEN, METRICS),
)


@pytest.fixture
def carrier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyCarrier]:
    with (
        reference_server(tmp_path_factory.mktemp("carrier")) as upstream,
        faulty_carrier(upstream.url) as carrier,
    ):
        yield carrier


def planted(number: int, **fields: Value) -> dict[str, Value]:
    own: dict[str, Value] = {"First Name": FIRST, "Last Name": LAST, "SSN or ITIN": SSN}
    own |= {"Birth Date": BORN, "Home Address": STREET, "E-mail": MAIL}
    return {**person(number), **own, **fields}


def test_no_log_holds_what_passes_through(tmp_path: Path, carrier: FaultyCarrier) -> None:
    """Names, numbers, dates, addresses and passwords are sent in every way there is; the log
    tells what happened, and none of them."""
    installation = Installation(
        tmp_path,
        REGISTRY="http",
        REGISTRY_URL=carrier.url,
        REGISTRY_TOKEN=TOKEN,
        METRICS_TOKEN=METRICS,
        RETRY_SECONDS="0.1",
    )
    with installation.server() as server, server.jo() as jo:
        _the_main_job(jo, server, carrier)
        _what_is_refused(jo, server, carrier)
        bearer = {"Authorization": f"Bearer {METRICS}"}
        counted = httpx.get(f"{server.url}/metrics", headers=bearer).text
        server.process.ask_to_stop()
        server.process.stopped()
        written = server.process.log
    lines = [json.loads(line) for line in written.splitlines()]
    told = {line["event"] for line in lines}
    assert told >= {
        *("answered", "signed in", "sign-in refused", "uploaded", "file refused"),
        *("file not checked", "submitted", "delivered", "delivery failed"),
    }
    assert "enroll_submitted_total 1.0" in counted
    for text in (written, counted):
        low = text.lower()
        assert [word for word in PLANTED if word.lower() in low] == []


def _the_main_job(jo: Visitor, server: Server, carrier: FaultyCarrier) -> None:
    """Upload, look, edit, submit, deliver to a carrier that answers garbage at first."""
    wrong: dict[str, Value] = {"First Name": "Zed", "SSN or ITIN": None, "Birth Date": LAST}
    workbook = jo.workbook(planted(1), planted(2, **wrong))
    batch_id = jo.upload(workbook, f"{LAST}.xlsx")
    page = jo.get(f"/batches/{batch_id}?tab=error&search={LAST}").text
    (edited,) = set(re.findall(r"/applications/(\w+)", page))
    form = Page(jo.get(f"/applications/{edited}").text).values
    jo.post(f"/applications/{edited}", {**form, "f.city": LAST, "action": "save"})
    carrier.only, carrier.fault = "/v1/submissions", answers_garbage
    assert jo.post(f"/batches/{batch_id}/submit").status_code == 303
    assert server.process.will_log("delivery failed")
    carrier.fault = None
    assert server.process.will_log('"event": "delivered"')


def _what_is_refused(jo: Visitor, server: Server, carrier: FaultyCarrier) -> None:
    """Files, addresses, forms, headers, and a wrong password."""
    assert jo.send(f"{FIRST},{LAST},{SSN}\n".encode(), f"{LAST}.csv").status_code == 422
    assert jo.get(f"/{LAST}?ssn={SSN}").status_code == 404
    assert jo.get(f"/members?group=000341&search={LAST}").status_code == 200
    assert jo.get(f"/transactions/{LAST}").status_code == 404
    assert jo.post(f"/applications/{LAST}/submit?v={SSN}").status_code >= 400
    assert jo.post("/session/stay", {LAST: SSN}).status_code < 400
    carrier.only, carrier.fault = "/v1/members", refuses(500)
    workbook = jo.workbook(planted(3))
    assert jo.send(workbook).status_code == 503
    with httpx.Client(base_url=server.url, headers={"X-Request-ID": LAST}) as stranger:
        page = Page(stranger.get("/sign-in").text)
        page.values |= {"email": MAIL, "password": PASSWORD + LAST}
        answer = stranger.post("/sign-in", data=page.values)
        assert answer.status_code == 422
        assert answer.headers["X-Request-ID"] != LAST
