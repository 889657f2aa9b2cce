"""A few people in many descriptions, so that they meet again and again."""

from collections.abc import Sequence

from domain.cells import Entries
from tests.unit.domain.rows import child, members, subscriber

ANA, BEA = "801-12-3456", "801-12-9999"
ENROLLED = members()[0]
HERE = {"subgroup_id": "0002", "plan": None}  # both groups have one, with one plan
OF_BEA = {"family_number": "2", "ssn": BEA, "first_name": "Bea", **HERE}
UNNUMBERED = {"ssn": None, "no_ssn_reason": "Applied for"}
ROWS: Sequence[Entries] = (
    subscriber(**HERE),
    subscriber(**HERE, **UNNUMBERED),
    subscriber(**HERE, ssn="801-12-7777", family_number="3"),
    subscriber(**OF_BEA),
    subscriber(**OF_BEA | {"gender": None}),
    subscriber(**OF_BEA | {"subgroup_id": "0042"}),
    subscriber(**HERE, family_number="4", ssn=ENROLLED.ssn, last_name=ENROLLED.last_name),
    child(),
    child(ssn=None),
    child(relationship="Spouse", first_name="Kim", ssn=None, birth_date="01/02/1980"),
    child(family_number="2", first_name="Mia", ssn="801-12-8888"),
)
FAMILIES: Sequence[list[Entries]] = (
    [ROWS[7], ROWS[0]],
    [ROWS[0], ROWS[8], ROWS[9]],
    [ROWS[3], ROWS[10], ROWS[0]],
    [ROWS[1], ROWS[7]],
)
EDITS: Sequence[dict[str, str | None]] = (
    {"gender": "Female"}, {"gender": None}, {"ssn": ANA}, {"ssn": BEA}, UNNUMBERED,
    {"no_ssn_reason": None}, {"subgroup_id": "0042"}, {"subgroup_id": "0002"},
    {"family_number": "1"}, {"family_number": "2"}, {"relationship": "Child"},
    {"relationship": "Subscriber"}, {"first_name": "Ana"}, {"first_name": "Bea"},
)  # fmt: skip
