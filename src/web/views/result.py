"""What was submitted, and how far it has come on its way to the carrier."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from domain.carrier import Carrier
from domain.delivery import Stage
from domain.services.results import Progress
from domain.submission import Submission
from web.rendering import count
from web.views.transactions import seconds_between


class Delivered(msgspec.Struct, frozen=True, kw_only=True):
    """How many of some submissions the carrier has got, as a sentence, while ``handing`` as a bar
    too; ``stuck`` is a sentence on those that wait for a person, "" for none.

    It stands on ``page``, and is asked for again at ``news`` every so many ``seconds``; 0 for
    never.
    """

    sentence: str
    handing: bool
    handed: int
    total: int
    stuck: str
    page: str
    news: str
    seconds: int
    done: bool


class SubmissionLine(msgspec.Struct, frozen=True):
    """A submission in the table, with its status in the carrier's word."""

    submission: Submission
    word: str


class SubmissionResult(msgspec.Struct, frozen=True):
    """What was submitted, and a sentence on who is ready but stays ("" for nobody)."""

    lines: Sequence[SubmissionLine]
    delivered: Delivered
    waiting: str = ""


class Polling(msgspec.Struct, frozen=True):
    """Where submissions are shown, and where that page asks how they stand ``now``."""

    page: str
    news: str
    now: datetime


def result_of(
    submissions: Sequence[Submission], carrier: Carrier, asked: Polling
) -> SubmissionResult:
    undone = [one for one in submissions if one.delivery.stage is not Stage.DONE]
    return SubmissionResult(
        [SubmissionLine(one, carrier.status_word(one.status)) for one in submissions],
        delivered(Progress(len(submissions), undone), carrier, asked),
    )


def delivered(progress: Progress, carrier: Carrier, asked: Polling) -> Delivered:
    stages = [one.delivery.stage for one in progress.undone]
    working = stages.count(Stage.WITH_CARRIER)
    stuck = sum(one.for_a_person for one in stages)
    total, undone = progress.total, len(stages)
    handing, handed = undone > working + stuck, total - undone + working
    if not undone:
        sentence = "All answered"
    elif handing or not working:
        sentence = f"Handed to {carrier.name}: {handed:,} of {total:,}"
    else:
        sentence = f"Answered by {carrier.name}: {total - undone:,} of {total:,}"
    return Delivered(
        sentence=sentence,
        handing=handing,
        handed=handed,
        total=total,
        stuck=_stuck(stuck),
        page=asked.page,
        news=asked.news,
        seconds=seconds_between(progress.undone, asked.now),
        done=not undone,
    )


def _stuck(number: int) -> str:
    if not number:
        return ""
    needs = "needs" if number == 1 else "need"
    return (
        f"{count(number, 'submission')} {needs} the site’s operators, who have been told."
        " Transaction History says why."
    )
