"""Region, Group ID and Group Name: three boxes that mean one group."""

from collections.abc import Sequence

import msgspec

from domain.carrier import Carrier, Group
from web.screen import Choice, FieldProblem


class Chosen(msgspec.Struct, frozen=True):
    """What stood in the three boxes, as sent; Group Name's value is the Group ID too."""

    region: str = ""
    group_id: str = ""
    group_name: str = ""

    @property
    def group(self) -> str:
        """The Group ID that was meant: by its ID, else by its name."""
        return self.group_id or self.group_name


class GroupBoxes(msgspec.Struct, frozen=True):
    """The options of the three boxes; none where the administrator may enroll in no group."""

    regions: Sequence[Choice]
    group_ids: Sequence[Choice]
    group_names: Sequence[Choice]
    most_members: int

    @property
    def any(self) -> bool:
        return bool(self.group_ids)


class Choosing:
    """The groups somebody may enroll in, and what they chose of them."""

    def __init__(self, carrier: Carrier, groups: Sequence[Group], chosen: Chosen) -> None:
        self._carrier = carrier
        self._groups = groups
        self._chosen = chosen
        named = [group for group in groups if group.id == chosen.group]
        # A group is in one region, so that who chooses a group has chosen its region too.
        self.region = chosen.region or (named[0].region if named else "")
        self.group_id = chosen.group

    def problem(self) -> FieldProblem | None:
        """Why the choice names no group; None when it does."""
        one, other = self._chosen.group_id, self._chosen.group_name
        if not one and not other:
            return FieldProblem("Choose the group that you enroll members in.", "group_id")
        if not one or not other or one == other:
            return None
        names = {group.id: group.name for group in self._groups}
        if one not in names or other not in names:
            return None  # not theirs: the service answers as for any unknown group
        return FieldProblem(
            f"Group ID {one} is {names[one]}, but the Group Name you chose is {names[other]}. "
            "Choose the Group ID and the Group Name of one group.",
            "group_name",
        )

    def boxes(self) -> GroupBoxes:
        """The options, with what was chosen; a group that can only be one is chosen already."""
        region, group_id = self.region, self._chosen.group_id or self.group_id
        group_name = self._chosen.group_name or self.group_id
        likely = [one for one in self._groups if not region or one.region == region]
        if len(likely) == 1 and not self.group_id:
            (only,) = likely
            region, group_id, group_name = only.region, only.id, only.id
        used = {group.region for group in self._groups}
        return GroupBoxes(
            regions=[
                Choice(one.code, one.name, one.code == region)
                for one in self._carrier.regions
                if one.code in used
            ],
            group_ids=[
                Choice(one.id, one.id, one.id == group_id, one.region) for one in self._groups
            ],
            group_names=[
                Choice(one.id, one.name, one.id == group_name, one.region) for one in self._groups
            ],
            most_members=self._carrier.settings.max_members_per_file,
        )
