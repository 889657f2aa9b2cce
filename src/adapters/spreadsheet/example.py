"""The family that the Instructions tab shows as an example."""

from collections.abc import Sequence

import zipcodes

from domain.carrier import Carrier, Group
from domain.columns import ALWAYS, ON_DEPENDENTS, ON_SUBSCRIBERS, Column, Kind

_KEYS = (
    "family_number", "relationship", "subgroup_id", "plan", "enrollment_reason", "hire_date",
    "effective_date", "last_name", "first_name", "ssn", "no_ssn_reason", "birth_date", "gender",
    "address", "city", "state", "zip", "day_phone",
)  # fmt: skip
# The places of those who need a column that is required in these words.
_WHOSE = {ALWAYS: (0, 1, 2), ON_SUBSCRIBERS: (0,), ON_DEPENDENTS: (1, 2)}
_SOMETHING = {
    Kind.DATE: "11/09/2026", Kind.INTEGER: "12", Kind.CODE: "A-100",
    Kind.EMAIL: "robin@sample.example", Kind.PHONE: "(510) 555-0100", Kind.ZIP: "94601",
}  # fmt: skip


def example(carrier: Carrier, group: Group, columns: Sequence[Column]) -> Sequence[Sequence[str]]:
    """For each column that the family needs: its header, and what each of the three has in it."""
    states = carrier.region(group.region).states or ("CA",)
    of_state = zipcodes.filter_by(state=states[0])  # type: ignore[no-untyped-call]
    # Some places have nothing but P.O. boxes.
    place = next((one for one in of_state if one["zip_code_type"] == "STANDARD"), of_state[0])
    subgroup = next((one for one in group.subgroups if one.active_to is None), None)
    employee = {
        "family_number": "1", "relationship": "Subscriber",
        "subgroup_id": subgroup.id if subgroup else "",
        "plan": subgroup.plans[0] if subgroup and subgroup.plans else "",
        "enrollment_reason": "New hire", "hire_date": "11/09/2026",
        "effective_date": "12/01/2026", "last_name": "Sample", "first_name": "Robin",
        "ssn": "987-65-4321", "birth_date": "04/17/1988", "gender": "Female",
        "address": "100 Example Street", "city": place["city"], "state": place["state"],
        "zip": place["zip_code"], "day_phone": "(510) 555-0100",
    }  # fmt: skip
    spouse = {
        "family_number": "1", "relationship": "Spouse", "last_name": "Sample",
        "first_name": "Jamie", "ssn": "987-65-4322", "birth_date": "08/02/1987",
        "gender": "Male",
    }  # fmt: skip
    child = {
        "family_number": "1", "relationship": "Child", "last_name": "Sample",
        "first_name": "Noa", "no_ssn_reason": "Newborn", "birth_date": "10/30/2026",
        "gender": "Other or not stated",
    }  # fmt: skip
    family = (employee, spouse, child)
    wanted = [one for one in columns if one.key in _KEYS or one.required in _WHOSE]
    for column in wanted:
        if column.key not in _KEYS:
            for place in _WHOSE[column.required]:
                family[place][column.key] = _something(column)
    return [
        (column.header, *(person.get(column.key, "") for person in family)) for column in wanted
    ]


def _something(column: Column) -> str:
    """What may stand in a column that this carrier requires."""
    return column.choices[0] if column.choices else _SOMETHING.get(column.kind, "Example")
