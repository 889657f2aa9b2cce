"""Somebody at a browser, who does not give up."""

import re
import time
from collections.abc import Callable
from copy import copy

import httpx

from web.security.csrf import Tokens

UPLOAD = "/mass-enrollment/upload"
CHOICES = {"region": "NCAL", "group_id": "000341", "group_name": "000341"}
_CONFIRMATION = re.compile(r'href="/transactions/([A-Z0-9-]{8,})"')
_BATCH = re.compile(r'href="/batches/([a-z0-9]+)')
_SENTENCE = re.compile(r"<h1[^>]*>[^<]{10,}</h1>")
_LONGEST_WAIT = 120.0

Fields = dict[str, str]


class Person:
    """A signed-in administrator. ``url`` says where the site is at the moment; ``shown`` are the
    confirmation IDs they were shown ever."""

    def __init__(self, url: Callable[[], str], cookie: str, secret: str, patience: float) -> None:
        self._url = url
        self._cookie = cookie
        self._token = Tokens(secret).token(cookie)
        self._patience = patience
        self.shown: set[str] = set()
        self.failures = 0

    def elsewhere(self, other: "Person") -> "Person":
        """The same browser, whose requests go to the server that the other one uses."""
        same = copy(self)
        same._url = other._url
        return same

    # Once

    def get(self, path: str) -> httpx.Response:
        return self._ask("GET", path)

    def post(self, path: str, fields: Fields | None = None, file: bytes = b"") -> httpx.Response:
        files = {"file": ("hires.xlsx", file)} if file else None
        return self._ask(
            "POST", path, data={"csrf_token": self._token, **(fields or {})}, files=files
        )

    def _ask(self, method: str, path: str, **content: object) -> httpx.Response:
        # A connection of its own for each: servers come and go.
        cookies = {"enroll": self._cookie}
        with httpx.Client(base_url=self._url(), timeout=_LONGEST_WAIT, cookies=cookies) as client:
            answer = client.request(method, path, **content)  # type: ignore[arg-type]
        assert "Traceback" not in answer.text
        if answer.status_code >= 400:
            assert _SENTENCE.search(answer.text), answer.text
        return answer

    # For as long as it takes

    def enroll(self, workbook: bytes) -> str:
        """Upload a workbook of people who are all ready, submit them, and look until all have
        their confirmation ID. Its batch."""
        batch_id = self.upload(workbook)
        self.submit(batch_id)
        return batch_id

    def send(self, workbook: bytes) -> httpx.Response:
        """Upload it, once."""
        return self.post(UPLOAD, CHOICES, workbook)

    def upload(self, workbook: bytes) -> str:
        answer = self._until(lambda: self.send(workbook))
        if answer.status_code == 303:
            return answer.headers["Location"].rpartition("/")[2]
        # It came through before, and its answer did not.
        assert answer.status_code == 422, answer.text
        found = _BATCH.search(answer.text)
        assert found, answer.text
        return found[1]

    def submit(self, batch_id: str) -> None:
        answer = self._until(lambda: self.post(f"/batches/{batch_id}/submit"))
        assert answer.status_code in (303, 409), answer.text
        self.look(batch_id)

    def look(self, batch_id: str) -> set[str]:
        """The confirmation IDs on the batch's page."""
        answer = self._until(lambda: self.get(f"/batches/{batch_id}?submitted=all"))
        assert answer.status_code == 200, answer.text
        found = set(_CONFIRMATION.findall(answer.text))
        self.shown |= found
        return found

    def _until(self, act: Callable[[], httpx.Response]) -> httpx.Response:
        """Try again while there is no answer, or one that speaks of trouble."""
        late = time.monotonic() + self._patience
        while True:
            try:
                answer = act()
            except httpx.TransportError:
                if time.monotonic() > late:
                    raise
            else:
                if answer.status_code < 500 or time.monotonic() > late:
                    return answer
            self.failures += 1
            time.sleep(0.05)
