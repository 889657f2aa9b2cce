"""The ids' suite on their fake and on the system's randomness."""

import re

import pytest

from adapters.system import RandomIds
from domain.confirmations import parse_confirmation_id
from domain.ports import Ids
from tests.fakes.system import FakeIds


@pytest.fixture(params=[FakeIds, RandomIds])
def ids(request: pytest.FixtureRequest) -> Ids:
    ids: Ids = request.param()
    return ids


def test_ids_are_safe_in_an_address(ids: Ids) -> None:
    """An id is 16 letters and digits in lower case, and one comes unless more are asked for."""
    assert len(ids.new()) == 1
    assert all(re.fullmatch("[a-z0-9]{16}", one) for one in ids.new(100))


def test_ids_are_never_given_twice(ids: Ids) -> None:
    """As many as are asked for come, all different, also from those before."""
    given = [*ids.new(1000), *ids.new(1000), *ids.new()]
    assert len(set(given)) == 2001


def test_confirmation_numbers_are_confirmation_ids(ids: Ids) -> None:
    """Each reads back as itself, so its check character is right."""
    given = ids.confirmation_numbers(250)
    assert len(set(given)) == 250
    assert [parse_confirmation_id(one) for one in given] == list(given)


@pytest.mark.parametrize("count", [0, 1])
def test_counts_are_kept(ids: Ids, count: int) -> None:
    """Exactly as many come as are asked for."""
    assert len(ids.new(count)) == len(ids.confirmation_numbers(count)) == count


def test_tokens_fit_a_cookie(ids: Ids) -> None:
    """A token is long enough for 256 bits in base 64, new each time, and needs no quoting."""
    given = {ids.token() for _ in range(100)}
    assert len(given) == 100
    assert all(re.fullmatch("[A-Za-z0-9_-]{43,}", one) for one in given)


def test_chance_comes_as_bytes(ids: Ids) -> None:
    """As many as are asked for, others each time."""
    assert {len(ids.random(count)) for count in (10, 10, 20)} == {10, 20}
    assert len({ids.random(20) for _ in range(100)}) == 100
