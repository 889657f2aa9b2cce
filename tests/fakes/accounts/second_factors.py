"""Second factors in memory."""

from collections.abc import Sequence

from msgspec.structs import replace

from domain.accounts.second_factor import SecondFactor
from tests.fakes.kept import Kept


class FakeSecondFactors:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def get(self, administrator_id: str) -> SecondFactor | None:
        return self._kept.second_factors.get(administrator_id)

    def keep(self, factor: SecondFactor) -> None:
        self._kept.second_factors[factor.administrator_id] = factor

    def advance(self, administrator_id: str, step: int) -> bool:
        factor = self.get(administrator_id)
        if factor is None or factor.last_step >= step:
            return False
        self.keep(replace(factor, last_step=step))
        return True

    def remove(self, administrator_id: str) -> None:
        self._kept.second_factors.pop(administrator_id, None)
        self._kept.recovery_codes.pop(administrator_id, None)

    def keep_recovery_codes(self, administrator_id: str, hashes: Sequence[str]) -> None:
        self._kept.recovery_codes[administrator_id] = tuple(hashes)

    def use_recovery_code(self, administrator_id: str, code_hash: str) -> bool:
        left = self._kept.recovery_codes.get(administrator_id, ())
        self._kept.recovery_codes[administrator_id] = tuple(one for one in left if one != code_hash)
        return code_hash in left

    def recovery_codes_left(self, administrator_id: str) -> int:
        return len(self._kept.recovery_codes.get(administrator_id, ()))
