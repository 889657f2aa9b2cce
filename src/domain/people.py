"""People as the rules need them: who someone is, and who is enrolled already."""

from datetime import date

import msgspec


class Identity(msgspec.Struct, frozen=True):
    """What tells one person from another; anything unknown is None.

    ``ssn`` is nine digits. Names are as given; ``domain.matching`` decides when two are alike.
    """

    first_name: str
    last_name: str
    birth_date: date | None = None
    ssn: str | None = None
    former_last_name: str | None = None


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A person enrolled in a group, as the carrier's registry knows them."""

    member_id: str
    group_id: str
    subgroup_id: str
    relationship: str
    first_name: str
    last_name: str
    birth_date: date
    ssn: str | None
    enrolled_on: date

    @property
    def identity(self) -> Identity:
        return Identity(self.first_name, self.last_name, self.birth_date, self.ssn)


class Applicant(msgspec.Struct, frozen=True):
    """A person whose application in the group was submitted and not declined."""

    identity: Identity
    confirmation_id: str
