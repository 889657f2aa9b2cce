"""What administrators may do, and how long they stay signed in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.access import Administrator, Role, Session, email_key
from domain.errors import NotAllowed, NotFound

ALEX = Administrator(
    "alex",
    "alex@redwood.example",
    "Alex Rivera",
    {"000777": Role.ADMINISTER, "000341": Role.ENROLL, "000512": Role.VIEW},
)
START = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("group_id", "may"),
    [
        ("000777", {Role.VIEW, Role.ENROLL, Role.ADMINISTER}),
        ("000341", {Role.VIEW, Role.ENROLL}),
        ("000512", {Role.VIEW}),
        ("000888", set()),
        ("", set()),
    ],
)
def test_roles_include_those_below(group_id: str, may: set[Role]) -> None:
    """A role allows what the lower ones do, in its own group, and no group is anybody's by
    default."""
    assert {role for role in Role if ALEX.may(role, group_id)} == may


@pytest.mark.parametrize("role", Role)
def test_groups_of_others_do_not_exist(role: Role) -> None:
    """A group that isn't theirs looks like one that isn't there, whatever is asked."""
    with pytest.raises(NotFound):
        ALEX.require(role, "000888")


def test_too_low_a_role_is_said() -> None:
    """Where they may look but not act, that is what they are told."""
    ALEX.require(Role.VIEW, "000512")
    with pytest.raises(NotAllowed):
        ALEX.require(Role.ENROLL, "000512")


def test_groups_come_by_role() -> None:
    """The groups where they have at least the role are listed by id."""
    assert ALEX.group_ids() == ("000341", "000512", "000777")
    assert ALEX.group_ids(Role.ENROLL) == ("000341", "000777")
    assert ALEX.group_ids(Role.ADMINISTER) == ("000777",)
    assert Administrator("new", "new@redwood.example", "New", {}).group_ids() == ()


@pytest.mark.parametrize(
    ("seen_after", "asked_after", "alive"),
    [
        (timedelta(0), timedelta(minutes=14, seconds=59), True),
        (timedelta(0), timedelta(minutes=15), False),
        (timedelta(hours=1), timedelta(hours=1, minutes=14), True),
        (timedelta(hours=11, minutes=50), timedelta(hours=11, minutes=59, seconds=59), True),
        (timedelta(hours=11, minutes=50), timedelta(hours=12), False),
    ],
)
def test_sessions_end(seen_after: timedelta, asked_after: timedelta, alive: bool) -> None:
    """A session ends 15 minutes after anything was done, and 12 hours after it began."""
    session = Session(
        token_hash="0" * 64,
        administrator_id="alex",
        started_at=START,
        seen_at=START + seen_after,
    )
    assert session.alive(START + asked_after) is alive


@pytest.mark.parametrize("name", ["started_at", "seen_at", "proved_at"])
@pytest.mark.parametrize(
    ("ahead", "good"),
    [(timedelta(minutes=5), True), (timedelta(minutes=6), False), (timedelta(days=1), False)],
)
def test_a_clock_that_was_ahead_lengthens_no_session(
    name: str, ahead: timedelta, good: bool
) -> None:
    """Nor how long a proof lasts: what it wrote counts while clocks may differ so."""
    moments = {"started_at": START, "seen_at": START, "proved_at": START} | {name: START + ahead}
    session = Session(token_hash="0" * 64, administrator_id="alex", **moments)
    if name == "proved_at":
        assert session.proved(START) is good
    else:
        assert session.alive(START) is good


@given(
    st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=12)),
    st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=2)),
)
def test_ends_at_is_the_very_moment(seen_after: timedelta, later: timedelta) -> None:
    """A session is alive before the moment it is said to end, and never from then on."""
    session = Session(
        token_hash="0" * 64,
        administrator_id="alex",
        started_at=START,
        seen_at=START + seen_after,
    )
    end = session.ends_at()
    assert not session.alive(end + later)
    assert session.alive(end - timedelta(microseconds=1))


@pytest.mark.parametrize(
    "other",
    [
        "strasse@a.example",
        "stra\u00dfe@A.example",
        "\u212aim@a.example",
        "\ufb01n@a.example",
        "\u0130@a.example",
        "\u00c4@a.example",
        "e\u0301@a.example",
    ],
)
def test_no_lossy_fold_tells_whose_an_email_is(other: str) -> None:
    """The case of A to Z makes no difference; all else is to the letter."""
    for known in (
        "strasse@a.example",
        "stra\u00dfe@a.example",
        "kim@a.example",
        "fin@a.example",
        "i@a.example",
        "i\u0307@a.example",
        "\u00e4@a.example",
        "\u00e9@a.example",
    ):
        alike = known == other.replace("A.", "a.")
        assert (email_key(f" {other}") == email_key(known.replace("a.", "A."))) is alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("kim@M\u00dcNCHEN.example", "kim@m\u00fcnchen.example", True),
        ("kim@m\u00fcnchen.example", "kim@xn--mnchen-3ya.EXAMPLE", True),
        ("kim@m\u00fcnchen.example", "kim@munchen.example", False),
        ("kim@stra\u00dfe.example", "kim@strasse.example", False),
        ("K\u00fcm@m\u00fcnchen.example", "K\u00dcm@m\u00fcnchen.example", False),
        ("kim@-\u0301.example", "kim@-.example", False),
        ("kim@" + "\u00fc" * 5000, "kim@" + "\u00dc" * 5000, False),
    ],
)
def test_a_domain_is_the_one_that_it_is_in_the_network(one: str, other: str, alike: bool) -> None:
    """However it is written; and what is no domain is to the letter."""
    assert (email_key(one) == email_key(other)) is alike
