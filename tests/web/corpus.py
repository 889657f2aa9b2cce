"""The foreign workbooks in the folder named by CORPUS_DIR, and what may be said of each.

Its manifest says of each what an upload of it should come to. None is our template, so what it
would accept is refused for that; what it refuses is refused for its own reason.
"""

import csv
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from adapters.spreadsheet.refusals import SENTENCES
from tests.web.pages import Page
from tests.workbooks import edit_part, parts

FOLDER = os.environ.get("CORPUS_DIR", "")
_BOOK = "xl/workbook.xml"
_SENTENCES = {**SENTENCES, "headers_changed": "The headers in row 1 are not the template's."}

NOT_OURS = frozenset({"tab_missing", "headers_changed", "not_our_template", "no_rows"})
TOO_MANY = frozenset({"too_many_rows", "too_many_cells", "too_many_merges", "too_much_markup"})
TOO_BIG = frozenset({"unpacked_too_large", "part_too_large", "packed_too_tight"})
ARCHIVE = frozenset({"zip", "damaged", "part_twice", "parts_overlap", "part_outside"})

# What the manifest says of uploads that must be refused, and the codes that say the same.
REFUSED: Mapping[str, frozenset[str]] = {
    "REJECT BAD_ROW_INDEX": frozenset({"place_outside"}),
    "REJECT XML_ENCODING / XML_BAD": frozenset({"odd_encoding", "damaged"}),
    "REJECT XML_DTD": frozenset({"document_type"}),
    "REJECT XML_BAD": frozenset({"damaged"}),
    "REJECT not-xlsx(ODS)": frozenset({"ods"}),
    "REJECT TOO_BIG_UNPACKED": TOO_BIG,
    "REJECT ZIP_DAMAGED": frozenset({"damaged"}),
    "REJECT ZIP_DUPLICATE_PART": frozenset({"part_twice"}),
    "REJECT NOT_XLSX": frozenset({"unknown", "zip"}),
    "REJECT NOT_XLSX/ZIP_*; never 500": ARCHIVE | {"unknown"},
    "REJECT NOT_XLSX(text)": frozenset({"csv"}),
    "REJECT NOT_XLSX(html)": frozenset({"html"}),
    "REJECT NOT_XLSX(xml)": frozenset({"xml"}),
    "REJECT (ole), no hang": frozenset({"xls"}),
    "REJECT OLD_XLS": frozenset({"xls"}),
    "REJECT XLSB": frozenset({"xlsb"}),
    "REJECT ODS": frozenset({"ods"}),
    "REJECT PASSWORD_PROTECTED": frozenset({"password_protected"}),
    "REJECT MACROS": frozenset({"macro_enabled"}),
    "REJECT MACROS (wrong type)": frozenset({"macro_enabled"}),
    "REJECT MACROS (holds an XLM macro sheet); >400 s in openpyxl normal mode": frozenset(
        {"macro_enabled"}
    ),
    "REJECT EMBEDDED_OBJECTS": frozenset({"embedded_objects"}),
    "clear error telling to save as normal .xlsx (or accept)": frozenset({"strict_xlsx"}),
    "clear error: no data sheet": frozenset({"tab_missing"}),
}

# Those that it would accept, or refuse or warn of by the row: what it says of rows is tested where
# rows are read.
ACCEPTED: Mapping[str, frozenset[str]] = dict.fromkeys(
    [
        "TEMPLATE_MISMATCH",
        "accept",
        "accept (normalise) then template check",
        "accept then template check",
        "accept cached value",
        "accept cached value or row error (policy)",
        "accept full text",
        "accept or clear error",
        "accept with ALL rows (must reset_dimensions)",
        "accept, columns by position",
        "accept; escape on export",
        "accept; value only top-left; row error elsewhere",
        "clear error (non-UTF-8 parts) or accept",
        "clear error or accept per template",
        "clear error or accept through read_only; never 500",
        "clear error: no rows",
        "escaped in UI",
        "keep zeros via format or row error, never silent loss",
        "pass guard with links never followed (or REJECT by policy)",
        "pass guard, never followed (or REJECT by policy)",
        "pass guard, values escaped in HTML, no outbound request",
        "row error",
        'row error "formula, paste values"',
        "row error, never wrong date",
        "row errors only",
        "DOB read or row error",
        "DOB read with 1904 epoch",
        "stored and shown unchanged",
        "stored unchanged; UI bidi-safe",
        "text equal to what Excel shows",
        "warn that hidden rows are imported (policy)",
    ],
    NOT_OURS,
) | {
    "hidden sheet never imported silently": NOT_OURS | {"tab_hidden"},
    "accept or TOO_MANY_ROWS in <2 s": NOT_OURS | TOO_MANY,
    "accept or TOO_MANY_*; worker <=10 s, server stays responsive": NOT_OURS | TOO_MANY,
}

# Files that are refused for another reason than the manifest's, and why that one comes first.
OTHERWISE: Mapping[str, tuple[str, str]] = {
    "PHPOffice__sec-w24f.dontuse.xml": ("xml", "an .xml file is no workbook, whatever is in it"),
    "PHPOffice__x5j6.b.dontuse.xml": ("xml", "an .xml file is no workbook, whatever is in it"),
    "PHPOffice__x5j6.dontuse.xml": ("xml", "an .xml file is no workbook, whatever is in it"),
    "apache__ExcelWithAttachments.xlsm": ("macro_enabled", "it is that, too"),
    "apache__invalid.xlsx": ("damaged", "an archive of nothing may have been a workbook"),
    "roo-rb__boolean.xlsm": ("tab_missing", "a file's kind is in its content, not in its name"),
}


class File(NamedTuple):
    """A file, and the codes of which one fits what the manifest says of it."""

    name: str
    content: bytes
    codes: frozenset[str]


def files() -> list[File]:
    """Those of the manifest. KeyError for a line that nobody has said codes for."""
    with (Path(FOLDER) / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        lines = list(csv.DictReader(manifest, delimiter="\t"))
    return [
        File(line["file"], (Path(FOLDER) / line["file"]).read_bytes(), _codes(line))
        for line in lines
    ]


def code_on(page: str) -> str:
    """The code of the refusal whose sentence is on a page; "" for none that is known."""
    words = Page(page).words
    found = [code for code, sentence in _SENTENCES.items() if " ".join(sentence.split()) in words]
    return max(found, key=lambda code: len(_SENTENCES[code]), default="")


def with_our_tab(content: bytes) -> bytes:
    """The workbook with its first tab named as ours, so that its rows are looked at."""
    return edit_part(content, _named_as_ours, _BOOK) if _BOOK in parts(content) else content


def must_be_refused(file: File) -> bool:
    """Whether the manifest has a reason of its own to refuse the file."""
    return not file.codes & NOT_OURS


def _named_as_ours(part: bytes) -> bytes:
    return re.sub(rb'(<(?:\w+:)?sheet [^>]*?name=")[^"]*', rb"\1Enrollment Data", part, count=1)


def _codes(line: Mapping[str, str]) -> frozenset[str]:
    if line["file"] in OTHERWISE:
        return frozenset({OTHERWISE[line["file"]][0]})
    expected = line["expected_upload_behaviour"]
    if expected.startswith('"'):  # some are quoted twice
        expected = expected[1:-1].replace('""', '"')
    return REFUSED[expected] if expected in REFUSED else ACCEPTED[expected]
