"""An application handed to the carrier, once."""

from datetime import datetime
from enum import StrEnum

import msgspec

from domain.answers import Answers
from domain.errors import ActionRefused


class Status(StrEnum):
    """What Transaction History shows; the carrier's last word ends it."""

    SUBMITTED = "Submitted"
    PROCESSING = "Processing"
    COMPLETED = "Completed"
    NEEDS_REVIEW = "Needs Review"
    DECLINED = "Declined"

    @property
    def final(self) -> bool:
        return self in (Status.COMPLETED, Status.NEEDS_REVIEW, Status.DECLINED)


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """One submitted application.

    ``key`` is the idempotency key the carrier sees. ``answers`` is the enrollment as submitted, a
    dependent's coverage filled in from the subscriber. ``warnings`` are the codes of the warnings
    that stood at submission. ``subscriber_key`` is the subscriber's own key, None for subscribers.
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

    @property
    def person_name(self) -> str:
        return f"{self.answers.first_name} {self.answers.last_name}"

    def answered(self, answer: "Answer", now: datetime) -> "Submission":
        """The submission after the carrier's answer; a final status never changes."""
        if self.status.final:
            raise ActionRefused("answered again", self.status)
        return msgspec.structs.replace(
            self, status=answer.status, carrier_words=answer.words, answered_at=now
        )


class Answer(msgspec.Struct, frozen=True):
    """The carrier's answer to one submission, by its idempotency key."""

    key: str
    status: Status
    words: str = ""
