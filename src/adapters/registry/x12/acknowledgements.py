"""Reading TA1 and 999 acknowledgements (005010X231A1).

Copies of our own data that a 999 may hold (IK404) are never taken over.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TextIO

import msgspec

from adapters.registry.x12.ledger_status import TAKEN
from adapters.registry.x12.segments import NotX12, Segment, read_segments
from adapters.registry.x12.words import (
    ELEMENT,
    GROUP,
    INTERCHANGE,
    SEGMENT,
    TRANSACTION_SET,
    said,
)

_NUMBER = re.compile(r"[0-9]{1,9}")
_CODE = re.compile(r"[A-Z0-9]{1,3}")


class InterchangeReceived(msgspec.Struct, frozen=True):
    """A TA1: the code (TA104), and its note in words."""

    interchange: int
    code: str
    words: str


class SetAccepted(msgspec.Struct, frozen=True):
    """What a 999 says of a transaction set; ``faults`` are by segment of the set."""

    number: int
    code: str
    words: str
    faults: Mapping[int, str] = {}


class GroupAccepted(msgspec.Struct, frozen=True):
    """What a 999 says of an interchange's functional group: what it says of the sets that it names,
    and the code that goes for all others."""

    interchange: int
    code: str
    words: str
    sets: Sequence[SetAccepted]


Acknowledgement = InterchangeReceived | GroupAccepted


def read_acknowledgements(
    stream: TextIO, sender_id: str, receiver_id: str
) -> Sequence[Acknowledgement]:
    """All acknowledgements of a file from the receiver of our interchanges. Raises NotX12 where
    it is not that, or not whole."""
    reader = _AcknowledgementReader(sender_id, receiver_id)
    for one in read_segments(stream):
        reader.read(one)
    return reader.finish()


class _AcknowledgementReader:
    def __init__(self, sender_id: str, receiver_id: str) -> None:
        self._partners = (receiver_id, sender_id)
        self._found: list[Acknowledgement] = []
        self._open = ""  # the control number of the interchange that is being read
        self._group: int | None = None  # the group of ours that is being acknowledged
        self._sets: list[SetAccepted] = []
        self._set: int | None = None  # the set of ours, with what is found in it
        self._faults: dict[int, str] = {}
        self._segment = (0, "")

    def read(self, one: Segment) -> None:
        if one.id == "ISA":
            self._begin(one)
        elif not self._open:
            raise NotX12("Something stands between the interchanges.")
        elif one.id == "IEA":
            self._end(one)
        elif one.id == "ST":
            if one.at(1) != "999":
                raise NotX12("It holds something else than 999 acknowledgements.")
        elif one.id == "TA1":
            self._interchange(one)
        elif one.id == "AK1":
            if one.at(1) != "BE":
                raise NotX12("It acknowledges something else than enrollments.")
            self._group, self._sets = _number(one.at(2), "AK102"), []
        elif one.id == "AK2":
            self._set, self._faults = _number(one.at(2), "AK202"), {}
        elif one.id == "IK3":
            self._segment = (_number(one.at(2), "IK302"), _code(one.at(1)))
            self._fault(f"Segment {self._segment[1]} {said(_code(one.at(4)), SEGMENT)}.")
        elif one.id == "IK4":
            where = re.sub("[^0-9]+", "-", one.at(1))[:9]
            name = f"{self._segment[1]}, element {where},"
            self._fault(f"Segment {name} {said(_code(one.at(3)), ELEMENT)}.")
        elif one.id == "IK5":
            self._end_of_set(one)
        elif one.id == "AK9":
            self._end_of_group(one)

    def finish(self) -> Sequence[Acknowledgement]:
        if self._open or self._group is not None:
            raise NotX12("It ends before its IEA segment.")
        if not self._found:
            raise NotX12("It acknowledges nothing.")
        return self._found

    def _begin(self, isa: Segment) -> None:
        if self._open:
            raise NotX12("An interchange ends before its IEA segment.")
        if (isa.at(6).strip(), isa.at(8).strip()) != self._partners:
            raise NotX12(
                "It is from or for somebody else: ISA06 is to be {} and ISA08 {}.".format(
                    *self._partners
                )
            )
        self._open = isa.at(13)

    def _end(self, iea: Segment) -> None:
        if iea.at(2) != self._open:
            raise NotX12("The control numbers of ISA13 and IEA02 differ.")
        if self._group is not None:
            raise NotX12("A 999 ends before its AK9 segment.")
        self._open = ""

    def _interchange(self, ta1: Segment) -> None:
        words = _all_said(ta1[5:6], INTERCHANGE)
        code = _known_code(ta1.at(4), "AER", "TA104")
        self._found.append(InterchangeReceived(_number(ta1.at(1), "TA101"), code, words))

    def _fault(self, words: str) -> None:
        place = self._segment[0]
        self._faults[place] = f"{self._faults.get(place, '')} {words}".strip()

    def _end_of_set(self, ik5: Segment) -> None:
        if self._set is None:
            raise NotX12("IK5 stands outside of an acknowledgement.")
        code = _known_code(ik5.at(1), "AEMRWX", "IK501")
        words = _all_said(ik5[2:], TRANSACTION_SET)
        self._sets.append(SetAccepted(self._set, code, words, self._faults))
        self._set = None

    def _end_of_group(self, ak9: Segment) -> None:
        if self._group is None or self._set is not None:
            raise NotX12("AK9 stands outside of an acknowledgement.")
        code = _known_code(ak9.at(1), "AEMPRWX", "AK901")
        words = _all_said(ak9[5:], GROUP)
        # Nothing of a rejected group is taken, whatever is said of a single set.
        sets = [
            one if code in TAKEN or one.code not in TAKEN else SetAccepted(one.number, code, words)
            for one in self._sets
        ]
        self._found.append(GroupAccepted(self._group, code, words, sets))
        self._group = None


def _all_said(notes: Sequence[str], words: Mapping[str, str]) -> str:
    told = [said(_code(note), words) for note in notes if note] or ["no reason is named"]
    whole = "; ".join(told)
    return f"{whole[0].upper()}{whole[1:]}."


def _number(text: str, name: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise NotX12(f"{name} is not a control number.")
    return int(text)


def _code(text: str) -> str:
    """A code as it may be shown: what is not a code might be anything."""
    return text if _CODE.fullmatch(text) else "?"


def _known_code(text: str, codes: str, name: str) -> str:
    if len(text) != 1 or text not in codes:
        raise NotX12(f"{name} is not one of {', '.join(codes)}.")
    return text
