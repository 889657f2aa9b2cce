"""Walks a site as somebody with a browser could: every link, and every form with every field
spoilt in turn."""

import re
from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

import httpx
from msgspec import Struct

from tests.web.site import Browser

MARK = "<i id=planted>"
NASTY = {
    "missing": None,
    "empty": "",
    "twice": ["1", "2"],
    "markup": f"{MARK}\"'><script>alert(1)</script>",
    "a template": "{{ 7919 * 7907 }}${7919*7907}",
    "SQL": "' OR 1=1; DROP TABLE applications; -- ",
    "control characters": "a\0\x01\x1b\r\nX-Planted: 1",
    "turned around": "\u202eabc\u2066\ufffd\U0001f600",
    "a huge number": "9" * 40,
    "a negative number": "-1",
    "long": "long " * 4000,
    "a path": "../../../../etc/passwd",
    "an object": '{"a": [1]}',
}
_TRACES = ("Traceback (most recent", "site-packages", "sqlalchemy", "jinja2", "litestar.")
_ID = re.compile(r"\b[a-z2-7]{16}\b|\b[A-Z0-9]{4}-[A-Z0-9]{4}(?:-[A-Z0-9]+)?\b")

_DIGITS = re.compile(r"\d+")


class Sent(Struct, frozen=True):
    """A form as a page has it. ``files`` are the names of its file fields."""

    method: str
    action: str
    fields: dict[str, str]
    files: tuple[str, ...]

    @property
    def kind(self) -> tuple[object, ...]:
        """The same for the forms of rows that differ only in whose they are."""
        names = tuple(sorted(_ID.sub("·", name) for name in (*self.fields, *self.files)))
        return self.method, _ID.sub("·", urlsplit(self.action).path), names


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, str, dict[str, str], list[str]]] = []
        self._by_id: dict[str, int] = {}
        self.planted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        self.planted |= have.get("id") == "planted" or (tag == "script" and "src" not in have)
        for name in ("href", "hx-get"):
            if tag in ("a", "div", "section", "button", "form") and have.get(name):
                self.links.append(have[name])
        if tag == "form":
            method = have.get("method", "get").upper()
            self._by_id[have.get("id", "")] = len(self.forms)
            self.forms.append((method, have.get("action", ""), {}, []))
        elif tag == "button" and have.get("formaction"):
            # The same form, sent elsewhere; it may stand in another place of the page.
            place = self._by_id.get(have.get("form", ""), len(self.forms) - 1)
            method, _, fields, files = self.forms[place if "form" in have else -1]
            self.forms.insert(0, (method, have["formaction"], fields, files))
            self._by_id = {name: number + 1 for name, number in self._by_id.items()}
        elif self.forms and tag in ("input", "select", "textarea", "button") and have.get("name"):
            _, _, fields, files = self.forms[-1]
            if have.get("type") == "file":
                files.append(have["name"])
            elif tag != "button" or have["name"] not in fields:
                fields[have["name"]] = have.get("value", "")


class Crawl:
    """``requests`` at most. ``faults`` are what was wrong; ``forms`` and ``pages`` what was met;
    ``sent`` those of the forms that were sent."""

    def __init__(self, browser: Browser, requests: int) -> None:
        self.faults: list[str] = []
        self.pages: set[str] = set()
        self.forms: set[tuple[object, ...]] = set()
        self.sent: set[tuple[object, ...]] = set()
        self.made = 0
        self._most = requests
        self._browser = browser
        self._waiting = deque(["/members"])
        self._unsent: list[Sent] = []

    def run(self) -> None:
        """All that can be reached by looking comes first: forms change what there is to see."""
        while (self._waiting or self._unsent) and self.made < self._most:
            if self._waiting:
                self._visit(self._waiting.popleft())
                continue
            # The shortest first, so that long ones do not use up the requests.
            form = min(self._unsent, key=lambda one: len(one.fields))
            self._unsent.remove(form)
            for what, fields in spoilt(form):
                if self.made < self._most:
                    self._send(form, what, fields)
                    self.sent.add(form.kind)

    def _visit(self, address: str) -> None:
        answer = self._ask("GET", address)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            return
        for form in self._read(address, answer.text):
            if form.kind in self.forms or form.action.startswith("/sign-out"):
                continue
            self.forms.add(form.kind)
            self._unsent.append(form)

    def _read(self, address: str, html: str) -> Iterator[Sent]:
        """Its forms; its links are kept for later."""
        reader = _Reader()
        reader.feed(html)
        for link in reader.links:
            target = urlsplit(urljoin(address, link))
            path = target.path + (f"?{target.query}" if target.query else "")
            kind = _ID.sub("·", f"{target.path}?{_DIGITS.sub('·', target.query)}")
            if not target.netloc and kind not in self.pages and target.path.startswith("/"):
                self.pages.add(kind)
                self._waiting.append(path)
        for method, action, fields, files in reader.forms:
            sent = Sent(method, urljoin(address, action or address), fields, tuple(files))
            if method == "GET" and sent.kind not in self.forms:
                self._waiting.append(f"{sent.action.partition('?')[0]}?{urlencode(fields)}")
            yield sent

    def _send(self, form: Sent, what: str, fields: dict[str, object]) -> None:
        files = [(name, (name, b"PK\x03\x04 no workbook")) for name in form.files]
        if form.method == "GET":
            answer = self._ask("GET", form.action, what, params=fields)
        else:
            answer = self._ask("POST", form.action, what, data=fields, files=files or None)
        if answer.status_code == 303:
            self._ask("GET", answer.headers["Location"], what)

    def _ask(self, method: str, address: str, what: str = "", **how: object) -> httpx.Response:
        self.made += 1
        answer = self._browser.client.request(
            method,
            address,
            follow_redirects=False,
            **how,  # type: ignore[arg-type]
        )
        wrong = answer.status_code >= 500 or "X-Planted" in answer.headers
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            reader = _Reader()
            reader.feed(answer.text)
            wrong |= reader.planted or str(7919 * 7907) in answer.text
            wrong |= any(trace in answer.text for trace in _TRACES)
        place = answer.headers.get("Location", "/")
        wrong |= not place.startswith("/") or place.startswith("//")
        if wrong:
            self.faults.append(f"{method} {address[:120]} {what}: {answer.status_code}")
        return answer


def spoilt(form: Sent) -> Iterator[tuple[str, dict[str, object]]]:
    """The form with each of its fields spoilt in each way, one at a time."""
    for name in form.fields:
        for kind, value in NASTY.items():
            if name == "csrf_token" and kind not in ("missing", "markup"):
                continue  # refused alike, and the matrix has all ways of it
            fields: dict[str, object] = {**form.fields, name: value}
            if value is None:
                del fields[name]
            yield f"{name} {kind}", fields
