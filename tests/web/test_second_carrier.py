"""Another carrier, by its file alone: other regions, limits, columns and words; no arbitration."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.web.pages import Page
from tests.web.reading import alert, dialog, menu, options, tabs, words
from tests.web.second_carrier import CHILD, INES, PERSON, SHIPYARDS, Bayou, a_second_carrier
from tests.web.site import Browser
from tests.workbooks import Value, fill_template
from web.services import Services


@pytest.fixture
def bayou(site_folder: Path) -> Bayou:
    """With its own groups and members, and somebody who may enroll in both groups."""
    return a_second_carrier(site_folder)


def template(ines: Browser) -> bytes:
    query = "&".join(f"{name}={value}" for name, value in SHIPYARDS.items())
    answer = ines.get(f"/mass-enrollment/template?{query}")
    assert answer.status_code == 200
    return answer.content


def upload(ines: Browser, *rows: dict[str, Value]):
    """The answer to an upload of the group's template with these rows."""
    content = fill_template(template(ines), rows)
    files = {"file": ("Yard.xlsx", content, "application/octet-stream")}
    return ines.post("/mass-enrollment/upload", SHIPYARDS, files=files)


def submit_ready(ines: Browser, services: Services, batch: str) -> None:
    assert ines.post(f"{batch}/submit").status_code == 303
    while services.delivering.round():
        pass


def test_its_regions_and_limits_are_on_screen(bayou: Bayou) -> None:
    """The page that explains mass enrollment names its limit and offers its regions."""
    with bayou.opened() as (ines, _):
        page = ines.get("/mass-enrollment").text
        assert "Set aside for 14 days" in words(ines.get("/saved-applications").text)
        assert "in the last 14 days" in words(ines.get("/members").text)
    assert "up to 100 people in a file" in words(page)
    assert options(page, "region") == ["GULF", "TX"]
    assert options(page, "group_id") == ["PM-0040", "PM-0077"]


def test_its_template_has_its_columns(bayou: Bayou) -> None:
    """Its own stand at the end of their sections, with note, drop-down and hint; what it hides is
    nowhere, and what it requires is marked."""
    with bayou.opened() as (ines, _):
        workbook = load_workbook(BytesIO(template(ines)))
    sheet = workbook["Enrollment Data"]
    cells = {cell.value: cell for cell in sheet[1]}
    headers = list(cells)
    assert headers.index("Cost Center") == headers.index("COBRA Event") + 1
    assert headers.index("Badge Date") == headers.index("Medical Record Number") + 1
    assert headers[-1] == "Tobacco Use"
    for hidden in ("Race or Ethnicity", "Medicare", "Medicare Number", "Mailing City", "Suffix"):
        assert hidden not in cells
    assert not any("Arbitration" in header for header in headers)
    assert cells["Cost Center"].comment.text.startswith("Required on subscribers.\nAs on the pay")
    assert cells["E-mail"].comment.text == "Required on subscribers."
    assert cells["Employee ID"].fill.start_color == cells["Plan"].fill.start_color
    checks = {one.errorTitle: one for one in sheet.data_validations.dataValidation}
    assert checks["Cost Center"].prompt == "As on the payroll, for example TX-104."
    assert checks["Hours a Week"].formula2 == "99"
    assert (checks["Tobacco Use"].type, checks["Badge Date"].type) == ("list", "date")
    lists = {cell.value: cell.column for cell in workbook["Lists"][1]}
    choices = [cell.value for cell in next(workbook["Lists"].iter_cols(lists["Tobacco Use"]))]
    assert choices[1:4] == ["Never", "Formerly", "Now"]


UNFINISHED = PERSON | {
    "Family Number": "2",
    "First Name": "Andre",
    "SSN or ITIN": "987-65-4003",
    "Employee ID": "1002",
    "Cost Center": None,
    "E-mail": None,
    "Tobacco Use": "sometimes",
    "Hours a Week": "forty",
    "Badge Date": "02/30/2026",
}


def test_what_is_wrong_in_its_columns_is_said(bayou: Bayou) -> None:
    """On the Error tab and on the form, by header, cell and what to do."""
    with bayou.opened() as (ines, _):
        page = ines.follow(upload(ines, UNFINISHED)).text
        form = ines.get(menu(page, "Andre Fontenot")["Edit"]).text
    said = (
        "Cost Center M2 Enter the cost center. "
        'Hours a Week N2 "forty" is not a whole number. Enter the hours a week as a whole number. '
        "Badge Date Y2 02/30/2026 is not a real date. Enter the badge date as MM/DD/YYYY. "
        "E-mail AH2 Enter the e-mail. "
        'Tobacco Use AJ2 "sometimes" is not on the list. Choose a tobacco use from the list.'
    )
    assert said in words(page)
    assert '<a href="#f-cost_center">Cost Center (M2): Enter the cost center.</a>' in form
    assert Page(form).options["f.tobacco_use"] == [
        "Blank", "sometimes (not on the list)", "Never", "Formerly", "Now",
    ]  # fmt: skip
    assert "Required on subscribers. As on the payroll" in words(form)


