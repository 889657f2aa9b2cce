"""Password hashing beyond its port: the algorithm, and how many at a time."""

import threading

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import InvalidHashError

from adapters.passwords import Argon2PasswordHasher


def test_parameters_are_the_recommended_ones() -> None:
    """argon2id with 19 MiB, two passes and one lane."""
    parameters = extract_parameters(Argon2PasswordHasher().hash("correct horse battery"))
    assert parameters.type is Type.ID
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19456, 2, 1)


def test_damaged_hash_is_no_wrong_password() -> None:
    """A hash that can't be read is told apart from a password that doesn't fit."""
    with pytest.raises(InvalidHashError):
        Argon2PasswordHasher().verify("not a hash", "correct horse battery")


def test_what_is_far_too_long_is_nobodys_password() -> None:
    """It is not normalised, which would take a minute, and needs no turn."""
    hasher = Argon2PasswordHasher()
    kept = hasher.hash("correct horse battery")
    assert not hasher.verify(kept, "correct horse battery" + "\u0301\u0316" * 250_000)


def test_no_more_than_told_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Further passwords wait for their turn, and all get it."""
    at_work: list[str] = []
    most: list[int] = []
    real = PasswordHasher.hash

    def watched(self: PasswordHasher, password: bytes) -> str:
        at_work.append("one")
        most.append(len(at_work))
        try:
            return real(self, password)
        finally:
            at_work.pop()

    monkeypatch.setattr(PasswordHasher, "hash", watched)
    hasher = Argon2PasswordHasher(at_once=2)
    threads = [threading.Thread(target=hasher.hash, args=("a password",)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 12
    assert max(most) <= 2
