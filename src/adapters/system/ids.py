"""Ids, confirmation numbers and tokens, all drawn from the system's secure randomness."""

import base64
import secrets
from collections.abc import Sequence

from domain.confirmations import CONFIRMATION_ALPHABET, CONFIRMATION_DIGITS, confirmation_id


class RandomIds:
    """Chance that nobody can guess."""

    def new(self, count: int = 1) -> Sequence[str]:
        # 80 random bits are 16 characters of base 32.
        return [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(count)]

    def confirmation_numbers(self, count: int) -> Sequence[str]:
        return [confirmation_id(_digits()) for _ in range(count)]

    def random(self, count: int) -> bytes:
        return secrets.token_bytes(count)

    def token(self) -> str:
        return secrets.token_urlsafe(32)


def _digits() -> str:
    """The digits of one number drawn evenly, in the base of the alphabet."""
    base = len(CONFIRMATION_ALPHABET)
    number = secrets.randbelow(base**CONFIRMATION_DIGITS)
    digits = []
    for _ in range(CONFIRMATION_DIGITS):
        number, digit = divmod(number, base)
        digits.append(CONFIRMATION_ALPHABET[digit])
    return "".join(digits)
