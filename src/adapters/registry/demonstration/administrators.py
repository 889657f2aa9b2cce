"""The demonstration's administrators, who all sign in with one password that is no secret."""

from collections.abc import Mapping

import msgspec

from domain.accounts.access import Administrator, Role
from domain.ports import Ids, PasswordHasher, Persistence

PASSWORD = "correct horse battery"


class Invented(msgspec.Struct, frozen=True):
    """Somebody to sign in as."""

    email: str
    name: str
    grants: Mapping[str, Role]


ADMINISTRATORS = (
    Invented(
        "alex@redwood.example", "Alex Rivera", {"000341": Role.ADMINISTER, "000512": Role.ENROLL}
    ),
    Invented("kim@evergreen.example", "Kim Tanaka", {"000777": Role.ENROLL, "000778": Role.ENROLL}),
    Invented("pat@peachtree.example", "Pat Okafor", {"000888": Role.ENROLL}),
    Invented("robin@cascadia.example", "Robin Hale", {"000341": Role.VIEW}),
)


def seed_administrators(persistence: Persistence, hasher: PasswordHasher, ids: Ids) -> None:
    """Add those who aren't there yet; whoever is there keeps their password and roles."""
    with persistence.reading() as uow:
        missing = [
            one for one in ADMINISTRATORS if uow.administrators.credentials(one.email) is None
        ]
    if not missing:
        return
    hashes = [hasher.hash(PASSWORD) for _ in missing]
    with persistence.writing() as uow:
        for one, own_id, password_hash in zip(missing, ids.new(len(missing)), hashes, strict=True):
            uow.administrators.add(
                Administrator(own_id, one.email, one.name, one.grants), password_hash
            )
        uow.commit()
