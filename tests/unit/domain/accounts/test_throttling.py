"""How long whoever guesses has to wait, and who never has to because of others."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.accounts.throttling import (
    FORGOTTEN_AFTER,
    KNOWN_FOR,
    OF_A_CLIENT,
    OF_A_PERSON,
    OF_AN_ADDRESS,
    Attempts,
    Client,
    Limit,
    after,
    keys_of,
    wait,
)

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
LIMIT = Limit(3, timedelta(seconds=10), timedelta(seconds=60))
NO_TIME = timedelta(0)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (2, 0), (3, 10), (4, 20), (5, 40), (6, 60), (5000, 60)]
)
def test_each_failure_past_the_free_ones_doubles_the_wait(failures: int, seconds: int) -> None:
    """Up to the longest."""
    tally = Attempts()
    for _ in range(failures):
        tally = tally.failed(NOW)
    assert tally.wait(LIMIT, NOW) == timedelta(seconds=seconds)


def test_waiting_ends_at_its_moment() -> None:
    """Not before, and the tally is still full: one more failure waits longer."""
    tally = Attempts(3, NOW)
    assert tally.wait(LIMIT, NOW + timedelta(seconds=9)) == timedelta(seconds=1)
    assert tally.wait(LIMIT, NOW + timedelta(seconds=10)) == NO_TIME
    again = tally.failed(NOW + timedelta(seconds=10))
    assert again.wait(LIMIT, NOW + timedelta(seconds=10)) == timedelta(seconds=20)


@pytest.mark.parametrize("ahead", [timedelta(minutes=1), timedelta(hours=23), timedelta(days=400)])
def test_a_clock_that_was_ahead_lengthens_no_wait(ahead: timedelta) -> None:
    """Whatever was written by it, nobody waits longer than they would have then; and by one that
    was far ahead nobody is known."""
    tally = Attempts(5, NOW + ahead, NOW + ahead)
    assert tally.wait(LIMIT, NOW) <= timedelta(seconds=40)
    assert tally.known(NOW) is (ahead < KNOWN_FOR)
    assert tally.wait(LIMIT, NOW + FORGOTTEN_AFTER + ahead) == NO_TIME


def test_failures_are_forgotten_after_a_day() -> None:
    """Of the last one."""
    tally = Attempts(50, NOW)
    assert tally.failed(NOW + FORGOTTEN_AFTER).failures == 1
    assert tally.failed(NOW + FORGOTTEN_AFTER - timedelta(seconds=1)).failures == 51
    assert tally.kept_until() == NOW + FORGOTTEN_AFTER


def test_success_is_remembered_for_90_days() -> None:
    """And ends the count."""
    tally = Attempts(50, NOW).succeeded(NOW)
    assert tally == Attempts(0, None, NOW)
    assert tally.known(NOW + KNOWN_FOR - timedelta(seconds=1))
    assert not tally.known(NOW + KNOWN_FOR)
    assert tally.kept_until() == NOW + KNOWN_FOR
    assert Attempts().kept_until() is None


@given(st.integers(0, 200), st.integers(0, 100_000))
def test_nobody_waits_longer_than_the_longest(failures: int, seconds: int) -> None:
    """Nor for a negative time."""
    tally = Attempts(failures, NOW)
    assert NO_TIME <= tally.wait(LIMIT, NOW + timedelta(seconds=seconds)) <= LIMIT.longest


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("a name", "a name", True),
        ("", "", True),
    ],
)
def test_what_an_address_is(one: str, other: str, same: bool) -> None:
    """Whoever has one address of an IPv6 network has all of them."""
    keys = [keys_of("password a", Client(address)).address for address in (one, other)]
    assert (keys[0] == keys[1]) is same


def test_keys_say_neither_who_nor_where() -> None:
    """They are digests."""
    keys = keys_of("password alex@redwood.example", Client("192.0.2.1", "a browser"))
    assert len(keys.all()) == 4
    assert all(len(key) == 64 and int(key, 16) for key in keys.all())


class Guessing(RuleBasedStateMachine):
    """Strangers at many addresses guess at one password while its owner comes and goes."""

    owner = Client("192.0.2.1", "")
    browser = Client("203.0.113.50", "the owner's browser")

    @initialize()
    def begin(self) -> None:
        self.now = NOW
        self.tallies: dict[str, Attempts] = {}
        self.guesses: Counter[str] = Counter()
        self.attempt(self.owner, right=True)
        self.attempt(self.browser, right=True)

    def attempt(self, client: Client, *, right: bool) -> bool:
        """Whether the try was let through."""
        keys = keys_of("password alex", client)
        tallies = {key: self.tallies.get(key, Attempts()) for key in keys.all()}
        if wait(keys, tallies, self.now):
            return False
        self.tallies.update(after(keys, tallies, self.now, right=right))
        return True

    @rule(number=st.integers(1, 250), tries=st.integers(1, 20))
    def guess(self, number: int, tries: int) -> None:
        address = f"198.51.100.{number}"
        for _ in range(tries):
            self.guesses[address] += self.attempt(Client(address), right=False)

    @rule(minutes=st.integers(0, 90))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(client=st.sampled_from([owner, browser]))
    def sign_in(self, client: Client) -> None:
        assert self.attempt(client, right=True)

    @invariant()
    def guesses_are_few(self) -> None:
        """However many addresses there are, and whatever time they take."""
        hours = (self.now - NOW) / timedelta(hours=1)
        days = int(hours / 24) + 1
        at_most = OF_A_PERSON.free * days + hours * (timedelta(hours=1) / OF_A_PERSON.longest)
        doublings = 4  # while the wait grows to its longest
        assert sum(self.guesses.values()) <= at_most + doublings * days + 1
        for count in self.guesses.values():
            assert count <= (OF_A_CLIENT.free + 7) * days + hours + 1


TestGuessing = Guessing.TestCase


def test_spraying_many_people_from_one_address_waits() -> None:
    """Each person's count is low; the address's is not."""
    tallies: dict[str, Attempts] = {}
    let_through = 0
    for number in range(200):
        keys = keys_of(f"password {number}", Client("198.51.100.7"))
        now = {key: tallies.get(key, Attempts()) for key in keys.all()}
        if not wait(keys, now, NOW):
            let_through += 1
            tallies.update(after(keys, now, NOW, right=False))
    assert let_through == OF_AN_ADDRESS.free
