"""Handing submissions over to the carrier, and asking what has become of them."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from domain.audit import Act, of_submission
from domain.carrier_words import without_numbers
from domain.delivery import Pace
from domain.errors import CannotBeAsked, NothingArrived, RegistryRefused, RegistryUnavailable
from domain.ports import Clock, Ids, MemberRegistry, Persistence, UnitOfWork
from domain.services.delivery_round import Asking, Call, Round
from domain.submission import Answer, Status


class CallReport(msgspec.Struct, frozen=True):
    """One call of the carrier: "submit" or "ask", about so many, and "" or what went wrong in a
    word or two without personal data."""

    kind: str
    count: int
    seconds: float
    trouble: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one round, for whoever watches over deliveries.

    ``answered`` submissions got an answer that was news. ``lost`` is whether somebody else has
    taken the batch over meanwhile.
    """

    batch_id: str
    answered: int
    calls: Sequence[CallReport]
    lost: bool = False


class Delivering:
    """Delivers, batch by batch, what is due. Any number may do so at once, on any machines.

    Whoever delivers a batch holds it for a while. What is about to be sent is written down as
    such first; where that is found again, or no usable answer came, the carrier is asked by our
    key before it is sent once more.
    """

    def __init__(
        self,
        registry: MemberRegistry,
        persistence: Persistence,
        clock: Clock,
        ids: Ids,
        pace: Pace | None = None,
    ) -> None:
        self._registry = registry
        self._persistence = persistence
        self._clock = clock
        self._ids = ids
        self._pace = pace or Pace()

    def round(self, stopping: Callable[[], bool] = lambda: False) -> Report | None:
        """Do what is due for one batch; None when nothing is. ``stopping`` is looked at between
        two calls: what is left then is let go for others."""
        with self._persistence.reading() as uow:
            if not uow.deliveries.due(self._clock.now()):
                return None
        (holder,) = self._ids.new()
        batch_id = None
        try:
            with self._persistence.writing() as uow:
                now = self._clock.now()
                batch_id = uow.deliveries.claim(holder, now, now + self._pace.lease)
                if batch_id is None:
                    return None
                work = Round(uow.deliveries.undone(batch_id), now, self._pace)
                call = work.next_call(now)
                _write(uow, work, call, batch_id, holder, now)
        except Exception:
            if batch_id is not None:
                self._set_aside(batch_id, holder)
            raise
        calls: list[CallReport] = []
        lost = False
        while call:
            calls.append(self._make(call, work))
            with self._persistence.writing() as uow:
                now = self._clock.now()
                if not uow.deliveries.hold(batch_id, holder, now + self._pace.lease):
                    # It took too long. Whoever has it now asks the carrier for what was sent.
                    lost = True
                    break
                call = None if stopping() else work.next_call(now)
                _write(uow, work, call, batch_id, holder, now)
        return Report(batch_id=batch_id, answered=work.answered, calls=calls, lost=lost)

    def _set_aside(self, batch_id: str, holder: str) -> None:
        """Hold the batch that cannot be read for a while, so that it holds up no other."""
        with self._persistence.writing() as uow:
            now = self._clock.now()
            uow.deliveries.take(batch_id, holder, now, now + self._pace.lease)
            uow.commit()

    def _make(self, call: Call, work: Round) -> CallReport:
        """Call the carrier, outside any transaction, and take in what came of it."""
        trouble = ""
        started = self._clock.now()
        try:
            answers = self._answers(call)
        except CannotBeAsked:
            work.cannot_be_asked(call, self._clock.now())
        except NothingArrived as error:
            trouble = "not reached"
            work.not_reached(call, self._clock.now(), error.retry_after)
        except RegistryRefused as error:
            trouble = without_numbers(error.reason)
            work.refused(call, self._clock.now(), trouble, error.whatever_it_is)
        except RegistryUnavailable:
            trouble = "no answer"
            work.unanswered(call, self._clock.now(), trouble)
        except Exception as error:
            # What an adapter did not foresee leaves the same doubt.
            trouble = type(error).__name__
            work.failed(call, self._clock.now(), trouble)
        else:
            work.take(call, answers, self._clock.now())
        seconds = (self._clock.now() - started).total_seconds()
        kind = "ask" if isinstance(call, Asking) else "submit"
        return CallReport(kind, len(call.keys), seconds, trouble)

    def _answers(self, call: Call) -> Sequence[Answer]:
        """What the registry answered, if it can be kept. Raises what it raises, and whatever comes
        of an answer that is none."""
        if isinstance(call, Asking):
            answers = list(self._registry.ask(call.keys))
        else:
            answers = list(self._registry.submit(call.submissions))
        for one in answers:
            one.words.encode()  # half a character can be kept nowhere
        return [Answer(one.key, Status(one.status), one.words) for one in answers]


def _write(
    uow: UnitOfWork, work: Round, call: Call | None, batch_id: str, holder: str, now: datetime
) -> None:
    """Keep what has changed, including what is about to be sent, before the call is made."""
    uow.submissions.update(work.changed())
    for one in work.news():
        facts = {"status": one.status.value, "step": one.steps[-1].event.value}
        uow.audit.add(of_submission(Act.ANSWERED, now, None, one, **facts))
    if call is None:
        uow.deliveries.release(batch_id, holder)
    uow.commit()
