"""Make the workbooks in samples/ from the template itself, for the demonstration's groups.

Dates are counted from today, so that the samples say what they should on the day they are made
and for some weeks after: run it again when they have grown old. All people are invented.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from adapters.spreadsheet.template import WorkbookTemplates
from tests.demonstration import FILE
from tests.workbooks import TEMPLATES, Value, fill_template

FOLDER = Path(__file__).resolve().parent.parent / "samples"
GROUP, ANOTHER = "000341", "000512"

People = Sequence[Mapping[str, Value]]

_FIRST = ("Amara", "Bruno", "Celeste", "Dario", "Elin", "Farid", "Greta", "Hugo", "Imani", "Jonas")
_LAST = (
    "Abara", "Birch", "Castellano", "Dvorak", "Eklund", "Fontaine", "Galanis", "Hollis",
    "Ivanova", "Jarrett", "Kimura", "Lindqvist", "Mbeki", "Novak", "Oyelaran", "Petrov",
    "Quintero", "Rossi", "Sandoval", "Tanaka", "Underhill", "Vasquez", "Winslow", "Xiong",
    "Yamada", "Zielinski",
)  # fmt: skip
_PLACES = (
    ("Fremont", "94536"), ("Oakland", "94601"), ("Berkeley", "94704"), ("San Jose", "95112"),
)  # fmt: skip


class Sample(NamedTuple):
    """A sample: its rows for a day, what they come to, and what is to be seen in it."""

    people: Callable[[date], People]
    ready: int
    error: int
    rejected: int
    shows: str
    group: str = GROUP
    version: int | None = None


def employee(number: int, today: date, **fields: Value) -> dict[str, Value]:
    """A subscriber unlike any other, with nothing wrong; ``number`` is also the family's."""
    first, last = _FIRST[number % len(_FIRST)], _LAST[number % len(_LAST)]
    city, zip_code = _PLACES[number % len(_PLACES)]
    row: dict[str, Value] = {
        "Family Number": number,
        "Relationship": "Subscriber",
        "Subgroup ID": "0001",
        "Plan": "HMO 20",
        "Enrollment Reason": "Open enrollment",
        "Hire Date": today - timedelta(days=400 + number),
        "Effective Date": first_of_next_month(today),
        "Employee ID": f"S{number:04d}",
        "Employment Status": "Full time",
        "Last Name": last,
        "First Name": first,
        "SSN or ITIN": _ssn(number),
        "Birth Date": date(1960 + number % 38, 1 + number % 12, 1 + number % 28),
        "Gender": ("Female", "Male", "Other or not stated")[number % 3],
        "Home Address": f"{100 + number} Sample Street",
        "City": city,
        "State": "CA",
        "ZIP Code": zip_code,
        "Day Phone": f"(510) 555-{100 + number % 100:04d}",
        "E-mail": f"{first.lower()}.{last.lower()}{number}@redwood.example",
        "Preferred Language": "English",
    }
    return {**row, **{_HEADERS[key]: value for key, value in fields.items()}}


def dependent(of: Mapping[str, Value], number: int, **fields: Value) -> dict[str, Value]:
    """A child of that employee, with nothing wrong; ``number`` is used for no other person."""
    row: dict[str, Value] = {
        "Family Number": of["Family Number"],
        "Relationship": "Child",
        "Last Name": of["Last Name"],
        "First Name": _FIRST[(number + 3) % len(_FIRST)],
        "SSN or ITIN": _ssn(number),
        "Birth Date": date(2010 + number % 12, 1 + number % 12, 1 + number % 28),
        "Gender": ("Female", "Male", "Other or not stated")[number % 3],
    }
    return {**row, **{_HEADERS[key]: value for key, value in fields.items()}}


