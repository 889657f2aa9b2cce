"""Checking what somebody wrote by hand against the struct that it should become: all problems at
once, each in a sentence that names the key."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import inspect

T = TypeVar("T", bound=msgspec.Struct)


class Misfit(Exception):
    """It does not fit; ``problems`` are the sentences."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def fitted(table: Mapping[str, Any], kind: type[T], at: str = "") -> T:
    """The table as this struct. Raises Misfit; ``at`` is the name of the table in its file.

    Understands structs within structs, lists and tables of them; bounds are those of the struct's
    annotations, and what a text must look like is said by their description.
    """
    problems = list(_of_struct(table, kind, at))
    if problems:
        raise Misfit(problems)
    return msgspec.convert(table, kind)


def likely(word: str, known: Iterable[str]) -> str:
    """ " Did you mean last_name?" where one of the known is like the word, else nothing."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f" Did you mean {close[0]}?" if close else ""


def as_written(value: object) -> str:
    """A value as it stands in the file, short enough for a sentence."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 60 else f'"{value[:60]}…"'
    if isinstance(value, Mapping):
        return "a table"
    return "a list" if isinstance(value, list) else str(value)


def _of_struct(value: object, kind: type[msgspec.Struct], at: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{at} is {as_written(value)}. It is a table."
        return
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for key in value:
        if key not in fields:
            yield f"{_under(at, key)} is not known.{likely(key, fields)}"
    for key, field in fields.items():
        if key in value:
            yield from _of(value[key], field.type, _under(at, key))
        elif field.required:
            yield f"{_under(at, key)} is missing. It is {_wanted(field.type)}."


def _of(value: object, annotation: Any, at: str) -> Iterator[str]:
    kind = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    origin = get_origin(kind)
    problems: list[str] = []
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        problems = list(_of_struct(value, kind, at))
    elif origin is tuple and isinstance(value, list):
        # Counted from 1, as whoever looks for it in the file does.
        for number, one in enumerate(value, start=1):
            problems += _of(one, get_args(kind)[0], f"{at} #{number}")
    elif origin in (dict, Mapping) and isinstance(value, Mapping):
        for key, one in value.items():
            problems += _of(one, get_args(kind)[1], _under(at, key))
    if not problems:
        try:
            msgspec.convert(value, annotation)
        except msgspec.ValidationError:
            problems = [f"{at} is {as_written(value)}. It is {_wanted(annotation)}."]
    yield from problems


def _under(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key


def _wanted(annotation: Any) -> str:
    """What stands there when it is right: "a whole number from 1 to 5,000"."""
    if get_origin(annotation) in (Union, UnionType):
        (annotation,) = (one for one in get_args(annotation) if one is not NoneType)
    kind = inspect.type_info(annotation)
    if isinstance(kind, inspect.Metadata):
        described = (kind.extra_json_schema or {}).get("description")
        if described:
            return str(described)
        kind = kind.type
    match kind:
        case inspect.IntType(ge=int(least), le=int(most)):
            return f"a whole number from {least:,} to {most:,}"
        case inspect.IntType():
            return "a whole number"
        case inspect.FloatType():
            return "a number"
        case inspect.BoolType():
            return "true or false"
        case inspect.EnumType():
            return f"one of {', '.join(_values(kind.cls))}"
        case inspect.VarTupleType():
            return "a list"
        case inspect.StrType():
            return "text"
    return "a table"


def _values(kind: type[Enum]) -> list[str]:
    return [f'"{one.value}"' for one in kind]
