"""Uploads that go on as usual, but for something that the person should know."""

import re
import sys
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from adapters.readers.pool import Readers
from adapters.spreadsheet.reader import WorkbookReader
from tests.web.reading import alert, dialog, selected, tabs, words
from tests.web.site import Browser, Site, a_site
from tests.web.test_uploads import CHOICES, UPLOAD, kept, sent, workbook
from tests.web.uploads import ALEX, a_dependent, a_person
from tests.workbooks import edit


def test_what_is_odd_about_the_file_is_said_for_as_long_as_it_is_kept(
    site: Site, alex: Browser
) -> None:
    """A row that a filter hides is read, and the person is told, in the dialog and afterwards."""

    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    content = workbook(site, a_person("Ana", "Ruiz"), a_dependent("Leo", "Ruiz"))
    page = alex.follow(alex.post(UPLOAD, CHOICES, files=sent(edit(content, hide)))).text
    sentence = (
        "Row 3 is hidden in the workbook, by a filter or by hand. It was read like all others."
    )
    assert tabs(page)[0] == "Ready (2)*"
    assert sentence in dialog(page)
    address = re.search(r"/batches/[^/?\"]+", page)
    assert address
    later = alex.get(address[0]).text
    assert f"About this spreadsheet {sentence}" in words(later)


def test_a_file_that_finds_all_readers_busy_is_not_lost(site_folder: Path) -> None:
    """The answer is 503 with a sentence and when to try again; the chosen file stays chosen."""
    nobody = Readers(command=(sys.executable, "-c", "pass"))
    site = a_site(site_folder, reader=WorkbookReader(nobody.contents))
    try:
        alex = site.signed_in(ALEX)
        content = workbook(site, a_person("Ana", "Ruiz"))
        plain = alex.post(UPLOAD, CHOICES, files=sent(content))
        partial = alex.post(UPLOAD, CHOICES, files=sent(content), htmx=True)
        for answer in (plain, partial):
            assert answer.status_code == 503
            assert answer.headers["Retry-After"] == "5"
            assert "Try again in a few seconds." in alert(answer.text)
        assert partial.headers["HX-Reswap"] == "outerMorph show:none"
        assert selected(plain.text, "group_id") == "000341"
        assert kept(site) == 0
    finally:
        nobody.close()
        site.close()
