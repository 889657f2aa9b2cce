"""Mass Enrollment's page and the download of a group's template."""

from io import BytesIO
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from tests.web.reading import one_line, options, part, selected, words
from tests.web.site import Browser, Site
from tests.web.uploads import a_person, upload

TEMPLATE = "/mass-enrollment/template"


def test_says_what_it_can_and_cannot_do(alex: Browser) -> None:
    """The page says how many people fit in a file, and what the file cannot change."""
    page = alex.get("/mass-enrollment")
    said = words(page.text)
    assert page.status_code == 200
    assert "up to 250 people in a file, and several files a day" in said
    assert "cannot change or end anyone’s coverage" in said
    assert 'href="/mass-enrollment/upload"' in page.text


def test_offers_the_groups_of_the_administrator(alex: Browser) -> None:
    """Regions by code and groups by Group ID, only those that the administrator has."""
    page = alex.get("/mass-enrollment").text
    assert options(page, "region") == ["NCAL", "HI"]
    assert options(page, "group_id") == ["000341", "000512"]
    assert options(page, "group_name") == ["000341", "000512"]
    assert [selected(page, one) for one in ("region", "group_id", "group_name")] == ["", "", ""]
    assert 'value="000512" data-region="HI"' in one_line(page)


def test_one_group_is_chosen_already(pat: Browser) -> None:
    """Who has one group need not choose it in any of the three boxes."""
    page = pat.get("/mass-enrollment").text
    assert [selected(page, one) for one in ("region", "group_id", "group_name")] == [
        "GA",
        "000888",
        "000888",
    ]


@pytest.mark.parametrize("path", ["/mass-enrollment", "/mass-enrollment/upload"])
def test_without_a_group_a_sentence_says_so(robin: Browser, path: str) -> None:
    """Somebody who may enroll in no group reads that, and finds no form."""
    page = robin.get(path).text
    assert "You have no group to enroll members in." in words(page)
    assert 'name="group_id"' not in page


def test_the_template_is_a_download_of_the_groups_workbook(alex: Browser) -> None:
    """The button's answer is an Excel workbook named after the group."""
    answer = alex.get(f"{TEMPLATE}?region=NCAL&group_id=000341&group_name=000341")
    assert answer.status_code == 200
    assert quote("Mass Enrollment 000341.xlsx") in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert load_workbook(BytesIO(answer.content)).sheetnames[0] == "Enrollment Data"


def test_a_group_is_in_one_region(alex: Browser) -> None:
    """Who chose a group by its name alone, without JavaScript, has said enough."""
    answer = alex.get(f"{TEMPLATE}?region=&group_id=&group_name=000341")
    assert answer.status_code == 200
    assert quote("000341.xlsx") in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("region=&group_id=&group_name=", "group_id", "Choose the group"),
        ("region=HI&group_id=&group_name=", "group_id", "Choose the group"),
        (
            "region=HI&group_id=000341&group_name=000341",
            "region",
            "Group 000341 is in Northern California. Choose that region, or another group.",
        ),
        (
            "region=NCAL&group_id=000341&group_name=000512",
            "group_name",
            "Group ID 000341 is Redwood Manufacturing, but the Group Name you chose is Pacific"
            " Surf Hotels.",
        ),
    ],
)
def test_a_choice_that_is_no_group_is_said_beside_its_box(
    alex: Browser, query: str, field: str, sentence: str
) -> None:
    """The page comes again with a sentence tied to the box at fault."""
    answer = alex.get(f"{TEMPLATE}?{query}")
    assert answer.status_code == 422
    assert sentence in words(part(answer.text, f'id="f-{field}-error"', "p"))
    assert f'aria-describedby="f-{field}-error' in part(
        one_line(answer.text), f'<select id="f-{field}"', "select"
    )


def test_choices_are_kept_beside_a_sentence(alex: Browser) -> None:
    """Nothing chosen is lost; a region with one group offers that group."""
    kept = alex.get(f"{TEMPLATE}?region=NCAL&group_id=000341&group_name=000512").text
    assert [selected(kept, one) for one in ("region", "group_id", "group_name")] == [
        "NCAL",
        "000341",
        "000512",
    ]
    narrowed = alex.get(f"{TEMPLATE}?region=HI").text
    assert selected(narrowed, "group_id") == selected(narrowed, "group_name") == "000512"


@pytest.mark.parametrize("group", ["000777", "999999", "<b>"])
def test_another_groups_template_is_not_there(alex: Browser, group: str) -> None:
    """Groups of others answer as groups that nobody has."""
    assert alex.get(f"{TEMPLATE}?region=NW&group_id={group}&group_name={group}").status_code == 404


def test_a_viewer_gets_no_template(robin: Browser) -> None:
    """The template is for those who may enroll."""
    answer = robin.get(f"{TEMPLATE}?region=NCAL&group_id=000341&group_name=000341")
    assert answer.status_code == 403


def test_a_carrier_out_of_reach_is_said(site: Site, alex: Browser) -> None:
    """Without the carrier there are no groups to choose from, and a sentence says why."""
    site.registry.unreachable = True
    answer = alex.get("/mass-enrollment")
    assert answer.status_code == 503
    assert "The carrier cannot be reached right now" in words(answer.text)


def test_uploads_to_go_on_with_are_listed(site: Site, alex: Browser) -> None:
    """Whoever left in the middle of the job finds the upload here, with the group it is for."""
    batch_id = upload(site, a_person("Jamal", "Rivera"))
    page = alex.get("/mass-enrollment")
    assert f'href="/batches/{batch_id}"' in page.text
    assert "000341 Redwood Manufacturing" in words(page.text)


def test_the_carrier_is_asked_for_the_groups_once(site: Site, alex: Browser) -> None:
    """Those to choose from and the names beside the uploads are the same."""
    before = site.registry.asked["groups"]
    assert alex.get("/mass-enrollment").status_code == 200
    assert site.registry.asked["groups"] == before + 1
