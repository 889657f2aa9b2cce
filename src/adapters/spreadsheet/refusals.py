"""Why a whole file is refused: a code for logs and tests, a sentence for the person.

Each sentence says what the file is and what to do. What a file contains is never quoted, but for
header texts and group ids.
"""

from collections.abc import Sequence

from domain.errors import FileRefused
from domain.values import shown

_SAVE_AS = "In Excel choose File, Save As, Excel Workbook (.xlsx), and upload that file."
_OPEN_AND_SAVE = "Open it in Excel, save it as an Excel Workbook (.xlsx), and upload that file."
_AGAIN = "Download the template again and copy your rows into it."

SENTENCES = {
    "too_large": "This file is larger than 5 MB. A filled template is far smaller: "
    "remove pictures and other tabs, or download the template again and copy your rows into it.",
    "empty": "This file is empty: it has no content at all. Save the workbook again, and upload "
    "that file.",
    # Other kinds of file
    "xls": f"This file is an older Excel workbook (.xls). {_SAVE_AS}",
    "xlsb": f"This file is a binary Excel workbook (.xlsb). {_SAVE_AS}",
    "xltx": f"This file is an Excel template (.xltx). {_SAVE_AS}",
    "strict_xlsx": f"This file is a Strict Open XML workbook. {_SAVE_AS}",
    "macro_enabled": "This file is a macro-enabled workbook (.xlsm), or holds macros. "
    f"{_SAVE_AS}",
    "embedded_objects": "This file holds embedded files or controls, which cannot be accepted. "
    f"Remove them, or start again: {_AGAIN[0].lower()}{_AGAIN[1:]}",
    "password_protected": "This file is protected with a password. In Excel choose File, Info, "
    "Protect Workbook, Encrypt with Password, clear the password, save, and upload the file.",
    "ods": "This file is an OpenDocument spreadsheet (.ods). Choose File, Save As, "
    "Excel Workbook (.xlsx), and upload that file.",
    "numbers": "This file is an Apple Numbers spreadsheet. Choose File, Export To, Excel, and "
    "upload that file.",
    "csv": f"This file is plain text, such as .csv, not an Excel workbook. {_AGAIN}",
    "html": f"This file is a web page, not an Excel workbook. {_OPEN_AND_SAVE}",
    "xml": f"This file is an XML file, not an Excel workbook (.xlsx). {_OPEN_AND_SAVE}",
    "pdf": "This file is a PDF, not an Excel workbook. Upload the filled template itself, the "
    ".xlsx file.",
    "office_document": "This file is a document or presentation, not an Excel workbook. Upload "
    "the filled template itself, the .xlsx file.",
    "zip": "This file is a ZIP archive, not an Excel workbook. Unpack it, and upload the .xlsx "
    "file inside.",
    "unknown": "This file is not an Excel workbook. Upload the filled template itself, the .xlsx "
    "file.",
    # Workbooks that cannot be read
    "damaged": "This file is damaged and cannot be read. Open it in Excel, let Excel repair it, "
    f"save it, and upload it again. If that does not help: {_AGAIN[0].lower()}{_AGAIN[1:]}",
    "too_big_unpacked": "This file is far bigger inside than a filled template, usually because "
    f"of thousands of formatted empty rows. {_AGAIN}",
    "unsafe": "This file holds something that Excel never writes, so it is not opened. "
    f"{_OPEN_AND_SAVE}",
    # Workbooks that are not the template
    "tab_missing": "This workbook has no Enrollment Data tab. Upload the template with its tabs "
    "named as they were.",
    "tab_hidden": "The Enrollment Data tab is hidden. Show it (point at any tab, right-click, "
    "Unhide), check that its rows are the ones you mean, save, and upload the file again.",
    "not_our_template": "This workbook does not say which group it was made for. Download the "
    "group's template and copy your rows into it.",
    "no_rows": "The Enrollment Data tab has no filled rows. Fill in one row for each person, "
    "from row 2 down, and upload the file again.",
}  # fmt: skip


def refused(code: str) -> FileRefused:
    """The refusal of that code."""
    return FileRefused(code, SENTENCES[code])


def another_group(found: str, chosen: str) -> FileRefused:
    """The template of another group: both Group IDs."""
    return FileRefused(
        "another_group",
        f"This template is for group {shown(found)}. You chose {chosen}. Choose group "
        f"{shown(found)} above, or download the template for group {chosen} and copy your rows "
        "into it.",
    )


def another_region(found: str, chosen: str) -> FileRefused:
    """The template of the group's former region: both codes."""
    return FileRefused(
        "another_region",
        f"This template is for region {shown(found)}. You chose {chosen}. Download the template "
        f"for region {chosen} and copy your rows into it.",
    )


def too_old(version: int) -> FileRefused:
    """A template whose version is not read any more."""
    return FileRefused(
        "template_too_old",
        f"This template is too old to read (version {version}). {_AGAIN}",
    )


def too_many_rows(rows: int, limit: int, *, at_least: bool = False) -> FileRefused:
    """More filled rows than the carrier's limit; ``at_least`` when counting was given up."""
    count = f"at least {rows:,}" if at_least else f"{rows:,}"
    return FileRefused(
        "too_many_rows",
        f"This file has {count} filled rows. The limit is {limit:,}. Split it into files of at "
        f"most {limit:,} rows, with each family in one file.",
    )


def headers_changed(
    missing: Sequence[str],
    renamed: Sequence[tuple[str, str]],
    added: Sequence[str],
    twice: Sequence[str],
    unnamed: Sequence[str],
) -> FileRefused:
    """Headers that are not the template's.

    ``missing`` and ``added`` are header texts without those of ``renamed``, which pairs the
    template's header with what stands in its place; ``twice`` are template headers that stand
    more than once; ``unnamed`` are letters of columns that hold entries under no header.
    """
    parts = []
    if renamed:
        parts.append("Renamed: " + _some([f"“{old}” to “{shown(new)}”" for old, new in renamed]))
    if missing:
        parts.append("Missing: " + _some([f"“{one}”" for one in missing]))
    if added:
        parts.append("Added: " + _some([f"“{shown(one)}”" for one in added]))
    if twice:
        parts.append("There twice: " + _some([f"“{one}”" for one in twice]))
    if unnamed:
        parts.append("Entries under no header: column " + _some(unnamed))
    return FileRefused(
        "headers_changed",
        f"The headers in row 1 are not the template's. {' '.join(parts)} Put the headers back as "
        "they were, or download the template again and copy your rows into it.",
    )


def headers_gone() -> FileRefused:
    """None of the template's headers is in row 1. What stands there instead may be a person's
    data, so it is not told."""
    return FileRefused(
        "headers_changed",
        "The headers in row 1 are not the template's. Row 1 has none of the template's headers. "
        "Put the header row back as it was, or download the template again and copy your rows "
        "into it.",
    )


def _some(texts: Sequence[str], most: int = 6) -> str:
    first = ", ".join(texts[:most])
    more = len(texts) - most
    return f"{first} and {more} more." if more > 0 else f"{first}."
