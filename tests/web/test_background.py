"""What a server does without being asked."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from domain.submission import Status
from tests.web.site import Site
from tests.web.uploads import a_person, administrator, only_application, upload
from web.background import Background

SOON = 0.01


@contextmanager
def working(site: Site) -> Iterator[None]:
    jobs = Background(site.services, deliver_every=SOON, purge_every=SOON)
    jobs.start()
    try:
        yield
    finally:
        jobs.stop()


def comes_true(condition: Callable[[], bool]) -> bool:
    """Within ten seconds, looked at often."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(SOON)
    return False


def test_what_the_carrier_did_not_answer_is_handed_over_again(site: Site) -> None:
    """A submission whose answer was lost gets it, though the first tries fail too."""
    who = administrator(site)
    waiting = only_application(site, upload(site, a_person("Ana", "Silva")))
    site.registry.loses_answers = True
    (submission,) = site.services.submitting.submit_one(who, waiting.id, waiting.version)
    assert submission.status is Status.SUBMITTED

    def status() -> Status:
        entry = site.services.history.transaction(who, submission.confirmation_id)
        return entry.submission.status

    with working(site):
        asked = site.registry.asked["submit"]
        assert comes_true(lambda: site.registry.asked["submit"] > asked + 2)
        assert status() is Status.SUBMITTED
        site.registry.loses_answers = False
        assert comes_true(lambda: status() is Status.COMPLETED)
    assert len(site.registry.accepted) == 1


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


def test_stopping_ends_its_threads(site: Site) -> None:
    """A server that stops leaves nothing running."""
    before = threading.active_count()
    with working(site):
        assert threading.active_count() == before + 2
    assert threading.active_count() == before
