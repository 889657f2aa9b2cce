"""Ids, confirmation numbers and tokens, all drawn from the system's secure randomness."""

import base64
import secrets
from collections.abc import Sequence

from domain.values import CONFIRMATION_ALPHABET, CONFIRMATION_DIGITS, confirmation_id

_chance = secrets.SystemRandom()


class RandomIds:
    """Chance that nobody can guess."""

    def new(self, count: int = 1) -> Sequence[str]:
        # 80 random bits are 16 characters of base 32.
        return [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(count)]

    def confirmation_numbers(self, count: int) -> Sequence[str]:
        return [
            confirmation_id("".join(_chance.choices(CONFIRMATION_ALPHABET, k=CONFIRMATION_DIGITS)))
            for _ in range(count)
        ]

    def token(self) -> str:
        return secrets.token_urlsafe(32)
