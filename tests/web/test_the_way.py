"""How the way of a submission to the carrier is told, and how often a page asks about it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from domain.delivery import Delivery, DeliveryEvent, Step
from domain.services.results import Progress, Transaction
from domain.submission import Answer, Status, Submission
from tests.builders import NOW, a_batch, a_submission, an_application
from tests.demonstration import FILE
from web.views.result import Polling, delivered
from web.views.transactions import Way, seconds_between, way_view

CARRIER = "Cascadia Health Plan"
MINUTE = timedelta(minutes=1)
Act = Callable[[Submission, datetime], Submission]


def sent(one: Submission, at: datetime) -> Submission:
    return one.sending(at)


def not_reached(one: Submission, at: datetime) -> Submission:
    return one.not_reached(at, at + MINUTE, "not reached")


def unanswered(one: Submission, at: datetime) -> Submission:
    return one.unanswered(at, at + MINUTE, "no answer")


def not_there(one: Submission, at: datetime) -> Submission:
    return one.not_there(at)


def not_taken(one: Submission, at: datetime) -> Submission:
    return one.not_taken(at, at + MINUTE)


def held(one: Submission, at: datetime) -> Submission:
    return one.held("Unknown plan.", at)


def unknown(one: Submission, at: datetime) -> Submission:
    return one.unknown(at)


def again(one: Submission, at: datetime) -> Submission:
    return one.sent_again(at)


def settled(one: Submission, at: datetime) -> Submission:
    return one.settled(Answer(one.key, Status.COMPLETED, "Member 12."), at)


def answered(status: Status, words: str = "") -> Act:
    return lambda one, at: one.answered(Answer(one.key, status, words), at, at + 3 * MINUTE)


def submission(*acts: Act) -> Submission:
    """One submitted now, to which these things happened, a minute apart."""
    one = a_submission(
        an_application(a_batch()),
        delivery=Delivery(due_at=NOW),
        steps=(Step(DeliveryEvent.SUBMITTED, NOW),),
        submitted_at=NOW,
    )
    for number, act in enumerate(acts, start=1):
        one = act(one, NOW + number * MINUTE)
    return one


def way(*acts: Act, by: str = "Alex Moreno") -> Way:
    """As it is told when the last of these has just happened."""
    batch = a_batch()
    found = Transaction(submission(*acts), by, an_application(batch), batch)
    return way_view(found, "Redwood Manufacturing", FILE.carrier, NOW + len(acts) * MINUTE)


def told(*acts: Act) -> list[str]:
    """The titles of what happened after it was submitted."""
    return [step.title for step in way(*acts).steps[1:]]


@pytest.mark.parametrize(
    ("acts", "titles"),
    [
        ([sent], [f"Being handed over to {CARRIER}"]),
        ([sent, not_reached], [f"{CARRIER} could not be reached"]),
        ([sent, unanswered], [f"No answer came from {CARRIER}"]),
        ([sent, not_taken], [f"{CARRIER} did not take it this time"]),
        (
            [sent, unanswered, not_there],
            [f"No answer came from {CARRIER}", f"{CARRIER} was asked and has not got it"],
        ),
        ([sent, held], [f"{CARRIER}’s system refused it"]),
        (
            [sent, held, again],
            [f"{CARRIER}’s system refused it", "The site’s operators had it sent again"],
        ),
        ([sent, unknown], ["Unknown"]),
        ([sent, unknown, settled], ["Unknown", "Completed"]),
        (
            [sent, answered(Status.PROCESSING), answered(Status.NEEDS_REVIEW)],
            [f"Handed over to {CARRIER}", "Processing", "Needs Review"],
        ),
        (
            [sent, not_reached, sent, answered(Status.DECLINED)],
            [f"{CARRIER} could not be reached", f"Handed over to {CARRIER}", "Declined"],
        ),
        (
            [sent, unanswered, answered(Status.COMPLETED)],
            [f"No answer came from {CARRIER}", "Completed"],
        ),
    ],
)
def test_each_step_has_its_sentence(acts: list[Act], titles: list[str]) -> None:
    """In the order in which they happened; that it was tried goes without saying."""
    assert told(*acts) == titles


def test_every_kind_of_step_can_be_told() -> None:
    """Whatever may happen has a sentence."""
    one = submission()
    for event in DeliveryEvent:
        step = Step(event, NOW, Status.COMPLETED.value)
        batch = a_batch()
        found = Transaction(replace(one, steps=(step,)), "", an_application(batch), batch)
        (told,) = way_view(found, "", FILE.carrier, NOW).steps
        assert told.title
        assert "{" not in told.title + told.detail


def test_a_step_says_who_when_and_what_the_carrier_said() -> None:
    """The submission with its administrator, an answer with its words."""
    first, _, last = way(sent, answered(Status.COMPLETED, "Member 12.")).steps
    assert (first.title, first.at) == ("Submitted by Alex Moreno", NOW)
    assert (last.at, last.words) == (NOW + 2 * MINUTE, "Member 12.")
    assert way(by="").steps[0].title == "Submitted"
    assert way(sent, held).steps[-1].words == "Unknown plan."


def test_what_repeats_is_told_once() -> None:
    """With how often, and when it happened last."""
    steps = way(*[sent, not_reached] * 12).steps
    assert [step.title for step in steps[1:]] == [f"{CARRIER} could not be reached"]
    assert (steps[-1].times, steps[-1].at) == (12, NOW + 24 * MINUTE)


def test_what_nobody_can_tell_is_called_as_the_carrier_calls_it() -> None:
    """Like every status."""
    batch = a_batch()
    found = Transaction(submission(sent, unknown), "", an_application(batch), batch)
    carrier = replace(FILE.carrier, status_words={Status.UNKNOWN: "With our staff"})
    assert way_view(found, "", carrier, NOW).steps[-1].title == "With our staff"


@pytest.mark.parametrize(
    ("acts", "text", "after"),
    [
        ([], f"It is handed over to {CARRIER} in a moment.", None),
        ([sent], f"{CARRIER} is about to answer.", None),
        ([sent, not_reached], "It is tried again at", MINUTE),
        ([sent, unanswered], f"{CARRIER} is asked whether it has got it at", MINUTE),
        ([sent, unanswered, not_there], "It is tried again in a moment.", None),
        ([sent, answered(Status.PROCESSING)], f"{CARRIER} is asked for news at", 3 * MINUTE),
        ([sent, held], "It is sent again once the operators have mended what was refused.", None),
        ([sent, unknown], f"The operators find out from {CARRIER} what became of it.", None),
    ],
)
def test_what_happens_next(acts: list[Act], text: str, after: timedelta | None) -> None:
    """By itself and when, or through whom."""
    told = way(*acts)
    assert told.next is not None
    assert told.next.text == text
    assert told.next.at == (NOW + len(acts) * MINUTE + after if after else None)


def test_nothing_happens_after_the_last_word() -> None:
    """There is nothing to wait for, and nothing to ask."""
    told = way(sent, answered(Status.COMPLETED))
    assert told.next is None
    assert told.seconds == 0


@pytest.mark.parametrize(
    ("due_in", "seconds"), [(-600, 60), (-5, 2), (0, 2), (10, 2), (11, 10), (60, 10), (61, 60)]
)
def test_a_page_asks_more_often_when_something_is_about_to_happen(
    due_in: int, seconds: int
) -> None:
    """Every two seconds at most, every minute at least, whatever else is on the page."""
    due = replace(submission(), delivery=Delivery(due_at=NOW + timedelta(seconds=due_in)))
    later = replace(submission(), delivery=Delivery(due_at=NOW + timedelta(hours=1)))
    assert seconds_between([later, due, submission(sent, held)], NOW) == seconds


@pytest.mark.parametrize("acts", [[sent, held], [sent, unknown], [sent, answered(Status.DECLINED)]])
def test_a_page_does_not_ask_where_nothing_comes_of_itself(acts: list[Act]) -> None:
    """What waits for a person is not asked about, nor what is done."""
    assert seconds_between([submission(*acts)], NOW) == 0


@pytest.mark.parametrize(
    ("undone", "sentence", "handing"),
    [
        ([[]], f"Handed to {CARRIER}: 2 of 3", True),
        ([[], [sent], [sent, unanswered]], f"Handed to {CARRIER}: 0 of 3", True),
        ([[], [sent, answered(Status.PROCESSING)]], f"Handed to {CARRIER}: 2 of 3", True),
        ([[sent, answered(Status.PROCESSING)]], f"Answered by {CARRIER}: 2 of 3", False),
        ([[sent, held]], f"Handed to {CARRIER}: 2 of 3", False),
        ([], "All answered", False),
    ],
)
def test_how_far_a_batch_has_come(undone: list[list[Act]], sentence: str, handing: bool) -> None:
    """A bar while something is still to be handed over, then how many answers came."""
    progress = Progress(3, [submission(*acts) for acts in undone])
    told = delivered(progress, FILE.carrier, Polling("/page", "/news", NOW))
    assert (told.sentence, told.handing, told.stuck) == (
        sentence,
        handing,
        "1 submission needs the site’s operators, who have been told. Transaction History says why."
        if [sent, held] in undone
        else "",
    )
