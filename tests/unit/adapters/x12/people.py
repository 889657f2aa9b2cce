"""Submissions of invented people, and what an interchange says of them."""

from typing import Any

from msgspec.structs import replace

from adapters.registry.contract import submission
from domain.submission import Submission
from tests.fakes.system import FakeIds

_CONFIRMATIONS = FakeIds().confirmation_numbers(1_000)


def person(number: int = 1, *, subscriber: Submission | None = None, **answers: Any) -> Submission:
    """A subscriber, or with a subscriber their child, with these answers besides the usual."""
    one = submission(number, subscriber=subscriber)
    return replace(
        one,
        confirmation_id=_CONFIRMATIONS[number],
        answers=replace(one.answers, **{"gender": "Female", "plan": "HMO 20"} | answers),
    )


def family(number: int = 1, **answers: Any) -> list[Submission]:
    """A subscriber and a child, whose coverage is the subscriber's."""
    subscriber = person(number, **answers)
    child = person(number + 1, subscriber=subscriber, **answers | {"first_name": "Luz"})
    return [subscriber, child]


def segments(text: str) -> list[list[str]]:
    """The segments of a file of ours, each as its elements."""
    return [one.strip().split("*") for one in text.split("~") if one.strip()]


def loops(text: str) -> list[list[list[str]]]:
    """The segments of each person of a file, from INS on."""
    found: list[list[list[str]]] = []
    for one in segments(text):
        if one[0] == "INS":
            found.append([])
        if one[0] == "SE":
            break
        if found:
            found[-1].append(one)
    return found


def said(loop: list[list[str]], *begin: str) -> list[list[str]]:
    """What follows in each of the loop's segments that begin so."""
    return [one[len(begin) :] for one in loop if one[: len(begin)] == list(begin)]
