"""Signing in and out, and staying signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from domain.accounts.access import Session
from domain.errors import SignInRefused
from domain.ports import UnitOfWork
from domain.services.accounts.access import Access
from domain.services.accounts.sessions import token_hash
from tests.fakes.accounts.passwords import FakeHasher
from tests.unit.services.site import ALEX, PASSWORD, Site


def sign_in(site: Site, **how: str) -> str:
    return site.access.sign_in(ALEX.email, PASSWORD, **how)


def session(site: Site, token: str) -> Session | None:
    found = site.access.resume(token)
    return found[0] if found else None


@pytest.mark.parametrize("email", [ALEX.email, "ALEX@Redwood.Example", "  alex@redwood.example "])
def test_email_and_password_sign_in(site: Site, email: str) -> None:
    """The e-mail in any case, spaces around it aside; the administrator comes with the session."""
    found = site.access.resume(site.access.sign_in(email, PASSWORD))
    assert found is not None
    assert found[1] == ALEX


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (ALEX.email, "wrong horse battery"),
        (ALEX.email, PASSWORD.upper()),
        (ALEX.email, ""),
        ("nobody@redwood.example", PASSWORD),
        ("", ""),
    ],
)
def test_which_of_the_two_was_wrong_is_never_said(site: Site, email: str, password: str) -> None:
    """Every refusal is the same."""
    with pytest.raises(SignInRefused) as refusal:
        site.access.sign_in(email, password)
    assert refusal.value.args == ()


class CountingHasher(FakeHasher):
    """A hasher that counts how often it was asked to verify."""

    verified = 0

    def verify(self, password_hash: str, password: str) -> bool:
        self.verified += 1
        return super().verify(password_hash, password)


def test_an_unknown_email_costs_as_much_as_a_wrong_password(site: Site) -> None:
    """A password is verified in both cases."""
    hasher = CountingHasher()
    access = Access(site.persistence, hasher, site.clock, site.ids)
    for times, email in enumerate((ALEX.email, "nobody@redwood.example"), start=1):
        with pytest.raises(SignInRefused):
            access.sign_in(email, "wrong")
        assert hasher.verified == times


def test_every_sign_in_has_a_new_token_and_ends_the_browsers_former_session(site: Site) -> None:
    """A token that somebody planted or kept is worth nothing."""
    first = sign_in(site)
    second = sign_in(site, previous_token=first)
    assert first != second
    assert session(site, first) is None
    assert session(site, second) is not None


def test_a_token_brought_along_is_never_adopted(site: Site) -> None:
    """A token that we didn't give opens no session, before or after."""
    token = sign_in(site, previous_token="chosen by a visitor")
    assert token != "chosen by a visitor"
    assert session(site, "chosen by a visitor") is None


def test_other_browsers_stay_signed_in(site: Site) -> None:
    """Signing in elsewhere ends nothing here."""
    first, second = sign_in(site), sign_in(site)
    assert session(site, first) is not None
    assert session(site, second) is not None


def test_only_the_tokens_hash_is_kept(site: Site) -> None:
    """Who reads the store can't sign in with it."""
    token = sign_in(site)
    found = session(site, token)
    assert found is not None
    assert found.token_hash == token_hash(token) != token


def test_signing_out_ends_the_session(site: Site) -> None:
    """At once, and doing it twice does no harm."""
    token = sign_in(site)
    site.access.sign_out(token)
    site.access.sign_out(token)
    assert session(site, token) is None


def test_fifteen_idle_minutes_end_a_session(site: Site) -> None:
    """A second before it is alive."""
    token = sign_in(site)
    site.clock.advance(timedelta(minutes=14, seconds=59))
    assert site.access.resume(token, active=False) is not None
    site.clock.advance(timedelta(seconds=1))
    assert session(site, token) is None


def test_doing_something_keeps_a_session_alive(site: Site) -> None:
    """Each time for another fifteen minutes."""
    token = sign_in(site)
    for _ in range(8):
        site.clock.advance(timedelta(minutes=14))
        assert session(site, token) is not None


def test_requests_of_the_page_itself_keep_nothing_alive(site: Site) -> None:
    """Polling isn't activity."""
    token = sign_in(site)
    for minutes in (7, 7, 1):
        site.clock.advance(timedelta(minutes=minutes))
        found = site.access.resume(token, active=False)
    assert found is None


def test_twelve_hours_end_a_session_whatever_is_done(site: Site) -> None:
    """Counted from the sign-in."""
    token = sign_in(site)
    for _ in range(12 * 6 - 1):
        site.clock.advance(timedelta(minutes=10))
        assert session(site, token) is not None
    site.clock.advance(timedelta(minutes=10))
    assert session(site, token) is None


def test_looking_around_writes_little(site: Site) -> None:
    """Being seen is written down every half minute at most."""
    token = sign_in(site)
    before = site.persistence.commits
    for _ in range(12):
        site.clock.advance(timedelta(seconds=10))
        session(site, token)
    assert site.persistence.commits - before == 4


def test_the_time_left_is_told(site: Site) -> None:
    """In whole seconds, and never below none."""
    token = sign_in(site)
    found = session(site, token)
    assert found is not None
    assert site.access.seconds_left(found) == 15 * 60
    site.clock.advance(timedelta(minutes=13, milliseconds=1))
    assert site.access.seconds_left(found) == 2 * 60 - 1
    site.clock.advance(timedelta(hours=1))
    assert site.access.seconds_left(found) == 0


def test_notices_wait_for_the_next_page(site: Site) -> None:
    """They are there when the session is resumed, and gone once they were shown."""
    token = sign_in(site)
    found = session(site, token)
    assert found is not None
    site.access.leave_notices(found, '["1 application submitted"]')
    left = session(site, token)
    assert left is not None
    assert left.notices == '["1 application submitted"]'
    site.access.leave_notices(left, "")
    assert session(site, token) == found


def test_an_unknown_token_opens_nothing(site: Site) -> None:
    """Neither an empty one."""
    assert session(site, "") is None
    assert session(site, "guess") is None


def test_being_seen_takes_back_no_message(site: Site) -> None:
    """What another request of the same browser left meanwhile is still there."""
    token = sign_in(site)
    before = session(site, token)
    assert before is not None
    site.clock.advance(timedelta(minutes=5))
    reading = site.persistence.reading

    @contextmanager
    def meanwhile() -> Iterator[UnitOfWork]:
        with reading() as uow:
            yield uow
        site.persistence.reading = reading  # type: ignore[method-assign]
        site.access.leave_notices(before, "submitted")

    site.persistence.reading = meanwhile  # type: ignore[method-assign]
    site.access.resume(token)
    after = session(site, token)
    assert after is not None
    assert (after.notices, after.seen_at) == ("submitted", site.clock.now())


def test_leaving_a_message_makes_no_session_older(site: Site) -> None:
    """It writes the message alone, and not when the session was seen before that."""
    token = sign_in(site)
    old = session(site, token)
    assert old is not None
    site.clock.advance(timedelta(minutes=5))
    session(site, token)
    site.access.leave_notices(old, "submitted")
    after = site.access.resume(token, active=False)
    assert after is not None
    assert after[0].seen_at == site.clock.now()
