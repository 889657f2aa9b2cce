"""Signing in through an identity provider."""

import pytest
from msgspec.structs import replace

from domain.accounts.access import Administrator
from domain.accounts.single_sign_on import Departure, FirstSignOn, FirstTime, Vouched
from domain.accounts.throttling import Client
from domain.errors import (
    CodeNeeded,
    NobodyHere,
    NotFound,
    ProviderRefused,
    ProviderUnavailable,
    SignInEnded,
    SignInRefused,
)
from domain.services.accounts.access import Entered
from domain.services.accounts.sessions import token_hash
from domain.services.accounts.single_sign_on import SingleSignOn
from tests.builders import a_session
from tests.fakes.accounts.single_sign_on import ISSUER, FakeProvider
from tests.unit.services.accounts.test_second_factor import App, app
from tests.unit.services.site import ALEX, KIM, PASSWORD, Site
from tests.unit.services.trail import written

__all__ = ["app"]  # a fixture

BACK = "https://enroll.example.com/back"
HERE = Client("203.0.113.7", browser="Firefox on Linux")
ALEX_THERE = Vouched(ISSUER, "7", ALEX.email)


@pytest.fixture
def provider() -> FakeProvider:
    return FakeProvider(alex=ALEX_THERE)


@pytest.fixture
def sign_on(site: Site, provider: FakeProvider) -> SingleSignOn:
    return SingleSignOn(site.persistence, site.clock, site.ids, provider)


def come_back(
    sign_on: SingleSignOn, code: str = "alex", former: str | None = None
) -> Administrator:
    return entered(sign_on, code, former).administrator


def entered(sign_on: SingleSignOn, code: str = "alex", former: str | None = None) -> Entered:
    """Whoever comes, for the first time with all that they were given."""
    departure = sign_on.leave(BACK)
    answer = {"code": code, "state": departure.state}
    try:
        return sign_on.come_back(departure, BACK, answer, former, lambda _: HERE)
    except FirstSignOn as first:
        groups = sign_on.offered(first.first_time).grants
        return sign_on.join(first.first_time, groups, former, lambda _: HERE)


def first_time(sign_on: SingleSignOn, code: str = "alex") -> FirstTime:
    """As whoever comes for the first time is asked about."""
    departure = sign_on.leave(BACK)
    answer = {"code": code, "state": departure.state}
    with pytest.raises(FirstSignOn) as first:
        sign_on.come_back(departure, BACK, answer, None, lambda _: HERE)
    return first.value.first_time


def test_whoever_the_provider_vouches_for_is_signed_in(site: Site, sign_on: SingleSignOn) -> None:
    """With their roles from here, in a session that says where it was begun."""
    entered_now = entered(sign_on)
    found = site.access.resume(entered_now.token)
    assert found is not None
    assert entered_now.administrator == found[1] == ALEX
    assert (found[0].address, found[0].browser) == (HERE.address, HERE.browser)
    assert not found[0].owes_factor


def test_the_browsers_former_session_ends(site: Site, sign_on: SingleSignOn) -> None:
    """As after every way of signing in."""
    former = site.access.sign_in(KIM.email, PASSWORD)
    come_back(sign_on, former=former)
    assert site.access.resume(former) is None


@pytest.mark.parametrize("email", ["ALEX@Redwood.example", ALEX.email])
def test_the_first_time_somebody_is_found_by_their_email(
    sign_on: SingleSignOn, provider: FakeProvider, email: str
) -> None:
    """In any case."""
    provider.people["alex"] = replace(ALEX_THERE, email=email)
    assert come_back(sign_on) == ALEX


def test_afterwards_somebody_is_known_whatever_their_email_is(
    sign_on: SingleSignOn, provider: FakeProvider
) -> None:
    """By what the provider calls them for ever; their e-mail there may change, or be kept back."""
    come_back(sign_on)
    for email in ("a.rivera@redwood.example", KIM.email, ""):
        provider.people["alex"] = replace(ALEX_THERE, email=email)
        assert come_back(sign_on) == ALEX


