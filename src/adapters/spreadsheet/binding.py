"""What ties a workbook to the group it was made for, written in several places of the file.

Programs drop different things when they save a workbook again (Google Sheets drops document
properties, people delete tabs), so each mark alone is enough to recognise a file by.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName

from adapters.spreadsheet.marks import GROUP_ID, LABELS, REGION, TEMPLATE_VERSION, defined_name
from domain.carrier import Carrier, Group

VERSION = 1
OLDEST_READABLE = 1


class Binding(msgspec.Struct, frozen=True):
    """The group a workbook was made for; "" or None for what a mark does not tell."""

    region: str
    group_id: str
    version: int | None


def texts(carrier: Carrier, group: Group, version: int) -> Sequence[tuple[str, str]]:
    """The binding as people read it: label and text, in the order it is shown.

    The region is its name with its code in brackets, such as "Hawaii (HI)".
    """
    region = f"{carrier.region(group.region).name} ({group.region})"
    return tuple(zip(LABELS, (region, group.id, group.name, str(version)), strict=True))


def properties(pairs: Iterable[tuple[str, str]]) -> Sequence[StringProperty]:
    """The binding as custom document properties."""
    return [StringProperty(name=label, value=text) for label, text in pairs]


def names(group: Group, version: int) -> Sequence[DefinedName]:
    """The binding as defined names that hold a constant."""
    constants = {
        defined_name(REGION): group.region,
        defined_name(GROUP_ID): group.id,
        defined_name(TEMPLATE_VERSION): str(version),
    }
    return [
        DefinedName(name, attr_text='"{}"'.format(text.replace('"', '""')), hidden=True)
        for name, text in constants.items()
    ]


def from_mark(mark: Mapping[str, str]) -> Binding | None:
    """The binding that these texts, by their labels, tell of; None without a Group ID."""
    group_id = mark.get(GROUP_ID, "").strip()
    if not group_id:
        return None
    return Binding(
        region=_code(mark.get(REGION, "").strip()),
        group_id=group_id,
        version=_number(mark.get(TEMPLATE_VERSION, "").strip()),
    )


def agreed(marks: Iterable[Binding | None], group: Group) -> Binding | None:
    """What the marks say together; None when the file has none.

    Where they disagree, a mark of another group or region wins over one of the group that was
    chosen: nobody may be enrolled in the wrong group because half of a file was copied.
    """
    present = [mark for mark in marks if mark is not None]
    if not present:
        return None
    regions = [mark.region for mark in present if mark.region]
    versions = [mark.version for mark in present if mark.version is not None]
    return Binding(
        region=next((one for one in regions if one != group.region), group.region)
        if regions
        else "",
        group_id=next((one.group_id for one in present if one.group_id != group.id), group.id),
        version=min(versions, default=None),
    )


def _code(region: str) -> str:
    found = re.search(r"\(([^()]*)\)$", region)
    return found[1] if found else region


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else None
