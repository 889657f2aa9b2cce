"""How the time that something takes grows with the length of a text, and texts to try it with."""

import gc
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

TINY, SHORT, LONG = SIZES = (60, 2_500, 10_000)
# What takes less is not measured: a slow machine's luck is larger.
_WORTH_MEASURING = 0.1
# Four times the length takes four times as long; sixteen times, where it goes by the square.
_TIMES_LONGER = 9
_GIVEN_UP = 60

_ONE_KIND = (
    " ", "\t", "\n", "\u00a0", "\0", "a", "A", "e", "h", "0", "1", "9", "-", "_", ".", ",", ":",
    ";", "/", "\\", "'", '"', "(", "[", "]", "{", "<", ">", "&", "=", "+", "%", "#", "@", "!", "*",
    "$", "~", "\u0301", "\u200c", "\u00ad", "\ufdfa", "ß", "İ", "٣", "क", "ﬃ", "\u302e", "\ud800",
    "😀",
)  # fmt: skip
_MIXED = (
    "\u0301\u0316", "e\u0301\u0316", "\u302e\u0316", "\u200c\u200d", "a\u200c", "क\u200d", "a ",
    " a", "1 ", "1-", "1a", "a.", "a@", "-.", "p o ", "po box ", "12 ", "123-", "ab\n", '""', '"a',
    "[h", "[a]", "(a)", "(a", "<a>", "<a ", "&amp;", "&", "_x0041_", "_x", "<!---->", "<!--", "-->",
    "#4", "%41", "A1", "A1:", "$A$1,", "1eg4te5mk73 ", "801 12 3456 ", "=a&", "\\\\", "\r\n", "0:",
    "١٢",
)  # fmt: skip
_FOLLOWING = (" ", "a", "1", "-", '"')


def slow_texts(length: int, words: Sequence[str] = ()) -> Iterator[str]:
    """Texts of about that length: of one kind of character, of few that alternate, and of words
    that what is tried looks for, over and over and before what may follow them."""
    for unit in (*_ONE_KIND, *_MIXED):
        yield _run(unit, length)
        yield f"a{_run(unit, length)}!"
    for word in words:
        yield f"{_run(word, length)}!"
        for unit in _FOLLOWING:
            yield f"{word}{_run(unit, length)}\0"
            yield f"{_run(word + unit, length)}!"


def _run(unit: str, length: int) -> str:
    return unit * (length // len(unit))


def grows_too_fast(act: Callable[[int], object], short: int = SHORT, long: int = LONG) -> bool:
    """Whether an act on what is four times as long takes much more than four times as long."""
    with _given_up():
        act(TINY)
        if _seconds(act, long, 1) < _WORTH_MEASURING:
            return False
        return _seconds(act, long, 3) > _TIMES_LONGER * _seconds(act, short, 3)


def _seconds(act: Callable[[int], object], length: int, times: int) -> float:
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        act(length)
        best = min(best, time.process_time() - began)
    return best


@contextmanager
def _given_up() -> Iterator[None]:
    """What would never come to an end fails after a minute of the processor's time."""

    def fail(*_: object) -> None:
        raise AssertionError("it takes no end of time")

    gc.disable()  # it takes longer the more there is, whatever is measured
    before = signal.signal(signal.SIGPROF, fail)
    signal.setitimer(signal.ITIMER_PROF, _GIVEN_UP)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        gc.enable()
