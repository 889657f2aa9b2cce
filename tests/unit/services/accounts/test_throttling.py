"""Signing in when somebody has guessed too often."""

from datetime import timedelta

import pytest

from domain.accounts.throttling import OF_A_CLIENT, OF_A_PERSON, Client
from domain.errors import SignInRefused, TooManyTries
from domain.services.accounts.access import Access
from tests.fakes.accounts.passwords import FakeHasher
from tests.unit.services.site import ALEX, PASSWORD, Site

HOME = Client("192.0.2.1")
ELSEWHERE = Client("198.51.100.7")


def guess(site: Site, place: Client, email: str = ALEX.email) -> None:
    with pytest.raises(SignInRefused):
        site.access.sign_in(email, "wrong", client=place)


def use_up(site: Site, place: Client, email: str = ALEX.email) -> None:
    for _ in range(OF_A_CLIENT.free):
        guess(site, place, email)


def waits(
    site: Site, place: Client, email: str = ALEX.email, password: str = PASSWORD
) -> timedelta:
    with pytest.raises(TooManyTries) as refusal:
        site.access.sign_in(email, password, client=place)
    return refusal.value.wait


@pytest.mark.parametrize("email", [ALEX.email, "nobody@redwood.example"])
def test_too_many_tries_wait(site: Site, email: str) -> None:
    """Also with the right password, and whether or not there is such an administrator."""
    use_up(site, ELSEWHERE, email)
    assert waits(site, ELSEWHERE, email) == timedelta(seconds=30)
    assert waits(site, ELSEWHERE, f" {email.upper()} ") == timedelta(seconds=30)
    site.clock.advance(timedelta(seconds=30))
    guess(site, ELSEWHERE, email)
    assert waits(site, ELSEWHERE, email) == timedelta(minutes=1)


def test_the_owner_comes_in_from_elsewhere(site: Site) -> None:
    """One stranger's failures are that stranger's."""
    use_up(site, ELSEWHERE)
    assert site.access.sign_in(ALEX.email, PASSWORD, client=HOME)


def test_the_owner_comes_in_beside_a_stranger_at_the_same_address(site: Site) -> None:
    """With the browser that was used before."""
    use_up(site, HOME)
    assert waits(site, HOME)
    assert site.access.sign_in(ALEX.email, PASSWORD, client=Client(HOME.address, "a known browser"))


def test_a_known_address_is_kept_out_by_nobody(site: Site) -> None:
    """When strangers all over the world have used up what one person's password may be tried."""
    site.access.sign_in(ALEX.email, PASSWORD, client=HOME)
    for number in range(OF_A_PERSON.free):
        guess(site, Client(f"198.51.100.{number}"))
    assert waits(site, Client("203.0.113.9"))
    assert site.access.sign_in(ALEX.email, PASSWORD, client=HOME)


def test_a_known_browser_that_guesses_waits_too(site: Site) -> None:
    """It may have been stolen."""
    use_up(site, Client(HOME.address, "a stolen browser"))
    assert waits(site, Client(HOME.address, "a stolen browser"))


def test_signing_in_ends_the_count(site: Site) -> None:
    """Of that person from there."""
    for _ in range(4):
        for _ in range(OF_A_CLIENT.free - 1):
            guess(site, HOME)
        assert site.access.sign_in(ALEX.email, PASSWORD, client=HOME)


def test_whoever_waits_costs_no_hashing(site: Site) -> None:
    """The password is not even looked at."""
    verified = []

    class Watched(FakeHasher):
        def verify(self, password_hash: str, password: str) -> bool:
            verified.append(password)
            return super().verify(password_hash, password)

    access = Access(site.persistence, Watched(), site.clock, site.ids)
    use_up(site, ELSEWHERE)
    with pytest.raises(TooManyTries):
        access.sign_in(ALEX.email, PASSWORD, client=ELSEWHERE)
    assert verified == []


def test_many_guesses_at_once_tell_no_more_than_one_by_one(site: Site) -> None:
    """Of guesses that were begun before any of them was counted, the right one is not told once
    the others have used up the tries."""

    class Slow(FakeHasher):
        def verify(self, password_hash: str, password: str) -> bool:
            if password == PASSWORD:
                use_up(site, ELSEWHERE)
            return super().verify(password_hash, password)

    access = Access(site.persistence, Slow(), site.clock, site.ids)
    with pytest.raises(TooManyTries):
        access.sign_in(ALEX.email, PASSWORD, client=ELSEWHERE)
