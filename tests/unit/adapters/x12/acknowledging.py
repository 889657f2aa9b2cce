"""What a carrier's translator answers."""

from collections.abc import Sequence


def interchange(*segments: str, sender: str = "CASCADIA", receiver: str = "ENROLL") -> str:
    """An interchange of these segments from the carrier."""
    isa = (
        f"ISA*00*          *00*          *ZZ*{sender:15}*ZZ*{receiver:15}"
        "*261123*1810*^*00501*000000077*0*T*:"
    )
    return "".join(f"{one}~\n" for one in (isa, *segments, "IEA*1*000000077"))


def ta1(number: int, code: str = "A", note: str = "000") -> str:
    """The carrier's system has, or hasn't, taken the interchange."""
    return interchange(f"TA1*{number:09d}*261123*1800*{code}*{note}")


def x999(number: int, *found: str, group: str = "AK9*A*1*1*1") -> str:
    """The carrier's system has looked at the content: segments from AK2 to IK5 for each set."""
    return interchange(
        "GS*FA*CASCADIA*ENROLL*20261123*1810*77*X*005010X231A1",
        "ST*999*0001*005010X231A1",
        f"AK1*BE*{number}*005010X220A1",
        *found,
        group,
        f"SE*{len(found) + 4}*0001",
        "GE*1*77",
    )


def of_set(number: int, code: str, *found: str, notes: Sequence[str] = ()) -> list[str]:
    """What the 999 says of one set."""
    return [f"AK2*834*{number:04d}*005010X220A1", *found, "*".join(["IK5", code, *notes])]


def results(*rows: str) -> str:
    """The last words, a row each."""
    return "\n".join(["confirmation_id,status,words,member_id", *rows, ""])
