"""Our reading held against openpyxl's, cell by cell, and our two lanes against each other."""

import os
import shutil
import subprocess
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from datetime import time as clock
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from adapters.spreadsheet.reading.package import Unreadable
from tests.fuzz.uploads import uploads
from tests.unit.adapters.spreadsheet.oracle import differences, opinion, ours
from tests.workbooks import fill_template, saved

CORPUS = os.environ.get("CORPUS_DIR", "")
FILES = sorted(path for path in Path(CORPUS).iterdir() if path.suffix != ".tsv") if CORPUS else []
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

# What openpyxl raises for files that we read, and why.
NOT_OPENED: dict[str, tuple[type[Exception], str]] = {
    "ClosedXML__column-style-autofilter.xlsx": (TypeError, "fails over its pivot table"),
    "ClosedXML__shared-group-field.xlsx": (TypeError, "fails over its pivot table"),
    "PHPOffice__Zip-Windows-Directory-Separator.xlsx": (KeyError, "backslashes in part names"),
    "PHPOffice__rootZipFiles.xlsx": (IndexError, "cell styles that are not there"),
    "SheetJS__pivot_table_named_range.xlsx": (TypeError, "fails over its pivot table"),
    "SheetJS__xlsx-stream-d-date-cell.xlsx": (IndexError, "named styles that are not there"),
    "apache__49609.xlsx": (KeyError, "backslashes in part names"),
    "openspout__one_sheet_with_capital_shared_strings_filename.xlsx": (
        KeyError,
        "part names that differ in case",
    ),
    "openspout__sheet_with_all_cell_types.xlsx": (ValueError, "a date that is none"),
    "roo-rb__implicit_coordinates.xlsx": (KeyError, "part names that differ in case"),
    "tafia__issue_419.xlsx": (KeyError, "part names that differ in case"),
    "tafia__minimal_package.xlsx": (IndexError, "cell styles that are not there"),
}
# Files that openpyxl takes minutes for, and why; our lanes are compared all the same.
TOO_SLOW = {
    "ClosedXML__InvalidPrintTitles.xlsx": "merged cells with borders, each of them formatted",
    "apache__57893-many-merges.xlsx": "50,000 merged cells, each compared with all others",
}
# Where we differ, and why ours is right.
DIFFERENCES = {
    "ClosedXML__DialogSheet.xlsx": {"Dialog!": "a dialog sheet has no cells (18.3.1.34)"},
    "PHPOffice__explicitdate.xlsx": {"Sheet!C3": "the time stands as the file has it, to the ms"},
    "PHPOffice__issue.4724.xlsx": {
        "Worksheet!A2": "_x005F_ is an underscore, after which _x0030_ is text (22.9.2.19)"
    },
    "apache__bug60858.xlsx": {
        "Arbeitszeitcheck_2.3!N2": "-1 is no day of the calendar (18.17.4.1): Excel shows ####"
    },
}
DAY, MOMENT = date(1980, 5, 17), datetime(2026, 12, 1, 8, 30, 15)  # noqa: DTZ001
NUMBERS = [
    "General", "0", "0.00", "#,##0", "00000", "000\\-00\\-0000", "000-00-0000", '"ID "0', "@",
    "[Red]0.0", '0" days"', "_-0.00_-", "0;[Red]yyyy", "0%", "0.00E+00",
]  # fmt: skip
DAYS = [
    "yyyy-mm-dd", "m/d/yyyy", "d-mmm-yy", "h:mm", "h:mm AM/PM", "m/d/yy h:mm", "[h]:mm:ss",
    "[$-409]mmmm d, yyyy", 'd" of "m', "[mm]:ss", "yyyy\\-mm;0",
]  # fmt: skip
# Texts that look like escapes are escaped, and openpyxl cannot tell; see DIFFERENCES.
ESCAPED = {
    "xlsxwriter": {"People!D1"},
    "libreoffice": {"Enrollment Data!W2", "Enrollment Data (2)!W2"},
}


