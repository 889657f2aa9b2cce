"""Segments of X12 interchanges, written and read."""

from collections.abc import Iterator
from typing import TextIO

ELEMENT, COMPONENT, REPETITION, TERMINATOR = SEPARATORS = "*:^~"
_ISA_LENGTH = 106
_PIECE = 65_536


class NotX12(Exception):
    """What was to be read is no interchange; a sentence without anything of its content."""


class Segment(list[str]):
    """A segment's identifier and elements: ``segment.at(2)`` is the second, "" where absent."""

    @property
    def id(self) -> str:
        return self[0]

    def at(self, place: int) -> str:
        return self[place] if place < len(self) else ""


def segment(*parts: str) -> str:
    """A segment of ours, without the empty elements at its end; values hold no separators."""
    return ELEMENT.join(parts).rstrip(ELEMENT) + TERMINATOR


def read_segments(stream: TextIO) -> Iterator[Segment]:
    """The segments of a stream of interchanges, which all use the first one's separators. Raises
    NotX12 where it doesn't begin with an ISA segment, or ends within a segment."""
    header = stream.read(_ISA_LENGTH).lstrip("\ufeff \r\n")
    header += stream.read(_ISA_LENGTH - len(header))
    if len(header) < _ISA_LENGTH or not header.startswith("ISA"):
        raise NotX12("The file does not begin with an ISA segment of 106 characters.")
    element, terminator = header[3], header[-1]
    if header.count(element) != 16:
        raise NotX12("The ISA segment does not have 16 elements.")
    rest = header
    while True:
        *whole, rest = rest.split(terminator)
        for text in whole:
            if text := text.strip("\r\n"):
                yield Segment(text.split(element))
        piece = stream.read(_PIECE)
        if not piece:
            break
        rest += piece
    if rest.strip("\r\n\x1a \0"):
        raise NotX12("The file ends within a segment.")
