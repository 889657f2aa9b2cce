"""Metrics of a site that runs in several processes."""

from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from tests.installation import Installation, person
from tests.ports import reserved_port
from tests.reference_server import TOKEN, reference_server
from web import cli

pytestmark = pytest.mark.slow

METRICS = "a token that Prometheus has been given"


def told(url: str) -> str:
    return asked(f"{url}/metrics", {"Authorization": f"Bearer {METRICS}"}).text


def asked(url: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
    """With patience for slow machines."""
    answer = httpx.get(url, headers=headers, timeout=300, trust_env=False)
    return answer.raise_for_status()


@pytest.mark.rare
def test_servers_of_one_port_tell_their_sum(tmp_path: Path) -> None:
    """Whichever of them answers, and by whichever each page was."""
    registry = f"sqlite:///{tmp_path / 'registry.sqlite3'}"
    installation = Installation(
        tmp_path, REGISTRY="demonstration", REGISTRY_URL=registry, METRICS_TOKEN=METRICS
    )
    with installation.server("--workers", "2") as server:
        for _ in range(30):
            asked(f"{server.url}/sign-in")
        for _ in range(6):
            text = told(server.url)
            assert 'enroll_requests_total{method="GET",route="/sign-in",status="200"} 30.0' in text
            assert text.count("enroll_build_info{") == 1


def test_a_worker_tells_the_calls_it_made(tmp_path: Path) -> None:
    """On its own port; the server beside it made none."""
    with reserved_port() as port, reference_server(tmp_path / "carrier") as carrier:
        installation = Installation(
            tmp_path,
            REGISTRY="http",
            REGISTRY_URL=carrier.url,
            REGISTRY_TOKEN=TOKEN,
            METRICS_TOKEN=METRICS,
            DELIVERY="worker",
        )
        with installation.server() as server, server.jo() as jo:
            batch_id = jo.upload(jo.workbook(person(1), person(2)))
            assert jo.post(f"/batches/{batch_id}/submit").status_code == 303
            with installation.worker("--metrics-port", str(port)) as worker:
                assert worker.will_log('"event": "delivered"')
                made = 'enroll_delivery_calls_total{call="submit",outcome="answered"} 1.0'
                assert made in told(f"http://127.0.0.1:{port}")
                worker.ask_to_stop()
                assert worker.stopped() == 0
            counted = told(server.url)
    assert "enroll_delivery_calls_total{" not in counted
    assert 'enroll_submissions{status="Completed"} 2.0' in counted


def test_a_worker_tells_nothing_without_a_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what is missing, and does not start."""
    registry = f"sqlite:///{tmp_path / 'registry.sqlite3'}"
    installation = Installation(tmp_path, REGISTRY="demonstration", REGISTRY_URL=registry)
    for name, value in installation.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("ENROLL_METRICS_TOKEN", raising=False)
    assert cli.main(["worker", "--metrics-port", "0"]) == 1
    assert "ENROLL_METRICS_TOKEN is not set" in capsys.readouterr().err
