"""Remembering what is asked again and again, in bounded memory."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

LONGEST = 200
"""Characters; longer texts are rare and are worked out each time, so that nobody can fill the
memory with them."""

Result = TypeVar("Result")


def cached_for_short_texts(
    most: int,
) -> Callable[[Callable[[str], Result]], Callable[[str], Result]]:
    """Keep what the function gives for as many short texts."""

    def decorate(function: Callable[[str], Result]) -> Callable[[str], Result]:
        kept = lru_cache(maxsize=most)(function)

        @wraps(function)
        def either(text: str) -> Result:
            return kept(text) if len(text) <= LONGEST else function(text)

        return either

    return decorate
