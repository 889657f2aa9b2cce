"""Changes that no page of ours asked for, verbs that an address does not take, other hosts."""

import pytest

from tests.web.matrix.addresses import VERBS, Address, one_of_each
from tests.web.matrix.declared import OPEN, VISITS, WHO
from tests.web.matrix.world import ALEX, NOA, World
from tests.web.site import HOST, Browser

ANY_HOST = ("/health/live", "/health/ready")


def test_a_change_without_the_sessions_token_is_refused(still: World) -> None:
    """None, a wrong one, another session's, an earlier session's, the visit's, or one in the
    query: nothing is done."""
    alex = still.person(ALEX)
    earlier = still.site.signed_in(ALEX)
    before = still.kept()
    for one in still.changes:
        visit = still.token(alex, _sign_in(still))
        own = alex.token if one.path in VISITS else visit
        tokens = {
            "none": None,
            "empty": " ",
            "wrong": "0" * 64,
            "another's": still.person(NOA).token,
            "an earlier session's": earlier.token,
            "of the other kind": own,
            "half": alex.token[:32],
        }
        for kind, token in tokens.items():
            answer = still.send(alex, one, token=token)
            still.tally.made(
                "a token that is " + kind, one, answer.status_code != 403, answer.status_code
            )
        right = still.token(alex, one)
        answer = still.send(alex, one, token=None, query={"csrf_token": right})
        still.tally.made("a token in the query", one, answer.status_code != 403)
        answer = still.send(
            alex, one, token=None, headers={"Cookie": f"enroll={alex.cookie}; csrf_token={right}"}
        )
        still.tally.made("a token in a cookie", one, answer.status_code != 403)
    assert still.kept() == before
    assert alex.get("/members").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": f"http://{HOST}.evil.example"},
        {"Origin": f"http://{HOST}:8443"},
        {"Origin": "http://[broken"},
    ],
    ids=lambda headers: " ".join(headers.values()),
)
def test_a_change_that_another_site_asks_for_is_refused(
    still: World, headers: dict[str, str]
) -> None:
    """Though it has the right token. The one guard that looks stands before every address."""
    alex = still.person(ALEX)
    before = still.kept()
    for one in one_of_each(still.changes):
        answer = still.send(alex, one, headers=headers)
        still.tally.made("asked for by another site", one, answer.status_code != 403)
    assert still.kept() == before


def _sign_in(still: World) -> Address:
    return next(one for one in still.addresses if one.name == "POST /sign-in")


def test_a_verb_that_an_address_does_not_take_is_a_405(still: World) -> None:
    """It says which it does take, to visitors and administrators alike, and does nothing."""
    before = still.kept()
    for email, asked in ((ALEX, still.addresses), ("", one_of_each(still.addresses))):
        browser = still.person(email)
        for one in {one.path: one for one in asked}.values():
            for verb in VERBS:
                if verb in one.methods:
                    continue
                answer = browser.client.request(verb, still.path(one), follow_redirects=False)
                allowed = set(answer.headers.get("Allow", "").replace(" ", "").split(","))
                wrong = answer.status_code != 405 or not one.methods <= allowed
                still.tally.made("a verb it does not take", one, wrong, (verb, answer.status_code))
    assert still.kept() == before


def test_a_verb_cannot_be_pretended(still: World) -> None:
    """A look stays a look."""
    pretended = {
        "X-HTTP-Method-Override": "POST",
        "X-HTTP-Method": "DELETE",
        "X-Method-Override": "POST",
    }
    before = still.kept()
    alex = still.person(ALEX)
    for one in still.addresses:
        if one.method == "GET":
            plain = still.send(alex, one)
            answer = still.send(alex, one, headers=pretended, query={"_method": "POST"})
            still.tally.made(
                "a verb that is pretended", one, answer.status_code != plain.status_code
            )
    assert still.kept() == before


def test_another_host_is_refused(still: World) -> None:
    """Every address answers to the site's own names alone; those for load balancers to any."""
    for email in (ALEX, ""):
        browser = still.person(email)
        for one in still.addresses:
            _refuses(browser, still, one, "evil.example")


@pytest.mark.parametrize(
    "host",
    [
        f"{HOST}.evil.example",
        f"evil.example.{HOST}",
        f"{HOST}@evil.example",
        f"evil.example:80@{HOST}",
        f"{HOST}, evil.example",
        f"{HOST}:80:80",
        f"{HOST}:",
        f"{HOST}:evil",
        f"{HOST}/",
        f"{HOST}.",
        "enroll\u0131.test",
        "127.0.0.1",
        "localhost",
        "[::1]",
        "*",
        "",
    ],
)
def test_an_odd_host_is_refused(still: World, host: str) -> None:
    """Whatever looks like a name of the site's, or like none."""
    for email in (ALEX, ""):
        browser = still.person(email)
        for one in one_of_each(still.addresses):
            _refuses(browser, still, one, host)


def _refuses(browser: Browser, still: World, one: Address, host: str) -> None:
    answer = _at(browser, still, one, {b"Host": host.encode()})
    wrong = answer >= 500 or (answer != 400 and one.path not in ANY_HOST)
    still.tally.made("another host", one, wrong, (host, answer))


def test_other_headers_name_no_host(still: World) -> None:
    """What proxies add about where a request was going changes nothing."""
    alex = still.person(ALEX)
    headers = dict.fromkeys(
        ("X-Forwarded-Host", "X-Host", "X-Original-URL", "X-Rewrite-URL"), "evil.example/sign-out"
    )
    headers["Forwarded"] = "host=evil.example"
    for one in still.addresses:
        if one.method != "GET":
            continue
        plain = still.send(alex, one)
        answer = still.send(alex, one, headers=headers)
        wrong = answer.status_code != plain.status_code or "evil.example" in answer.text
        still.tally.made("a header that names a host", one, wrong, answer.status_code)


@pytest.mark.parametrize("host", [HOST, HOST.upper(), f"{HOST}:8443", f"{HOST}:80"])
def test_its_own_host_on_any_port_in_any_case(still: World, host: str) -> None:
    """Nobody who is right is refused."""
    browser = still.person(ALEX)
    for one in still.addresses if host == HOST else one_of_each(still.addresses):
        if one.method == "GET" and WHO[one.name] not in OPEN:
            answer = _at(browser, still, one, {b"Host": host.encode()})
            still.tally.made("its own host", one, answer == 400, answer)


def _at(browser: Browser, still: World, one: Address, headers: dict[bytes, bytes]) -> int:
    answer = browser.client.request(
        one.method,
        still.path(one),
        headers=list(headers.items()),
        params={"v": "1"} if "v" in one.query else {},
        follow_redirects=False,
    )
    return answer.status_code
