"""The whole main job with nothing but a keyboard, and where the focus goes on the way."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from e2e.person import Person
from e2e.rows import an_enrolled_person
from tests.web.uploads import a_person
from tests.workbooks import fill_template


class Keyboard:
    """Somebody's hands on a keyboard, away from the mouse."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.press = person.page.keyboard.press
        self.type = person.page.keyboard.type

    def to(self, target: Locator, key: str = "Tab") -> None:
        """Tab until it has the focus; it must come within one round of the page."""
        expect(target).to_be_visible()
        for _ in range(150):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.press(key)
        raise AssertionError(f"no {key} leads to {target}")

    def use(self, target: Locator, key: str = "Enter") -> None:
        self.to(target)
        self.press(key)

    def item(self, menu: Locator, *presses: str) -> None:
        """Open a row's menu and press these keys in it."""
        self.use(menu)
        expect(self.person.page.get_by_role("menuitem").first).to_be_focused()
        for key in presses:
            self.press(key)

    def fill(self, field: Locator, text: str) -> None:
        self.to(field)
        self.press("ControlOrMeta+a")
        self.type(text)

    def choose(self, select: Locator, words: str, value: str) -> None:
        """Type the beginning of an option, as in any program."""
        self.to(select)
        self.type(words)
        expect(select).to_have_value(value)

    def attach(self, field: Locator, content: bytes, name: str, folder: Path) -> None:
        """Open the file field's chooser by its key, and choose the file there."""
        path = folder / name
        path.write_bytes(content)
        self.to(field)
        page = self.person.page
        with page.expect_file_chooser() as chooser:
            # The page is asked to hand its chooser over, and answers after that: a key that came
            # first would open one that nobody sees.
            page.evaluate("0")
            self.press("Enter")
        chooser.value.set_files(path)


