"""Pages as a browser reads them: forms with their fields, the words on the page."""

import re
from html.parser import HTMLParser

from tests.web.site import Browser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.labels: dict[str, str] = {}
        self.controls: dict[str, str] = {}  # names by id
        self.values: dict[str, str] = {}
        self.options: dict[str, list[str]] = {}
        self.words: list[str] = []
        self._label = self._select = self._option = ""
        self._in_option = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        name = have.get("name", "")
        if have.get("id") and name:
            self.controls[have["id"]] = name
        if tag == "label":
            self._label = have.get("for", "")
        elif tag == "input" and name and have.get("type") != "file":
            self.values[name] = have.get("value", "")
        elif tag == "select":
            self._select, self.options[name] = name, []
        elif tag == "option" and self._select:
            self._in_option = True
            self.options[self._select].append("")
            if self._select not in self.values or "selected" in have:
                self.values[self._select] = have.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._label = ""
        elif tag == "select":
            self._select = ""
        elif tag == "option":
            self._in_option = False

    def handle_data(self, data: str) -> None:
        if self._label:
            self.labels[self._label] = self.labels.get(self._label, "") + data
        if self._in_option:
            self.options[self._select][-1] += data
        self.words.append(data)


class Page:
    """``labels`` are the fields' labels by the name of the field; ``values`` what the page would
    send; ``options`` the words of each select's options; ``words`` all its text."""

    def __init__(self, html: str) -> None:
        reader = _Reader()
        reader.feed(html)
        self.labels = {
            reader.controls[key]: label.strip()
            for key, label in reader.labels.items()
            if key in reader.controls
        }
        self.values = reader.values
        self.options = {
            name: [label.strip() for label in labels] for name, labels in reader.options.items()
        }
        self.words = " ".join(" ".join(reader.words).split())


def part(html: str, start: str, end: str) -> str:
    """The words between two pieces of markup."""
    return Page(html.partition(start)[2].partition(end)[0]).words


def said(html: str, role: str = "status") -> str:
    """What the page's message region says."""
    found = re.search(rf'<div id="{role}" role="{role}">(.*?)<div id="', html, re.DOTALL)
    assert found, f"the page has no {role} region"
    return Page(found[1]).words


def problems(html: str) -> str:
    """What the region "There is a problem" says."""
    return part(html, '<section class="problem"', "</section>")


def form_of(browser: Browser, application_id: str) -> dict[str, str]:
    """An application's edit form as the browser would send it."""
    return Page(browser.get(f"/applications/{application_id}").text).values
