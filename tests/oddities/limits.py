"""Markup that no program writes for a filled template, in the template's own parts."""

from zipfile import ZIP_STORED

from adapters.spreadsheet.reading.grid import MAX_CELLS, MAX_MERGED, MAX_ROWS
from adapters.spreadsheet.reading.markup import MAX_DEPTH, MAX_TAGS
from adapters.spreadsheet.reading.styles import MAX_STYLES
from domain.cells import MOST_CHARACTERS
from tests.oddities.edits import (
    SHARED,
    STYLES,
    adding,
    after_data,
    after_rows,
    in_cell,
    replacing,
    with_shared_texts,
)
from tests.oddities.oddity import Make, refused
from tests.oddities.people import filled
from tests.workbooks import edit_part, package, parts

ENTITY = '<!DOCTYPE worksheet [<!ENTITY name "Moreno">]>'
BOMB = (
    '<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)


def stored(name: str, content: bytes) -> Make:
    """A part in an archive that is not compressed, so that its ratio is no matter."""
    return lambda template: package({**parts(filled(template)), name: content}, ZIP_STORED)


def pointing_to(index: str) -> Make:
    """A cell that points to a shared text that is not there."""

    def change(content: bytes) -> bytes:
        start = content.index(b"<v>", content.index(b'<c r="M2"'))
        end = content.index(b"</v>", start)
        return content[:start] + f"<v>{index}".encode() + content[end:]

    return lambda template: edit_part(with_shared_texts(filled(template)), change)


def one_cell(rows: int) -> str:
    """Rows of one cell each, below the people."""
    return "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(5, rows + 5))


def wide(rows: int) -> str:
    """Rows as wide as a sheet can be."""
    row = "".join(f"<c><v>{number * 7919 % 99_991}</v></c>" for number in range(16_384))
    return f"<row>{row}</row>" * rows


def merged_over(rows: int) -> Make:
    """So many merged columns that looking through them would take long."""
    merges = '<mergeCell ref="L1:L1048576"/>' * (MAX_MERGED // rows + 1)
    filled_rows = after_rows(one_cell(rows))
    return lambda template: edit_part(
        filled_rows(template),
        lambda markup: markup.replace(
            b"</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>".encode()
        ),
    )


FORMATS = "".join(f'<xf numFmtId="{number}"/>' for number in range(MAX_STYLES))

ODDITIES = (
    refused("A document type with entities of its own",
            replacing("<worksheet ", f"{ENTITY}<worksheet "), "document_type"),
    refused("Entities that grow without end", adding(SHARED, f"{BOMB}<sst>&d;</sst>".encode()),
            "document_type"),
    refused("A document type hidden in UTF-16",
            lambda template: edit_part(filled(template), lambda markup: (
                '<?xml version="1.0" encoding="UTF-16"?>' + ENTITY + markup.decode()
            ).encode("utf-16")), "document_type"),
    refused("An encoding that Excel never uses",
            lambda template: edit_part(filled(template), lambda markup: (
                b'<?xml version="1.0" encoding="UTF-7"?>' + markup)), "odd_encoding"),
    refused("More than a million tags", stored("xl/more.xml", b"<a/>" * (MAX_TAGS + 1)),
            "too_much_markup"),
    refused("Elements within elements within elements",
            after_data("<extLst>" * MAX_DEPTH + "</extLst>" * MAX_DEPTH), "too_deep"),
    refused("More than 200,000 filled cells", after_rows(wide(MAX_CELLS // 16_384 + 1)),
            "too_many_cells"),
    refused("Very many merged cells over very many rows", merged_over(200), "too_many_merges"),
    refused("More cell formats than Excel allows",
            replacing("</cellXfs>", FORMATS + "</cellXfs>", STYLES), "too_many_styles"),
    refused("A cell that points before the first shared text", pointing_to("-1"), "unknown_text"),
    refused("A cell that points past the last shared text", pointing_to("9999"), "unknown_text"),
    refused("A row beyond the last of a sheet",
            after_rows('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'), "place_outside"),
    refused("A row before the first of a sheet",
            after_rows('<row r="0"><c r="A0"><v>1</v></c></row>'), "place_outside"),
    refused("A column beyond the last of a sheet",
            after_rows('<row r="6"><c r="XFE6"><v>1</v></c></row>'), "place_outside"),
    refused("A cell that says it stands in another row",
            after_rows('<row r="6"><c r="A7"><v>1</v></c></row>'), "place_outside"),
    refused("Two values for one cell",
            in_cell("M2", '<c r="M2" t="str"><v>Moreno</v></c><c r="M2" t="str"><v>Moore</v></c>'),
            "place_twice"),
    refused("Two values for one cell, in two pieces of a row",
            after_rows('<row r="2"><c r="M2" t="str"><v>Moore</v></c></row>'), "place_twice"),
    refused("More than 10,000 filled rows", after_rows(one_cell(MAX_ROWS)), "too_many_rows"),
    refused("Markup that is broken", in_cell("M2", '<c r="M2" t="str"><v>Moreno</c>'), "damaged"),
    refused("A number that is none", in_cell("A2", '<c r="A2"><v>one</v></c>'), "damaged"),
    refused("A text longer than Excel allows",
            in_cell("M2", f'<c r="M2" t="str"><v>{"a" * (MOST_CHARACTERS + 1)}</v></c>'),
            "damaged"),
    refused("A style that is no number", in_cell("A2", '<c r="A2" s="x"><v>1</v></c>'), "damaged"),
)  # fmt: skip
