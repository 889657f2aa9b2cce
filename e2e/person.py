"""Somebody at a browser, and what people do at the site again and again."""

import re
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from adapters.registry.demonstration import PASSWORD
from e2e.rows import Row, typed_into
from e2e.watching import Watch, barriers

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REDWOOD, PACIFIC = ("NCAL", "000341"), ("HI", "000512")
EVERGREEN, WAREHOUSING = ("NW", "000777"), ("NW", "000778")

Rows = Sequence[Row]
_templates: dict[str, bytes] = {}


def payload(content: bytes, name: str, media_type: str = XLSX) -> FilePayload:
    """A file as a browser's file field takes it."""
    return {"name": name, "mimeType": media_type, "buffer": content}


class Person:
    """A browser of one's own, watched from the first page to the last."""

    def __init__(self, browser: Browser, site: str, **options: Any) -> None:
        self.site = site
        self.context = browser.new_context(base_url=site, **options)
        self.context.set_default_timeout(20_000)
        self.watch = Watch(self.context, site)
        self.page = self.context.new_page()

    # Finding things, as people and their screen readers do: by role and name.

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name, exact=True)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def heading(self, name: str, level: int = 1) -> Locator:
        return self.page.get_by_role("heading", name=name, level=level, exact=True)

    def dialog(self, name: str) -> Locator:
        return self.page.get_by_role("dialog", name=name, exact=True)

    def region(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    def tab(self, label: str, count: int) -> Locator:
        return self.page.get_by_role("tab", name=f"{label} ({count})", exact=True)

    def row(self, name: str) -> Locator:
        """The table row of that person; the first cell is its header."""
        return self.page.get_by_role("row").filter(
            has=self.page.get_by_role("rowheader", name=name, exact=True)
        )

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")

    @property
    def alert(self) -> Locator:
        return self.page.get_by_role("alert")

    # Doing things.

    def enter(self, email: str) -> None:
        """Go to Manage Members, signing in only if nobody did in this browser, or too long ago."""
        self.goto("/members")
        if "/sign-in" in self.page.url:
            self.sign_in(email)

    def goto(self, path: str) -> None:
        self.page.goto(path)

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.goto("/sign-in")
        self.field("Email").fill(email)
        self.field("Password").fill(password)
        self.button("Sign in").click()
        expect(self.heading("Manage Members")).to_be_visible()

    def choose_group(self, group: tuple[str, str]) -> None:
        region, group_id = group
        for label, value in (("Region", region), ("Group ID", group_id), ("Group Name", group_id)):
            self.page.get_by_role("combobox", name=label, exact=True).select_option(value)

    def template(self, group: tuple[str, str] = REDWOOD) -> bytes:
        """The group's template, downloaded once for all tests."""
        region, group_id = group
        if group_id not in _templates:
            answer = self.context.request.get(
                "/mass-enrollment/template",
                params={"region": region, "group_id": group_id, "group_name": group_id},
            )
            assert answer.ok
            _templates[group_id] = answer.body()
        return _templates[group_id]

    def workbook(self, rows: Rows, group: tuple[str, str] = REDWOOD) -> bytes:
        """The group's template with these rows, all as text, by header."""
        return typed_into(self.template(group), rows)

    def send(self, content: bytes, name: str, group: tuple[str, str] = REDWOOD) -> None:
        """Upload a file for a group, whatever comes of it."""
        self.goto("/mass-enrollment/upload")
        self.choose_group(group)
        self.field("Completed spreadsheet").set_input_files(payload(content, name))
        self.button("Upload Members").click()

    def upload(
        self, rows: Rows, name: str = "November hires.xlsx", group: tuple[str, str] = REDWOOD
    ) -> str:
        """Upload a workbook of these rows and close the result. Returns the batch's address."""
        self.send(self.workbook(rows, group), name, group)
        result = self.dialog("Upload complete")
        expect(result).to_be_visible()
        result.get_by_role("button", name="Close").click()
        expect(result).to_be_hidden()
        expect(self.heading(name)).to_be_visible()
        return re.sub(r"^https?://[^/]+|\?.*", "", self.page.url)

    def menu(self, name: str, row: int) -> Locator:
        return self.button(f"Actions for {name}, row {row}")

    def act(self, name: str, row: int, item: str) -> None:
        """Choose an item of a row's Actions menu."""
        self.menu(name, row).click()
        self.page.get_by_role("menuitem", name=item, exact=True).click()

    def submit_ready(self, count: int) -> Locator:
        """Submit all that is ready. Returns the region that lists the confirmation IDs."""
        self.button("Submit Ready Applications").click()
        self.button(f"Submit {applications(count)}").click()
        result = self.region("Submission result")
        expect(result).to_contain_text(f"{applications(count)} submitted")
        return result

    def check(self) -> None:
        """Nobody is shut out of the page as it stands, and it says what it is."""
        assert not (found := barriers(self.page)), f"{self.page.url}\n{found}"
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)

    def close(self) -> None:
        self.context.close()


def applications(count: int) -> str:
    """As buttons and messages say it."""
    return f"{count} application{'' if count == 1 else 's'}"


def window(person: Person) -> Page:
    """Another window of the same browser."""
    return person.context.new_page()