def agreed(content: bytes, *, but: Collection[str] = ()) -> int:
    """How many cells both have. Fails where they differ, ``but`` for those places, and where our
    own lanes do."""
    own = ours(content)
    assert [tab.name for tab in own if tab.read != tab.walked] == []
    found = differences(own, opinion(content))
    assert found.keys() == set(but), found
    return sum(len(row) for tab in own for row in tab.read.rows.values())


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_foreign_workbook(path: Path) -> None:
    """Every cell of every tab is what openpyxl says, but for what is listed."""
    content = path.read_bytes()
    try:
        own = ours(content)
    except Unreadable:
        return  # whether that is right, tests/web/test_corpus.py says
    assert [tab.name for tab in own if tab.read != tab.walked] == []
    if path.name in TOO_SLOW:
        return
    if path.name in NOT_OPENED:
        kind, _ = NOT_OPENED[path.name]
        with pytest.raises(kind):
            opinion(content)
        return
    assert differences(own, opinion(content)).keys() == DIFFERENCES.get(path.name, {}).keys()


def filled(template: bytes) -> bytes:
    rows = [
        {"Family Number": 1, "Last Name": "Núñez & Sons", "Birth Date": DAY, "ZIP Code": "04655"},
        {"Family Number": 2.5, "Last Name": "=1+1", "Birth Date": MOMENT, "City": " a  b\u200b"},
        {"Family Number": True, "Birth Date": clock(8, 30), "ZIP Code": 4655, "City": "\U0001f600"},
    ]
    return fill_template(template, rows)


def by_openpyxl(from_1904: bool = False) -> bytes:
    """One cell of each kind that it can write."""
    book = Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    bold = CellRichText("Mar", TextBlock(InlineFont(b=True), "ía"))
    values = ["text", bold, 12, 1.5, -3e-7, True, False, DAY, MOMENT, clock(8, 30), "#REF!", "=1+1"]
    for row, value in enumerate([*values, timedelta(hours=30), "", " ", None], start=2):
        sheet.cell(row, row % 5 + 1, value)
    for row, number_format in enumerate([*NUMBERS, *DAYS], start=40):
        for column, value in enumerate((0, 0.25, 1, 59, 60, 61, 41577.75, 4655), start=1):
            sheet.cell(row, column, value).number_format = number_format
    sheet.merge_cells("B40:D41")
    sheet.row_dimensions[45].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("Empty")
    return saved(book)


