"""Invented families whose rows are as full as the rules allow, the same for the same seed."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

_FIRST = ("Ana", "Ben", "Chloe", "Dev", "Eli", "Fay", "Gus", "Hana", "Ivo", "June", "Kai", "Lena")
_LAST = ("Abara", "Bell", "Cruz", "Duarte", "Eklund", "Fuentes", "Garner", "Hale", "Ito", "Lowe")
_DEPENDENTS = ("Spouse", "Child", "Stepchild")


def people(count: int, seed: int, today: date) -> Iterator[dict[str, str | date | int]]:
    """So many rows of group 000341, all ready, by header: subscribers with none to three
    dependents. Names are drawn from so many that no two people of a run are alike."""
    draw = random.Random(seed)
    numbers = iter(draw.sample(range(99 * 9_999), count))
    effective = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    family, dependents = 0, 0
    surname = ""
    for _ in range(count):
        number = next(numbers)
        person: dict[str, str | date | int] = {
            "First Name": draw.choice(_FIRST) + _letters(number),
            "Middle Name": draw.choice(_FIRST),
            "Former Last Name": draw.choice(_LAST),
            "SSN or ITIN": f"8{seed % 100:02}-{1 + number // 9_999:02}-{1 + number % 9_999:04}",
            "Gender": draw.choice(("Male", "Female")),
            "Marital Status": "Single",
            "Medical Record Number": f"{number:08}",
            "Home Address": f"{draw.randrange(1, 9999)} Alder St",
            "Apartment or Unit": f"Unit {draw.randrange(1, 99)}",
            "City": "Oakland",
            "State": "CA",
            "ZIP Code": "94612-1234",
            "County": "Alameda",
            "Mailing Address": f"P.O. Box {draw.randrange(1, 9999)}",
            "Mailing City": "Oakland",
            "Mailing State": "CA",
            "Mailing ZIP Code": "94612",
            "Day Phone": f"(510) 555-0{draw.randrange(100, 200)}",
            "Evening Phone": f"(510) 555-0{draw.randrange(100, 200)}",
            "E-mail": f"person{number}@example.com",
            "Preferred Language": "English",
            "Race or Ethnicity": "Decline to answer",
            "Medicare": "Part A",
            "Medicare Number": f"1EG4-TE5-M{draw.choice('KTW')}{draw.randrange(10, 99)}",
        }
        if dependents:
            dependents -= 1
            kind = _DEPENDENTS[dependents]
            born = date(2010 if kind != "Spouse" else 1980, 1, 1)
            person |= {"Relationship": kind, "Disabled Dependent": "No"}
        else:
            family, dependents = family + 1, draw.randrange(0, 4)
            surname = draw.choice(_LAST) + _letters(draw.randrange(1000))
            born = date(1980, 1, 1)
            person |= {
                "Relationship": "Subscriber",
                "Subgroup ID": "0001",
                "Plan": "HMO 20",
                "Enrollment Reason": "COBRA",
                "Event Date": today - timedelta(days=5),
                "Hire Date": date(2019, 5, 6),
                "Effective Date": effective,
                "Employee ID": f"E{family:05}",
                "Employment Status": "Full time",
                "COBRA Event": "Reduced hours",
                "Arbitration Agreement Signed On": today - timedelta(days=1),
            }
        person |= {
            "Family Number": family,
            "Last Name": surname,
            "Birth Date": born + timedelta(days=draw.randrange(3000)),
        }
        yield person


def _letters(number: int) -> str:
    """A number as letters, since names have no digits."""
    letters = ""
    while True:
        number, digit = divmod(number, 26)
        letters += "abcdefghijklmnopqrstuvwxyz"[digit]
        if not number:
            return letters
