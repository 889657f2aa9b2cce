"""The password hasher's suite on its fake and on argon2id."""

import pytest

from adapters.passwords import Argon2PasswordHasher
from domain.accounts.access import NO_PASSWORD
from domain.ports import PasswordHasher
from tests.fakes.accounts.passwords import FakeHasher


@pytest.fixture(scope="module", params=[FakeHasher, Argon2PasswordHasher])
def hasher(request: pytest.FixtureRequest) -> PasswordHasher:
    hasher: PasswordHasher = request.param()
    return hasher


@pytest.mark.parametrize(
    "password", ["correct horse battery", "", " 15 with spaces ", "ключ 鍵 🔑", "x" * 511, "a\0b"]
)
def test_only_the_password_verifies(hasher: PasswordHasher, password: str) -> None:
    """A password verifies against its own hash; nearly the same one doesn't."""
    kept = hasher.hash(password)
    assert hasher.verify(kept, password)
    assert not hasher.verify(kept, password + " ")
    assert not hasher.verify(kept, password[:-1] if password else "x")


def test_what_is_longer_than_any_password_is_none(hasher: PasswordHasher) -> None:
    """Nobody has such a one, so it is not looked at."""
    assert not hasher.verify(hasher.hash("x" * 4096), "x" * 4096)


def test_whoever_has_no_password_gives_none(hasher: PasswordHasher) -> None:
    """Not even an empty one."""
    for typed in ("", "correct horse battery"):
        assert not hasher.verify(NO_PASSWORD, typed)


def test_hashes_tell_nothing(hasher: PasswordHasher) -> None:
    """A hash doesn't hold the password, and two of the same password differ."""
    one, other = hasher.hash("correct horse battery"), hasher.hash("correct horse battery")
    assert one != other
    assert "horse" not in one


def test_case_matters(hasher: PasswordHasher) -> None:
    """Upper and lower case are different."""
    assert not hasher.verify(hasher.hash("correct horse battery"), "Correct horse battery")


def test_accents_may_be_typed_either_way(hasher: PasswordHasher) -> None:
    """An accented letter verifies whether the keyboard sends one character or two."""
    assert hasher.verify(hasher.hash("caf\u00e9 corridor lamp"), "cafe\u0301 corridor lamp")
