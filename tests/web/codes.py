"""Second factors as people use them at a browser."""

import re
from datetime import timedelta

import httpx

from adapters.registry.demonstration import PASSWORD
from domain.accounts.second_factor import STEP_SECONDS, code_of
from tests.web.site import Browser, Site, hidden


class App:
    """Somebody's telephone, and the codes they have on paper."""

    def __init__(self, site: Site, page: str) -> None:
        self._site = site
        found = re.search(r'setup-key">([A-Z2-7 ]+)<', page)
        assert found, "the page shows no setup key"
        self.secret = found[1].replace(" ", "")
        self.recovery_codes: list[str] = []

    def code(self) -> str:
        """The one it shows now."""
        return code_of(self.secret, int(self._site.clock.now().timestamp()) // STEP_SECONDS)

    def next_code(self) -> str:
        """The one it shows half a minute later."""
        self._site.clock.advance(timedelta(seconds=STEP_SECONDS))
        return self.code()


def set_up(site: Site, browser: Browser) -> App:
    """Turn the second factor on for whoever is signed in there."""
    app = App(site, browser.get("/account/second-factor").text)
    answer = browser.post("/account/second-factor", {"code": app.code()})
    assert answer.status_code == 200, answer.text
    app.recovery_codes = re.findall(r"<code>([A-Z2-7-]+)</code>", answer.text)
    return app


def give_password(browser: Browser, email: str, password: str = PASSWORD) -> httpx.Response:
    """The first page; the second is what it leads to."""
    return browser.follow(browser.sign_in(email, password))


def give_code(browser: Browser, page: httpx.Response, code: str) -> httpx.Response:
    """The second page."""
    return browser.post("/sign-in/code", {"code": code}, token=hidden(page.text, "csrf_token"))
