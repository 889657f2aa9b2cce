"""What a slow neighbour holds up, and what goes on beside it."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from threading import Event

import pytest

from tests.web.site import Site
from web.bulkheads import AT_ONCE, MAY_WAIT, PASSWORDS, Bulkhead, behind

ALEX = "alex@redwood.example"


class Full(Exception):
    pass


class Slow:
    """Answers once it is let."""

    name = "slow"

    def __init__(self) -> None:
        self.let_go = Event()

    def ask(self, what: str, *, twice: bool = False) -> str:
        assert self.let_go.wait(600)
        return 2 * what if twice else what


def test_so_many_wait_for_a_slow_neighbour_and_no_more() -> None:
    """The rest are turned away at once; when it answers, all who waited have their answers."""
    slow = Slow()
    port = behind(Bulkhead(Full, 2, may_wait=3, patience=600), slow)
    with ThreadPoolExecutor(50) as callers:
        calls = [callers.submit(port.ask, "a", twice=True) for _ in range(50)]
        while sum(one.done() for one in calls) < 45:
            wait([one for one in calls if not one.done()], 600, FIRST_COMPLETED)
        slow.let_go.set()
        answers = [one.result() for one in calls if not isinstance(one.exception(), Full)]
    assert answers == ["aa"] * 5
    assert port.name == "slow"
    assert port.ask("b") == "b"


def test_patience_ends() -> None:
    """Whoever waited in vain is turned away, and leaves the place to others."""
    slow = Slow()
    port = behind(Bulkhead(Full, 1, may_wait=1, patience=0.05), slow)
    with ThreadPoolExecutor(1) as callers:
        first = callers.submit(port.ask, "a")
        while not slow.let_go.is_set():
            for _ in range(3):
                with pytest.raises(Full):
                    port.ask("b")
            slow.let_go.set()
        assert first.result() == "a"
    assert port.ask("c") == "c"


def test_what_a_call_raises_frees_its_place() -> None:
    """As often as it fails."""

    class Broken:
        def ask(self) -> None:
            raise ZeroDivisionError

    port = behind(Bulkhead(Full, 1, may_wait=0), Broken())
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            port.ask()


@pytest.fixture
def hanging(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """The carrier, until this is set."""
    let_go, members = Event(), site.registry.members

    def hang(*asked: object) -> object:
        assert let_go.wait(600)
        return members(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(site.registry, "members", hang)
    yield let_go
    let_go.set()


def test_a_carrier_that_hangs_stops_no_page_that_needs_none(site: Site, hanging: Event) -> None:
    """Signing in, one's account and health are there; whoever asks for members is told why not."""
    alex = site.signed_in(ALEX)
    visitor = site.client()
    most = AT_ONCE + MAY_WAIT
    with ThreadPoolExecutor(most + 10) as others:
        pages = [others.submit(alex.get, "/members?group=000341") for _ in range(most + 10)]
        while sum(one.done() for one in pages) < 10:
            wait([one for one in pages if not one.done()], 600, FIRST_COMPLETED)
        assert visitor.get("/sign-in").status_code == 200
        assert alex.get("/account").status_code == 200
        assert visitor.get("/health/live").status_code == 200
        hanging.set()
        answers = [one.result() for one in pages]
    assert {one.status_code for one in answers} == {200, 503}
    told = next(one for one in answers if one.status_code == 503)
    assert "The carrier cannot be reached right now" in told.text


def test_a_rush_of_sign_ins_is_told_to_try_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of whoever is in go on."""
    alex = site.signed_in(ALEX)
    let_go = Event()
    hasher = site.services.access._hasher._port  # type: ignore[attr-defined]

    def hang(*_: object) -> bool:
        assert let_go.wait(600)
        return True

    monkeypatch.setattr(hasher, "verify", hang)
    browsers = [site.client() for _ in range(PASSWORDS + 1)]
    with ThreadPoolExecutor(len(browsers)) as people:
        tries = [people.submit(one.sign_in, ALEX) for one in browsers]
        (turned_away,) = (one.result() for one in wait(tries, 600, FIRST_COMPLETED).done)
        assert alex.get("/members").status_code == 200
        let_go.set()
        assert [one.result().status_code for one in tries].count(303) == PASSWORDS
    assert turned_away.status_code == 503
    assert "Many people are signing in right now" in turned_away.text
