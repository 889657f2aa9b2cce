"""Codes that an app counts by the time, and recovery codes."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.second_factor import (
    RECOVERY_BYTES,
    SET_UP_WITHIN,
    STEP_SECONDS,
    SecondFactor,
    code_of,
    recovery_code_of,
    recovery_hash,
    secret_of,
)

NOW = datetime(2026, 11, 23, 18, 0, 10, tzinfo=UTC)
SECRET = secret_of(b"12345678901234567890")
FACTOR = SecondFactor(administrator_id="alex", secret=SECRET, begun_at=NOW, confirmed_at=NOW)
STEP = int(NOW.timestamp()) // STEP_SECONDS


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, by their last six digits."""
    assert code_of(SECRET, seconds // STEP_SECONDS) == code


@pytest.mark.parametrize(
    ("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_a_little_off(steps: int, taken: bool) -> None:
    """One step either way."""
    code = code_of(SECRET, STEP + steps)
    assert FACTOR.step_of(code, NOW) == (STEP + steps if taken else None)


def test_a_code_is_read_as_people_type_it() -> None:
    """Spaces aside; nothing else is a code."""
    code = code_of(SECRET, STEP)
    assert FACTOR.step_of(f" {code[:3]} {code[3:]} ", NOW) == STEP
    for typed in (
        "",
        code[:5],
        f"{code}0",
        code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    ):
        assert FACTOR.step_of(typed, NOW) is None


@given(st.integers(-3, 3), st.integers(-3, 3), st.integers(0, 120))
def test_no_code_is_taken_twice_nor_one_before_it(last: int, typed: int, seconds: int) -> None:
    """Whatever the clock says meanwhile."""
    factor = SecondFactor(
        administrator_id="alex", secret=SECRET, begun_at=NOW, last_step=STEP + last
    )
    step = factor.step_of(code_of(SECRET, STEP + typed), NOW + timedelta(seconds=seconds))
    assert step is None or step > STEP + last


def test_setting_up_does_not_wait_for_ever() -> None:
    """A quarter of an hour; what is on is set up no more."""
    begun = SecondFactor(administrator_id="alex", secret=SECRET, begun_at=NOW)
    assert begun.open(NOW + SET_UP_WITHIN - timedelta(seconds=1))
    assert not begun.open(NOW + SET_UP_WITHIN)
    assert not FACTOR.open(NOW)


@given(st.binary(min_size=RECOVERY_BYTES, max_size=RECOVERY_BYTES))
def test_a_recovery_code_is_read_as_people_type_it(random: bytes) -> None:
    """In small letters, without dashes, with digits that look like letters."""
    code = recovery_code_of(random)
    assert [len(group) for group in code.split("-")] == [4] * 6
    assert base64.b32decode(code.replace("-", "")) == random
    typed = code.lower().replace("-", " ").replace("o", "0").replace("i", "1")
    assert recovery_hash(typed) == recovery_hash(code)
    assert recovery_hash(code[:-1]) != recovery_hash(code)


def test_a_recovery_code_cannot_be_found_by_trying() -> None:
    """It has the 112 bits below which a slow hash would have to be kept of it."""
    assert 8 * RECOVERY_BYTES >= 112


def test_a_secret_has_160_bits() -> None:
    """As RFC 4226 recommends."""
    assert len(base64.b32decode(SECRET)) == 20
