"""A submission's way to the carrier: how far it has come, and what happened when."""

from datetime import datetime, timedelta
from enum import StrEnum
from zlib import crc32

import msgspec


class Stage(StrEnum):
    """How far a submission has come."""

    WAITING = "waiting"  # the carrier surely hasn't got it
    SENDING = "sending"  # written down before the call: until it is answered, nobody can tell
    WITH_CARRIER = "with carrier"  # taken; its last word is asked for
    HELD = "held"  # refused: a person must mend something first
    UNKNOWN = "unknown"  # it may have arrived, and the carrier cannot be asked: for a person
    DONE = "done"  # the carrier has said its last word

    @property
    def for_a_person(self) -> bool:
        return self in (Stage.HELD, Stage.UNKNOWN)


class DeliveryEvent(StrEnum):
    """What happened on the way."""

    SUBMITTED = "submitted"
    SENDING = "sending"
    NOT_REACHED = "not reached"  # surely nothing arrived
    NO_ANSWER = "no answer"  # it may have arrived
    NOT_THERE = "not there"  # asked, and the carrier hadn't got it
    NOT_TAKEN = "not taken"  # answered without it
    REFUSED = "refused"
    UNKNOWN = "unknown"
    ANSWERED = "answered"
    AGAIN = "again"  # an operator had it sent again
    SETTLED = "settled"  # an operator wrote down what the carrier told them


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that happened, ``times`` times without anything else between, the last time at
    ``at``. ``status`` and ``words`` are the carrier's, where it said something."""

    event: DeliveryEvent
    at: datetime
    status: str = ""
    words: str = ""
    times: int = 1


class Delivery(msgspec.Struct, frozen=True):
    """Where a submission is on its way.

    It is looked at again at ``due_at``, or never by itself when that is None. ``attempts`` have
    failed since something last worked; ``trouble`` says in a word what the last failure was, for
    operators.
    """

    stage: Stage = Stage.WAITING
    due_at: datetime | None = None
    attempts: int = 0
    trouble: str = ""


def stepped(steps: tuple[Step, ...], step: Step) -> tuple[Step, ...]:
    """The steps with one more. What has happened before, since a person last had it sent, is
    counted instead of listed again, so that a carrier that fails for long makes no long list."""
    for place in reversed(range(len(steps))):
        if _alike(steps[place], step):
            again = msgspec.structs.replace(step, times=steps[place].times + 1)
            return (*steps[:place], *steps[place + 1 :], again)
        if steps[place].event in (DeliveryEvent.SUBMITTED, DeliveryEvent.AGAIN):
            break
    return (*steps, step)


def _alike(one: Step, other: Step) -> bool:
    return (one.event, one.status, one.words) == (other.event, other.status, other.words)


# What is further ahead than this was written by a clock that was wrong, and counts no more.
LONGEST_LEASE = timedelta(hours=1)
LONGEST_PAUSE = timedelta(hours=1)


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How fast and how patiently submissions are delivered.

    ``lease`` is how long whoever delivers a batch holds it; it outlasts the longest call.
    ``piece`` is how many are handed over in one call. After a failure the next attempt comes after
    ``first_retry``, then twice as long each time, up to ``longest_retry``. What is with the
    carrier is asked about after a tenth of the time since its submission, within the two limits.
    """

    lease: timedelta = timedelta(seconds=60)
    piece: int = 250
    first_retry: timedelta = timedelta(seconds=2)
    longest_retry: timedelta = timedelta(minutes=15)
    first_question: timedelta = timedelta(seconds=5)
    longest_question: timedelta = LONGEST_PAUSE

    def retry_at(self, now: datetime, attempts: int, batch_id: str) -> datetime:
        """When to try again after so many failures: full time less up to half of it, so that the
        batches that failed together don't come back together. The same for all of a batch, which
        goes together."""
        wait = min(self.first_retry * (1 << min(attempts - 1, 20)), self.longest_retry)
        spread = crc32(f"{batch_id} {attempts}".encode()) / 2**32
        return now + wait * (1 - spread / 2)

    def question_at(self, now: datetime, submitted_at: datetime) -> datetime:
        """When to ask again about what the carrier is still working on."""
        wait = (now - submitted_at) / 10
        return now + min(max(wait, self.first_question), self.longest_question)
