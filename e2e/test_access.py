"""Who may see and do what: nothing of another group, and for viewers no act."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import APIResponse, expect

from e2e.person import PACIFIC, REDWOOD, Person, payload
from e2e.rows import in_hawaii
from tests.documents import PDF
from tests.web.uploads import a_person


@dataclass(frozen=True)
class Things:
    """What alex made: paths of pages to see, and of acts to do."""

    seen: list[str]
    done: list[str]


def make(alex: Person, group: tuple[str, str] = REDWOOD) -> Things:
    """A batch with a ready, a faulty, a rejected and a submitted application, and a document."""
    change = in_hawaii if group == PACIFIC else dict
    batch = alex.upload(
        [
            change(a_person("Ada", "Solberg")),
            change(a_person("Ben", "Solberg", Family_Number="2") | {"Gender": None}),
            change(a_person("Cid", "Solberg", Family_Number="3")) | {"Subgroup ID": "4242"},
        ],
        "mine.xlsx",
        group,
    )
    addresses = []
    for tab in ("ready", "error", "rejected"):
        alex.goto(f"{batch}?tab={tab}")
        href = alex.page.locator("a[role=menuitem]").first.get_attribute("href")
        assert href
        addresses.append(href.removesuffix("/reason"))
    alex.goto(f"{batch}/arbitration-agreements")
    alex.page.get_by_label("Ada Solberg").set_input_files(
        payload(PDF, "ada.pdf", "application/pdf")
    )
    alex.button("Upload Agreements").click()
    document = alex.link("ada.pdf").get_attribute("href")
    assert document
    alex.goto(batch)
    result = alex.submit_ready(1)
    transaction = result.locator("a[href^='/transactions/']").first.get_attribute("href")
    assert transaction
    ready, error, rejected = addresses
    return Things(
        seen=[
            batch,
            *(f"{batch}?tab={tab}" for tab in ("ready", "error", "rejected")),
            f"{batch}/submit",
            f"{batch}/delete-errors",
            f"{batch}/arbitration-agreements",
            *addresses,
            f"{error}/submit",
            f"{rejected}/reason",
            document,
            transaction,
        ],
        done=[
            f"{batch}/submit",
            f"{batch}/delete-errors",
            f"{batch}/arbitration-agreements",
            *(
                f"{address}{act}"
                for address in (ready, error, rejected)
                for act in ("", "/delete?v=1", "/restore?v=1", "/save-for-later?v=1", "/submit?v=1")
            ),
        ],
    )


def post(person: Person, path: str) -> APIResponse:
    """Send the path a form that has all a form needs; the token is of the page that is open."""
    token = person.page.locator("input[name=csrf_token]").first.input_value()
    form = {"csrf_token": token, "action": "save", "version": "1"}
    return person.context.request.post(path, form=form, max_redirects=0)


@pytest.mark.parametrize("email", ["kim@evergreen.example", "pat@peachtree.example"])
def test_another_groups_things_are_not_there(visitor, email: str) -> None:
    """Every page and act answers 404, just as for an id that nobody has."""
    things = make(visitor())
    stranger: Person = visitor(email)
    stranger.goto("/members")
    request = stranger.context.request
    for path in things.seen:
        assert request.get(path, max_redirects=0).status == 404, path
    for path in things.done:
        assert post(stranger, path).status == 404, path

    def page_of(path: str) -> str:
        """Without what differs on every page: tokens, seconds left, the reference number."""
        differing = (
            r'(name="csrf_token" value="|CSRF-Token": "|data-seconds="|class="number">)[^"<]*'
        )
        return re.sub(differing, "", request.get(path).text())

    batch = things.seen[0]
    assert page_of(batch) == page_of("/batches/" + batch.removeprefix("/batches/")[::-1])

    for path in ("/members?group=000341", "/transactions?group=000341"):
        assert request.get(path).status == 404, path
    for path in ("/transactions", "/saved-applications"):
        stranger.goto(path)
        expect(stranger.page.get_by_text("Solberg")).to_have_count(0)
    stranger.goto("/mass-enrollment")
    options = stranger.page.get_by_role("combobox", name="Group ID").locator("option")
    assert "000341" not in options.evaluate_all("all => all.map(one => one.value)")
    answer = request.get(
        "/mass-enrollment/template",
        params={"region": "NCAL", "group_id": "000341", "group_name": "000341"},
    )
    assert answer.status in (404, 422)
    with stranger.watch.refusal(404):
        stranger.goto(batch)
    expect(stranger.page.get_by_role("main")).to_contain_text("Reference number")
    stranger.check()


def test_a_group_of_ones_own_cannot_be_named_in_anothers_place(visitor) -> None:
    """Sending a file for another group stores nothing, whatever the form was made to say."""
    alex: Person = visitor()
    content = alex.workbook([a_person("Dag", "Tveit")])
    kim: Person = visitor("kim@evergreen.example")
    kim.goto("/mass-enrollment/upload")
    token = kim.page.locator("input[name=csrf_token]").first.input_value()
    answer = kim.context.request.post(
        "/mass-enrollment/upload",
        multipart={
            "csrf_token": token,
            "region": "NCAL",
            "group_id": "000341",
            "group_name": "000341",
            "file": payload(content, "foreign.xlsx"),
        },
        max_redirects=0,
    )
    assert answer.status in (404, 422)
    alex.goto("/members?group=000341")
    expect(alex.page.get_by_text("foreign.xlsx")).to_have_count(0)


def test_ones_only_group_is_chosen_already(visitor) -> None:
    """Who has one group finds region, Group ID and Group Name set on both pages."""
    pat: Person = visitor("pat@peachtree.example")
    for path in ("/mass-enrollment", "/mass-enrollment/upload"):
        pat.goto(path)
        for box, value in (("Region", "GA"), ("Group ID", "000888"), ("Group Name", "000888")):
            expect(pat.page.get_by_role("combobox", name=box, exact=True)).to_have_value(value)


def test_a_viewer_sees_and_does_nothing(visitor) -> None:
    """A viewer has no menus and no buttons, and every act sent all the same is refused: 403."""
    things = make(visitor())
    robin: Person = visitor("robin@cascadia.example")
    page = robin.page
    batch = things.seen[0]
    for tab in ("ready", "error", "rejected"):
        robin.goto(f"{batch}?tab={tab}")
        expect(page.get_by_role("tabpanel")).to_be_visible()
        expect(robin.button("Submit Ready Applications")).to_have_count(0)
        expect(robin.button("Delete All Error Applications")).to_have_count(0)
        for item in ("Edit", "Delete", "Submit", "Save for Later"):
            expect(
                page.get_by_role("menuitem", name=item, exact=True, include_hidden=True)
            ).to_have_count(0)
        robin.check()
    expect(robin.link("Upload Arbitration Agreements")).to_have_count(0)
    for path in things.seen[7:10]:  # each application's own page
        robin.goto(path)
        for button in ("Save Changes", "Save for Later", "Submit Application"):
            expect(robin.button(button)).to_have_count(0)
        robin.check()
    for path in things.done:
        assert post(robin, path).status == 403, path
    robin.goto("/mass-enrollment/upload")
    expect(robin.button("Upload Members")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("no group")
    robin.check()
    # Nothing of it was done.
    alex: Person = visitor()
    alex.goto(batch)
    expect(alex.tab("Error", 1)).to_be_visible()
    expect(alex.tab("Rejected", 1)).to_be_visible()


def test_nothing_is_shown_to_somebody_who_is_not_signed_in(visitor) -> None:
    """Every page leads to the sign-in page, and a password that is wrong leads nowhere."""
    things = make(visitor(), PACIFIC)
    nobody: Person = visitor("")
    for path in ("/members", "/transactions", "/saved-applications", *things.seen):
        answer = nobody.context.request.get(path, max_redirects=0)
        assert answer.status == 303, path
        assert answer.headers["location"].startswith("/sign-in"), path
    nobody.goto("/sign-in")
    nobody.field("Email").fill("alex@redwood.example")
    nobody.field("Password").fill("incorrect horse battery")
    with nobody.watch.refusal(422):
        nobody.button("Sign in").click()
        expect(nobody.region("There is a problem")).to_be_focused()
    expect(nobody.field("Email")).to_have_value("alex@redwood.example")
    nobody.check()