def test_an_email_that_somebody_else_has_now_lets_them_in_as_nobody(
    sign_on: SingleSignOn, provider: FakeProvider
) -> None:
    """Organizations give addresses of people who have left to others."""
    come_back(sign_on)
    provider.people["other"] = replace(ALEX_THERE, subject="8")
    with pytest.raises(NobodyHere):
        come_back(sign_on, "other")


def test_another_providers_subject_is_somebody_else(
    sign_on: SingleSignOn, provider: FakeProvider
) -> None:
    """Though it is called the same."""
    come_back(sign_on)
    provider.people["same"] = Vouched("https://id.evergreen.example", "7", KIM.email)
    assert come_back(sign_on, "same") == KIM


@pytest.mark.parametrize(
    "vouched",
    [
        Vouched(ISSUER, "9", "nobody@redwood.example"),
        Vouched(ISSUER, "9"),
    ],
    ids=["unknown e-mail", "e-mail not verified"],
)
def test_nobody_becomes_an_administrator_by_signing_in(
    site: Site, sign_on: SingleSignOn, provider: FakeProvider, vouched: Vouched
) -> None:
    """They are told what the provider calls them; it is written down without that."""
    provider.people["jo"] = vouched

    def refused() -> None:
        with pytest.raises(NobodyHere) as refusal:
            come_back(sign_on, "jo")
        assert refusal.value.email == vouched.email
        assert "redwood" not in str(refusal.value)

    (told,) = written(site, refused)
    assert told[0] == "Sign-in refused"
    assert "nobody@" not in str(told)


def test_who_is_disabled_stays_out(site: Site, sign_on: SingleSignOn) -> None:
    """Known or not, and is not linked then."""
    come_back(sign_on)
    with site.persistence.writing() as uow:
        uow.administrators.set_disabled(ALEX.id, disabled=True)
        uow.commit()
    with pytest.raises(NobodyHere):
        come_back(sign_on)
    sign_on.unlink(ALEX.email)
    with pytest.raises(NobodyHere):
        come_back(sign_on)
    with site.persistence.reading() as uow:
        assert uow.subjects.find(ISSUER, "7") is None


def test_what_others_have_set_ends_with_the_first_time(
    site: Site, sign_on: SingleSignOn, app: App
) -> None:
    """Whoever opened the invitation to this e-mail before has neither a password, nor a factor, nor
    a session of it any more."""
    with site.persistence.writing() as uow:
        token, now = "somebody else's", site.clock.now()
        uow.sessions.add(a_session(ALEX, token_hash=token_hash(token), started_at=now, seen_at=now))
        uow.commit()
    assert site.access.resume(token) is not None
    asked = first_time(sign_on)
    assert site.access.resume(token) is not None  # nothing has happened before they answer
    theirs = sign_on.join(asked, ALEX.grants, None, lambda _: HERE)
    assert site.access.resume(token) is None
    with pytest.raises(SignInRefused):
        site.access.sign_in(ALEX.email, PASSWORD)
    found = site.access.resume(theirs.token)
    assert found is not None
    assert (found[1].second_factor, found[1].grants) == (False, ALEX.grants)
    assert come_back(sign_on) == found[1]  # no code is asked for either


def test_access_that_nobody_knows_of_is_given_up(site: Site, sign_on: SingleSignOn) -> None:
    """It is written down; what was never given cannot be taken."""
    group_id = next(iter(ALEX.grants))

    def join() -> None:
        theirs = sign_on.join(first_time(sign_on), [group_id, "000999"], None, lambda _: HERE)
        assert theirs.administrator.grants == {group_id: ALEX.grants[group_id]}

    told = [one[0] for one in written(site, join)]
    given_up = len(ALEX.grants) - 1
    assert told == ["Linked to single sign-on", *(["Role changed"] * given_up), "Signed in"]


