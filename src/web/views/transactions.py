"""Transaction History, the way of one submission to the carrier in words, and how often a page
asks what has become of those that it shows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from domain.carrier import Carrier
from domain.delivery import DeliveryEvent, Stage, Step
from domain.ports import Page
from domain.services.results import HistoryEntry, Transaction
from domain.submission import Status, Submission

_SOON = timedelta(seconds=5)


class TransactionRow(msgspec.Struct, frozen=True):
    """A submission in the list; ``group_name`` is "" where it is not known."""

    entry: HistoryEntry
    group_name: str
    word: str

    @property
    def submission(self) -> Submission:
        return self.entry.submission


class TransactionList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the list, which asks for itself again every so many ``seconds`` (0: never) while
    some are under way.

    ``query`` is the list's own search without its page. ``again`` is whether the page has asked
    for it by itself.
    """

    rows: Sequence[TransactionRow]
    total: int
    page: int
    pages: int
    query: str
    under_way: int
    seconds: int
    again: bool


def found_view(
    found: Page[HistoryEntry],
    groups: Mapping[str, str],
    carrier: Carrier,
    query: str,
    now: datetime,
    *,
    again: bool = False,
) -> TransactionList:
    submissions = [entry.submission for entry in found.items]
    return TransactionList(
        rows=[
            TransactionRow(
                entry,
                groups.get(entry.submission.group_id, ""),
                carrier.status_word(entry.submission.status),
            )
            for entry in found.items
        ],
        total=found.total,
        page=found.number,
        pages=found.pages,
        query=query,
        under_way=len(under_way(submissions)),
        seconds=seconds_between(submissions, now),
        again=again,
    )


class StepView(msgspec.Struct, frozen=True):
    """Something that happened, the last time at ``at``: what, what it means, and what the carrier
    said."""

    title: str
    at: datetime
    detail: str = ""
    words: str = ""
    times: int = 1


class Next(msgspec.Struct, frozen=True):
    """What happens next; ``at`` ends the sentence, unless that is None."""

    text: str
    at: datetime | None = None


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A submission's way to the carrier. It is asked for again every so many ``seconds``; 0 where
    nothing more will come of itself."""

    transaction: Transaction
    group_name: str
    word: str
    steps: Sequence[StepView]
    next: Next | None
    seconds: int

    @property
    def submission(self) -> Submission:
        return self.transaction.submission


def way_view(transaction: Transaction, group_name: str, carrier: Carrier, now: datetime) -> Way:
    one = transaction.submission
    return Way(
        transaction=transaction,
        group_name=group_name,
        word=carrier.status_word(one.status),
        steps=list(_steps(transaction, carrier)),
        next=_next(one, carrier.name, now),
        seconds=seconds_between([one], now),
    )


def _steps(transaction: Transaction, carrier: Carrier) -> Iterator[StepView]:
    steps = transaction.submission.steps
    for step, after in zip(steps, (*steps[1:], None), strict=True):
        match step.event:
            case DeliveryEvent.SUBMITTED:
                by = transaction.submitted_by
                yield StepView(f"Submitted by {by}" if by else "Submitted", step.at)
            case DeliveryEvent.SENDING if after is None:
                yield StepView(f"Being handed over to {carrier.name}", step.at)
            case DeliveryEvent.SENDING if after and after.event is DeliveryEvent.ANSWERED:
                yield StepView(f"Handed over to {carrier.name}", step.at)
            case DeliveryEvent.SENDING:
                pass  # what came of it says that it was tried
            case DeliveryEvent.ANSWERED | DeliveryEvent.SETTLED:
                yield _answer(step, carrier)
            case event:
                title, detail = _TROUBLES[event]
                yield StepView(
                    title.format(carrier=carrier.name, unknown=carrier.status_word(Status.UNKNOWN)),
                    step.at,
                    detail.format(carrier=carrier.name),
                    step.words,
                    step.times,
                )


def _answer(step: Step, carrier: Carrier) -> StepView:
    status = Status(step.status)
    detail = ""
    if step.event is DeliveryEvent.SETTLED:
        detail = "The site’s operators wrote down what the carrier told them."
    elif not status.final:
        detail = f"{carrier.name} has it and is working on it."
    return StepView(carrier.status_word(status), step.at, detail, step.words)


_TROUBLES = {
    DeliveryEvent.NOT_REACHED: ("{carrier} could not be reached", ""),
    DeliveryEvent.NO_ANSWER: (
        "No answer came from {carrier}",
        "The carrier is asked what it has got before anything is sent again.",
    ),
    DeliveryEvent.NOT_THERE: ("{carrier} was asked and has not got it", ""),
    DeliveryEvent.NOT_TAKEN: (
        "{carrier} did not take it this time",
        "The carrier is asked what it has got before anything is sent again.",
    ),
    DeliveryEvent.REFUSED: (
        "{carrier}’s system refused it",
        "The site’s operators have been told.",
    ),
    DeliveryEvent.UNKNOWN: (
        "{unknown}",
        "It was sent, but nobody can tell whether it arrived, and {carrier} has no way to be"
        " asked. The site’s operators have been told. It is never sent twice by itself.",
    ),
    DeliveryEvent.AGAIN: ("The site’s operators had it sent again", ""),
}


def _next(one: Submission, carrier: str, now: datetime) -> Next | None:
    delivery = one.delivery
    match delivery.stage:
        case Stage.WAITING if delivery.attempts:
            text = "It is tried again"
        case Stage.WAITING:
            text = f"It is handed over to {carrier}"
        case Stage.SENDING if not delivery.attempts:
            return Next(f"{carrier} is about to answer.")
        case Stage.SENDING:
            text = f"{carrier} is asked whether it has got it"
        case Stage.WITH_CARRIER:
            text = f"{carrier} is asked for news"
        case Stage.HELD:
            return Next("It is sent again once the operators have mended what was refused.")
        case Stage.UNKNOWN:
            return Next(f"The operators find out from {carrier} what became of it.")
        case Stage.DONE:
            return None
    if delivery.due_at is None or delivery.due_at - now < _SOON:
        return Next(f"{text} in a moment.")
    return Next(f"{text} at", delivery.due_at)


# Seconds between two questions, by how far off the next happening is. Deliveries come about a
# second after they are due; what is long overdue waits for somebody to start them.
_PACES = ((timedelta(seconds=10), 2), (timedelta(minutes=1), 10))
_SLOWEST = 60


def under_way(submissions: Sequence[Submission]) -> list[Submission]:
    """Those of which something more will be heard without anybody's doing."""
    return [one for one in submissions if one.delivery.due_at is not None]


def seconds_between(submissions: Sequence[Submission], now: datetime) -> int:
    """The seconds between two questions; 0 where none need be asked."""
    due = [one.delivery.due_at for one in submissions if one.delivery.due_at is not None]
    if not due:
        return 0
    nearest = min(abs(moment - now) for moment in due)
    return next((seconds for within, seconds in _PACES if nearest <= within), _SLOWEST)
