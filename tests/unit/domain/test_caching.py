"""What is remembered, and what is not."""

import tracemalloc

from domain.caching import LONGEST, cached_for_short_texts
from domain.matching import fold
from domain.rules.parsers import folded
from domain.values import parse_phone


def test_short_texts_are_worked_out_once() -> None:
    """Longer ones each time, with the same result."""
    asked: list[str] = []

    @cached_for_short_texts(10)
    def shout(text: str) -> str:
        asked.append(text)
        return text.upper()

    short, long = "a" * LONGEST, "b" * (LONGEST + 1)
    assert [shout(one) for one in (short, short, long, long)] == [
        one.upper() for one in (short, short, long, long)
    ]
    assert asked == [short, long, long]


def test_long_names_do_not_fill_the_memory() -> None:
    """However many come."""
    tracemalloc.start()
    for number in range(100):
        name = f"{number}x" + "n" * 30_000
        assert fold(name).endswith("nnn")
        assert folded(name) == name
        parse_phone(name)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 1_500_000  # all of them would be three million characters, and their results more
