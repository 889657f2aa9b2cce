"""The texts that a workbook's cells share."""

from collections.abc import Sequence

from adapters.spreadsheet.reading import plain
from adapters.spreadsheet.reading.markup import elements, main, walk
from adapters.spreadsheet.reading.package import Unreadable

_SST, _SI, _T, _PHONETIC = main("sst"), main("si"), main("t"), main("rPh")


def shared_texts(part: bytes) -> Sequence[str]:
    """The texts of a sharedStrings part, without formatting and reading aids, escapes as they
    are. Raises Unreadable."""
    halves = plain.halves(part, b"sst")
    if halves is not None:
        around = elements(halves.around)
        texts = plain.read_shared_texts(halves.inside) if len(around) == 1 else None
        if texts is not None and around[0].name == _SST:
            return texts
    return _walked(part)


def _walked(part: bytes) -> Sequence[str]:
    found: list[str] = []
    pieces: list[str] = []
    open_item = open_text = aids = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal open_item, open_text, aids
        if name == _T:
            open_text = 1
        elif name == _SI:
            if open_item:
                # Cells refer to these by number: nobody can say whether one within another counts.
                raise Unreadable("damaged")
            open_item = 1
            pieces.clear()
        elif name == _PHONETIC:
            aids += 1

    def end(name: str) -> None:
        nonlocal open_item, open_text, aids
        if name == _T:
            open_text = 0
        elif name == _SI:
            open_item = 0
            found.append("".join(pieces))
        elif name == _PHONETIC:
            aids -= 1

    def text(data: str) -> None:
        if open_text and not aids:
            pieces.append(data)

    walk(part, start, end, text)
    return found
