"""An application handed to the carrier, once."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from domain.answers import Answers
from domain.carrier_words import without_numbers
from domain.delivery import Delivery, DeliveryEvent, Stage, Step, stepped
from domain.errors import ActionRefused
from domain.tone import Tone


class Status(StrEnum):
    """What Transaction History shows, a line each: the word, how it is to be taken, and whether it
    is ``final``, the carrier's last."""

    SUBMITTED = "Submitted", Tone.INFO
    PROCESSING = "Processing", Tone.INFO
    COMPLETED = "Completed", Tone.GOOD, True
    NEEDS_REVIEW = "Needs Review", Tone.WARN, True
    DECLINED = "Declined", Tone.BAD, True
    UNKNOWN = "Unknown", Tone.WARN  # nobody can tell whether the carrier has got it

    tone: Tone
    final: bool

    def __new__(cls, word: str, tone: Tone = Tone.PLAIN, final: bool = False) -> "Status":
        status = str.__new__(cls, word)
        status._value_ = word
        status.tone, status.final = tone, final
        return status


class Answer(msgspec.Struct, frozen=True):
    """The carrier's answer to one submission, by its idempotency key.

    ``status`` is PROCESSING until the last word; SUBMITTED, of something that was asked about,
    says that the carrier gave it back (``MemberRegistry.ask``). ``words`` are shown to people,
    but for the numbers that they quote.
    """

    key: str
    status: Status
    words: str = ""


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """One submitted application.

    ``key`` is the idempotency key the carrier sees. ``answers`` is the enrollment as submitted, a
    dependent's coverage filled in from the subscriber. ``warnings`` are the codes of the warnings
    that stood at submission. ``subscriber_key`` is the subscriber's own key, None for subscribers.
    ``delivery`` and ``steps`` tell its way to the carrier. One that is ``unreadable`` was changed
    where it is kept: its answers are lost, and it is not handed over.
    """

    id: str
    key: str
    application_id: str
    batch_id: str
    group_id: str
    confirmation_id: str
    answers: Answers
    warnings: tuple[str, ...]
    subscriber_key: str | None
    submitted_by: str
    submitted_at: datetime
    status: Status = Status.SUBMITTED
    carrier_words: str = ""
    answered_at: datetime | None = None
    delivery: Delivery = Delivery()
    steps: tuple[Step, ...] = ()
    unreadable: bool = False

    @property
    def person_name(self) -> str:
        if self.unreadable:
            return "Cannot be read"
        return f"{self.answers.first_name} {self.answers.last_name}"

    # What happens on the way. Times are those of the happening, and of when to look again.

    def sending(self, now: datetime) -> "Submission":
        """About to be handed over: written down before the call."""
        self._allow("sent", Stage.WAITING)
        return self._next(DeliveryEvent.SENDING, now, Stage.SENDING, due_at=now)

    def answered(self, answer: Answer, now: datetime, due_at: datetime) -> "Submission":
        """After the carrier's answer; a final status never changes, and what the carrier repeats
        is no news. ``due_at`` is when to ask for its last word."""
        if self.status.final:
            raise ActionRefused("answered again", self.status)
        if answer.status is Status.SUBMITTED:
            return self.held(answer.words, now)
        words = without_numbers(answer.words)
        delivery = Delivery(Stage.DONE) if answer.status.final else _with_carrier(due_at)
        if (answer.status, words) == (self.status, self.carrier_words):
            return self._replace(delivery=delivery)
        step = Step(DeliveryEvent.ANSWERED, now, answer.status.value, words)
        return self._replace(
            status=answer.status,
            carrier_words=words,
            answered_at=now,
            delivery=delivery,
            steps=stepped(self.steps, step),
        )

    def not_reached(self, now: datetime, due_at: datetime, trouble: str) -> "Submission":
        """Surely nothing arrived: it waits again."""
        self._allow("put back", Stage.SENDING)
        return self._failed(DeliveryEvent.NOT_REACHED, now, Stage.WAITING, due_at, trouble)

    def put_back(self, now: datetime) -> "Submission":
        """Refused among others, one of which may be to blame: it goes again, with fewer of them.
        That is no news to anybody."""
        self._allow("put back", Stage.SENDING)
        delivery = msgspec.structs.replace(self.delivery, stage=Stage.WAITING, due_at=now)
        return self._replace(delivery=delivery)

    def not_taken(self, now: datetime, due_at: datetime) -> "Submission":
        """The carrier answered without it. It is asked for before it is sent again, in case the
        carrier left out of its answer what it has."""
        self._allow("put back", Stage.SENDING)
        return self._failed(DeliveryEvent.NOT_TAKEN, now, Stage.SENDING, due_at, "not taken")

    def unanswered(self, now: datetime, due_at: datetime, trouble: str) -> "Submission":
        """No usable answer came: it may have arrived. That the carrier, which has got it, did not
        say more is no news."""
        self._allow("left open", Stage.SENDING, Stage.WITH_CARRIER)
        stage = self.delivery.stage
        after = self._failed(DeliveryEvent.NO_ANSWER, now, stage, due_at, trouble)
        return after if stage is Stage.SENDING else self._replace(delivery=after.delivery)

    def not_there(self, now: datetime) -> "Submission":
        """Asked, and the carrier hasn't got it: it may go again."""
        self._allow("put back", Stage.SENDING, Stage.WITH_CARRIER)
        delivery = msgspec.structs.replace(self.delivery, stage=Stage.WAITING, due_at=now)
        return self._replace(
            # Whatever it said before, it says no longer.
            status=Status.SUBMITTED,
            carrier_words="",
            answered_at=None,
            delivery=delivery,
            steps=stepped(self.steps, Step(DeliveryEvent.NOT_THERE, now)),
        )

    def postponed(self, due_at: datetime) -> "Submission":
        """It was its turn, and it has to wait: for its subscriber, or for the carrier."""
        return self._replace(delivery=msgspec.structs.replace(self.delivery, due_at=due_at))

    def held(self, words: str, now: datetime, trouble: str = "refused") -> "Submission":
        """Refused: a person must mend something before it is sent again."""
        self._allow("held", Stage.SENDING, Stage.WITH_CARRIER)
        words = without_numbers(words)
        after = self._next(DeliveryEvent.REFUSED, now, Stage.HELD, words=words, trouble=trouble)
        return after._replace(status=Status.SUBMITTED, carrier_words=words)

    def set_aside(self) -> "Submission":
        """It cannot be read: a person must mend it before it is sent."""
        self._allow("set aside", Stage.WAITING)
        delivery = Delivery(Stage.HELD, None, self.delivery.attempts, "unreadable")
        return self._replace(delivery=delivery)

    def unknown(self, now: datetime) -> "Submission":
        """It may have arrived, and the carrier cannot be asked. Never sent again by itself."""
        self._allow("given up on", Stage.SENDING)
        after = self._next(DeliveryEvent.UNKNOWN, now, Stage.UNKNOWN, trouble="cannot be asked")
        return after._replace(status=Status.UNKNOWN)

    # What an operator does

    def sent_again(self, now: datetime) -> "Submission":
        """An operator says that the carrier hasn't got it, or has mended what was refused; or that
        there is no need to wait any longer."""
        self._allow("sent again", Stage.HELD, Stage.UNKNOWN, Stage.WAITING)
        return self._replace(
            status=Status.SUBMITTED,
            delivery=Delivery(due_at=now),
            steps=stepped(self.steps, Step(DeliveryEvent.AGAIN, now)),
        )

    def asked_again(self, now: datetime) -> "Submission":
        """The carrier is to be asked now, whenever it would have been."""
        self._allow("asked about", *(one for one in Stage if one is not Stage.DONE))
        stage = self.delivery.stage
        if stage.for_a_person:
            stage = Stage.SENDING
        return self._replace(
            delivery=msgspec.structs.replace(self.delivery, stage=stage, due_at=now)
        )

    def settled(self, answer: Answer, now: datetime) -> "Submission":
        """What the carrier told an operator, its last word."""
        self._allow("settled", *(one for one in Stage if one is not Stage.DONE))
        if not answer.status.final:
            raise ActionRefused("settled", answer.status)
        words = without_numbers(answer.words)
        return self._replace(
            status=answer.status,
            carrier_words=words,
            answered_at=now,
            delivery=Delivery(Stage.DONE),
            steps=stepped(self.steps, Step(DeliveryEvent.SETTLED, now, answer.status.value, words)),
        )

    def _allow(self, act: str, *stages: Stage) -> None:
        if self.delivery.stage not in stages:
            raise ActionRefused(act, self.delivery.stage)

    def _failed(
        self, event: DeliveryEvent, now: datetime, stage: Stage, due_at: datetime, trouble: str
    ) -> "Submission":
        delivery = Delivery(stage, due_at, self.delivery.attempts + 1, trouble)
        return self._replace(delivery=delivery, steps=stepped(self.steps, Step(event, now)))

    def _next(
        self,
        event: DeliveryEvent,
        now: datetime,
        stage: Stage,
        *,
        due_at: datetime | None = None,
        words: str = "",
        trouble: str = "",
    ) -> "Submission":
        delivery = Delivery(stage, due_at, self.delivery.attempts, trouble)
        step = Step(event, now, words=words)
        return self._replace(delivery=delivery, steps=stepped(self.steps, step))

    def _replace(self, **changes: Any) -> "Submission":
        return msgspec.structs.replace(self, **changes)


def _with_carrier(due_at: datetime) -> Delivery:
    return Delivery(Stage.WITH_CARRIER, due_at)
