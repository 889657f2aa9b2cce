"""Workbooks filled and saved by LibreOffice, without its windows."""

import subprocess
from collections.abc import Mapping
from datetime import date
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.spreadsheet.marks import DATA_TAB
from tests.contract.spreadsheet import headers
from tests.oddities.arranged import turned
from tests.oddities.edits import in_cell, sheet
from tests.oddities.oddity import Make, Oddity, read
from tests.oddities.people import TYPED, filled
from tests.workbooks import Value

SOFFICE = "soffice"


def converted(content: bytes, kind: str, to: str) -> bytes:
    """A file of one kind, opened by LibreOffice and saved as another."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder, f"people.{kind}").write_bytes(content)
        subprocess.run(
            [
                SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless",
                "--convert-to", to, "--outdir", f"{folder}/saved", f"people.{kind}",
            ],
            cwd=folder, check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        return Path(folder, "saved", f"people.{to.partition(':')[0]}").read_bytes()


def saved_again(make: Make, *through: str, to: str = "xlsx") -> Make:
    """A workbook that LibreOffice saves, on the way in other formats, too."""

    def save(template: bytes) -> bytes:
        content, kind = make(template), "xlsx"
        for step in (*through, to):
            content = converted(content, kind, step)
            kind = step.partition(":")[0]
        return content

    return save


def filled_in(template: bytes) -> bytes:
    """The template opened by LibreOffice, filled in the form in which LibreOffice itself keeps a
    document, and saved as .xlsx."""
    document = converted(template, "xlsx", "fods").decode()
    start = document.index(f'<table:table table:name="{DATA_TAB}"')
    first = document.index("</table:table-row>", start) + len("</table:table-row>")
    rows = "".join(f"<table:table-row>{_cells(person)}</table:table-row>" for person in TYPED)
    return converted((document[:first] + rows + document[first:]).encode(), "fods", "xlsx")


def _cells(person: Mapping[str, Value]) -> str:
    return "".join(_cell(person.get(header)) for header in headers())


def _cell(value: Value) -> str:
    if value is None:
        return "<table:table-cell/>"
    text = escape(str(value))
    if isinstance(value, date):
        held = f'office:value-type="date" office:date-value="{text}"'
    elif isinstance(value, int | float):
        held = f'office:value-type="float" office:value="{text}"'
    else:
        held = 'office:value-type="string"'
    return f"<table:table-cell {held}><text:p>{text}</text:p></table:table-cell>"


def calculating() -> Make:
    """With formulas that have no results, until LibreOffice gives them theirs."""
    return in_cell("M3", '<c r="M3"><f>M2</f></c>')


def libreoffice(what: str, make: Make, note: str = "") -> Oddity:
    return read(what, make, note=note, needs=SOFFICE)


ODDITIES = (
    libreoffice("Saved again by LibreOffice", saved_again(filled)),
    libreoffice("Filled in and saved by LibreOffice", filled_in),
    libreoffice("Saved by LibreOffice as Office Open XML",
                saved_again(filled, to="xlsx:Calc Office Open XML")),
    libreoffice("Saved by LibreOffice as .ods, and then as .xlsx", saved_again(filled, "ods")),
    libreoffice("Saved by LibreOffice as .xls, and then as .xlsx", saved_again(filled, "xls")),
    libreoffice("Reordered columns, saved again by LibreOffice",
                saved_again(sheet(turned))),
    libreoffice("Formulas without results, saved by LibreOffice", saved_again(calculating()),
                "LibreOffice stores their results."),
)  # fmt: skip
