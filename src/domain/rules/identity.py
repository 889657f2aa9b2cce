"""Who is who: within the file, among the group's members, among what was submitted."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Generic, TypeVar

from domain.findings import error, rejection, warning
from domain.matching import Likeness, compare, fold
from domain.people import Applicant, Identity, Member
from domain.rules.row import Facts, Row
from domain.values import shown

POSSIBLE_DUPLICATE = "possible_duplicate"

_Known = TypeVar("_Known")
_Person = TypeVar("_Person")


class _Directory(Generic[_Known]):
    """Known people, found by number or by birth date and first name."""

    def __init__(self, known: Iterable[_Known], identity: Callable[[_Known], Identity]) -> None:
        self._by_number: dict[str, list[_Known]] = defaultdict(list)
        self._by_birth: dict[tuple[date | None, str], list[_Known]] = defaultdict(list)
        self._identity = identity
        for one in known:
            who = identity(one)
            if who.ssn:
                self._by_number[who.ssn].append(one)
            self._by_birth[(who.birth_date, fold(who.first_name))].append(one)

    def alike(self, who: Identity) -> list[tuple[Likeness, _Known]]:
        """Everyone who is like the person in any way, each once."""
        candidates = {
            id(one): one
            for one in (
                *self._by_number.get(who.ssn or "", ()),
                *self._by_birth.get((who.birth_date, fold(who.first_name)), ()),
            )
        }
        found = ((compare(who, self._identity(one)), one) for one in candidates.values())
        return [(likeness, one) for likeness, one in found if likeness is not Likeness.DIFFERENT]


def check_within_file(rows: Sequence[Row]) -> None:
    """Numbers and people that stand in the file more than once. Of those submitted before only
    the Employee ID counts here: ``check_against_known`` knows the people."""
    unsettled = [row for row in rows if not row.settled]
    _check_repeated(
        unsettled,
        "ssn",
        lambda row: row.answers.ssn,
        "number_repeated",
        "This number is also on {rows}. Each person has a number of their own.",
        "The same number is on more than one row.",
    )
    _check_repeated(
        rows,
        "employee_id",
        lambda row: (
            (row.answers.employee_id or "").casefold() if row.answers.is_subscriber else None
        ),
        "employee_id_repeated",
        "Employee ID {value} is also on {rows}.",
        "The same Employee ID is on more than one row.",
    )
    people = _Directory(unsettled, lambda row: row.answers.identity)
    for row in unsettled:
        if row.answers.birth_date is None:
            continue
        for likeness, other in people.alike(row.answers.identity):
            if other is row:
                continue
            if likeness is Likeness.POSSIBLY_SAME:
                _warn_possibly_same(row, f"a person on row {other.number}")
            elif row.answers.ssn is None or other.answers.ssn is None:
                message = f"Row {other.number} is the same person. Keep one of the two rows."
                row.findings.append(
                    error("first_name", "person_repeated", message, "The person is there twice.")
                )


def _check_repeated(
    rows: Sequence[Row],
    column: str,
    value_of: Callable[[Row], str | None],
    code: str,
    message: str,
    problem: str,
) -> None:
    holders: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if value := value_of(row):
            holders[value].append(row)
    for sharing in holders.values():
        for row in sharing if len(sharing) > 1 else ():
            others = [str(other.number) for other in sharing if other is not row]
            where = f"row{'' if len(others) == 1 else 's'} {', '.join(others)}"
            text = message.format(rows=where, value=shown(row.entries[column].text))
            row.findings.append(error(column, code, text, problem))


def check_against_known(rows: Sequence[Row], facts: Facts) -> None:
    """Members of the group, and people whose application was submitted already."""
    applicants = _Directory(facts.applicants, lambda one: one.identity)
    members = _Directory(facts.members, lambda member: member.identity)
    for row in rows:
        who = row.answers.identity
        if not _submitted_already(row, applicants.alike(who)):
            _enrolled_already(row, members.alike(who))


def _submitted_already(row: Row, alike: Sequence[tuple[Likeness, Applicant]]) -> bool:
    if not (same := _same(alike)):
        _report_others(row, alike, "a person whose application was submitted")
        return False
    message = (
        "An application for this person was submitted already, "
        f"with confirmation ID {same[0].confirmation_id}. Delete this one."
    )
    row.findings.append(
        rejection(_telling_column(row), "already_submitted", message, "Submitted already.")
    )
    return True


def _enrolled_already(row: Row, alike: Sequence[tuple[Likeness, Member]]) -> None:
    if not _same(alike):
        _report_others(row, alike, "a member of this group")
        return
    message = (
        "This person is already enrolled in this group. Mass enrollment is for new "
        "members only; delete this application."
    )
    problem = "Already enrolled in this group."
    row.findings.append(rejection(_telling_column(row), "already_enrolled", message, problem))


def _same(alike: Sequence[tuple[Likeness, _Known]]) -> list[_Known]:
    return [one for likeness, one in alike if likeness is Likeness.SAME]


def _telling_column(row: Row) -> str:
    return "ssn" if row.answers.ssn else "last_name"


def _report_others(row: Row, alike: Sequence[tuple[Likeness, object]], whom: str) -> None:
    found = {likeness for likeness, _ in alike}
    # Without the birth date or the last name it may be the same person after all.
    told = row.answers.birth_date is not None and row.answers.last_name is not None
    if Likeness.NUMBER_OF_ANOTHER in found and told:
        message = (
            f"This number belongs to {whom} with another name and birth date. "
            "Check it against the Social Security card."
        )
        row.findings.append(
            error("ssn", "number_of_another", message, "The number belongs to someone else.")
        )
    if Likeness.POSSIBLY_SAME in found:
        _warn_possibly_same(row, whom)


def _warn_possibly_same(row: Row, whom: str) -> None:
    message = (
        f"The name and birth date are those of {whom}, with another number. "
        "Check that these are two people."
    )
    row.findings.append(
        warning("ssn", POSSIBLE_DUPLICATE, message, "The person may be known already.")
    )
