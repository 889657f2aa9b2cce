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
_again = f"{_AGAIN[0].lower()}{_AGAIN[1:]}"
_REPAIR = (
    "Open it in Excel, let Excel repair it, save it, and upload it again. If that does not help: "
    f"{_again}"
)

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
    f"Remove them, or start again: {_again}",
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
    "damaged": f"This file is damaged and cannot be read. {_REPAIR}",
    # Archives that Excel never makes
    "too_many_parts": "This file has more than 500 parts inside, where a filled template has about "
    f"15. Remove pictures and other tabs, or start again: {_again}",
    "part_twice": "This file holds two parts of one name, so that nobody can say which of them is "
    f"meant. {_OPEN_AND_SAVE}",
    "parts_overlap": "This file is packed in such a way that two of its parts lie over each other. "
    f"{_OPEN_AND_SAVE}",
    "part_outside": "This file holds a part whose name leads out of the file. "
    f"{_OPEN_AND_SAVE}",
    "zip_encrypted": "Parts of this file were locked by a ZIP program, with a password. Unpack it "
    "with that program, and upload the .xlsx file without the password.",
    "odd_compression": "This file is packed in a way that Excel does not know. "
    f"{_OPEN_AND_SAVE}",
    "unpacked_too_large": "This file unpacks to more than 32 MB, where a filled template has "
    f"about 1 MB. Remove pictures and other tabs, or start again: {_again}",
    "part_too_large": "One part of this file is far bigger than in any filled template, usually "
    f"because of thousands of formatted empty rows. {_AGAIN}",
    "packed_too_tight": "This file unpacks to more than a hundred times its size, as no filled "
    f"template does. {_AGAIN}",
    # Markup that no program writes for a filled template
    "document_type": "This file declares a document type (DTD), which Excel never does and which "
    f"can be harmful, so it is not read. {_OPEN_AND_SAVE}",
    "odd_encoding": "This file is written in an encoding of characters that Excel never uses, so "
    f"it is not read. {_OPEN_AND_SAVE}",
    "too_much_markup": "This file has far more in it than a filled template, usually thousands of "
    f"formatted empty cells. {_AGAIN}",
    "too_deep": "This file is nested more deeply inside than any workbook is. "
    f"{_OPEN_AND_SAVE}",
    "too_many_cells": "The Enrollment Data tab has more than 200,000 filled cells, far more than "
    f"a filled template. {_AGAIN}",
    "too_many_merges": "The Enrollment Data tab has far more merged cells than can be looked "
    f"through. {_AGAIN}",
    "too_many_styles": "This file has more cell formats than Excel allows. "
    f"{_OPEN_AND_SAVE}",
    "unknown_text": "This file is damaged: some cells point to texts that are not in it. "
    f"{_REPAIR}",
    "place_outside": "This file is damaged: it has cells in places that no sheet has. "
    f"{_REPAIR}",
    "place_twice": "This file is damaged: it has two values for one cell, so that nobody can say "
    f"which of them is meant. {_REPAIR}",
    # What turns out while it is read
    "too_slow": "This file takes far longer to read than a filled template, so reading it was "
    f"given up. {_AGAIN}",
    "too_much_memory": "This file takes far more room to read than a filled template, so reading "
    f"it was given up. {_AGAIN}",
    "reader_failed": "Reading this file failed, and nothing of it was kept. "
    f"{_REPAIR}",
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