def first_of_next_month(day: date) -> date:
    """When coverage may start."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def clean(today: date) -> People:
    """Two families and two single employees."""
    one, two, three, four = (employee(number, today) for number in (1, 2, 3, 4))
    born = today - timedelta(days=20)
    return [
        one,
        dependent(one, 5, relationship="Spouse", birth_date=date(1971, 6, 14)),
        dependent(one, 6),
        dependent(one, 7),
        {**two, "Subgroup ID": "0002", "Plan": None},
        three,
        dependent(three, 8, ssn=None, no_ssn_reason="Newborn", birth_date=born),
        four,
    ]


def mixed(today: date) -> People:
    """Ready, mendable and rejected rows, and families whose rows stand apart."""
    member = FILE.members[0].member()
    one, two, three, four, five, six, seven, eight = (
        employee(number, today) for number in range(11, 19)
    )
    return [
        one,
        dependent(one, 21, relationship="Spouse", birth_date=date(1972, 3, 9)),
        {**two, "Relationship": "Employee"},
        {**three, "Effective Date": first_of_next_month(today).replace(day=15)},
        dependent(three, 22),
        {**four, "SSN or ITIN": "000-12-3456"},
        {**five, "Home Address": "P.O. Box 77"},
        six,
        dependent(one, 23),
        {
            **seven,
            "Last Name": member.last_name,
            "First Name": member.first_name,
            "Birth Date": member.birth_date,
            "SSN or ITIN": member.ssn,
        },
        {**eight, "Subgroup ID": "0009"},
        dependent(eight, 24),
    ]


def all_rejected(today: date) -> People:
    """A member, subgroups that are unknown or closed, and a dependent of one of them."""
    member = FILE.members[0].member()
    one, two, three = (employee(number, today) for number in (31, 32, 33))
    return [
        {
            **one,
            "Last Name": member.last_name,
            "First Name": member.first_name,
            "Birth Date": member.birth_date,
            "SSN or ITIN": member.ssn,
        },
        {**two, "Subgroup ID": "0009"},
        dependent(two, 34),
        {**three, "Subgroup ID": "0042"},
    ]


def single(today: date) -> People:
    """One employee with nothing wrong."""
    return [employee(1, today)]


def one_too_many(today: date) -> People:
    """251 employees with nothing wrong."""
    return [employee(number, today) for number in range(1, 252)]


SAMPLES = {
    "clean.xlsx": Sample(clean, 8, 0, 0, "Everybody can be submitted at once."),
    "mixed.xlsx": Sample(
        mixed, 4, 5, 3,
        "Errors to mend, a family that waits for its subscriber, a person who is a member "
        "already, and a closed subgroup.",
    ),
    "all-rejected.xlsx": Sample(
        all_rejected, 0, 0, 4,
        "A person who is a member already; a closed and an unknown subgroup; a dependent of a "
        "rejected subscriber.",
    ),
    "another-group.xlsx": Sample(
        single, 0, 0, 0,
        f"Choose group {GROUP} for it. Refused: the template is for group {ANOTHER}.",
        group=ANOTHER,
    ),
    "251-rows.xlsx": Sample(one_too_many, 0, 0, 0, "Refused: the limit is 250 rows."),
    "older-version.xlsx": Sample(
        single, 0, 0, 0, "Refused: the template is too old to read.", version=0
    ),
}  # fmt: skip


def content(sample: Sample, today: date) -> bytes:
    """The sample as a workbook."""
    group = next(group for group in FILE.groups if group.id == sample.group)
    templates = TEMPLATES if sample.version is None else WorkbookTemplates(sample.version)
    return fill_template(templates.write(FILE.carrier, group), sample.people(today))


def read_me(today: date) -> str:
    """What each sample gives, as a page of Markdown."""
    lines = [
        "# Sample workbooks",
        "",
        f"Made on {today:%m/%d/%Y} by `make samples` from the template of Redwood Manufacturing "
        f"({GROUP}), the demonstration's first group. Their dates are counted from that day: "
        "when coverage would start too long ago, make them again.",
        "",
        "Upload them as `alex@redwood.example`, for group 000341. Ready, Error and Rejected add "
        "up to the filled rows, but where the whole file is refused and nothing is kept. A "
        "sample submitted once finds its people enrolled the next time.",
        "",
        "| file | filled rows | Ready | Error | Rejected | what it shows |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for name, sample in SAMPLES.items():
        counts = (sample.ready, sample.error, sample.rejected)
        shown = ["–"] * 3 if not any(counts) else [str(count) for count in counts]
        cells = [f"`{name}`", str(len(sample.people(today))), *shown, sample.shows]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write all samples and their table."""
    today = date.today()  # noqa: DTZ011  the calendar of whoever makes them
    FOLDER.mkdir(exist_ok=True)
    for name, sample in SAMPLES.items():
        (FOLDER / name).write_bytes(content(sample, today))
        print(f"samples/{name}")
    (FOLDER / "README.md").write_text(read_me(today), encoding="utf-8")
    print("samples/README.md")


_HEADERS = {
    "relationship": "Relationship",
    "ssn": "SSN or ITIN",
    "no_ssn_reason": "Reason for No SSN",
    "birth_date": "Birth Date",
}


def _ssn(number: int) -> str:
    """A number of the range 899, in which no SSN was given before 2011; the demonstration's
    members have none of it."""
    return f"899-{10 + number % 80:02d}-{1000 + number:04d}"


if __name__ == "__main__":
    main()
