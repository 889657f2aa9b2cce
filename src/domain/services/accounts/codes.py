"""Taking a code of somebody's second factor, wherever one is asked for."""

from datetime import datetime

from domain.accounts.second_factor import DIGITS, recovery_hash
from domain.ports import UnitOfWork


def take_code(uow: UnitOfWork, administrator_id: str, typed: str, now: datetime) -> bool:
    """Whether what was typed is a code of their app, or a recovery code, that was not used yet. It
    is used now."""
    factor = uow.second_factors.get(administrator_id)
    if factor is None or factor.confirmed_at is None:
        return False
    step = factor.step_of(typed, now)
    if step is not None:
        return uow.second_factors.advance(administrator_id, step)
    return uow.second_factors.use_recovery_code(administrator_id, recovery_hash(typed))


def is_recovery_code(typed: str) -> bool:
    """Whether it looks like one, and not like an app's."""
    return sum(one.isalnum() for one in typed) > DIGITS
