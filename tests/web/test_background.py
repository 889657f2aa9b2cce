"""What a server does without being asked."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import ReadersBusy
from domain.submission import Status
from tests.web.site import Site
from tests.web.uploads import a_person, administrator, only_application, upload
from web.background import Background

SOON = 0.01


@contextmanager
def working(site: Site, *, look_every: float = SOON, delivers: bool = True) -> Iterator[Background]:
    jobs = Background(site.services, delivers=delivers, look_every=look_every, purge_every=SOON)
    jobs.start()
    try:
        yield jobs
    finally:
        jobs.stop()


def comes_true(condition: Callable[[], bool]) -> bool:
    """Sooner or later, looked at often."""
    end = time.monotonic() + 300
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(SOON)
    return False


def at_work() -> list[str]:
    """The jobs that have a thread now."""
    names = (thread.name for thread in threading.enumerate())
    return sorted(name for name in names if name in ("deliver", "purge"))


def submitted(site: Site) -> Callable[[], Status]:
    """Submits somebody; gives how the submission stands."""
    who = administrator(site)
    waiting = only_application(site, upload(site, a_person("Ana", "Silva")))
    (submission,) = site.services.submitting.submit_one(who, waiting.id, waiting.version)

    def status() -> Status:
        entry = site.services.history.transaction(who, submission.confirmation_id)
        return entry.submission.status

    return status


def test_a_submission_is_delivered_as_soon_as_it_is_made(site: Site) -> None:
    """Nobody waits for the next look."""
    with working(site, look_every=3600):
        status = submitted(site)
        assert comes_true(lambda: status() is Status.COMPLETED)


def test_what_an_earlier_server_left_is_delivered_at_the_start(site: Site) -> None:
    """Without anybody submitting anything."""
    status = submitted(site)
    assert status() is Status.SUBMITTED
    with working(site, look_every=3600):
        assert comes_true(lambda: status() is Status.COMPLETED)


def test_an_answer_that_was_lost_is_asked_for_when_it_is_time(site: Site) -> None:
    """The carrier has it already, and takes it once."""
    site.registry.loses_answers = True
    status = submitted(site)
    with working(site):
        assert comes_true(lambda: site.registry.asked["submit"] == 1)
        assert status() is Status.SUBMITTED
        site.registry.loses_answers = False

        def answered() -> bool:
            site.clock.advance(timedelta(seconds=1))
            return status() is Status.COMPLETED

        assert comes_true(answered)
    assert (len(site.registry.accepted), site.registry.asked["submit"]) == (1, 1)


def test_a_defect_ends_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is raised, the next round is tried."""
    status = submitted(site)
    rounds = iter([ValueError(), OSError()])
    original = site.services.delivering.round

    def failing(stopping: Callable[[], bool]) -> object:
        for error in rounds:
            raise error
        return original(stopping)

    monkeypatch.setattr(site.services.delivering, "round", failing)
    with working(site):
        assert comes_true(lambda: status() is Status.COMPLETED)


def test_deliveries_may_be_left_to_workers(site: Site) -> None:
    """Then a server delivers nothing itself."""
    status = submitted(site)
    with working(site, delivers=False):
        assert at_work() == ["purge"]
        time.sleep(0.2)
    assert status() is Status.SUBMITTED


def test_what_has_expired_is_removed(site: Site) -> None:
    """The purge runs by itself, by the site's clock."""
    batch_id = upload(site, a_person("Ana", "Silva"))

    def there() -> bool:
        with site.persistence.reading() as uow:
            return batch_id in uow.batches.by_ids([batch_id])

    with working(site):
        assert there()
        site.clock.advance(timedelta(days=31))
        assert comes_true(lambda: not there())


def warming(site: Site, warm: Callable[[], None], *, warms: bool = True) -> Background:
    upkeep = replace(site.services.upkeep, warm=warm)
    return Background(replace(site.services, upkeep=upkeep), delivers=False, warms=warms)


def test_stopping_waits_for_what_is_being_warmed(site: Site) -> None:
    """Python may abort a process that ends under a thread's hands."""
    begun, warmed = threading.Event(), threading.Event()

    def warm() -> None:
        begun.set()
        time.sleep(0.1)
        warmed.set()

    jobs = warming(site, warm)
    jobs.start()
    assert begun.wait(60)
    jobs.stop()
    assert warmed.is_set()


def test_what_cannot_be_warmed_keeps_nothing_from_going_on(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged."""

    def warm() -> None:
        raise ReadersBusy

    jobs = warming(site, warm)
    jobs.start()
    jobs.stop()
    (record,) = caplog.records
    assert record.__dict__["facts"]["job"] == "warm"


def test_whoever_reads_no_file_warms_nothing(site: Site) -> None:
    """Such as a worker."""
    warmed: list[bool] = []
    jobs = warming(site, lambda: warmed.append(True), warms=False)
    jobs.start()
    jobs.stop()
    assert warmed == []


def test_stopping_ends_its_threads(site: Site) -> None:
    """A server that stops leaves nothing running."""
    with working(site):
        assert at_work() == ["deliver", "purge"]
    assert at_work() == []
