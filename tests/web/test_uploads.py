"""Uploading a completed spreadsheet."""

import re

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.web.reading import alert, dialog, one_line, options, part, selected, status, tabs, words
from tests.web.site import Browser, Site
from tests.web.uploads import a_dependent, a_person, administrator
from tests.workbooks import Value, edit, fill_template
from web.forms import UPLOAD_LIMIT

UPLOAD = "/mass-enrollment/upload"
CHOICES = {"region": "NCAL", "group_id": "000341", "group_name": "000341"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(
    site: Site, *rows: dict[str, Value], region: str = "NCAL", group_id: str = "000341"
) -> bytes:
    """The group's template with these rows."""
    _, template = site.services.groups.template(administrator(site), region, group_id)
    return fill_template(template, rows)


def sent(content: bytes, name: str = "November hires.xlsx") -> dict[str, tuple[str, bytes, str]]:
    return {"file": (name, content, XLSX)}


def kept(site: Site) -> int:
    """How many uploads are kept of both of Alex's groups."""
    who = administrator(site)
    groups = site.services.groups
    return sum(len(groups.recent_batches(who, group).items) for group in ("000341", "000512"))


def test_the_form_has_the_three_boxes_and_a_file(alex: Browser) -> None:
    """The page offers what an upload needs, and says which files are taken."""
    page = alex.get(UPLOAD)
    assert page.status_code == 200
    assert options(page.text, "group_id") == ["000341", "000512"]
    assert 'type="file" accept=".xlsx"' in one_line(page.text)
    assert "up to 5 MB" in words(page.text)
    assert 'name="again"' not in page.text


def test_an_upload_leads_to_its_batch_and_says_what_was_read(site: Site, alex: Browser) -> None:
    """The dialog's three numbers add up to the filled rows, and nothing was sent."""
    content = workbook(
        site,
        a_person("Ana", "Ruiz"),
        a_dependent("Leo", "Ruiz"),
        a_person("Mei", "Chen", Family_Number="2", Hire_Date=None),
        a_person("Omar", "Haddad", Family_Number="3", Subgroup_ID="9999"),
    )
    answer = alex.post(UPLOAD, CHOICES, files=sent(content))
    page = alex.follow(answer).text
    assert answer.headers["Location"].startswith("/batches/")
    assert dialog(page) == (
        "Upload complete 2 ready to submit 1 with errors 1 rejected"
        " Nothing has been sent to the carrier yet. Close"
    )
    assert "<h1>November hires.xlsx</h1>" in page
    assert tabs(page) == ["Ready (2)*", "Error (1)", "Rejected (1)"]
    assert site.registry.accepted == []


def test_counts_of_none_are_said_too(site: Site, alex: Browser) -> None:
    """A file without errors or rejections says so with zeros."""
    answer = alex.post(UPLOAD, CHOICES, files=sent(workbook(site, a_person("Ana", "Ruiz"))))
    said = dialog(alex.follow(answer).text)
    assert "1 ready to submit 0 with errors 0 rejected" in said


def test_the_dialog_is_shown_once(site: Site, alex: Browser) -> None:
    """It comes with the batch's own address, and no more when that is visited again."""
    answer = alex.post(UPLOAD, CHOICES, files=sent(workbook(site, a_person("Ana", "Ruiz"))))
    assert "?" not in answer.headers["Location"]
    assert dialog(alex.follow(answer).text).startswith("Upload complete")
    assert dialog(alex.follow(answer).text) == ""


def test_htmx_is_sent_to_the_batch(site: Site, alex: Browser) -> None:
    """The batch is another page, not a part of this one."""
    content = workbook(site, a_person("Ana", "Ruiz"))
    answer = alex.post(UPLOAD, CHOICES, files=sent(content), htmx=True)
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"].startswith("/batches/")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("hires.csv", b"Last Name,First Name\nRuiz,Ana\n", "plain text, such as .csv"),
        ("hires.xlsx", b"PK\x03\x04 cut off", "damaged"),
        ("hires.xlsx", b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        ("hires.xlsx", b"", "This file is empty"),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_a_refused_file_is_said_beside_it_and_choices_are_kept(
    site: Site, alex: Browser, name: str, content: bytes, sentence: str, htmx: bool
) -> None:
    """The sentence is announced and tied to the file's field; nothing is kept of the file."""
    answer = alex.post(UPLOAD, CHOICES, files=sent(content, name), htmx=htmx)
    assert answer.status_code == 422
    assert sentence in alert(answer.text)
    assert sentence in words(part(answer.text, 'id="f-file-error"', "p"))
    control = one_line(answer.text)
    assert 'aria-describedby="f-file-error f-file-hint" aria-invalid="true"' in control
    assert {one: selected(answer.text, one) for one in CHOICES} == CHOICES
    assert kept(site) == 0


def test_no_file_and_no_group_are_said_at_once(alex: Browser) -> None:
    """Each sentence stands beside its own field."""
    answer = alex.post(UPLOAD, {"region": "", "group_id": "", "group_name": ""}, files={"x": b""})
    assert answer.status_code == 422
    assert "Choose the group" in words(part(answer.text, 'id="f-group_id-error"', "p"))
    assert "Choose the completed spreadsheet" in words(part(answer.text, 'id="f-file-error"', "p"))


@pytest.mark.parametrize(
    ("choices", "field"), [({"region": ""}, "group_id"), (CHOICES, "file")], ids=["group", "file"]
)
def test_the_focus_goes_to_the_first_field_at_fault(
    alex: Browser, choices: dict[str, str], field: str
) -> None:
    """And to no other, nor to something around it that has no name."""
    page = alex.post(UPLOAD, choices, files={"x": b""}).text
    (focused,) = re.findall(r"<(?:select|input|div)[^>]*\sautofocus[\s>]", page)
    assert f'name="{field}"' in focused


def test_another_groups_template_is_told_by_both_ids(site: Site, alex: Browser) -> None:
    """Who chose the wrong group reads which one the file is for."""
    content = workbook(site, a_person("Ana", "Ruiz"), region="HI", group_id="000512")
    answer = alex.post(UPLOAD, CHOICES, files=sent(content))
    assert answer.status_code == 422
    assert "This template is for group 000512. You chose 000341." in alert(answer.text)


def test_changed_headers_are_named(site: Site, alex: Browser) -> None:
    """The sentence names the header that is missing and the one in its place."""
    _, template = site.services.groups.template(administrator(site), "NCAL", "000341")

    def rename(sheet: Worksheet) -> None:
        for cell in sheet[1]:
            if cell.value == "Hire Date":
                cell.value = "Hired"

    content = edit(fill_template(template, [a_person("Ana", "Ruiz")]), rename)
    answer = alex.post(UPLOAD, CHOICES, files=sent(content))
    assert answer.status_code == 422
    assert "“Hire Date” to “Hired”" in alert(answer.text)


def test_a_region_without_the_group_is_said_beside_the_region(site: Site, alex: Browser) -> None:
    """The choice is at fault, not the file."""
    content = workbook(site, a_person("Ana", "Ruiz"))
    answer = alex.post(UPLOAD, CHOICES | {"region": "HI"}, files=sent(content))
    assert answer.status_code == 422
    assert "Northern California" in words(part(answer.text, 'id="f-region-error"', "p"))
    assert kept(site) == 0


def test_an_id_and_a_name_that_disagree_are_said(site: Site, alex: Browser) -> None:
    """Nothing is uploaded while it is unclear for which group."""
    content = workbook(site, a_person("Ana", "Ruiz"))
    answer = alex.post(UPLOAD, CHOICES | {"group_name": "000512"}, files=sent(content))
    assert answer.status_code == 422
    assert "Group ID 000341 is Redwood Manufacturing" in alert(answer.text)
    assert kept(site) == 0


def test_the_same_file_again_leads_to_the_earlier_upload(site: Site, alex: Browser) -> None:
    """It is refused with a link to what came of it and a box to upload it on purpose."""
    content = workbook(site, a_person("Ana", "Ruiz"))
    first = alex.post(UPLOAD, CHOICES, files=sent(content))
    batch = first.headers["Location"].partition("?")[0]
    second = alex.post(UPLOAD, CHOICES, files=sent(content))
    assert second.status_code == 422
    assert "This file was already uploaded for this group." in alert(second.text)
    assert f'<a href="{batch}">' in second.text
    assert 'name="again"' in second.text
    assert kept(site) == 1


def test_the_same_file_is_taken_again_on_purpose(site: Site, alex: Browser) -> None:
    """The ticked box makes a second batch."""
    content = workbook(site, a_person("Ana", "Ruiz"))
    alex.post(UPLOAD, CHOICES, files=sent(content))
    again = alex.post(UPLOAD, CHOICES | {"again": "yes"}, files=sent(content))
    assert again.status_code == 303
    assert kept(site) == 2


def test_a_file_that_is_not_at_fault_stays_in_the_form(site: Site, alex: Browser) -> None:
    """Merging the answer into the page keeps the file chosen; a wrong file is let go of."""
    content = workbook(site, a_person("Ana", "Ruiz"))
    no_group = {"region": "", "group_id": "", "group_name": ""}
    stays = alex.post(UPLOAD, no_group, files=sent(content), htmx=True)
    goes = alex.post(UPLOAD, CHOICES, files=sent(b"no workbook"), htmx=True)
    assert stays.headers["HX-Reswap"].startswith("outerMorph")
    assert "HX-Reswap" not in goes.headers


@pytest.mark.parametrize("htmx", [False, True])
def test_a_carrier_out_of_reach_keeps_nothing(site: Site, alex: Browser, htmx: bool) -> None:
    """The answer says so, keeps the choices, and the same upload works later."""
    content = workbook(site, a_person("Ana", "Ruiz"))
    site.registry.unreachable = True
    answer = alex.post(UPLOAD, CHOICES, files=sent(content), htmx=htmx)
    assert answer.status_code == 503
    assert "The carrier cannot be reached right now" in alert(answer.text)
    assert "Try again in a few minutes" in alert(answer.text)
    assert {one: selected(answer.text, one) for one in CHOICES} == CHOICES
    site.registry.unreachable = False
    assert kept(site) == 0
    assert alex.post(UPLOAD, CHOICES, files=sent(content)).status_code == 303


@pytest.mark.parametrize("megabytes", [6, 30])
def test_a_file_that_is_too_large_keeps_the_choices(
    site: Site, alex: Browser, megabytes: int
) -> None:
    """However large it is, the page comes back with the 5 MB said and the group chosen."""
    answer = alex.post(UPLOAD, CHOICES, files=sent(b"x" * (megabytes * 1024 * 1024)))
    assert answer.status_code == 422
    assert "larger than 5 MB" in alert(answer.text)
    assert {one: selected(answer.text, one) for one in CHOICES} == CHOICES
    assert kept(site) == 0


def test_a_body_beyond_the_limit_is_413_with_the_limit(alex: Browser) -> None:
    """What is far too large is not read to its end, and the 5 MB is said."""
    answer = alex.post(UPLOAD, CHOICES, files=sent(bytes(UPLOAD_LIMIT)))
    assert answer.status_code == 413
    assert "5 MB" in words(answer.text)


@pytest.mark.parametrize("group", ["000777", "123456"])
def test_another_group_is_not_there(site: Site, alex: Browser, group: str) -> None:
    """Uploading for a group of others is answered as for one that nobody has."""
    content = workbook(site, a_person("Ana", "Ruiz"))
    fields = {"region": "NW", "group_id": group, "group_name": group}
    assert alex.post(UPLOAD, fields, files=sent(content)).status_code == 404


def test_a_viewer_uploads_nothing(site: Site, robin: Browser) -> None:
    """The role is asked for, not only the button hidden."""
    content = workbook(site, a_person("Ana", "Ruiz"))
    assert robin.post(UPLOAD, CHOICES, files=sent(content)).status_code == 403
    assert kept(site) == 0


def test_while_it_is_sent_a_labelled_progress_says_so(alex: Browser) -> None:
    """The form holds the progress element that a script shows."""
    page = alex.get(UPLOAD).text
    assert "Sending and checking your file…" in page
    assert '<progress id="busy-progress">' in page
    assert status(page) == ""


def test_a_files_name_is_text(site: Site, alex: Browser) -> None:
    """A name with markup in it is shown as it is."""
    content = workbook(site, a_person("Ana", "Ruiz"))
    answer = alex.post(UPLOAD, CHOICES, files=sent(content, "<b>hires & co.xlsx"))
    page = alex.follow(answer).text
    assert "<h1>&lt;b&gt;hires &amp; co.xlsx</h1>" in page
