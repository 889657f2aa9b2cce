"""What is said to somebody who has to wait before the next try."""

import math

from domain.errors import TooManyTries
from web.rendering import count
from web.screen import FieldProblem

_MINUTE = 60


def seconds_to_wait(refusal: TooManyTries) -> int:
    """Whole ones, never too few."""
    return math.ceil(refusal.wait.total_seconds())


def wait_sentence(refusal: TooManyTries) -> str:
    """How long, in seconds or minutes."""
    seconds = seconds_to_wait(refusal)
    if seconds <= 2 * _MINUTE:
        time = count(seconds, "second")
    else:
        time = count(-(-seconds // _MINUTE), "minute")
    return (
        f"There were too many tries that did not fit. Wait {time}, then try again. Trying sooner"
        " does not make the wait longer."
    )


def wait_problem(refusal: TooManyTries) -> FieldProblem:
    return FieldProblem(wait_sentence(refusal))
