"""What every answer tells browsers, over HTTPS and without, and when the site itself fails."""

from pathlib import Path

import httpx
import pytest

from tests.web.matrix.addresses import addresses
from tests.web.matrix.declared import WHO, Who
from tests.web.matrix.tally import unsafe
from tests.web.matrix.world import ALEX, World
from tests.web.site import HOST, HTMX, PASSWORD, Browser, Site, a_site, hidden

WITHOUT_THE_CARRIER = {"/health/live"}


def test_every_answer_is_safe(still: World) -> None:
    """Pages, parts, downloads, redirects and refusals: every answer of the matrix is looked at,
    and these are one of each address. Whoever is signed in can sign out on every page."""
    for email in (ALEX, ""):
        for one in still.addresses:
            for headers in ({}, HTMX):
                if one.changes:
                    answer = still.send(still.person(email), one, token="0" * 64, headers=headers)
                else:
                    answer = still.send(still.person(email), one, headers=headers)
                page = email and not headers and answer.text.startswith("<!DOCTYPE html>")
                stuck = page and 'action="/sign-out"' not in answer.text
                still.tally.made("the headers of its answers", one, bool(unsafe(answer)) or stuck)


def test_a_defect_is_told_as_safely(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks inside, the page says so in a sentence, with a reference number and all
    headers, and none of the reason."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Zebulon Quackenbush, 831-44-2217")

    alex = world.person(ALEX)
    for part in ("registry", "persistence"):
        for name in ("groups", "members", "reading", "writing", "possible_matches"):
            if hasattr(getattr(world.site, part), name):
                monkeypatch.setattr(getattr(world.site, part), name, broken)
    with world.tally.defects():
        failed = 0
        for one in world.addresses:
            for headers in ({}, HTMX):
                answer = world.send(alex, one, headers=headers)
                failed += answer.status_code == 500
                told = "Quackenbush" in answer.text or "RuntimeError" in answer.text
                reference = answer.status_code == 500 and not answer.headers.get("X-Request-ID")
                wrong = bool(unsafe(answer)) or told or reference
                world.tally.made("the headers of a defect", one, wrong, answer.status_code)
        # Without a session there is nobody to fail for but the sign-in page.
        assert failed > 20


def test_over_https_browsers_are_told_to_stay_there(site_folder: Path) -> None:
    """Every answer says so, and the cookies are this very host's."""
    site = a_site(site_folder, https=True)
    try:
        alex = _over_https(site)
        wrong: list[str] = []
        for one in addresses(site.app):
            path = one.base.split("{")[0] + ("favicon.svg" if "file_path" in one.base else "")
            answer = alex.request(one.method, path, follow_redirects=False)
            wrong += [f"{one.name}: {said}" for said in unsafe(answer, https=True)]
            if WHO[one.name] is Who.SIGNED_IN and one.method == "GET":
                assert answer.status_code in (200, 303, 404, 422), one.name
        assert not wrong, "\n".join(wrong)
        assert set(alex.cookies) == {f"__Host-enroll{one}" for one in ("", "-visit", "-device")}
    finally:
        site.close()


def _over_https(site: Site) -> httpx.Client:
    browser: Browser = site.client()
    client = browser.client
    client.base_url = httpx.URL(f"https://{HOST}")
    page = client.get("/sign-in")
    for cookie in page.headers.get_list("Set-Cookie"):
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
    fields = {"email": ALEX, "password": PASSWORD, "csrf_token": hidden(page.text, "csrf_token")}
    answer = client.post("/sign-in", data=fields, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    assert any(one.startswith("__Host-enroll=") for one in answer.headers.get_list("Set-Cookie"))
    return client