def test_each_answer_counts_once(site: Site, sign_on: SingleSignOn) -> None:
    """A copy of what the browser keeps opens nothing afterwards, on the way back or for the first
    time; and nobody joins who was disabled meanwhile, or whose account another has taken."""
    departure = sign_on.leave(BACK)
    answer = {"code": "alex", "state": departure.state}
    with pytest.raises(FirstSignOn) as first:
        sign_on.come_back(departure, BACK, answer, None, lambda _: HERE)
    with pytest.raises(SignInEnded):
        sign_on.come_back(departure, BACK, answer, None, lambda _: HERE)
    late = first_time(sign_on)
    sign_on.join(first.value.first_time, ALEX.grants, None, lambda _: HERE)
    for asked in (first.value.first_time, late):
        with pytest.raises(SignInEnded):
            sign_on.join(asked, ALEX.grants, None, lambda _: HERE)


def test_a_second_factor_of_ours_is_asked_for_where_the_provider_asked_for_none(
    site: Site, sign_on: SingleSignOn, provider: FakeProvider, app: App
) -> None:
    """Where it says that it did, theirs is enough."""
    with site.persistence.writing() as uow:
        uow.subjects.link(ISSUER, "7", ALEX.id)
        uow.commit()
    with pytest.raises(CodeNeeded) as needed:
        come_back(sign_on)
    assert site.access.resume(needed.value.token) is None
    through = site.access.enter_code(needed.value.token, app.next_code(), None, lambda _: HERE)
    assert site.access.resume(through.token) is not None
    provider.people["alex"] = replace(ALEX_THERE, several_factors=True)
    assert come_back(sign_on).id == ALEX.id


def test_each_coming_in_is_written_down(site: Site, sign_on: SingleSignOn) -> None:
    """The first time, that somebody is known from now on, too."""
    assert [one[0] for one in written(site, lambda: come_back(sign_on))] == [
        "Linked to single sign-on",
        "Signed in",
    ]
    ((act, *_),) = written(site, lambda: come_back(sign_on))
    assert act == "Signed in"


def test_what_cannot_be_believed_is_nobodys_doing(site: Site, sign_on: SingleSignOn) -> None:
    """Whoever has not signed in cannot fill the trail by asking."""

    def refused() -> None:
        with pytest.raises(ProviderRefused):
            come_back(sign_on, "made up")
        with pytest.raises(ProviderRefused):
            sign_on.come_back(
                Departure("", "mine", "n", "v"), BACK, {"code": "alex"}, None, lambda _: HERE
            )

    assert written(site, refused) == []


def test_a_provider_that_is_away_is_told_from_one_that_refuses(
    sign_on: SingleSignOn, provider: FakeProvider
) -> None:
    """On the way there and on the way back."""
    departure = sign_on.leave(BACK)
    provider.away = True
    with pytest.raises(ProviderUnavailable):
        sign_on.leave(BACK)
    with pytest.raises(ProviderUnavailable):
        sign_on.come_back(departure, BACK, {}, None, lambda _: HERE)


def test_without_a_provider_there_is_no_way_in_here(site: Site) -> None:
    """It has no name either."""
    none = SingleSignOn(site.persistence, site.clock, site.ids)
    assert none.name == ""
    with pytest.raises(NotFound):
        none.leave(BACK)
    with pytest.raises(NotFound):
        none.come_back(Departure("", "s", "n", "v"), BACK, {}, None, lambda _: HERE)


def test_unlinking_has_somebody_found_by_their_email_again(
    site: Site, sign_on: SingleSignOn, provider: FakeProvider
) -> None:
    """After an organization has changed its provider; it is written down."""
    come_back(sign_on)
    provider.people["alex"] = replace(ALEX_THERE, subject="70")
    with pytest.raises(NobodyHere):
        come_back(sign_on)
    (told,) = written(site, lambda: sign_on.unlink("Alex@redwood.example"))
    assert told[0] == "Unlinked from single sign-on"
    assert come_back(sign_on) == ALEX
    with pytest.raises(NotFound):
        sign_on.unlink(KIM.email)
    with pytest.raises(NotFound):
        sign_on.unlink("nobody@redwood.example")
