"""Workbooks of other people and other programs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from adapters.spreadsheet.reader import WorkbookReader
from adapters.spreadsheet.refusals import SENTENCES
from domain.errors import FileRefused
from tests.contract.spreadsheet import CARRIER, REDWOOD, headers
from tests.unit.adapters.spreadsheet.conftest import Read
from tests.workbooks import edit_part, fill_template, parts

CORPUS = os.environ.get("CORPUS_DIR", "")
WORKBOOK = "xl/workbook.xml"
FILES = sorted(path for path in Path(CORPUS).iterdir() if path.suffix != ".tsv") if CORPUS else []


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="CORPUS_DIR names no folder of foreign workbooks")
def test_corpus_is_there() -> None:
    """The folder that was named holds files."""
    assert FILES


@pytest.mark.corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_foreign_file_is_refused_with_a_sentence(path: Path) -> None:
    """None of them is our template: each is refused, and nothing else is raised. With its first
    tab named as ours, each goes through the walk over its rows, and is refused then."""
    content = path.read_bytes()
    refused = refusal_of(content)
    assert refused.message == SENTENCES[refused.code]
    if refused.code == "tab_missing" and WORKBOOK in parts(content):
        refused = refusal_of(edit_part(content, named_as_ours, WORKBOOK))
        assert refused.code in {
            "headers_changed",
            "damaged",
            "place_outside",
            "tab_hidden",
            "tab_missing",
        }


def refusal_of(content: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        WorkbookReader().read(content, "foreign.xlsx", carrier=CARRIER, group=REDWOOD)
    return refused.value


def named_as_ours(part: bytes) -> bytes:
    return re.sub(rb'(<(?:\w+:)?sheet [^>]*?name=")[^"]*', rb"\1Enrollment Data", part, count=1)


SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_saved_again_by_libreoffice(template: bytes, read: Read, tmp_path: Path) -> None:
    """LibreOffice keeps all that was typed, and enough of the marks."""
    rows = [
        {"Family Number": 12, "Subgroup ID": "0001", "ZIP Code": "04655", "Last Name": "=Núñez"},
        {header: f"Value {number}" for number, header in enumerate(headers())},
    ]
    original = tmp_path / "filled.xlsx"
    original.write_bytes(fill_template(template, rows, first_row=5))
    subprocess.run(
        [
            str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
            "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(original),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    again = (tmp_path / "saved" / "filled.xlsx").read_bytes()
    assert read(again) == read(original.read_bytes())
