"""Showing anew who one is."""

from datetime import timedelta

import pytest

from domain.accounts.access import PROOF_LASTS
from domain.accounts.throttling import OF_A_CLIENT, Client
from domain.errors import CodeWrong, PasswordWrong, TooManyTries
from tests.unit.services.accounts.test_second_factor import App, app, enter, password_given, resumed
from tests.unit.services.site import ALEX, PASSWORD, Site

__all__ = ["app"]  # a fixture

HERE = Client("192.0.2.1")


def test_a_sign_in_is_a_proof_for_ten_minutes(site: Site) -> None:
    """Then another is needed, and lasts as long."""
    token = site.access.sign_in(ALEX.email, PASSWORD)
    site.clock.advance(PROOF_LASTS - timedelta(seconds=1))
    assert site.proving.proved(resumed(site, token)[0])
    site.clock.advance(timedelta(seconds=1))
    session, alex = resumed(site, token)
    assert not site.proving.proved(session)
    renewed = site.proving.prove(alex, session, PASSWORD, HERE)
    site.clock.advance(PROOF_LASTS - timedelta(seconds=1))
    assert site.proving.proved(resumed(site, renewed)[0])
    site.clock.advance(timedelta(seconds=1))
    assert not site.proving.proved(resumed(site, renewed)[0])


def test_the_session_goes_on_by_another_token(site: Site) -> None:
    """The old one is worth nothing; it ends when it would have."""
    token = site.access.sign_in(ALEX.email, PASSWORD)
    session, alex = resumed(site, token)
    renewed = site.proving.prove(alex, session, PASSWORD, HERE)
    assert site.access.resume(token) is None
    assert resumed(site, renewed)[0].started_at == session.started_at
    assert site.acts()[-1][:2] == ("Showed who they are", "alex")


def test_a_wrong_password_proves_nothing(site: Site) -> None:
    """Guesses at it count with those at the door."""
    token = site.access.sign_in(ALEX.email, PASSWORD)
    session, alex = resumed(site, token)
    for _ in range(OF_A_CLIENT.free):
        with pytest.raises(PasswordWrong):
            site.proving.prove(alex, session, "wrong", HERE)
    assert site.acts()[-1][:2] == ("Failed to show who they are", "alex")
    with pytest.raises(TooManyTries):
        site.proving.prove(alex, session, PASSWORD, HERE)
    assert resumed(site, token)[0] == session


def test_with_a_second_factor_a_code_is_the_proof(site: Site, app: App) -> None:
    """The password is not."""
    session, alex = resumed(site, enter(site, password_given(site), app.next_code()).token)
    with pytest.raises(CodeWrong):
        site.proving.prove(alex, session, PASSWORD, HERE)
    assert site.access.resume(site.proving.prove(alex, session, app.next_code(), HERE))
