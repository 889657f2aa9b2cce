"""What a row says once it has been read: every column's value, or None."""

from datetime import date

import msgspec

from domain.columns import Column, Kind
from domain.people import Identity

SUBSCRIBER = "Subscriber"
PARTNERS = frozenset({"Spouse", "Domestic partner"})
AGE_LIMITED = frozenset({"Child", "Stepchild", "Adopted child", "Foster child", "Legal ward"})


class Answers(msgspec.Struct, omit_defaults=True):
    """One field a column, named by its key; None where blank or unreadable.

    Choices are texts of the column's list, ``ssn`` nine digits, ``mbi`` eleven characters, phones
    E.164 (with ";ext=" where given), ZIPs "12345" or "12345-6789", states USPS codes. ``extra``
    has those of the carrier's own columns, as text: dates ISO, numbers in digits.
    """

    family_number: int | None = None
    relationship: str | None = None
    subgroup_id: str | None = None
    plan: str | None = None
    enrollment_reason: str | None = None
    reason_details: str | None = None
    event_date: date | None = None
    hire_date: date | None = None
    effective_date: date | None = None
    employee_id: str | None = None
    employment_status: str | None = None
    cobra_event: str | None = None
    last_name: str | None = None
    first_name: str | None = None
    middle_name: str | None = None
    suffix: str | None = None
    former_last_name: str | None = None
    ssn: str | None = None
    no_ssn_reason: str | None = None
    birth_date: date | None = None
    gender: str | None = None
    marital_status: str | None = None
    medical_record_number: str | None = None
    address: str | None = None
    address_2: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    county: str | None = None
    mailing_address: str | None = None
    mailing_city: str | None = None
    mailing_state: str | None = None
    mailing_zip: str | None = None
    day_phone: str | None = None
    evening_phone: str | None = None
    email: str | None = None
    language: str | None = None
    race_ethnicity: str | None = None
    medicare: str | None = None
    mbi: str | None = None
    disabled_dependent: str | None = None
    arbitration_signed_on: date | None = None
    extra: dict[str, str] = {}

    @property
    def is_subscriber(self) -> bool:
        return self.relationship == SUBSCRIBER

    @property
    def is_dependent(self) -> bool:
        return self.relationship is not None and self.relationship != SUBSCRIBER

    @property
    def identity(self) -> Identity:
        return Identity(
            self.first_name or "",
            self.last_name or "",
            self.birth_date,
            self.ssn,
            self.former_last_name,
        )

    def value(self, column: Column) -> str | int | date | None:
        """What the row says in the column."""
        if not column.extra:
            value: str | int | date | None = getattr(self, column.key)
            return value
        text = self.extra.get(column.key)
        return text if text is None else _read_back(text, column.kind)


def _read_back(text: str, kind: Kind) -> str | int | date:
    """An extra column's value; the text itself where the column was of another kind before."""
    try:
        if kind is Kind.DATE:
            return date.fromisoformat(text)
        return int(text) if kind is Kind.INTEGER else text
    except ValueError:
        return text
