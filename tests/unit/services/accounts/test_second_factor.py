"""A second factor: turning it on, signing in with it, and turning it off."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from domain.accounts.access import CODE_WITHIN, Administrator, Session
from domain.accounts.second_factor import SET_UP_WITHIN, STEP_SECONDS, code_of
from domain.accounts.throttling import OF_A_CLIENT, Client
from domain.errors import (
    CodeNeeded,
    CodeWrong,
    NotFound,
    PasswordTooShort,
    PasswordWrong,
    SignInEnded,
    SignInRefused,
    TooManyTries,
)
from domain.services.accounts.access import Entered
from tests.fakes.accounts.passwords import FakeHasher
from tests.unit.services.site import ALEX, KIM, PASSWORD, Site

HERE = Client("192.0.2.1")


class App:
    """Alex's telephone."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.secret = ""
        self.recovery_codes: Sequence[str] = ()

    def code(self, steps: int = 0) -> str:
        return code_of(self.secret, int(self.site.clock.now().timestamp()) // STEP_SECONDS + steps)

    def next_code(self) -> str:
        self.site.clock.advance(timedelta(seconds=STEP_SECONDS))
        return self.code()


def resumed(site: Site, token: str) -> tuple[Session, Administrator]:
    found = site.access.resume(token)
    assert found is not None
    return found


@pytest.fixture
def app(site: Site) -> App:
    """With the second factor turned on."""
    app = App(site)
    session, alex = resumed(site, site.access.sign_in(ALEX.email, PASSWORD))
    app.secret = site.second_factors.begin(alex)
    app.recovery_codes = site.second_factors.turn_on(alex, session, app.code(), HERE)
    return app


def password_given(site: Site, password: str = PASSWORD) -> str:
    with pytest.raises(CodeNeeded) as needed:
        site.access.sign_in(ALEX.email, password, client=HERE)
    return needed.value.token


def enter(site: Site, pending: str, code: str) -> Entered:
    return site.access.enter_code(pending, code, None, lambda _: HERE)


def test_a_code_is_needed_beside_the_password(site: Site, app: App) -> None:
    """The password alone opens nothing; with the code there is a session of a new token."""
    pending = password_given(site)
    assert site.access.resume(pending) is None
    entered = enter(site, pending, app.next_code())
    assert entered.token != pending
    assert resumed(site, entered.token)[1].second_factor
    assert entered.codes_left is None
    with pytest.raises(SignInEnded):
        enter(site, pending, app.next_code())


def test_nobody_else_needs_one(site: Site, app: App) -> None:
    """It is its owner's alone."""
    assert resumed(site, site.access.sign_in(KIM.email, PASSWORD))[1] == KIM


def test_a_code_is_taken_once(site: Site, app: App) -> None:
    """That which turned it on, too."""
    for code in (app.code(), app.next_code()):
        pending = password_given(site)
        if code == app.code():
            enter(site, pending, code)
            pending = password_given(site)
        with pytest.raises(CodeWrong):
            enter(site, pending, code)


def test_a_recovery_code_is_taken_once(site: Site, app: App) -> None:
    """In the place of a code; how many are left is told."""
    code = app.recovery_codes[3].lower()
    assert enter(site, password_given(site), code).codes_left == 9
    with pytest.raises(CodeWrong):
        enter(site, password_given(site), code)
    assert site.second_factors.codes_left(ALEX) == 9


def test_there_are_ten_recovery_codes(site: Site, app: App) -> None:
    """New ones end the old ones."""
    assert len(set(app.recovery_codes)) == 10
    _, alex = resumed(site, enter(site, password_given(site), app.next_code()).token)
    assert len(site.second_factors.new_recovery_codes(alex)) == 10
    with pytest.raises(CodeWrong):
        enter(site, password_given(site), app.recovery_codes[0])


def test_a_code_is_waited_for_ten_minutes(site: Site, app: App) -> None:
    """Then the password is asked for again."""
    pending = password_given(site)
    site.clock.advance(CODE_WITHIN - timedelta(seconds=STEP_SECONDS + 1))
    site.access.check_awaiting(pending)
    site.clock.advance(timedelta(seconds=STEP_SECONDS + 1))
    with pytest.raises(SignInEnded):
        enter(site, pending, app.code())
    with pytest.raises(SignInEnded):
        site.access.check_awaiting("guess")


def test_a_session_is_no_sign_in_under_way(site: Site, app: App) -> None:
    """Nor is another's."""
    token = site.access.sign_in(KIM.email, PASSWORD)
    with pytest.raises(SignInEnded):
        enter(site, token, app.next_code())


def test_guessing_at_codes_has_to_wait(site: Site, app: App) -> None:
    """For longer and longer, also with the right one; and beginning anew helps nobody."""
    for _ in range(OF_A_CLIENT.free):
        with pytest.raises(CodeWrong):
            enter(site, password_given(site), "000000")
    with pytest.raises(TooManyTries):
        enter(site, password_given(site), app.code(1))
    site.clock.advance(timedelta(seconds=30))
    assert enter(site, password_given(site), app.code())


def test_turning_it_on_ends_other_sessions(site: Site) -> None:
    """And is written down."""
    here, there = (site.access.sign_in(ALEX.email, PASSWORD) for _ in range(2))
    session, alex = resumed(site, here)
    app = App(site)
    app.secret = site.second_factors.begin(alex)
    with pytest.raises(CodeWrong):
        site.second_factors.turn_on(alex, session, "000000", HERE)
    assert not resumed(site, there)[1].second_factor
    site.second_factors.turn_on(alex, session, app.code(), HERE)
    assert site.access.resume(there) is None
    assert resumed(site, here)[1].second_factor
    assert site.acts()[-1] == ("Second factor turned on", "alex", "administrator alex")


def test_the_secret_is_shown_while_it_is_set_up_only(site: Site) -> None:
    """For a quarter of an hour it is the same; afterwards another; never once it is on."""
    with pytest.raises(NotFound):
        site.second_factors.begun(ALEX)
    session, alex = resumed(site, site.access.sign_in(ALEX.email, PASSWORD))
    app = App(site)
    first = site.second_factors.begin(alex)
    assert site.second_factors.begin(alex) == site.second_factors.begun(alex) == first
    site.clock.advance(SET_UP_WITHIN)
    with pytest.raises(NotFound):
        site.second_factors.turn_on(alex, session, code_of(first, 1), HERE)
    app.secret = site.second_factors.begin(alex)
    assert app.secret != first
    site.second_factors.turn_on(alex, session, app.code(), HERE)
    for show in (site.second_factors.begin, site.second_factors.begun):
        with pytest.raises(NotFound):
            show(alex)


def test_turning_it_off_takes_password_and_code(site: Site, app: App) -> None:
    """Each of them the right one; other sessions end, and the password is enough again."""
    here, there = (enter(site, password_given(site), app.next_code()).token for _ in range(2))
    session, alex = resumed(site, here)
    off = site.second_factors.turn_off
    with pytest.raises(PasswordWrong):
        off(alex, session, "wrong", app.next_code(), HERE)
    with pytest.raises(CodeWrong):
        off(alex, session, PASSWORD, "000000", HERE)
    assert site.access.resume(there)
    off(alex, session, PASSWORD, app.next_code(), HERE)
    assert site.access.resume(there) is None
    assert site.access.sign_in(ALEX.email, PASSWORD)
    assert site.acts()[-2] == ("Second factor turned off", "alex", "administrator alex")
    with pytest.raises(NotFound):
        site.second_factors.new_recovery_codes(ALEX)


def set_password(site: Site, password: str) -> None:
    with site.persistence.writing() as uow:
        uow.administrators.set_password(ALEX.id, FakeHasher().hash(password))
        uow.commit()


def test_a_short_password_is_never_left_alone(site: Site, app: App) -> None:
    """The factor is not turned off beside it; where an operator had to, a new one comes first."""
    set_password(site, "8 letter")
    session, alex = resumed(
        site, enter(site, password_given(site, "8 letter"), app.next_code()).token
    )
    with pytest.raises(PasswordTooShort):
        site.second_factors.turn_off(alex, session, "8 letter", app.next_code(), HERE)
    site.second_factors.reset(ALEX.email.upper())
    assert site.acts()[-1] == ("Second factor turned off", "", "administrator alex")
    token = site.access.sign_in(ALEX.email, "8 letter")
    session, alex = resumed(site, token)
    assert session.owes_factor
    app.secret = site.second_factors.begin(alex)
    site.second_factors.turn_on(alex, session, app.code(), HERE)
    assert not resumed(site, token)[0].owes_factor


def test_a_reset_signs_out_everywhere(site: Site, app: App) -> None:
    """Whoever has the telephone is out, and the codes on paper are worth nothing."""
    token = enter(site, password_given(site), app.next_code()).token
    site.second_factors.reset(ALEX.email)
    assert site.access.resume(token) is None
    assert not resumed(site, site.access.sign_in(ALEX.email, PASSWORD))[0].owes_factor
    with pytest.raises(NotFound):
        site.second_factors.reset("nobody@redwood.example")


def test_a_wrong_password_says_nothing_of_a_second_factor(site: Site, app: App) -> None:
    """The refusal is that of everybody."""
    with pytest.raises(SignInRefused):
        site.access.sign_in(ALEX.email, "wrong")
