"""What the demonstration registry begins with: its groups, and who is a member of them."""

from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from domain.carrier import Group
from domain.people import Member

CARRIER_FILE = Path(__file__).with_name("carrier.toml")
DATA_FILE = Path(__file__).with_name("members.json")


class FirstMember(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
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


class FirstData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A data file; ``groups`` by id in ascending order."""

    groups: tuple[Group, ...]
    members: tuple[FirstMember, ...]


@cache
def read_data(path: Path = DATA_FILE) -> FirstData:
    """The file's groups and members, read once. Raises OSError, or msgspec.MsgspecError where it
    is not such a file."""
    return msgspec.json.decode(path.read_bytes(), type=FirstData)
