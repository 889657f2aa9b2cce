"""What ``carrier.json`` says: settings, regions, groups, and who was a member to begin with."""

from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from domain.carrier import Carrier, Group, Region, Settings
from domain.people import Member

_FILE = Path(__file__).with_name("carrier.json")


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A member as the file lists them; ``subscriber_ssn`` names the family."""

    member_id: str
    group_id: str
    subgroup_id: str
    relationship: str
    first_name: str
    last_name: str
    birth_date: date
    ssn: str | None
    subscriber_ssn: str
    enrolled_on: date

    def member(self) -> Member:
        """The person as the port shows them."""
        return Member(
            member_id=self.member_id,
            group_id=self.group_id,
            subgroup_id=self.subgroup_id,
            relationship=self.relationship,
            first_name=self.first_name,
            last_name=self.last_name,
            birth_date=self.birth_date,
            ssn=self.ssn,
            enrolled_on=self.enrolled_on,
        )


class CarrierFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file; ``groups`` by id in ascending order."""

    name: str
    settings: Settings
    regions: tuple[Region, ...]
    groups: tuple[Group, ...]
    members: tuple[Person, ...]

    @property
    def carrier(self) -> Carrier:
        return Carrier(self.name, self.settings, self.regions)


@cache
def carrier_file() -> CarrierFile:
    """The file, read once."""
    return msgspec.json.decode(_FILE.read_bytes(), type=CarrierFile)
