"""What load balancers ask."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.errors import RegistryRefused
from tests.web.logged import logged
from tests.web.site import Site, a_site
from tests.web.uploads import a_person, administrator, only_application, upload
from web.readiness import Readiness
from web.services import Services


@pytest.fixture
def site(site_folder: Path) -> Iterator[Site]:
    """With an application of its own, which has not looked at anything yet."""
    site = a_site(site_folder, metrics_token="t" * 32)
    yield site
    site.close()


def ready(site: Site) -> tuple[int, dict[str, Any]]:
    answer = site.client().get("/health/ready")
    return answer.status_code, answer.json()


def submit(site: Site) -> None:
    """Somebody is submitted, and not delivered."""
    one = only_application(site, upload(site, a_person("Ana", "Silva")))
    site.services.submitting.submit_one(administrator(site), one.id, one.version)


def with_checks(site: Site, **checks: Callable[[], bool]) -> Services:
    upkeep = replace(site.services.upkeep, checks=checks)
    return replace(site.services, upkeep=upkeep)


def test_a_living_server_says_so_to_anybody(site: Site) -> None:
    """No sign-in is needed, and nothing is looked up."""
    answer = site.client().get("/health/live")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}


def test_a_ready_server_names_what_it_checked(site: Site) -> None:
    """Everything that it depends on answers, and nothing waits for the carrier."""
    assert ready(site) == (
        200,
        {
            "status": "ok",
            "checks": {"registry": "ok", "documents": "ok", "scanner": "ok"},
            "delivery": {"status": "ok", "oldest_waiting_seconds": 0},
        },
    )


def test_a_carrier_out_of_reach_takes_no_server_out_of_service(site: Site) -> None:
    """People can still sign in and look; the answer names what failed."""
    site.registry.unreachable = True
    with logged() as lines:
        status, found = ready(site)
    assert (status, found["status"], found["checks"]["registry"]) == (200, "degraded", "failed")
    failed = next(line for line in lines if line["event"] == "check failed")
    assert (failed["check"], failed["error"]) == ("registry", "NothingArrived")


@pytest.mark.parametrize("name", ["database", "migrations"])
def test_a_server_whose_pages_cannot_work_is_not_ready(site: Site, name: str) -> None:
    """Without its database, or with one of another shape."""
    found = Readiness(with_checks(site, **{name: lambda: False})).look()
    assert (found.status, found.checks) == ("failed", {name: "failed"})


def test_a_database_that_is_gone_answers_503(site_folder: Path, site: Site) -> None:
    """So that nobody is sent there. How deliveries stand is not known then."""
    (site_folder / "site.sqlite3").unlink()
    site.persistence.close()
    (site_folder / "site.sqlite3").mkdir()
    services = with_checks(site, database=lambda: bool(site.services.administrators.all()))
    found = Readiness(services).look()
    assert (found.status, found.delivery.status) == ("failed", "unknown")


def test_a_check_that_hangs_holds_nobody_up(site: Site) -> None:
    """It gets its time and no more, is named, and is not begun again while it hangs."""
    begun, going_on = [], threading.Event()

    def hangs() -> bool:
        begun.append(1)
        return going_on.wait(600)

    readiness = Readiness(
        with_checks(site, registry=hangs, database=lambda: True), patience=0.1, fresh=0
    )
    found = [readiness.look() for _ in range(2)]
    # Where this machine is slow, even what does not hang may be late at first.
    while found[-1].checks["database"] != "ok":
        found.append(readiness.look())
    assert {one.checks["registry"] for one in found} == {"no answer"}
    assert found[-1].status == "degraded"
    assert len(begun) == 1
    going_on.set()
    while readiness.look().status != "ok":
        pass


def test_checks_go_on_side_by_side(site: Site) -> None:
    """Each waits here until the other has begun."""
    both = threading.Barrier(2, timeout=300)

    def meets() -> bool:
        both.wait()
        return True

    found = Readiness(with_checks(site, registry=meets, documents=meets), patience=300).look()
    assert found.status == "ok"


def test_whoever_asks_often_gets_the_same_answer(site: Site) -> None:
    """The carrier is asked once, not by everybody."""
    asked = []

    def check() -> bool:
        asked.append(1)
        return True

    often = Readiness(with_checks(site, registry=check), fresh=60)
    assert often.look() is often.look()
    assert len(asked) == 1
    always = Readiness(with_checks(site, registry=check), fresh=0)
    assert always.look() is not always.look()
    assert len(asked) == 3


def test_what_waits_too_long_is_told_and_nothing_else(site: Site) -> None:
    """Ten minutes are given; a server that is behind still serves."""
    submit(site)
    site.clock.advance(timedelta(minutes=10))
    assert Readiness(site.services).look().delivery.status == "ok"
    site.clock.advance(timedelta(seconds=1))
    status, found = ready(site)
    assert (status, found["status"]) == (200, "degraded")
    assert found["delivery"] == {"status": "late", "oldest_waiting_seconds": 601}


def test_what_needs_a_person_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, however long it has waited."""

    def refuses(*_: object) -> None:
        raise RegistryRefused("422 Unprocessable Content")

    monkeypatch.setattr(site.registry, "submit", refuses)
    submit(site)
    site.deliver()
    status, found = ready(site)
    assert (status, found["delivery"]["status"]) == (200, "stuck")


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_a_load_balancer_may_ask_for_the_head_alone(site: Site, path: str) -> None:
    """It gets the status, and nothing to read; by whatever name it calls the server."""
    answer = site.client().client.head(path, headers={"Host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.content) == (200, b"")


def test_answers_to_machines_are_not_logged(site: Site) -> None:
    """They ask all day long."""
    with logged() as lines:
        ready(site)
        site.client().get("/health/live")
    assert lines == []
