"""Where people live: P.O. boxes, ZIP codes and their states. Parsers as in ``domain.values``."""

import re
from collections.abc import Iterator
from functools import lru_cache

from domain import zip_table
from domain.values import Problem, count_of, excerpt, shown

# USPS Publication 28, section 28: what stands for "PO BOX", the Spanish of Puerto Rico included.
_PO_BOX = re.compile(
    r"""
      \b p \W* [o0] \W* (?: (?:box|bx|drawer) \b | (?:box|bx|b) \W* \d )
    | ^ \W* p \W* [o0] \W* \d
    | \b post (?:al)? \W* (?:off (?:ice)? \W*)? (?:box|bx|drawer) \b
    | \b (?:apartado|apdo) \b \W* (?:postal \W*)? \d
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BARE_BOX = re.compile(
    r"^\W*(?:box|bx|drawer|lock\W*box|(?:firm\W*)?caller)\W*(?:no\W*)?\d", re.IGNORECASE
)


def is_po_box(text: str, *, second_line: bool = False) -> bool:
    """Whether an address is a post office box, however it is written.

    "Box 152" alone is one too, but not as the second line of a rural or military address
    ("RR 2", "PSC 1234").
    """
    return bool(_PO_BOX.search(text)) or (not second_line and bool(_BARE_BOX.search(text)))


_ZIP = re.compile(r"(\d{5})(?:[- ]?(\d{4}))?", re.ASCII)


def parse_zip(text: str) -> str | Problem:
    """A ZIP code: 12345 or 12345-6789."""
    if match := _ZIP.fullmatch(re.sub(r"[‐‑‒–—−]", "-", text)):
        return f"{match[1]}-{match[2]}" if match[2] else match[1]
    how = "Enter all five, or nine as 12345-6789."
    if text.isascii() and text.isdigit():
        return Problem(
            "zip_length",
            f"ZIP code {shown(text)} has {count_of(len(text), 'digit')}. {how}",
            f"A ZIP code has five digits. {how}",
        )
    return Problem(
        "zip_unreadable",
        f"{excerpt(text)} is not a ZIP code. Use 12345 or 12345-6789.",
        "Use 12345 or 12345-6789 for the ZIP code.",
    )


def _states_by_prefix() -> Iterator[tuple[str, frozenset[str]]]:
    for run in zip_table.PREFIXES.split():
        prefixes, _, states = run.partition(":")
        first, _, last = prefixes.partition("-")
        for prefix in range(int(first), int(last) + 1):
            yield f"{prefix:03}", frozenset(states.split("/"))


_STATES = dict(_states_by_prefix())


def states_of_zip(zip_code: str) -> frozenset[str]:
    """The states whose ZIP codes begin as this one does; empty when none is known to."""
    return _STATES.get(zip_code[:3], frozenset())


@lru_cache(maxsize=1)
def states_of_zero() -> frozenset[str]:
    """The states all of whose ZIP codes begin with 0 (New York has some, so it is not one)."""
    with_zero: set[str] = set()
    with_other: set[str] = set()
    for prefix, states in _STATES.items():
        (with_zero if prefix.startswith("0") else with_other).update(states)
    return frozenset(with_zero - with_other)


_PLACES = {line[:2]: (line[3:8], line[9:]) for line in zip_table.PLACES.splitlines() if line}


def place_in(state: str) -> tuple[str, str]:
    """The ZIP code and name of a place in the state; KeyError when there is no such state."""
    return _PLACES[state]
