"""Reading a roster from an 834 full file (005010X220A1, BGN08 4)."""

from collections.abc import Iterator
from datetime import date
from typing import TextIO

from adapters.registry.x12.codes import RELATIONSHIPS_READ
from adapters.registry.x12.segments import NotX12, Segment, read_segments
from domain.people import Member

_GUIDE = "005010X220A1"
_FULL = "4"
_TERMINATED = "024"
_OTHER = "Other dependent"


def read_x12(stream: TextIO, today: date) -> Iterator[Member | str]:
    """The members, and a sentence for everything that is none. Who is terminated, or whose
    eligibility has ended before today, is passed over."""
    reader = _RosterReader(today)
    try:
        for one in read_segments(stream):
            yield from reader.read(one)
        if reader.interchange:
            yield "The file ends before its IEA segment."
    except NotX12 as error:
        yield str(error)


class _RosterReader:
    def __init__(self, today: date) -> None:
        self._today = today
        self.interchange = ""
        self._set = ""
        self._policy = ""
        self._number = 0
        self._person: dict[str, str] | None = None

    def read(self, one: Segment) -> Iterator[Member | str]:
        if one.id in ("INS", "SE") and self._person is not None:
            yield from self._finished(self._person)
            self._person = None
        match one.id:
            case "ISA":
                self.interchange = one.at(13)
            case "IEA":
                self.interchange = ""
            case "GS":
                if one.at(1) != "BE" or one.at(8) != _GUIDE:
                    raise NotX12(f"GS01 is to be BE and GS08 {_GUIDE}: an enrollment file.")
            case "ST":
                self._set, self._policy, self._number = one.at(2), "", 0
            case "BGN":
                if one.at(8) != _FULL:
                    raise NotX12("BGN08 is to be 4: only a full file can be a roster.")
            case "INS":
                self._number += 1
                self._person = {"relationship": one.at(2), "maintenance": one.at(3)}
            case "REF" | "DTP" | "NM1" | "DMG":
                self._told(one)

    def _told(self, one: Segment) -> None:
        person = self._person
        if person is None:
            if one.id == "REF" and one.at(1) == "38":
                self._policy = one.at(2)
        elif one.id == "REF":
            person.setdefault(f"REF {one.at(1)}", one.at(2))
        elif one.id == "DTP" and one.at(2) == "D8":
            person.setdefault(f"DTP {one.at(1)}", one.at(3))
        elif one.id == "NM1" and one.at(1) in ("IL", "74"):
            person |= {"last": one.at(3), "first": one.at(4), f"NM1 {one.at(8)}": one.at(9)}
        elif one.id == "DMG" and one.at(1) == "D8":
            # The person's own stands before that of a name that was wrong.
            person.setdefault("birth", one.at(2))

    def _finished(self, person: dict[str, str]) -> Iterator[Member | str]:
        name = f"Member {self._number} of transaction set {self._set}"
        ended = person.get("DTP 357", "")
        if person["maintenance"] == _TERMINATED or (ended and ended < f"{self._today:%Y%m%d}"):
            return
        needed = {
            "group (REF*1L or REF*38)": person.get("REF 1L") or self._policy,
            "member id (REF*23 or NM109 with ZZ)": person.get("REF 23") or person.get("NM1 ZZ"),
            "last name (NM103)": person.get("last"),
            "first name (NM104)": person.get("first"),
            "birth date (DMG02)": person.get("birth"),
            "first day (DTP*356 or DTP*348)": person.get("DTP 356") or person.get("DTP 348"),
        }
        if missing := [what for what, value in needed.items() if not value]:
            yield f"{name} has no {missing[0]}."
            return
        group_id, member_id, last, first, birth, begin = (value or "" for value in needed.values())
        try:
            birth_date, enrolled_on = _day(birth), _day(begin)
        except ValueError:
            yield f"{name} has a date that is none."
            return
        ssn = person.get("NM1 34", "")
        if ssn and not (len(ssn) == 9 and ssn.isascii() and ssn.isdigit()):
            yield f"{name}: NM109 does not have nine digits."
            return
        yield Member(
            member_id=member_id,
            group_id=group_id,
            subgroup_id=person.get("REF DX") or person.get("REF 17") or "",
            relationship=RELATIONSHIPS_READ.get(person["relationship"], _OTHER),
            first_name=first,
            last_name=last,
            birth_date=birth_date,
            ssn=ssn or None,
            enrolled_on=enrolled_on,
        )


def _day(text: str) -> date:
    """Raises ValueError where it is no day written CCYYMMDD."""
    if not (len(text) == 8 and text.isascii() and text.isdigit()):
        raise ValueError
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))
