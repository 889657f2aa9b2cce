"""Parts of a package under names of the sender's own choosing, which no limit depends on."""

from collections.abc import Mapping
from zipfile import ZIP_STORED

from adapters.spreadsheet.reading.markup import MAX_TAGS
from adapters.spreadsheet.reading.workbook import MAX_STRUCTURE
from tests.unit.adapters.spreadsheet.conftest import Refusal
from tests.workbooks import DATA_PART, package, parts

TYPES, BOOK, BOOK_RELS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def stored(contents: Mapping[str, bytes]) -> bytes:
    """A package that is not compressed, so that no part is refused for its ratio."""
    return package(contents, ZIP_STORED)


def called(contents: dict[str, bytes], old: str, new: str) -> dict[str, bytes]:
    """The parts with one under another name, and whatever points to it pointing there."""
    short = (old.removeprefix("xl/").encode(), new.removeprefix("xl/").encode())
    return {
        name.replace(old, new): part.replace(*short) if name.endswith((".rels", TYPES)) else part
        for name, part in contents.items()
    }


def test_tags_are_limited_whatever_the_part_is_called(template: bytes, refusal: Refusal) -> None:
    """A sheet that is not called .xml is walked as any other, and given up as any other."""
    contents = called(parts(template), DATA_PART, "xl/worksheets/sheet.dat")
    sheet = contents["xl/worksheets/sheet.dat"]
    assert refusal(stored(contents)).code == "no_rows"
    contents["xl/worksheets/sheet.dat"] = sheet.replace(
        b"<sheetData>", b"<sheetData>" + b"<z/>" * MAX_TAGS, 1
    )
    assert refusal(stored(contents)).code == "too_much_markup"


def test_the_workbooks_part_is_limited_whatever_it_is_called(
    template: bytes, refusal: Refusal
) -> None:
    """It is held as a list, found by its role."""
    contents = called(parts(template), BOOK, "xl/book.xml")
    contents["xl/_rels/book.xml.rels"] = contents.pop(BOOK_RELS)
    assert refusal(stored(contents)).code == "no_rows"
    contents["xl/book.xml"] += b"<!--" + b" " * MAX_STRUCTURE + b"-->"
    assert refusal(stored(contents)).code == "part_too_large"
