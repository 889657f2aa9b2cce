"""Somebody at a browser, and what people do at the site again and again."""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from adapters.registry.demonstration import PASSWORD
from domain.accounts.access import Administrator
from e2e.rows import Row, typed_into
from e2e.server import PATIENCE, Server
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

    def __init__(self, browser: Browser, server: Server, **options: Any) -> None:
        self.site = server.url
        self.context = browser.new_context(base_url=self.site, **options)
        self.context.set_default_timeout(1000 * PATIENCE)
        self.watch = Watch(self.context, self.site)
        self.page = self.context.new_page()
        self._services = server.services
        self._token = ""

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

    def come_in(self, email: str) -> None:
        """Be signed in, without the form."""
        self._token = self._services.access.sign_in(email, PASSWORD)
        self.context.add_cookies([{"name": "enroll", "value": self._token, "url": self.site}])

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
        """The group's template, made once for all tests."""
        region, group_id = group
        if group_id not in _templates:
            _, content = self._services.groups.template(self._administrator, region, group_id)
            _templates[group_id] = content
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
        """Have a workbook of these rows uploaded, without the form, and open the batch. Returns its
        address."""
        region, group_id = group
        summary = self._services.uploads.upload(
            self._administrator,
            group_id=group_id,
            region=region,
            file_name=name,
            content=self.workbook(rows, group),
            again=False,
        )
        batch = f"/batches/{summary.batch.id}"
        self.goto(batch)
        return batch

    @property
    def _administrator(self) -> Administrator:
        found = self._services.access.resume(self._token)
        assert found, "nobody has come in"
        return found[1]

    def menu(self, name: str, row: int) -> Locator:
        return self.button(f"Actions for {name}, row {row}")

    def act(self, name: str, row: int, item: str) -> None:
        """Choose an item of a row's Actions menu, by a key: a pointer may be over something else
        by the time it is pressed, where a busy machine still arranges the page."""
        self.menu(name, row).click()
        self.page.get_by_role("menuitem", name=item, exact=True).press("Enter")

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