def by_xlsxwriter(from_1904: bool = False, inline: bool = False) -> bytes:
    """One cell of each kind that it can write, texts shared or in place."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    content = BytesIO()
    options = {"date_1904": from_1904, "constant_memory": inline, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet("People")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["text", " a\nb ", "<&>\"'", "_x0041_", "text", 12, 1.5, True])
        sheet.write_rich_string(1, 0, "Mar", bold, "ía")
        sheet.write_datetime(1, 1, datetime(1980, 5, 17), day)  # noqa: DTZ001
        sheet.write_formula(1, 2, "=1+1", None, 2)
        sheet.write_formula(1, 3, '=""', None, "")
        sheet.write_formula(1, 4, '="a"&"b"', None, "ab")
        sheet.write_formula(1, 5, "=NA()", None, "#N/A")
        sheet.write_formula(1, 6, "=1>0", None, True)
        sheet.write_array_formula("H2:H2", "{=SUM(F1:G1)}", None, 13.5)
        sheet.write_url(2, 0, "https://redwood.example/", string="a link")
        sheet.merge_range("A5:C6", "merged", bold)
        sheet.set_row(7, None, None, {"hidden": True})
        sheet.write(7, 1, "hidden")
        sheet.set_column("E:F", None, None, {"hidden": True})
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=People!$F$1:$G$1"})
        book.add_chartsheet("Chart").set_chart(chart)
        book.add_worksheet("Last").write(1_048_575, 16_383, "the far corner")
    return content.getvalue()


def by_pandas(engine: str) -> bytes:
    """A frame with columns of each type, missing values included."""
    pandas = pytest.importorskip("pandas")
    pytest.importorskip(engine)
    frame = pandas.DataFrame(
        {
            "Last Name": ["Núñez", None, "=1+1"],
            "Number": [1, 2.5, None],
            "Born": pandas.to_datetime(["1980-05-17 00:00", None, "2026-12-01 08:30"]),
            "Works": [True, False, True],
        }
    )
    content = BytesIO()
    frame.to_excel(content, engine=engine, sheet_name="People", merge_cells=True)
    return content.getvalue()


MAKERS: dict[str, Callable[[], bytes]] = {
    "openpyxl": by_openpyxl,
    "openpyxl, from 1904": lambda: by_openpyxl(from_1904=True),
    "xlsxwriter": by_xlsxwriter,
    "xlsxwriter, from 1904": lambda: by_xlsxwriter(from_1904=True),
    "xlsxwriter, inline": lambda: by_xlsxwriter(inline=True),
    "pandas by openpyxl": lambda: by_pandas("openpyxl"),
    "pandas by xlsxwriter": lambda: by_pandas("xlsxwriter"),
}


@pytest.mark.parametrize("maker", MAKERS)
def test_workbook_of_another_program(maker: str) -> None:
    """Every kind of cell, as that program writes it."""
    assert agreed(MAKERS[maker](), but=ESCAPED.get(maker.partition(",")[0], ())) > 10


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_workbooks_saved_again_by_libreoffice(template: bytes, tmp_path: Path) -> None:
    """A filled template and others' workbooks, as LibreOffice writes them."""
    originals = [filled(template), by_openpyxl(), by_openpyxl(from_1904=True)]
    for number, content in enumerate([*originals, uploads()[1]]):
        (tmp_path / f"{number}.xlsx").write_bytes(content)
    subprocess.run(
        [
            str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
            "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"),
            *map(str, tmp_path.glob("*.xlsx")),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    *again, escaped = sorted((tmp_path / "saved").glob("*.xlsx"))
    assert len(again) == len(originals)
    for path in again:
        assert agreed(path.read_bytes()) > 10
    assert agreed(escaped.read_bytes(), but=ESCAPED["libreoffice"]) > 10


def test_filled_template(template: bytes) -> None:
    """Our own template, filled in, and the uploads that others are mutated from."""
    for content in (filled(template), *uploads()):
        assert agreed(content) > 40


texts = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20)
numbers = st.one_of(
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9).map(lambda number: round(number, 6)),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
)
others = st.one_of(
    texts,
    st.booleans(),
    st.datetimes(datetime(1904, 1, 2), datetime(9999, 1, 1)).map(  # noqa: DTZ001
        lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    ),
    st.dates(date(1904, 1, 2), date(2100, 1, 1)),
    st.times().map(lambda moment: moment.replace(microsecond=0)),
    st.sampled_from(["=A1+1", '="a"&B2', "#N/A", "#DIV/0!", "=", "+1", "00123", " "]),
)
# Serials that are days: of others openpyxl makes days before 1900, or errors; see DIFFERENCES.
serials = st.integers(0, 2_900_000) | st.integers(0, 29_000_000).map(lambda number: number / 64)
cells = st.one_of(
    st.tuples(numbers | others, st.sampled_from(NUMBERS)),
    st.tuples(serials | others, st.sampled_from(DAYS)),
)
sheets = st.dictionaries(st.tuples(st.integers(1, 40), st.integers(1, 30)), cells, max_size=40)
# Areas that do not touch each other: each has a corner of the sheet for itself.
areas = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=5)


@settings(max_examples=40)
@given(cells=sheets, merged=areas, hidden=st.sets(st.integers(1, 40), max_size=4))
def test_any_sheet_by_openpyxl(cells: dict, merged: set, hidden: set) -> None:
    """Values, formats, merged areas and hidden rows, by chance."""
    book = Workbook()
    for (row, column), (value, number_format) in cells.items():
        cell = book.active.cell(row, column, value)
        if not isinstance(value, date | clock):
            cell.number_format = number_format
    for row, column in merged:
        book.active.merge_cells(
            start_row=8 * row + 2, end_row=8 * row + 5, start_column=7 * column + 1,
            end_column=7 * column + 4,
        )  # fmt: skip
    for row in hidden:
        book.active.row_dimensions[row].hidden = True
    agreed(saved(book))


@settings(max_examples=40)
@given(cells=sheets, from_1904=st.booleans(), inline=st.booleans())
def test_any_sheet_by_xlsxwriter(cells: dict, from_1904: bool, inline: bool) -> None:
    """The same as that program writes it: texts shared or in place, results of formulas stored."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    content = BytesIO()
    options = {"date_1904": from_1904, "constant_memory": inline, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet("People")
        for (row, column), (value, number_format) in sorted(cells.items(), key=lambda one: one[0]):
            of_days = isinstance(value, date | clock)
            shown = {"num_format": "yyyy-mm-dd hh:mm:ss" if of_days else number_format}
            sheet.write(row, column, value, book.add_format(shown))
    agreed(content.getvalue())
