"""Keeping second factors and recovery codes."""

from collections.abc import Sequence
from typing import Protocol

from domain.second_factor import SecondFactor


class SecondFactorRepository(Protocol):
    """One a person at most, with recovery codes of which only hashes are kept."""

    def get(self, administrator_id: str) -> SecondFactor | None: ...

    def keep(self, factor: SecondFactor) -> None:
        """In place of the one that the person had."""
        ...

    def advance(self, administrator_id: str, step: int) -> bool:
        """Take a code of that step; False when one of it, or of a later one, was taken before."""
        ...

    def remove(self, administrator_id: str) -> None:
        """With all recovery codes."""
        ...

    def keep_recovery_codes(self, administrator_id: str, hashes: Sequence[str]) -> None:
        """In place of those that the person had."""
        ...

    def use_recovery_code(self, administrator_id: str, code_hash: str) -> bool:
        """Take a recovery code, once; False when there is none such."""
        ...

    def recovery_codes_left(self, administrator_id: str) -> int: ...