def test_the_main_job_by_keyboard_alone(visitor, tmp_path: Path) -> None:
    """From sign-in to the confirmation IDs without touching a mouse."""
    alex: Person = visitor("")
    page, keys = alex.page, Keyboard(alex)
    alex.goto("/sign-in")
    keys.press("Tab")
    expect(alex.link("Skip to main content")).to_be_focused()
    keys.press("Enter")
    keys.press("Tab")
    expect(alex.field("Email")).to_be_focused()
    keys.type("alex@redwood.example")
    keys.press("Tab")
    keys.type("correct horse battery")
    keys.press("Enter")
    expect(alex.heading("Manage Members")).to_be_visible()

    keys.use(alex.link("Mass Enrollment"))
    keys.choose(page.get_by_role("combobox", name="Region", exact=True), "North", "NCAL")
    expect(page.get_by_role("combobox", name="Group ID", exact=True)).to_have_value("000341")
    keys.to(alex.button("Download Template"))
    with page.expect_download() as download:
        keys.press("Enter")
    filled = fill_template(
        Path(download.value.path()).read_bytes(),
        [
            a_person("Nia", "Qvist"),
            a_person("Ola", "Qvist", Family_Number="2"),
            a_person("Per", "Qvist", Family_Number="3", City=None),
            an_enrolled_person(4),
        ],
    )
    keys.use(alex.link("Upload Members"))
    expect(alex.heading("Upload Members")).to_be_visible()
    keys.choose(page.get_by_role("combobox", name="Region", exact=True), "North", "NCAL")
    keys.attach(alex.field("Completed spreadsheet"), filled, "keys.xlsx", tmp_path)
    keys.use(alex.button("Upload Members"), "Space")
    expect(alex.dialog("Upload complete").get_by_role("button", name="Close")).to_be_focused()
    keys.press("Enter")
    expect(alex.dialog("Upload complete")).to_be_hidden()

    # The tabs are one stop; arrows, Home and End move among them and keep the focus there.
    keys.to(alex.tab("Ready", 2))
    for key, tab in (
        ("ArrowRight", ("Error", 1)),
        ("ArrowRight", ("Rejected", 1)),
        ("ArrowRight", ("Ready", 2)),
        ("ArrowLeft", ("Rejected", 1)),
        ("Home", ("Ready", 2)),
        ("End", ("Rejected", 1)),
        ("ArrowLeft", ("Error", 1)),
    ):
        keys.press(key)
        expect(alex.tab(*tab)).to_be_focused()
        expect(alex.tab(*tab)).to_have_attribute("aria-selected", "true")
        assert (
            page.get_by_role("tab").evaluate_all(
                "tabs => tabs.filter(tab => tab.tabIndex === 0).length"
            )
            == 1
        )
    expect(alex.row("Per Qvist")).to_be_visible()

    # Mend the error: through the menu, the summary's link and its field.
    keys.use(alex.menu("Per Qvist", 4))
    expect(page.get_by_role("menuitem", name="Edit")).to_be_focused()
    keys.press("Enter")
    expect(alex.region("There is a problem")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    expect(alex.field("City")).to_be_focused()
    keys.type("Oakland")
    keys.press("Enter")  # saves the changes, as Enter does in a form
    expect(alex.tab("Ready", 3)).to_be_visible()

    keys.use(alex.tab("Ready", 3))
    expect(alex.row("Per Qvist")).to_be_visible()
    keys.use(alex.button("Submit Ready Applications"))
    expect(alex.button("Submit 3 applications")).to_be_focused()
    keys.press("Escape")
    expect(alex.dialog("Submit 3 applications?")).to_be_hidden()
    expect(alex.button("Submit Ready Applications")).to_be_focused()
    keys.press("Enter")
    expect(alex.button("Submit 3 applications")).to_be_focused()
    keys.press("Enter")
    result = alex.region("Submission result")
    expect(result).to_contain_text("3 applications submitted")
    expect(result.get_by_role("heading", name="Submission result")).to_be_focused()

    keys.to(alex.link("Transaction History"), "Shift+Tab")
    keys.press("Enter")
    keys.fill(page.get_by_role("searchbox", name="Confirmation ID or name"), "Nia Qvist")
    keys.press("Enter")
    rows = page.locator("#transactions tbody").get_by_role("row")
    expect(rows).to_have_count(1)
    keys.use(rows.get_by_role("link"))
    expect(page).to_have_url(re.compile("/transactions/[^?]+$"))
    keys.use(alex.button("Sign out"))
    expect(alex.heading("Sign in")).to_be_visible()


@pytest.fixture
def keys(alex: Person) -> Keyboard:
    """A keyboard before a tab with four ready applications."""
    rows = [
        a_person(name, "Rask", Family_Number=str(family))
        for family, name in enumerate(("Ane", "Bo", "Cleo", "Dan"), start=1)
    ]
    alex.upload(rows, "focus.xlsx")
    return Keyboard(alex)


def test_the_keys_of_a_menu(keys: Keyboard) -> None:
    """Arrows go round, Home and End jump, letters find, Escape closes and gives the focus back."""
    alex, page = keys.person, keys.person.page
    menu = alex.menu("Bo Rask", 3)

    def item(name: str) -> Locator:
        return page.get_by_role("menuitem", name=name, exact=True)

    expect(menu).to_have_attribute("aria-haspopup", "menu")
    keys.use(menu)
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(item("Edit")).to_be_focused()
    for key, name in (
        ("ArrowDown", "Delete"),
        ("ArrowUp", "Edit"),
        ("ArrowUp", "Save for Later"),
        ("ArrowDown", "Edit"),
        ("End", "Save for Later"),
        ("Home", "Edit"),
        ("s", "Submit"),
        ("s", "Save for Later"),
        ("d", "Delete"),
    ):
        keys.press(key)
        expect(item(name)).to_be_focused()
    keys.press("Escape")
    expect(item("Edit")).to_be_hidden()
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
    keys.press("ArrowUp")
    expect(item("Save for Later")).to_be_focused()
    keys.press("Tab")
    expect(item("Edit")).to_be_hidden()
    expect(alex.row("Bo Rask")).to_be_visible()


def test_the_focus_after_a_row_leaves(keys: Keyboard) -> None:
    """It goes to the next row's Actions, and to the panel's heading when none is left below."""
    alex, page = keys.person, keys.person.page
    keys.item(alex.menu("Ane Rask", 2), "d", "Enter")
    expect(alex.row("Ane Rask")).to_have_count(0)
    expect(alex.menu("Bo Rask", 3)).to_be_focused()
    expect(alex.status).to_contain_text("Ane Rask deleted")
    keys.item(alex.menu("Bo Rask", 3), "End", "Enter")
    expect(alex.row("Bo Rask")).to_have_count(0)
    expect(alex.menu("Cleo Rask", 4)).to_be_focused()
    keys.item(alex.menu("Dan Rask", 5), "d", "Enter")
    expect(alex.row("Dan Rask")).to_have_count(0)
    expect(page.get_by_role("tabpanel").get_by_role("heading").first).to_be_focused()
    keys.item(alex.menu("Cleo Rask", 4), "d", "Enter")
    expect(alex.tab("Ready", 0)).to_be_visible()
    keys.to(alex.button("Undo"), "Shift+Tab")
    keys.press("Enter")
    expect(alex.row("Cleo Rask")).to_be_visible()


def test_the_focus_after_a_question(keys: Keyboard) -> None:
    """A menu's question gives the focus back to the menu's button; the panel keeps its place."""
    alex = keys.person
    keys.item(alex.menu("Cleo Rask", 4), "s", "Enter")
    expect(alex.button("Submit 1 application")).to_be_focused()
    keys.press("Tab")
    expect(alex.button("Cancel")).to_be_focused()
    keys.press("Enter")
    expect(alex.button("Submit 1 application")).to_be_hidden()
    expect(alex.menu("Cleo Rask", 4)).to_be_focused()
    keys.item(alex.menu("Cleo Rask", 4), "s", "Enter")
    expect(alex.button("Submit 1 application")).to_be_focused()
    keys.press("Enter")
    expect(alex.page.get_by_role("heading", name="Submission result")).to_be_focused()
    expect(alex.region("Submission result")).to_contain_text("Cleo Rask")


def test_what_has_the_focus_can_be_seen(keys: Keyboard) -> None:
    """Every stop of Tab on a tab's page has an outline or ring, and is inside the window."""
    alex = keys.person
    alex.page.reload()
    seen = set()
    for _ in range(40):
        keys.press("Tab")
        found = alex.page.evaluate(
            """() => {
              const one = document.activeElement;
              if (one === document.body) return null;
              const style = getComputedStyle(one), box = one.getBoundingClientRect();
              return [
                one.outerHTML.slice(0, 80),
                style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
                box.bottom > 0 && box.top < innerHeight,
              ];
            }"""
        )
        if found is None:
            break
        name, ringed, inside = found
        seen.add(name)
        assert ringed, name
        assert inside, name
    assert len(seen) > 15
