"""What is said of a password or code that was not taken, and of having to wait for the next try."""

import math

from domain.errors import (
    CodeWrong,
    DomainError,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    PasswordWrong,
    TooManyTries,
)
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


REFUSALS = (PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordWrong, TooManyTries)
"""What ``password_problem`` has a sentence for."""


CODE_WRONG = FieldProblem(
    "This code does not fit, or was used already. Wait for the next one in your app and type it, or"
    " use a recovery code.",
    "code",
)


def password_problem(refusal: DomainError, waiting: str = "current_password") -> FieldProblem:
    """The sentence, and the field it leads to; ``waiting`` is the one that has to wait after too
    many tries."""
    match refusal:
        case PasswordTooShort(shortest=shortest):
            return FieldProblem(
                f"A password has at least {shortest} characters. Several words that do not belong"
                " together make a good one.",
                "new_password",
            )
        case PasswordTooLong(longest=longest):
            return FieldProblem(
                f"A password has at most {longest} characters. Leave some out.", "new_password"
            )
        case PasswordTooCommon():
            return FieldProblem(
                "This password is among those that are guessed first. Choose one with fewer common"
                " words, rows of keys, and names.",
                "new_password",
            )
        case PasswordWrong():
            return FieldProblem(
                "This is not your current password. Type it again.", "current_password"
            )
        case TooManyTries():
            return FieldProblem(wait_sentence(refusal), waiting)
        case CodeWrong():
            return CODE_WRONG
        case _:
            raise refusal


def proof_problem(refusal: DomainError) -> FieldProblem:
    """The same for what shows who somebody is."""
    match refusal:
        case CodeWrong():
            return FieldProblem(CODE_WRONG.text, "proof")
        case TooManyTries():
            return FieldProblem(wait_sentence(refusal), "proof")
        case _:
            return FieldProblem("This is not your password. Type it again.", "proof")


NOT_THE_SAME = FieldProblem(
    "These are two different passwords. Type the new one twice, the same.", "new_password_again"
)
