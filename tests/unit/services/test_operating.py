"""What operators do about submissions that are stuck."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NoReturn

import pytest

from domain.delivery import DeliveryEvent, Stage
from domain.errors import ActionRefused, BatchHeld, CannotBeAsked, NotFound, RegistryRefused
from domain.ports import STUBBORN
from domain.services.operating import Operating
from domain.submission import Status, Submission
from tests.unit.domain.rows import subscriber
from tests.unit.services.outbox import batch_of, only, stands
from tests.unit.services.site import Site

MINUTE = timedelta(minutes=1)


@pytest.fixture
def operating(site: Site) -> Operating:
    return Operating(site.persistence, site.clock, site.ids)


def submitted(site: Site) -> str:
    """A batch of somebody else than in ``batch_of``, submitted and not yet delivered."""
    (one,) = site.uploaded(subscriber(ssn="801-12-9999", first_name="Bea"))
    site.submit(one)
    return one.batch_id


def refuse_all(site: Site, *batches: str) -> None:
    """Have the carrier refuse these, whatever is in them."""
    taking = site.registry.submit

    def refuse(_: Sequence[Submission]) -> NoReturn:
        raise RegistryRefused("401 Unauthorized", whatever_it_is=True)

    site.registry.submit = refuse  # type: ignore[method-assign]
    site.deliver()
    site.registry.submit = taking  # type: ignore[method-assign]
    for batch_id in batches:
        assert {one.delivery.stage for one in stands(site, batch_id)} == {Stage.HELD}


def unknown(site: Site) -> str:
    """A batch of one whose answer was lost, at a carrier that cannot be asked."""
    batch_id = batch_of(site, 1)
    site.registry.loses_answers = True
    site.deliver()
    site.registry.loses_answers = False
    asking = site.registry.ask

    def silent(_: Sequence[str]) -> NoReturn:
        raise CannotBeAsked

    site.registry.ask = silent  # type: ignore[method-assign]
    site.clock.advance(MINUTE)
    site.deliver()
    site.registry.ask = asking  # type: ignore[method-assign]
    assert only(site, batch_id).status is Status.UNKNOWN
    return batch_id


def test_what_was_refused_goes_again(site: Site, operating: Operating) -> None:
    """All of a batch in one transaction, whose steps say that a person had it sent again."""
    batch_id = batch_of(site, 30)
    refuse_all(site, batch_id)
    commits = site.persistence.commits
    outcomes = list(operating.send_again(stands(site, batch_id)))
    assert site.persistence.commits == commits + 1
    assert [one.refusal for one in outcomes] == [None] * 30
    assert [one.submission for one in outcomes] == stands(site, batch_id)
    site.deliver()
    after = stands(site, batch_id)
    assert {one.status for one in after} == {Status.COMPLETED}
    assert DeliveryEvent.AGAIN in {step.event for step in after[0].steps}


def test_what_is_unknown_goes_again_when_a_person_says_so(site: Site, operating: Operating) -> None:
    """The carrier had it after all, and takes it by its key once only."""
    batch_id = unknown(site)
    site.deliver()
    assert only(site, batch_id).status is Status.UNKNOWN
    list(operating.send_again([only(site, batch_id)]))
    assert only(site, batch_id).status is Status.SUBMITTED
    site.deliver()
    assert only(site, batch_id).status is Status.COMPLETED


def test_the_carrier_is_asked_at_once(site: Site, operating: Operating) -> None:
    """Without waiting for its time, and without sending anything."""
    batch_id = unknown(site)
    submitted = site.registry.asked["submit"]
    list(operating.ask_again([only(site, batch_id)]))
    site.deliver()
    assert only(site, batch_id).status is Status.COMPLETED
    assert site.registry.asked["submit"] == submitted


def test_the_carriers_last_word_is_written_down(site: Site, operating: Operating) -> None:
    """As it told the operator; after that there is nothing left to do."""
    batch_id = unknown(site)
    one = only(site, batch_id)
    list(operating.settle([one], Status.DECLINED, "Not eligible."))
    after = only(site, batch_id)
    assert (after.status, after.carrier_words) == (Status.DECLINED, "Not eligible.")
    assert after.steps[-1].event is DeliveryEvent.SETTLED
    (outcome,) = operating.settle([one], Status.COMPLETED, "")
    assert isinstance(outcome.refusal, ActionRefused)
    assert (outcome.refusal.state, outcome.submission) == (Stage.DONE, after)


def test_what_may_have_arrived_is_not_sent_blindly(site: Site, operating: Operating) -> None:
    """One that may not be sent again doesn't hold up the others."""
    batch_id = batch_of(site, 1)
    site.registry.loses_answers = True
    site.deliver()
    other = submitted(site)
    refuse_all(site, other)
    doubtful = only(site, batch_id)
    first, second = operating.send_again([doubtful, only(site, other)])
    assert isinstance(first.refusal, ActionRefused)
    assert first.refusal.state == Stage.SENDING
    assert only(site, batch_id) == doubtful
    assert second.refusal is None


def test_nothing_is_changed_of_what_somebody_delivers(site: Site, operating: Operating) -> None:
    """What they have in hand would be written over the change. Other batches are free."""
    batch_id, other = batch_of(site, 1), submitted(site)
    refuse_all(site, batch_id, other)
    chosen = [only(site, batch_id), only(site, other)]
    with site.persistence.writing() as uow:
        now = site.clock.now()
        assert uow.deliveries.take(batch_id, "a worker", now, now + MINUTE)
        uow.commit()
    first, second = operating.send_again(chosen)
    assert isinstance(first.refusal, BatchHeld)
    assert only(site, batch_id) == first.submission == chosen[0]
    assert second.refusal is None
    site.clock.advance(MINUTE)
    (late,) = operating.send_again(chosen[:1])
    assert late.refusal is None
    with site.persistence.writing() as uow:
        assert not uow.deliveries.hold(batch_id, "a worker", site.clock.now())


def test_an_act_leaves_the_batch_to_others(site: Site, operating: Operating) -> None:
    """It can be delivered at once."""
    batch_id = batch_of(site, 1)
    refuse_all(site, batch_id)
    list(operating.send_again(stands(site, batch_id)))
    assert [report.batch_id for report in site.deliver()] == [batch_id]


def test_what_is_in_trouble_is_listed(site: Site, operating: Operating) -> None:
    """What waits for a person, and what fails as often as one wants to know of."""
    batch_id = batch_of(site, 1)
    refuse_all(site, batch_id)
    stuck = only(site, batch_id)
    site.clock.advance(MINUTE)
    failing = submitted(site)
    site.registry.unreachable = True
    site.deliver()
    assert operating.in_trouble(10) == [stuck]
    assert operating.in_trouble(10, failures=1) == [stuck, only(site, failing)]
    assert operating.in_trouble(1, failures=1) == [stuck]
    for _ in range(STUBBORN):
        site.clock.advance(timedelta(hours=1))
        site.deliver()
    assert operating.in_trouble(10) == [stuck, only(site, failing)]
    assert operating.backlog().stages == {Stage.HELD: 1, Stage.WAITING: 1}


def test_a_submission_is_found_by_its_confirmation_id(site: Site, operating: Operating) -> None:
    """Whatever its group; another ID finds nothing."""
    one = only(site, batch_of(site, 1))
    assert operating.find(one.confirmation_id) == one
    with pytest.raises(NotFound):
        operating.find("ME-0000-0000-0")
