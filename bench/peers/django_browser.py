"""A browser signed in to the admin of ``django_site``."""

import html
import re

import httpx

from bench.peers.django_site import CONFIRM, COUNTED, IMPORT, PASSWORD, USER

_SIGN_IN = "/admin/login/"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"')
_CONFIRMING = '<input type="submit" class="default" name="confirm"'


class DjangoBrowser:
    """Sends a workbook to the import's two pages, as a person does with a browser."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        page = self._client.get(_SIGN_IN)
        answer = self._client.post(
            _SIGN_IN,
            data={"username": USER, "password": PASSWORD, "next": IMPORT} | _token(page.text),
            follow_redirects=True,
        )
        self._import_page = answer.text
        assert str(answer.url).endswith(IMPORT), answer.url

    def preview(self, workbook: bytes, **headers: str) -> httpx.Response:
        """The page that comes of the file: what it found, or the question whether to go on."""
        answer = self._client.post(
            IMPORT,
            data={"resource": "0", "format": "0"} | _token(self._import_page),
            files={"import_file": ("people.xlsx", workbook)},
            headers=headers,
        )
        assert answer.status_code == 200, answer.status_code
        return answer

    def confirm(self, preview: httpx.Response, **headers: str) -> httpx.Response:
        """Go on, and see the list of those who are enrolled."""
        page = preview.text
        assert _CONFIRMING in page, "the preview offers no confirmation"
        fields = {name: html.unescape(value) for name, value in _HIDDEN.findall(page)}
        answer = self._client.post(
            CONFIRM, data=fields | _token(page), headers=headers, follow_redirects=True
        )
        assert answer.status_code == 200, answer.status_code
        return answer


def counted(answer: httpx.Response) -> tuple[int, int]:
    """Statements and commits of all the requests that led to the answer."""
    told = [one.headers[COUNTED].split(" / ") for one in (*answer.history, answer)]
    return sum(int(statements) for statements, _ in told), sum(int(commits) for _, commits in told)


def _token(page: str) -> dict[str, str]:
    found = _TOKEN.search(page)
    assert found, "no token on the page"
    return {"csrfmiddlewaretoken": found[1]}
