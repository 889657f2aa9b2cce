"""What a setting is declared with, and what follows from it: how it is read, what is said of it."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import msgspec
from msgspec import NODEFAULT

Read = Callable[[str], Any]
"""From a variable's text. Raises ValueError with the rest of a sentence that begins with its
name."""

_YES = {"1", "yes", "true", "on"}
_NO = {"", "0", "no", "false", "off"}


class Says(NamedTuple):
    """What there is to say of a setting: a ``sentence`` that goes on after "It is", in Markdown;
    what stands for its ``default`` in the table where that is no value; the command that would
    ``make`` one; whether it is ``secret``, in no representation; and what reads it, where its type
    does not tell."""

    sentence: str
    default: str = ""
    make: str = ""
    secret: bool = False
    read: Read | None = None


class Declared(msgspec.Struct, frozen=True):
    """A setting as it is declared; ``default`` is NODEFAULT where one has to be set. ``file`` is
    the variable that may name a file with its text, where it is secret."""

    field: str
    says: Says
    read: Read
    default: Any
    file: str = ""

    @property
    def variable(self) -> str:
        return f"ENROLL_{self.field.upper()}"

    @property
    def what(self) -> str:
        """What it is, in a message: the first of its sentence, without Markdown."""
        first, _, _ = self.says.sentence.partition(". ")
        plain = re.sub(r" ?\(\[\w+\]\([^()]*\)\)|`", "", first)
        plain = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", plain)
        return f"It is {plain}.{f' Make one with: {self.says.make}' if self.says.make else ''}"

    @property
    def row(self) -> str:
        """Its row of the table of settings."""
        default = self.says.default or _written(self.default)
        return " ".join(f"| `{self.variable}` | {default} | {self.says.sentence} |".split())

    def value_in(self, environ: Mapping[str, str]) -> Any:
        """What the environment says, or a file that it names where this is secret, or the default.
        Raises ValueError with a sentence."""
        text = self._text_in(environ)
        # A switch that is set to nothing is off, whatever its default.
        if not text and not (self.read is switch and self.variable in environ):
            if self.default is NODEFAULT:
                raise ValueError(f"{self.variable} is not set. {self.what}")
            return self.default
        try:
            return self.read(text)
        except ValueError as error:
            raise ValueError(f"{self.variable} {error} {self.what}") from None

    def _text_in(self, environ: Mapping[str, str]) -> str:
        text = environ.get(self.variable, "").strip()
        path = environ.get(self.file, "").strip()
        if not path:
            return text
        if text:
            raise ValueError(
                f"{self.variable} and {self.file} are both set. Leave one of them out."
            )
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is no text"
            raise ValueError(f"{self.file} names a file that cannot be read: {reason}.") from None


def declared(settings: type[msgspec.Struct]) -> Iterator[Declared]:
    """From the fields, each annotated with what it ``Says``."""
    kinds = get_type_hints(settings, include_extras=True)
    for field in msgspec.structs.fields(settings):
        file = f"{field.name}_file"  # declared by itself where there is more to say of it
        kind, says = get_args(kinds[field.name])
        words = get_args(kind) if get_origin(kind) is Literal else ()
        read = says.read or (one_of(words) if words else _BY_TYPE[kind])
        named = f"ENROLL_{file.upper()}" if says.secret and file not in kinds else ""
        yield Declared(field.name, says, read, field.default, named)


def switch(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise ValueError(f"is {text!r}. Set it to yes or no.")
    return text.lower() in _YES


def seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < 86400:
        raise ValueError(f"is {text!r}. Set it to a number of seconds, at most a day.")
    return number


def names(text: str) -> tuple[str, ...]:
    return tuple(text.lower().replace(",", " ").split())


def zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"is {text!r}, which is no time zone known here.") from None
    return text


def one_of(words: tuple[str, ...]) -> Read:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"is {text!r}. Set it to {' or '.join(words)}.")
        return text

    return read


def whole(least: int, most: int) -> Read:
    def read(text: str) -> int:
        if not (text.isdecimal() and least <= int(text) <= most):
            raise ValueError(f"is {text!r}. Set it to a whole number from {least} to {most}.")
        return int(text)

    return read


def of_length(least: int) -> Read:
    """Without saying what it is, which is a secret."""

    def read(text: str) -> str:
        if len(text) < least:
            raise ValueError(f"is shorter than {least} characters.")
        return text

    return read


_BY_TYPE: Mapping[Any, Read] = {
    str: str,
    bool: switch,
    float: seconds,
    Path: Path,
    Path | None: Path,
    tuple[str, ...]: names,
}


def _written(default: object) -> str:
    match default:
        case msgspec.NODEFAULT:
            return "needed"
        case bool():
            return "`yes`" if default else "`no`"
        case None | "":
            return ""
    return f"`{default}`"
