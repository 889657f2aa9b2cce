"""Everything that reads a stranger's text, over texts that are built to be slow for it."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from xml.sax.saxutils import quoteattr

import pytest
from sqlalchemy import column

import adapters.registry.x12
import adapters.spreadsheet
import domain
from adapters.documents import media_type_of
from adapters.passwords import Argon2PasswordHasher
from adapters.persistence.queries import confirmation_has, name_has
from adapters.registry.x12.characters import BASIC, plain
from adapters.spreadsheet.reading.cell_values import Values
from adapters.spreadsheet.reading.contents import contents_of
from adapters.spreadsheet.reading.grid import read_grid, walked_grid
from adapters.spreadsheet.reading.markup import MAIN, elements
from adapters.spreadsheet.reading.package import Unreadable
from adapters.spreadsheet.reading.styles import number_styles
from adapters.spreadsheet.reading.texts import shared_texts
from domain.accounts.passwords import PasswordRules
from domain.cells import Cell, clean
from domain.core_columns import COLUMNS
from domain.matching import compare, person_key
from domain.people import Identity
from domain.rules.parsers import Parser, parsers_of
from domain.services.agreements import family_of
from tests.documents import JPEG, PDF, PNG
from tests.growth.growth import LONG, SIZES, TINY, grows_too_fast, slow_texts
from tests.unit.domain.rows import group
from web.addresses import _without_typed

Read = Callable[[str], object]


def found() -> Iterator[tuple[str, Read]]:
    """Every public function of a text alone, where texts of strangers are read."""
    packages = (domain, adapters.spreadsheet, adapters.registry.x12)
    names = [
        one.name
        for package in packages
        for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    for name in (*names, "web.addresses", "web.origin", "web.security.devices"):
        module = importlib.import_module(name)
        for own, it in vars(module).items():
            function = inspect.unwrap(it) if callable(it) else it
            if inspect.isfunction(function) and function.__module__ == name and own[0] != "_":
                needed = [
                    one
                    for one in inspect.signature(function).parameters.values()
                    if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD
                ]
                if needed and all(one.annotation is str for one in needed):
                    yield f"{name}.{own}", partial(_first, function, len(needed))


def _first(function: Callable[..., object], needs: int, text: str) -> object:
    return function(text, *["x"] * (needs - 1))


def _sheet(rows: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def _style(code: str) -> None:
    code = quoteattr(clean(code))
    number_styles(
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode={code}/></numFmts>'
        '<cellXfs><xf numFmtId="170"/></cellXfs></styleSheet>'.encode()
    )


def _in_markup(text: str) -> str:
    return clean(text).replace("&", "&amp;").replace("<", "&lt;")


def _cells(kind: str, read: Callable[[bytes, Values], object], text: str) -> None:
    value = f"<v>{_in_markup(text)}</v>"
    read(_sheet(f'<row r="1"><c r="A1" t="{kind}">{value}</c></row>'), Values())


def _read(parse: Parser, text: str) -> object:
    return parse(Cell(text))


HASHER = Argon2PasswordHasher()
HASH = HASHER.hash("correct horse battery")
RULES = PasswordRules(own_words=("Cascadia",), listed=frozenset({"password"}))
NAME = column("name_key")


def of_all() -> Iterator[tuple[str, Read]]:
    yield from found()
    parsers = parsers_of(COLUMNS, group())
    for one in {one.kind: one for one in COLUMNS}.values():
        yield f"column {one.kind}", partial(_read, parsers[one.key])
    yield "who is who", lambda text: compare(Identity(text, text), Identity("A", text, None, "1"))
    yield "key of a person", lambda text: person_key(Identity(text, text))
    yield "new password", lambda text: RULES.check(text, text, text)
    yield "new password beside a name", lambda text: RULES.check("y" * 20, text, text)
    yield "password", lambda text: len(text) > 2 * TINY and HASHER.verify(HASH, text)
    yield "search for a name", lambda text: name_has(NAME, text)
    yield "search for a confirmation", lambda text: confirmation_has(NAME, text)
    yield "name of a file", lambda text: family_of(text, {1, 2})
    yield "name for an 834 file", lambda text: plain(text, BASIC)
    yield "query", lambda text: _without_typed("/members", text)
    yield "number format", _style
    for kind in ("str", "n", "e", "d", "b", "s"):
        yield f"cell {kind}", partial(_cells, kind, read_grid)
        yield f"walked cell {kind}", partial(_cells, kind, walked_grid)
    yield (
        "shared texts",
        lambda text: shared_texts(
            f'<sst xmlns="{MAIN}"><si><t>{_in_markup(text)}</t></si></sst>'.encode()
        ),
    )
    for start in (b"", b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<?xml "):
        yield f"workbook {start!r}", partial(_workbook, start)
    for whole in (PDF, PNG, JPEG):
        yield f"document {whole[:4]!r}", partial(_document, whole)


def _workbook(start: bytes, text: str) -> object:
    return contents_of(start + _bytes(text))


def _document(whole: bytes, text: str) -> object:
    return media_type_of(whole[:-7] + _bytes(text) + whole[-7:])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


TEXTS = {size: list(slow_texts(size)) for size in SIZES}


@pytest.mark.parametrize("read", [pytest.param(read, id=name) for name, read in of_all()])
def test_no_text_takes_longer_to_read_than_others_of_its_length(read: Read) -> None:
    """Four times the text takes about four times as long, whatever it is made of."""

    def done(number: int, size: int) -> None:
        with suppress(Exception):  # that it is refused is for other tests
            read(TEXTS[size][number])

    for number in range(len(TEXTS[LONG])):
        assert not grows_too_fast(partial(done, number)), TEXTS[TINY][number]


def _formula_shared(part: str, size: int) -> None:
    """A long formula, and many cells that share it."""
    first = f'<row r="1"><c r="A1"><f t="shared" si="0">{part * (size // 8)}</f></c></row>'
    cell = '<row r="{0}"><c r="A{0}"><f t="shared" si="0"/></c></row>'
    walked_grid(_sheet(first + "".join(map(cell.format, range(2, 2 + size // 4)))), Values())


def _text_shared(size: int) -> None:
    """A long text, and many cells that share it, each in a style of its own."""
    cell = '<row r="{0}"><c r="A{0}" s="{0}" t="s"><v>0</v></c></row>'
    rows = map(cell.format, range(1, 1 + size // 4))
    read_grid(_sheet("".join(rows)), Values(["\u0301\u200c" * size]))


def _text_in_pieces(size: int) -> None:
    elements(b"<a>" + b"xxxxxxxx<b/>" * size + b"</a>")


def _place(size: int) -> None:
    walked_grid(_sheet(f'<row r="1"><c r="{"A" * size * 8}1"><v>1</v></c></row>'), Values())


@pytest.mark.parametrize(
    "read",
    [
        *(
            pytest.param(partial(_formula_shared, part), id=f"formula {part}")
            for part in ("A1+", "[a]", "'a'!", "(", "#N/A ")
        ),
        _text_shared,
        _text_in_pieces,
        _place,
    ],
)
def test_no_workbook_takes_longer_than_its_length(read: Callable[[int], object]) -> None:
    """Nor where parts of it refer to each other, or come in pieces."""

    def done(size: int) -> None:
        with suppress(Unreadable):
            read(size)

    assert not grows_too_fast(done)
