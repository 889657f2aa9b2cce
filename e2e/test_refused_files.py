"""Files that are refused as a whole: each is told why, the choices stay, nothing is stored."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import expect

from e2e.person import PACIFIC, Person
from e2e.rows import people, typed_into
from tests.web.uploads import a_person
from tests.workbooks import edit, package, parts, saved

SAMPLES = Path(__file__).parents[1] / "samples"
MB = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def filled(alex: Person) -> bytes:
    return alex.workbook([a_person("Nan", "Webb")])


def changed(change: Callable[[Worksheet], None]) -> Callable[[Person], bytes]:
    return lambda alex: edit(filled(alex), change)


def headers(sheet: Worksheet) -> None:
    """One renamed, one removed, one added."""
    sheet["B1"] = "Relation"
    columns = {cell.value: cell for cell in sheet[1]}
    columns["E-mail"].value = None
    sheet.cell(1, sheet.max_column + 1, "Shoe Size")
    sheet.cell(2, sheet.max_column, "42")


def renamed_tab(alex: Person) -> bytes:
    workbook = load_workbook(BytesIO(filled(alex)))
    workbook["Enrollment Data"].title = "Sheet1"
    return saved(workbook)


def another_workbook(_: Person) -> bytes:
    workbook = Workbook()
    workbook.active.append(["Name", "Salary"])
    return saved(workbook)


def macros(alex: Person) -> bytes:
    return package({**parts(filled(alex)), "xl/vbaProject.bin": b"attack"})


def opendocument(_: Person) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    return content.getvalue()


REFUSED: dict[str, tuple[Callable[[Person], bytes] | bytes, tuple[str, ...]]] = {
    "big.xlsx": (b"PK" + bytes(5 * MB), ("larger than 5 MB",)),
    "old.xls": (OLE + "Workbook\0".encode("utf-16-le") + bytes(600), (".xls", "Save As")),
    "list.csv": (b"Family Number,Relationship\n1,Subscriber\n", (".csv", "Download")),
    "sheet.ods": (opendocument, ("OpenDocument", ".ods", "Save As")),
    "secret.xlsx": (
        OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600),
        ("password", "clear the password"),
    ),
    "broken.xlsx": (lambda alex: filled(alex)[:5000], ("damaged",)),
    "macros.xlsm": (macros, ("macro",)),
    "empty.xlsx": (b"", ("empty",)),
    "renamed tab.xlsx": (renamed_tab, ("no Enrollment Data tab",)),
    "other.xlsx": (another_workbook, ("no Enrollment Data tab",)),
    "headers.xlsx": (
        changed(headers),
        ("Renamed: “Relationship” to “Relation”", "E-mail", "Shoe Size"),
    ),
    "hawaii.xlsx": (
        lambda alex: alex.workbook([a_person("Nan", "Webb")], PACIFIC),
        ("This template is for group 000512. You chose 000341.",),
    ),
    "old template.xlsx": ((SAMPLES / "older-version.xlsx").read_bytes(), ("too old to read",)),
    "no rows.xlsx": (lambda alex: alex.template(), ("no filled rows",)),
    "251 rows.xlsx": (
        lambda alex: typed_into(alex.template(), people(251)),
        ("251 filled rows", "limit is 250"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_file_says_why_and_stores_nothing(alex: Person, name: str) -> None:
    """The sentence stands in the alert and at the file's field; region and group stay chosen."""
    make, sentences = REFUSED[name]
    content = make if isinstance(make, bytes) else make(alex)
    with alex.watch.refusal(422):
        alex.send(content, name)
        expect(alex.alert).not_to_be_empty()
    for sentence in sentences:
        expect(alex.alert).to_contain_text(sentence)
        expect(alex.page.locator(".field-error")).to_contain_text(sentence)
    expect(alex.heading("Upload Members")).to_be_visible()
    for box, value in (("Region", "NCAL"), ("Group ID", "000341"), ("Group Name", "000341")):
        expect(alex.page.get_by_role("combobox", name=box, exact=True)).to_have_value(value)
    for word in ("invalid", "please", "oops"):
        expect(alex.alert).not_to_contain_text(word, ignore_case=True)
    if name in ("big.xlsx", "headers.xlsx"):
        alex.check()
    alex.goto("/members?group=000341")
    expect(alex.page.get_by_text("No spreadsheet was uploaded")).to_be_visible()


def test_no_file_and_no_group_are_asked_for(alex: Person) -> None:
    """Each missing choice is named at its own field."""
    alex.goto("/mass-enrollment/upload")
    with alex.watch.refusal(422):
        alex.button("Upload Members").click()
        expect(alex.alert).to_contain_text("Choose the completed spreadsheet to upload.")
    expect(alex.alert).to_contain_text("group")
    alex.check()


def test_the_same_file_again_is_asked_about(alex: Person) -> None:
    """It is refused with a link to the earlier upload, and taken when one says so."""
    content = alex.workbook([a_person("Obi", "Xavier")])
    alex.send(content, "again.xlsx")
    alex.button("Close").click()
    expect(alex.page).not_to_have_url(re.compile("uploaded"))
    batch = alex.page.url.removeprefix(alex.site)
    with alex.watch.refusal(422):
        alex.send(content, "again.xlsx")
        expect(alex.alert).to_contain_text("already uploaded")
    earlier = alex.page.get_by_role("main").get_by_role("link", name="Open the upload of")
    expect(earlier).to_have_attribute("href", batch)
    alex.check()
    alex.page.get_by_role("checkbox").check()
    alex.field("Completed spreadsheet").set_input_files(
        {"name": "again.xlsx", "mimeType": "", "buffer": content}
    )
    alex.button("Upload Members").click()
    expect(alex.dialog("Upload complete")).to_contain_text("1 ready to submit")
    alex.goto("/members")
    expect(alex.page.get_by_role("link", name="again.xlsx")).to_have_count(2)
