"""What goes on with a delivery once that works again which did not."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import pytest

from domain.delivery import DeliveryEvent, Stage
from domain.errors import RegistryRefused
from domain.ports import STUBBORN, UnitOfWork
from domain.services.operating import Operating
from domain.submission import Answer, Status, Submission
from tests.unit.domain.rows import child, subscriber
from tests.unit.services.outbox import batch_of, only, stands
from tests.unit.services.site import ALEX, Site

MINUTE = timedelta(minutes=1)


@pytest.fixture
def operating(site: Site) -> Operating:
    return Operating(site.persistence, site.clock, site.ids)


def another_batch(site: Site) -> str:
    (row,) = site.uploaded(subscriber(ssn="801-14-7777", first_name="Cai"))
    site.submit(row)
    return row.batch_id


def test_a_dependent_goes_with_its_subscriber(site: Site, operating: Operating) -> None:
    """However long it has waited, and whenever it would have been looked at."""
    first, _ = site.uploaded(subscriber(), child())
    submit = site.registry.submit

    def refuse(submissions: Sequence[Submission]) -> Sequence[Answer]:
        if any(one.subscriber_key is None for one in submissions):
            raise RegistryRefused("422")
        return submit(submissions)

    site.registry.submit = refuse  # type: ignore[method-assign]
    site.submitting.submit_ready(ALEX, first.batch_id)
    for _ in range(100):
        site.deliver()
        site.clock.advance(timedelta(minutes=10))
    site.registry.submit = submit  # type: ignore[method-assign]
    list(operating.send_again(operating.in_trouble(10)))
    site.deliver()
    assert {one.status for one in stands(site, first.batch_id)} == {Status.COMPLETED}


def test_a_commit_that_is_not_confirmed_holds_up_no_other_batch(site: Site) -> None:
    """Its own may be held now by somebody who never comes; nothing is wrong with the others."""
    batch_of(site, 1)
    site.clock.advance(timedelta(seconds=1))
    other = another_batch(site)
    writing, failures = site.persistence.writing, iter([OSError()])

    @contextmanager
    def failing() -> Iterator[UnitOfWork]:
        with writing() as uow:
            commit = uow.commit

            def perhaps() -> None:
                commit()
                for error in failures:
                    raise error

            uow.commit = perhaps  # type: ignore[method-assign]
            yield uow

    site.persistence.writing = failing  # type: ignore[method-assign]
    with pytest.raises(OSError):
        site.delivering.round()
    site.clock.advance(timedelta(seconds=1))
    site.deliver()
    assert only(site, other).status is Status.COMPLETED


def test_a_status_that_is_but_its_word_shows(site: Site, operating: Operating) -> None:
    """As a registry may answer that somebody has written in an afternoon: it is read as what it
    says, or an operator sees that something is wrong."""
    batch_id = batch_of(site, 1)
    (one,) = stands(site, batch_id)
    site.registry.submit = lambda _: [Answer(one.key, "Completed")]  # type: ignore
    site.registry.ask = lambda _: [Answer(one.key, "Completed")]  # type: ignore
    for _ in range(STUBBORN):
        site.delivering.round()
        site.clock.advance(timedelta(hours=1))
    assert only(site, batch_id).status is Status.COMPLETED or operating.in_trouble(10)


def test_what_was_given_back_and_taken_after_all_is_news(site: Site, operating: Operating) -> None:
    """Though the carrier says the same as before: the last that people read is not a refusal."""
    batch_id = batch_of(site, 1)
    key = only(site, batch_id).key
    received = Answer(key, Status.PROCESSING, "Received.")
    site.registry.decide = lambda one, subscriber: received
    site.deliver()
    site.registry.answers[key] = Answer(key, Status.SUBMITTED, "The file was not accepted.")
    site.clock.advance(MINUTE)
    site.deliver()
    assert only(site, batch_id).delivery.stage is Stage.HELD
    site.registry.answers[key] = received
    list(operating.ask_again(stands(site, batch_id)))
    site.deliver()
    after = only(site, batch_id)
    assert after.delivery.stage is Stage.WITH_CARRIER
    assert after.steps[-1].event is DeliveryEvent.ANSWERED
