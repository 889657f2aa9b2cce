"""What a delivery must not do, however odd the carrier or the moment."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest

from domain.delivery import DeliveryEvent, Pace, Stage
from domain.errors import NothingArrived, RegistryRefused, RegistryUnavailable
from domain.services.delivering import Delivering
from domain.services.operating import Operating
from domain.submission import Answer, Status, Submission
from tests.unit.domain.rows import child, subscriber
from tests.unit.services.outbox import batch_of, only, stands
from tests.unit.services.site import ALEX, Site

MINUTE = timedelta(minutes=1)


@pytest.fixture
def operating(site: Site) -> Operating:
    return Operating(site.persistence, site.clock, site.ids)


def test_what_has_become_unknown_meanwhile_is_not_sent_again(
    site: Site, operating: Operating
) -> None:
    """The operator saw it waiting. By now it may have arrived, which they were not asked about."""
    batch_id = batch_of(site, 1)
    seen = stands(site, batch_id)
    site.registry.loses_answers = site.registry.cannot_be_asked = True
    site.deliver()
    site.clock.advance(MINUTE)
    site.deliver()
    assert only(site, batch_id).delivery.stage is Stage.UNKNOWN
    (outcome,) = operating.send_again(seen)
    assert outcome.refusal is not None
    site.deliver()
    assert site.registry.asked["submit"] == 1


def no_answers(answers: Sequence[Answer]) -> Any:
    return None


def broken_off(answers: Sequence[Answer]) -> Any:
    yield from answers
    raise ValueError


@pytest.mark.parametrize("garbled", [no_answers, broken_off])
def test_what_is_no_answer_shows(site: Site, operating: Operating, garbled: Any) -> None:
    """A registry that answers with something else leaves doubt, and in the end an operator sees
    it."""
    batch_of(site, 3)
    submit, ask = site.registry.submit, site.registry.ask
    site.registry.submit = lambda one: garbled(submit(one))  # type: ignore[method-assign]
    site.registry.ask = lambda one: garbled(ask(one))  # type: ignore[method-assign]
    for _ in range(10):
        site.delivering.round()
        site.clock.advance(timedelta(hours=1))
    assert len(operating.in_trouble(10)) == 3


def test_who_waits_for_somebody_held_is_looked_at_ever_more_rarely(site: Site) -> None:
    """Nothing will come of it until a person has done something."""
    first, _ = site.uploaded(subscriber(), child())

    def refuse(submissions: Sequence[Submission]) -> Sequence[Answer]:
        raise RegistryRefused("422")

    site.registry.submit = refuse  # type: ignore[method-assign]
    site.submitting.submit_ready(ALEX, first.batch_id)
    site.deliver()
    commits = site.persistence.commits
    for _ in range(3600):
        site.clock.advance(timedelta(seconds=1))
        site.deliver()
    assert site.persistence.commits - commits < 100


def test_the_rest_waits_as_long_as_the_carrier_asked_for(site: Site) -> None:
    """Not only the piece that it answered so."""
    batch_of(site, 6)
    calls = []

    def busy(submissions: Sequence[Submission]) -> Sequence[Answer]:
        calls.append(site.clock.now())
        raise NothingArrived(retry_after=300)

    site.registry.submit = busy  # type: ignore[method-assign]
    delivering = Delivering(site.registry, site.persistence, site.clock, site.ids, Pace(piece=2))
    for _ in range(299):
        delivering.round()
        site.clock.advance(timedelta(seconds=1))
    assert len(calls) == 1


def test_a_carrier_that_fails_in_many_ways_makes_no_long_list(site: Site) -> None:
    """However long it goes on."""
    batch_id = batch_of(site, 1)
    ways = cycle([NothingArrived(), RegistryUnavailable(), NothingArrived(), ValueError()])

    def fail(submissions: Sequence[Submission]) -> Sequence[Answer]:
        raise next(ways)

    site.registry.submit = fail  # type: ignore[method-assign]
    for _ in range(1000):
        site.deliver()
        site.clock.advance(timedelta(minutes=16))
    assert len(only(site, batch_id).steps) < 20


def test_what_the_carrier_has_lost_is_submitted_and_no_more(site: Site) -> None:
    """It said that it was working on it; asked again, it hasn't got it. What it says the next
    time is news, though it be the same."""
    batch_id = batch_of(site, 1)
    key = only(site, batch_id).key
    submit = site.registry.submit
    site.registry.decide = lambda one, subscriber: Answer(one.key, Status.PROCESSING, "Received.")
    site.deliver()
    del site.registry.answers[key]

    def away(submissions: Sequence[Submission]) -> Sequence[Answer]:
        raise NothingArrived

    site.registry.submit = away  # type: ignore[method-assign]
    site.clock.advance(timedelta(hours=1))
    site.deliver()
    assert only(site, batch_id).delivery.stage is Stage.WAITING
    assert only(site, batch_id).status is Status.SUBMITTED
    site.registry.submit = submit  # type: ignore[method-assign]
    site.clock.advance(timedelta(hours=1))
    site.deliver()
    assert only(site, batch_id).steps[-1].event is DeliveryEvent.ANSWERED


def test_what_is_known_not_to_be_there_is_unknown_no_longer(
    site: Site, operating: Operating
) -> None:
    """An operator had the carrier asked, which by now can be."""
    batch_id = batch_of(site, 1)

    def lost(submissions: Sequence[Submission]) -> Sequence[Answer]:
        raise RegistryUnavailable

    site.registry.submit, site.registry.cannot_be_asked = lost, True  # type: ignore[method-assign]
    site.deliver()
    site.clock.advance(MINUTE)
    site.deliver()
    assert only(site, batch_id).status is Status.UNKNOWN

    def away(submissions: Sequence[Submission]) -> Sequence[Answer]:
        raise NothingArrived

    site.registry.submit, site.registry.cannot_be_asked = away, False  # type: ignore[method-assign]
    list(operating.ask_again(stands(site, batch_id)))
    site.deliver()
    assert only(site, batch_id).status is Status.SUBMITTED


@pytest.mark.parametrize("error", [NothingArrived, RegistryUnavailable])
def test_after_a_long_outage_a_batch_goes_in_few_calls(
    site: Site, operating: Operating, error: type[RegistryUnavailable]
) -> None:
    """Once one call has worked, nothing is wrong with what is left."""
    batch_id = batch_of(site, 30)
    submit = site.registry.submit

    def away(submissions: Sequence[Submission]) -> Sequence[Answer]:
        raise error

    site.registry.submit = away  # type: ignore[method-assign]
    for _ in range(12):
        site.deliver()
        site.clock.advance(timedelta(minutes=16))
    site.registry.submit = submit  # type: ignore[method-assign]
    list(operating.send_again(stands(site, batch_id)))
    site.clock.advance(timedelta(minutes=16))
    before = site.registry.asked["submit"]
    site.deliver()
    assert {one.status for one in stands(site, batch_id)} == {Status.COMPLETED}
    assert site.registry.asked["submit"] - before <= 6


def test_a_batch_of_which_all_is_refused_lets_others_go_before_long(site: Site) -> None:
    """It is taken apart bit by bit, which takes hundreds of calls."""
    batch_of(site, 40)
    (row,) = site.uploaded(subscriber(ssn="801-14-7777", first_name="Cai"))
    site.submit(row)
    submit, start = site.registry.submit, site.clock.now()

    def refuse(submissions: Sequence[Submission]) -> Sequence[Answer]:
        site.clock.advance(timedelta(seconds=20))
        if submissions[0].batch_id == row.batch_id:
            return submit(submissions)
        raise RegistryRefused("422")

    site.registry.submit = refuse  # type: ignore[method-assign]
    while only(site, row.batch_id).status is not Status.COMPLETED:
        site.delivering.round()
    assert site.clock.now() - start < timedelta(minutes=15)
