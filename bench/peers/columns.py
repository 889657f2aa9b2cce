"""The template's columns as the peers are told of them: one JSON file that both are made from.

What it says is what a Django model or a Table Schema can say of one column by itself. Rules that
look at other columns, other rows or the carrier are ours alone.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from adapters.carrier_file import load_carrier
from adapters.registry.demonstration import CARRIER_FILE, read_data
from bench.site import GROUP
from domain.columns import Column, Kind

_LETTER, _EITHER = "[AC-HJKMNP-RT-Y]", "[0-9AC-HJKMNP-RT-Y]"
_PATTERNS = {
    Kind.SSN: r"(?!000|666)[0-9]{3}-?(?!00)[0-9]{2}-?(?!0000)[0-9]{4}",
    Kind.MBI: rf"[1-9]{_LETTER}{_EITHER}[0-9]-?{_LETTER}{_EITHER}[0-9]-?{_LETTER}{{2}}[0-9]{{2}}",
    Kind.ZIP: r"[0-9]{5}(-[0-9]{4})?",
    Kind.PHONE: r"\(?[0-9]{3}\)?[ .-]?[0-9]{3}[ .-]?[0-9]{4}",
    Kind.CODE: r"[0-9]+",
    Kind.NAME: r"[^0-9]+",
}


def write_columns(file: Path) -> None:
    """Write the columns of the group that the benchmark enrolls in."""
    group = next(one for one in read_data().groups if one.id == GROUP)
    columns = load_carrier(CARRIER_FILE).carrier.columns_in(group.region)
    lists = {
        "subgroup_id": tuple(subgroup.id for subgroup in group.subgroups),
        "plan": tuple(sorted(group.plans)),
    }
    file.write_text(json.dumps([_described(column, lists) for column in columns], indent=1))


def _described(column: Column, lists: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    choices = lists.get(column.key, column.choices)
    return {
        "key": column.key,
        "header": column.header,
        "kind": column.kind.value,
        "required": column.always_required,
        "max_length": column.max_length,
        "choices": list(choices),
        "pattern": "" if choices else _PATTERNS.get(column.kind, ""),
    }
