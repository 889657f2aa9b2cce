"""One submission that cannot be delivered holds up nobody else."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from domain.delivery import Stage
from domain.errors import RegistryRefused, RegistryUnavailable
from domain.submission import Answer, Status, Submission
from tests.unit.domain.rows import child, subscriber
from tests.unit.services.outbox import batch_of, stands
from tests.unit.services.site import ALEX, Site

LATER = timedelta(hours=2)


@pytest.mark.parametrize("error", [RegistryRefused("422"), ValueError("no such plan")])
def test_one_that_cannot_be_delivered_holds_up_nobody(site: Site, error: Exception) -> None:
    """The others are delivered in the same round; it ends up alone."""
    batch_id = batch_of(site, 30)
    at_fault = stands(site, batch_id)[17].key
    submit = site.registry.submit

    def choosy(submissions: Sequence[Submission]) -> Sequence[Answer]:
        if any(one.key == at_fault for one in submissions):
            raise error
        return submit(submissions)

    site.registry.submit = choosy  # type: ignore[method-assign]
    site.delivering.round()
    left = [one for one in stands(site, batch_id) if one.status is not Status.COMPLETED]
    assert [one.key for one in left] == [at_fault]
    if isinstance(error, RegistryRefused):
        assert (left[0].delivery.stage, left[0].delivery.trouble) == (Stage.HELD, "422")
    else:
        assert (left[0].delivery.stage, left[0].delivery.trouble) == (Stage.SENDING, "ValueError")


def test_one_whose_delivery_is_never_answered_holds_up_nobody_for_long(site: Site) -> None:
    """After some attempts the others go in smaller pieces, without it in the end."""
    batch_id = batch_of(site, 20)
    at_fault = stands(site, batch_id)[3].key
    submit = site.registry.submit

    def crashing(submissions: Sequence[Submission]) -> Sequence[Answer]:
        if any(one.key == at_fault for one in submissions):
            raise RegistryUnavailable
        return submit(submissions)

    site.registry.submit = crashing  # type: ignore[method-assign]
    for _ in range(60):
        site.deliver()
        site.clock.advance(timedelta(minutes=5))
    left = [one for one in stands(site, batch_id) if one.status is not Status.COMPLETED]
    assert [one.key for one in left] == [at_fault]


def asked_badly(site: Site, at_fault: str, error: Exception) -> None:
    """The carrier is at work on everybody, and fails whenever it is asked about that one."""
    answer = site.registry.ask

    def choosy(keys: Sequence[str]) -> Sequence[Answer]:
        if at_fault in keys:
            raise error
        return answer(keys)

    site.registry.ask = choosy  # type: ignore[method-assign]


@pytest.mark.parametrize("error", [RegistryRefused("422"), ValueError("no such key")])
def test_one_that_cannot_be_asked_about_holds_up_nobody(site: Site, error: Exception) -> None:
    """The answers about the others come in the same round, and whoever waits is sent."""
    site.registry.loses_answers = True
    batch_id = batch_of(site, 30)
    site.deliver()
    site.registry.loses_answers = False
    at_fault = stands(site, batch_id)[17].key
    asked_badly(site, at_fault, error)
    site.clock.advance(LATER)
    site.delivering.round()
    left = [one for one in stands(site, batch_id) if one.status is not Status.COMPLETED]
    assert [one.key for one in left] == [at_fault]
    assert left[0].delivery.due_at is not None
    assert left[0].delivery.due_at > site.clock.now()


def test_one_that_is_never_answered_about_holds_up_nobody_for_long(site: Site) -> None:
    """After some attempts fewer are asked about at once, and it alone in the end."""
    site.registry.loses_answers = True
    batch_id = batch_of(site, 20)
    site.deliver()
    site.registry.loses_answers = False
    at_fault = stands(site, batch_id)[3].key
    asked_badly(site, at_fault, RegistryUnavailable())
    for _ in range(60):
        site.clock.advance(timedelta(minutes=20))
        site.deliver()
    left = [one for one in stands(site, batch_id) if one.status is not Status.COMPLETED]
    assert [one.key for one in left] == [at_fault]


def test_a_carrier_that_refuses_everything_is_left_alone(site: Site) -> None:
    """A wrong token is nobody's fault in particular: one call, and all of them wait."""
    batch_id = batch_of(site, 30)

    def refuse(submissions: Sequence[Submission]) -> Sequence[Answer]:
        raise RegistryRefused("401 Unauthorized", whatever_it_is=True)

    site.registry.submit = refuse  # type: ignore[method-assign]
    (report,) = site.deliver()
    assert len(report.calls) == 1
    assert {one.delivery.stage for one in stands(site, batch_id)} == {Stage.HELD}
    assert {one.status for one in stands(site, batch_id)} == {Status.SUBMITTED}


def test_a_dependent_never_goes_before_its_subscriber(site: Site) -> None:
    """While the subscriber is held, it waits; afterwards both go."""
    first, second = site.uploaded(subscriber(), child())
    submit = site.registry.submit

    def refuse(submissions: Sequence[Submission]) -> Sequence[Answer]:
        if any(one.subscriber_key is None for one in submissions):
            raise RegistryRefused("422")
        return submit(submissions)

    site.registry.submit = refuse  # type: ignore[method-assign]
    site.submitting.submit_ready(ALEX, first.batch_id)
    for _ in range(5):
        site.deliver()
        site.clock.advance(LATER)
    assert site.registry.accepted == []
    site.registry.submit = submit  # type: ignore[method-assign]
    with site.persistence.writing() as uow:
        held = next(one for one in stands(site, first.batch_id) if one.subscriber_key is None)
        uow.submissions.update([held.sent_again(site.clock.now())])
        uow.commit()
    site.clock.advance(LATER)
    site.deliver()
    assert site.registry.accepted == [first.submission_key, second.submission_key]
