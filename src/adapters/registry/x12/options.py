"""What the table ``[registry]`` of the carrier's file says to this registry."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from adapters.registry.x12.codes import (
    INSURANCE_LINES,
    MAINTENANCE_REASON_CODES,
    MAINTENANCE_REASONS,
)
from adapters.shape import as_written, likely
from domain.carrier import Carrier, Group

# ISA05 and ISA07
Qualifier = Annotated[
    Literal["01", "14", "20", "27", "28", "29", "30", "33", "ZZ"],
    Meta(description='one of "01", "14", "20", "27", "28", "29", "30", "33", "ZZ"'),
]
# ISA06 and ISA08, GS02 and GS03
PartnerId = Annotated[
    str,
    Meta(
        pattern=r"^[A-Z0-9][A-Z0-9._-]{1,14}$",
        description="2 to 15 capitals, digits, dots, underscores and hyphens",
    ),
]
# N104
Identifier = Annotated[
    str,
    Meta(pattern="^[A-Z0-9-]{2,80}$", description="2 to 80 capitals, digits and hyphens"),
]
Place = Annotated[str, Meta(min_length=1, description="the path of a folder")]
_GROUP_ID = re.compile(r"[A-Z0-9-]{2,50}")
_SUBGROUP_ID = re.compile(r"[A-Z0-9-]{1,50}")


class PlanCodes(msgspec.Struct, frozen=True):
    """How a plan is written: HD03, and HD04 where that is not the plan's name."""

    line: str = ""
    code: Annotated[
        str,
        Meta(
            pattern="^[A-Z0-9 ._-]{0,50}$",
            description="up to 50 capitals, digits, spaces, dots, underscores and hyphens",
        ),
    ] = ""


class X12Options(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of ``[registry]``; ``docs/x12-834.md`` says what each is for."""

    outbox: Place
    inbox: Place
    groups_file: Annotated[str, Meta(min_length=1, description="the path of a file")]
    sender_id: PartnerId
    receiver_id: PartnerId
    usage: Annotated[
        Literal["P", "T"], Meta(description='"T" while you test, and "P" when it counts')
    ]
    payer_id: Identifier
    payer_id_qualifier: Annotated[
        Literal["94", "FI", "XV"], Meta(description='one of "94", "FI", "XV"')
    ] = "FI"
    sender_qualifier: Qualifier = "ZZ"
    receiver_qualifier: Qualifier = "ZZ"
    sender_code: PartnerId = ""  # "" is the sender_id, and so for the receiver's
    receiver_code: PartnerId = ""
    sponsor_tax_ids: Mapping[str, Identifier] = {}
    request_ta1: bool = True
    character_set: Annotated[
        Literal["extended", "basic"], Meta(description='"extended" or "basic"')
    ] = "extended"
    line_breaks: bool = True
    settle_seconds: Annotated[int, Meta(ge=0, le=3600)] = 5
    plans: Mapping[str, PlanCodes] = {}
    maintenance_reasons: Mapping[str, str] = {}


def problems_of(options: X12Options, groups: Sequence[Group], carrier: Carrier) -> Iterator[str]:
    """A sentence for each thing to mend in the options and the groups, taken together."""
    yield from _of_options(options, groups)
    yield from _of_groups(groups, carrier)


def _of_options(options: X12Options, groups: Sequence[Group]) -> Iterator[str]:
    group_ids = {group.id for group in groups}
    plans = {plan for group in groups for plan in group.plans}
    for plan, codes in options.plans.items():
        if plan not in plans:
            yield f"registry.plans: no group offers the plan {as_written(plan)}."
        if codes.line and codes.line not in INSURANCE_LINES:
            yield (
                f"registry.plans.{as_written(plan)}.line is {as_written(codes.line)}. It is one of"
                f" {', '.join(sorted(INSURANCE_LINES))}."
            )
    for group_id in options.sponsor_tax_ids:
        if group_id not in group_ids:
            yield f"registry.sponsor_tax_ids: there is no group {as_written(group_id)}."
    for reason, code in options.maintenance_reasons.items():
        at = f"registry.maintenance_reasons.{as_written(reason)}"
        if reason not in MAINTENANCE_REASONS:
            yield f"{at} is not known.{likely(reason, MAINTENANCE_REASONS)}"
        elif code not in MAINTENANCE_REASON_CODES:
            yield f"{at} is {as_written(code)}. It is a code of INS04."


def _of_groups(groups: Sequence[Group], carrier: Carrier) -> Iterator[str]:
    at = "registry.groups_file"
    regions = {region.code for region in carrier.regions}
    for group_id, times in Counter(group.id for group in groups).items():
        if times > 1:
            yield f"{at}: Group ID {as_written(group_id)} is there {times} times."
    for group in groups:
        if not _GROUP_ID.fullmatch(group.id):
            yield f"{at}: Group ID {as_written(group.id)} cannot stand in an 834 file."
        if group.region not in regions:
            yield f"{at}: group {group.id} is in no region of the carrier's file."
        for subgroup in group.subgroups:
            if not _SUBGROUP_ID.fullmatch(subgroup.id):
                yield (
                    f"{at}: Subgroup ID {as_written(subgroup.id)} of group {group.id} cannot stand"
                    " in an 834 file."
                )