def test_from_upload_to_delivery(bayou: Bayou) -> None:
    """Mended on the form, submitted and delivered, and shown in the carrier's own words."""
    of_29 = CHILD | {"First Name": "Rose", "Birth Date": "05/02/1997"}
    of_29["SSN or ITIN"] = "987-65-4004"
    member = PERSON | {"Family Number": "3", "First Name": "Odile", "Last Name": "Broussard"}
    member |= {"SSN or ITIN": "899-11-0001", "Employee ID": "1003"}
    with bayou.opened() as (ines, services):
        answer = upload(ines, PERSON | {"Tobacco Use": "NEVER"}, CHILD, UNFINISHED, of_29, member)
        page = ines.follow(answer).text
        batch = answer.headers["Location"]
        assert "3 ready to submit 1 with errors 1 rejected" in dialog(page)
        edit = menu(ines.get(f"{batch}?tab=error").text, "Andre Fontenot")["Edit"]
        form = Page(ines.get(edit).text).values | {
            "f.cost_center": "la-9", "f.email": "andre@bayou.example", "f.tobacco_use": "Now",
            "f.hours_a_week": "38", "f.badge_date": "11/2/2026", "action": "save",
        }  # fmt: skip
        page = ines.follow(ines.post(edit, form)).text
        assert tabs(page) == ["Ready (4)*", "Error (0)", "Rejected (1)"]
        submit_ready(ines, services, batch)
        history = ines.get("/transactions").text
        (address,) = {one for one in _links(history) if "Andre" in _row(history, one)}
        shown = words(ines.get(address).text)
    assert len(bayou.log()) == 4
    assert {status for _, status in bayou.log()} == {"Completed"}
    assert "Active" in words(history)
    assert "Completed" not in words(history)
    assert "Cost Center la-9 Hours a Week 38" in shown
    assert "Badge Date 11/02/2026" in shown
    assert "Tobacco Use Now" in shown


def _links(history: str) -> set[str]:
    return set(re.findall(r'href="(/transactions/[^"/.]+)"', history))


def _row(history: str, address: str) -> str:
    return history.partition(f'href="{address}"')[2].partition("</tr>")[0]


def test_a_dependent_is_covered_as_the_subscriber_in_its_columns(bayou: Bayou) -> None:
    """A subscriber's column goes with the dependents' submissions; what the row says of it does
    not, and everybody's column stays one's own."""
    child = CHILD | {"Cost Center": "TX-1", "Tobacco Use": "Never"}
    with bayou.opened() as (ines, services):
        answer = upload(ines, PERSON | {"Hours a Week": 40}, child)
        assert "Cost Center is taken from the subscriber" in words(ines.follow(answer).text)
        submit_ready(ines, services, answer.headers["Location"])
        found = services.history.transactions(INES, "Beau", "", None, 1)
    (entry,) = found.items
    assert entry.submission.answers.extra == {
        "cost_center": "LA-7", "hours_a_week": "40", "tobacco_use": "Never",
    }  # fmt: skip


def test_a_row_more_than_its_limit_is_refused(bayou: Bayou) -> None:
    """A hundred rows are read, and one more is refused with the limit and what to do."""
    rows = [
        PERSON | {"Family Number": str(one), "First Name": f"L{'u' * one}"} for one in range(1, 102)
    ]
    with bayou.opened() as (ines, _):
        refused = upload(ines, *rows)
        accepted = upload(ines, *rows[:-1])
    assert refused.status_code == 422
    assert "This file has 101 filled rows. The limit is 100." in alert(refused.text)
    assert accepted.status_code == 303


def test_what_was_there_before_its_file_changed_still_opens(bayou: Bayou) -> None:
    """Batch, form and history are shown when columns, a region and words have gone or come; what
    was submitted in a column stays there."""
    with bayou.opened() as (ines, services):
        answer = upload(ines, PERSON | {"Tobacco Use": "Never"}, UNFINISHED)
        batch = answer.headers["Location"]
        submit_ready(ines, services, batch)
    bayou.edit_file('key = "tobacco_use"\nheader = "Tobacco Use"', 'key = "pets"\nheader = "Pets"')
    bayou.edit_file('hidden = ["race_ethnicity"', 'hidden = ["employment_status", "race_ethnicity"')
    bayou.edit_file('code = "GULF"\nname = "Gulf Coast"', 'code = "SOUTH"\nname = "The South"')
    bayou.edit_file('required = ["employee_id"]', 'required = ["employee_id", "county"]')
    with bayou.opened() as (ines, _):
        page = ines.get(f"{batch}?tab=error").text
        form = ines.get(menu(page, "Andre Fontenot")["Edit"]).text
        history = ines.get("/transactions").text
        (address,) = _links(history)
        shown = words(ines.get(address).text)
    assert "PM-0040 · GULF" in words(page)
    assert 'Tobacco use AJ3 "sometimes" is not on the list.' in words(page)
    assert "f.tobacco_use" not in Page(form).values
    assert Page(form).labels["f.pets"] == "Pets"
    assert "Tobacco use Never" in shown
