"""Passwords, hashed with argon2id."""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

from domain.accounts.access import NO_PASSWORD
from domain.accounts.passwords import LONGEST_TYPED


class Argon2PasswordHasher:
    """Hashes a few passwords at a time, so that a rush of sign-ins takes neither all the memory
    nor all the processors; the others wait.

    The parameters are those of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
    """

    def __init__(self, at_once: int = 2) -> None:
        self._hasher = PasswordHasher(
            time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID
        )
        self._turn = BoundedSemaphore(at_once)

    def hash(self, password: str) -> str:
        with self._turn:
            return self._hasher.hash(_typed(password))

    def verify(self, password_hash: str, password: str) -> bool:
        if password_hash == NO_PASSWORD or len(password) > LONGEST_TYPED:
            return False
        with self._turn:
            try:
                return self._hasher.verify(password_hash, _typed(password))
            except VerifyMismatchError:
                return False


def _typed(password: str) -> bytes:
    """The same bytes whatever keyboard it was typed on (NFC, as NIST SP 800-63B-4 has it)."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
