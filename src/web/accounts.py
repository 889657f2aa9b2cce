"""The services about people and how they come in, wired together."""

from dataclasses import dataclass

from domain.accounts.passwords import PasswordRules
from domain.ports import Clock, IdentityProvider, Ids, PasswordHasher, Persistence
from domain.services.accounts.access import Access
from domain.services.accounts.administrators import Administrators
from domain.services.accounts.invitations import Invitations
from domain.services.accounts.own_account import OwnAccount
from domain.services.accounts.people import People
from domain.services.accounts.proving import Proving
from domain.services.accounts.second_factor import SecondFactors
from domain.services.accounts.single_sign_on import SingleSignOn


@dataclass(frozen=True)
class Accounts:
    """One of each."""

    access: Access
    administrators: Administrators
    own_account: OwnAccount
    second_factors: SecondFactors
    proving: Proving
    people: People
    invitations: Invitations
    single_sign_on: SingleSignOn


def accounts(
    persistence: Persistence,
    hasher: PasswordHasher,
    clock: Clock,
    ids: Ids,
    rules: PasswordRules,
    provider: IdentityProvider | None = None,
) -> Accounts:
    kept = (persistence, clock)
    return Accounts(
        access=Access(persistence, hasher, clock, ids),
        administrators=Administrators(persistence, hasher, ids, clock, rules),
        own_account=OwnAccount(*kept, hasher, rules),
        second_factors=SecondFactors(*kept, ids, hasher, rules),
        proving=Proving(*kept, ids, hasher),
        people=People(*kept),
        invitations=Invitations(*kept, ids, hasher, rules),
        single_sign_on=SingleSignOn(*kept, ids, provider),
    )
