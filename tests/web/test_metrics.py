"""What Prometheus reads."""

import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.web.logged import logged
from tests.web.pages import form_of
from tests.web.site import Browser, Site, a_site
from tests.web.uploads import a_dependent, a_person, administrator, applications, upload
from tests.workbooks import fill_template
from web import metrics
from web.metrics import telling_metrics

TOKEN = "a token that Prometheus has been given"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def site(site_folder: Path) -> Iterator[Site]:
    site = a_site(site_folder, metrics_token=TOKEN)
    yield site
    site.close()


Samples = dict[str, float]


def parsed(text: str) -> Samples:
    """Each sample's value by its name and labels, as Prometheus writes them."""
    return {
        sample.name
        + "".join(f" {key}={value}" for key, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


class Reader:
    """Reads a site's metrics; what is counted is of the whole process, so it tells differences."""

    def __init__(self, site: Site) -> None:
        self._browser = site.client()
        self._before = self.now()

    def text(self) -> str:
        answer = self._browser.get("/metrics", headers=BEARER)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/plain")
        return answer.text

    def now(self) -> Samples:
        return parsed(self.text())

    def since(self) -> Samples:
        """What has become more, by how much; but for how long things took."""
        more = {name: value - self._before.get(name, 0) for name, value in self.now().items()}
        return {
            name: value
            for name, value in more.items()
            if value and not re.search("_(created|sum|bucket)", name)
        }


def send(browser: Browser, content: bytes) -> int:
    """Upload a file for group 000341."""
    fields = {"region": "NCAL", "group_id": "000341", "group_name": "000341"}
    files = {"file": ("November hires.xlsx", content)}
    return browser.post("/mass-enrollment/upload", fields, files=files).status_code


def workbook(site: Site, *rows: dict[str, object]) -> bytes:
    _, template = site.services.groups.template(administrator(site), "NCAL", "000341")
    return fill_template(template, rows)


def test_nobody_reads_without_the_token(site: Site) -> None:
    """Not with another one, nor with ours in another scheme."""
    visitor = site.client()
    for sent in ({}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": f"Basic {TOKEN}"}):
        answer = visitor.get("/metrics", headers=sent)
        assert (answer.status_code, answer.content) == (401, b"")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert visitor.get("/metrics", headers=BEARER).status_code == 200


def test_without_the_setting_there_are_no_metrics(site_folder: Path) -> None:
    """An empty token is no token either."""
    site = a_site(site_folder, metrics_token="")
    for sent in ({}, BEARER, {"Authorization": "Bearer "}):
        assert site.client().get("/metrics", headers=sent).status_code == 404
    site.close()


def test_uploads_are_counted_by_what_came_of_them(site: Site) -> None:
    """Rows by verdict where the file was kept, and the code of the reason where it was refused."""
    alex = site.signed_in("alex@redwood.example")
    good = workbook(
        site,
        a_person("Ana", "Silva"),
        a_person("Ben", "Okoro", Family_Number="2"),
        a_person("Cy", "Young", Family_Number="3", Birth_Date="soon"),
        a_person("Di", "Old", Family_Number="4", Subgroup_ID="9999"),
    )
    reader = Reader(site)
    assert send(alex, good) == 303
    assert send(alex, good) == 422
    assert send(alex, b"Family Number,First Name\n") == 422
    site.registry.unreachable = True
    assert send(alex, good) == 503
    more = reader.since()
    assert {name: value for name, value in more.items() if "request" not in name} == {
        "enroll_uploads_total outcome=kept": 1,
        "enroll_rows_total verdict=ready": 2,
        "enroll_rows_total verdict=error": 1,
        "enroll_rows_total verdict=rejected": 1,
        "enroll_uploads_total outcome=refused": 2,
        "enroll_refused_files_total code=already_uploaded": 1,
        "enroll_refused_files_total code=csv": 1,
        "enroll_uploads_total outcome=carrier away": 1,
    }


def test_signing_in_is_counted(site: Site) -> None:
    """Both ways it may go."""
    reader = Reader(site)
    site.client().sign_in("alex@redwood.example", "something else")
    site.signed_in("alex@redwood.example")
    more = reader.since()
    assert more["enroll_sign_ins_total outcome=refused"] == 1
    assert more["enroll_sign_ins_total outcome=signed in"] == 1


def test_each_way_to_submit_is_counted(site: Site) -> None:
    """All of a batch, one from its row, and one from its edit page."""
    alex = site.signed_in("alex@redwood.example")
    people = [a_person(name, "Ek", Family_Number=str(number)) for number, name in enumerate("abc")]
    batch_id = upload(site, *people[1:], a_dependent("Dee", "Ek", Family_Number="1"))
    reader = Reader(site)
    assert alex.post(f"/batches/{batch_id}/submit").status_code == 303
    assert reader.since()["enroll_submitted_total"] == 3
    (one,) = applications(site, upload(site, a_person("Row", "Ek")))
    assert alex.post(f"/applications/{one.id}/submit?v={one.version}").status_code == 303
    assert reader.since()["enroll_submitted_total"] == 4
    (one,) = applications(site, upload(site, a_person("Edit", "Ek")))
    form = form_of(alex, one.id) | {"action": "submit"}
    assert alex.post(f"/applications/{one.id}", form).status_code == 303
    assert reader.since()["enroll_submitted_total"] == 5


def test_how_submissions_stand_is_asked_when_somebody_reads(site: Site) -> None:
    """Every status and stage has its number, also when that is none."""
    batch_id = upload(site, a_person("Ana", "Silva"), a_person("Ben", "Okoro", Family_Number="2"))
    site.services.submitting.submit_ready(administrator(site), batch_id)
    site.clock.advance(timedelta(seconds=90))
    reader = Reader(site)
    now = reader.now()
    assert now["enroll_submissions status=Submitted"] == 2
    assert now["enroll_submissions status=Completed"] == 0
    assert now["enroll_deliveries stage=waiting"] == 2
    assert now["enroll_deliveries stage=held"] == 0
    assert now["enroll_oldest_waiting_seconds"] == 90
    assert "enroll_deliveries stage=done" not in now
    site.deliver()
    now = reader.now()
    assert now["enroll_submissions status=Completed"] == 2
    assert now["enroll_deliveries stage=waiting"] == 0
    assert now["enroll_oldest_waiting_seconds"] == 0


def test_requests_are_counted_by_route(site: Site) -> None:
    """An address that has no route, and a method that is none, add no label of their own."""
    visitor = site.client()
    reader = Reader(site)
    visitor.get("/batches/0123456789abcdef")
    visitor.get("/no-such-address")
    visitor.client.request("BREW", "/sign-in")
    visitor.client.request("BREW2", "/sign-in")
    more = reader.since()
    assert more["enroll_requests_total method=GET route=/batches/{batch_id} status=303"] == 1
    assert more["enroll_request_seconds_count route=/batches/{batch_id}"] == 1
    strange = {name: value for name, value in more.items() if "method=other" in name}
    assert sum(strange.values()) == 2
    text = reader.text()
    for word in ("0123456789abcdef", "no-such-address", "BREW"):
        assert word not in text


def test_what_was_counted_is_told_without_the_database(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that whoever watches still sees requests fail; the log says why the rest is missing."""

    def gone() -> None:
        raise OSError("no such host")

    monkeypatch.setattr(site.services.operating, "backlog", gone)
    with logged() as lines:
        now = Reader(site).now()
    assert "enroll_build_info version=0.1.0" in now
    assert not any(name.startswith("enroll_submissions ") for name in now)
    assert "no such host" not in str(lines)
    assert {line["event"] for line in lines} == {"submissions cannot be counted"}


def test_a_worker_tells_its_own(site: Site) -> None:
    """On a port of its own, for the same token, and nothing at any other address."""
    listener = socket.create_server(("127.0.0.1", 0))
    with telling_metrics(listener, TOKEN):
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        request = urllib.request.Request(f"{url}/metrics", headers=BEARER)
        with urllib.request.urlopen(request, timeout=300) as answer:
            assert "enroll_delivery_calls" in answer.read().decode()
        for path, headers, status in (("/metrics", {}, 401), ("/", BEARER, 404)):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(urllib.request.Request(url + path, headers=headers))
            with refused.value as error:
                assert error.code == status


def test_processes_that_count_together_tell_the_sum() -> None:
    """Also of one that has ended; the folder they count in goes when they are done."""
    count = "from web import telemetry; telemetry.signed_in()"
    tell = "; from web import metrics; print(metrics.told().decode())"
    with metrics.counting_together():
        folder = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
        subprocess.run([sys.executable, "-c", count], check=True)
        told = subprocess.run(
            [sys.executable, "-c", count + tell], check=True, capture_output=True, text=True
        ).stdout
    assert parsed(told)["enroll_sign_ins_total outcome=signed in"] == 2
    assert "enroll_build_info" in told
    assert not folder.exists()
    assert "PROMETHEUS_MULTIPROC_DIR" not in os.environ
