"""The texts that a workbook's cells share."""

from collections.abc import Sequence

from adapters.spreadsheet.reading import plain
from adapters.spreadsheet.reading.markup import elements, walk
from adapters.spreadsheet.reading.package import Unreadable

_ITEM = "/sst/si"
# What is read aloud stands in rPh, beside these.
_TEXTS = frozenset({f"{_ITEM}/t", f"{_ITEM}/r/t"})


def shared_texts(part: bytes) -> Sequence[str]:
    """The texts of a sharedStrings part, without formatting and reading aids, escapes as they
    are. Raises Unreadable."""
    halves = plain.halves(part, b"sst")
    if halves is not None:
        around = elements(halves.around)
        texts = plain.read_shared_texts(halves.inside) if len(around) == 1 else None
        if texts is not None and around[0].place == "/sst":
            return texts
    return _walked(part)


def _walked(part: bytes) -> Sequence[str]:
    found: list[str] = []
    pieces: list[str] = []

    def start(place: str, _: dict[str, str]) -> None:
        if place == _ITEM:
            pieces.clear()
        elif place.startswith(f"{_ITEM}/") and place.endswith("/si"):
            # Cells refer to these by number: nobody can say whether one within another counts.
            raise Unreadable("damaged")

    def end(place: str) -> None:
        if place == _ITEM:
            found.append("".join(pieces))

    def text(place: str, data: str) -> None:
        if place in _TEXTS:
            pieces.append(data)

    walk(part, start, end, text)
    return found
