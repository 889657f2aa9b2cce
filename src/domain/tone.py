"""Statuses that people are shown: the word, and how it is to be taken."""

from enum import StrEnum


class Tone(StrEnum):
    """How a status is to be taken. Pages say it by a colour."""

    GOOD = "good"
    BAD = "bad"
    STOP = "stop"  # and nothing can be done about it
    WARN = "warn"
    INFO = "info"
    PLAIN = "plain"


class Shown(StrEnum):
    """Statuses that have a ``label`` on screen and a ``tone``: a line each, which says both. A line
    that is a member of another such enumeration takes over what that one says."""

    label: str
    tone: Tone

    def __new__(cls, value: str, label: str = "", tone: Tone = Tone.PLAIN) -> "Shown":
        member = str.__new__(cls, value)
        member._value_ = str(value)
        same = value if isinstance(value, Shown) else None
        member.label = same.label if same else label
        member.tone = same.tone if same else tone
        return member
