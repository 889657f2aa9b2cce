"""Walks a part's XML with expat, which ships with Python, and reads text as workbooks write it."""

import re
from collections.abc import Callable
from xml.parsers.expat import ExpatError, ParserCreate

from adapters.spreadsheet.reading.package import Unreadable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"

YES = ("1", "true")  # how an attribute says so (XML Schema, part 2, 3.2.2)
MAX_TAGS = 1_000_000  # "<" in a part; 250 full rows have 65,000, and a million take a second
MAX_DEPTH = 100  # elements within elements; a template's sheet has 7

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")  # of a character that XML cannot hold

# What is in a part, by the last of its namespace.
_PREFIXES = {
    MAIN: "",
    STRICT: "strict:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "r:",
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties": "p:",
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes": "vt:",
}
_NOWHERE = "?"
_LONGEST_PLACE = 200  # characters
_MOST_KNOWN = 1000

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str, str], None]


class Enough(Exception):
    """The rest of the part need not be read."""


def walk(part: bytes, start: Start, end: End, text: Text | None = None) -> None:
    """Call the handlers with each element's place: the names from the root to it, such as
    "/worksheet/sheetData/row", for an element counts only where it belongs. Names outside the
    spreadsheet's namespace have a prefix; what stands in or below one that is not known is at "?".

    Raises Unreadable where the XML is broken, at a document type, beyond ``MAX_DEPTH``, and beyond
    ``MAX_TAGS``, which the guard has counted only in parts named as markup; a handler that has
    seen enough raises Enough.
    """
    if part.count(b"<") > MAX_TAGS:
        raise Unreadable("too_much_markup")
    places = [""]
    known: dict[tuple[str, str], str] = {}

    def enter(name: str, attributes: dict[str, str]) -> None:
        if len(places) > MAX_DEPTH:
            raise Unreadable("too_deep")
        parent = places[-1]
        place = known.get((parent, name))
        if place is None:
            place = _place(parent, name)
            if len(known) < _MOST_KNOWN:
                known[parent, name] = place
        places.append(place)
        start(place, attributes)

    def leave(_: str) -> None:
        end(places.pop())

    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    if text is not None:
        parser.buffer_text = True
        parser.CharacterDataHandler = lambda data: text(places[-1], data)
    try:
        parser.Parse(part, True)
    except Enough:
        return
    except ExpatError:
        # What expat says would quote a place in the file, which is of no use to anybody.
        raise Unreadable("damaged") from None


def _place(parent: str, name: str) -> str:
    namespace, _, own = name.rpartition(" ")
    prefix = _PREFIXES.get(namespace)
    if prefix is None or parent == _NOWHERE:
        return _NOWHERE
    place = f"{parent}/{prefix}{own}"
    return place if len(place) <= _LONGEST_PLACE else _NOWHERE


class Element:
    """An element's place, with its attributes and the text directly in it."""

    __slots__ = ("attributes", "pieces", "place")

    def __init__(self, place: str, attributes: dict[str, str]) -> None:
        self.place = place
        self.attributes = attributes
        self.pieces: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def elements(part: bytes) -> list[Element]:
    """Every element of a part in the order in which they begin. Raises as ``walk`` does."""
    found: list[Element] = []
    inside: list[Element] = []

    def start(place: str, attributes: dict[str, str]) -> None:
        element = Element(place, attributes)
        found.append(element)
        inside.append(element)

    def end(_: str) -> None:
        inside.pop()

    def text(_: str, data: str) -> None:
        inside[-1].pieces.append(data)

    walk(part, start, end, text)
    return found


def _refuse(*_: object) -> None:
    raise Unreadable("document_type")


def unescaped(text: str) -> str:
    """Text with its ``_x000D_`` escapes resolved (ECMA-376, ST_Xstring), surrogates paired."""
    if "_x" not in text:
        return text
    text = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if any("\ud800" <= one <= "\udfff" for one in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
