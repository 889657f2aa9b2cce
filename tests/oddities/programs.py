"""Workbooks filled and saved by programs that are not Excel."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from adapters.spreadsheet.marks import DATA_TAB, LISTS_TAB
from tests.oddities.oddity import Make, read, refused
from tests.oddities.people import TYPED, filled
from tests.workbooks import saved


def by_openpyxl(template: bytes) -> bytes:
    """Opened, filled cell by cell, and saved."""
    book = load_workbook(BytesIO(template))
    tab = book[DATA_TAB]
    places = {cell.value: cell.column for cell in tab[1]}
    for number, person in enumerate(TYPED, start=2):
        for header, value in person.items():
            tab.cell(number, places[header]).value = value
    return saved(book)


def written_only(template: bytes) -> bytes:
    """Copied tab by tab into a workbook that openpyxl only writes, which has no styles."""
    source = load_workbook(BytesIO(filled(template)), read_only=True)
    book = Workbook(write_only=True)
    for tab in source.worksheets:
        copy = book.create_sheet(tab.title)
        for row in tab.iter_rows(values_only=True):
            copy.append(row)
    return saved(book)


def by_xlsxwriter(**options: Any) -> Make:
    """Written anew by xlsxwriter, with the template's tabs and no more."""

    def make(template: bytes) -> bytes:
        import xlsxwriter

        source = load_workbook(BytesIO(template), read_only=True)
        content = BytesIO()
        book = xlsxwriter.Workbook(content, {"default_date_format": "mm/dd/yyyy", **options})
        headers = [cell.value for cell in next(source[DATA_TAB].iter_rows(max_row=1))]
        tab = book.add_worksheet(DATA_TAB)
        tab.write_row(0, 0, headers)
        for row, person in enumerate(TYPED, start=1):
            for header, value in person.items():
                if isinstance(value, date):
                    tab.write_datetime(row, headers.index(header), value)
                else:
                    tab.write(row, headers.index(header), value)
        lists = book.add_worksheet(LISTS_TAB)
        for row, values in enumerate(source[LISTS_TAB].iter_rows(values_only=True, max_col=2)):
            for column, value in enumerate(values):
                lists.write_string(row, column, value or "")
        book.close()
        return content.getvalue()

    return make


def in_a_table(template: bytes) -> bytes:
    """Written by xlsxwriter as one of Excel's own tables, with the group in a property."""
    import xlsxwriter

    source = load_workbook(BytesIO(template), read_only=True)
    headers = [cell.value for cell in next(source[DATA_TAB].iter_rows(max_row=1))]
    rows = [[person.get(header) for header in headers] for person in TYPED]
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"})
    for label, text in (("Region", "NCAL"), ("Group ID", "000341"), ("Template Version", "1")):
        book.set_custom_property(label, text)
    date_format = book.add_format({"num_format": "yyyy-mm-dd"})
    tab = book.add_worksheet(DATA_TAB)
    columns = [{"header": one, "format": date_format if "Date" in one else None} for one in headers]
    tab.add_table(
        0, 0, len(rows), len(headers) - 1, {"data": rows, "columns": columns, "total_row": False}
    )
    book.close()
    return content.getvalue()


def frame(day: Callable[[date], object] = lambda one: one) -> Any:
    """The people as pandas holds them."""
    from pandas import DataFrame

    from tests.contract.spreadsheet import headers

    rows = [
        {header: day(one) if isinstance(one, date) else one for header, one in person.items()}
        for person in TYPED
    ]
    return DataFrame(rows, columns=headers())


def by_pandas(write: Callable[[Any, BytesIO], None]) -> Make:
    """Written by pandas, over the template where ``write`` appends to it."""

    def make(template: bytes) -> bytes:
        content = BytesIO(template)
        write(frame(), content)
        return content.getvalue()

    return make


def over_the_template(people: Any, content: BytesIO) -> None:
    from pandas import ExcelWriter

    with ExcelWriter(content, mode="a", engine="openpyxl", if_sheet_exists="overlay") as writer:
        people.to_excel(writer, sheet_name=DATA_TAB, startrow=1, header=False, index=False)


def all_tabs(engine: str) -> Make:
    """All tabs read by pandas, and written anew."""

    def make(template: bytes) -> bytes:
        from pandas import ExcelWriter, Timestamp, read_excel

        tabs = read_excel(BytesIO(template), sheet_name=None, header=None, dtype=str)
        content = BytesIO()
        with ExcelWriter(content, engine=engine) as writer:
            for name, tab in tabs.items():
                if name != DATA_TAB:
                    tab.to_excel(writer, sheet_name=name, header=False, index=False)
            frame(Timestamp).to_excel(writer, sheet_name=DATA_TAB, index=False)
        return content.getvalue()

    return make


def anew(*before: str) -> Make:
    """The data tab alone, written anew, with these columns before the template's, as pandas has its
    index there."""

    def make(_: bytes) -> bytes:
        import xlsxwriter

        from tests.contract.spreadsheet import headers

        content = BytesIO()
        book = xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"})
        tab = book.add_worksheet(DATA_TAB)
        tab.write_row(0, 0, [*before, *headers()], book.add_format({"bold": True, "border": 1}))
        for row, person in enumerate(TYPED, start=1):
            values = [person.get(header) for header in headers()]
            tab.write_row(row, 0, [*(row - 1 for _ in before), *values])
        book.close()
        return content.getvalue()

    return make


ODDITIES = (
    read("Filled and saved by openpyxl", by_openpyxl),
    read("Written anew by openpyxl in its write-only mode", written_only),
    read("Written anew by xlsxwriter", by_xlsxwriter()),
    read("Written anew by xlsxwriter with constant memory", by_xlsxwriter(constant_memory=True)),
    read("Written anew by xlsxwriter, with dates from 1904", by_xlsxwriter(date_1904=True)),
    read("Written anew by xlsxwriter, as one of Excel's tables", in_a_table),
    read("Filled by pandas into the template", by_pandas(over_the_template), needs="pandas"),
    read("All tabs written anew by pandas with openpyxl", all_tabs("openpyxl"), needs="pandas"),
    read("All tabs written anew by pandas with xlsxwriter", all_tabs("xlsxwriter"), needs="pandas"),
    refused("The data tab alone, written anew", anew(), "not_our_template"),
    refused("The data tab written with its index, as by pandas", anew(""), "headers_changed"),
)  # fmt: skip
