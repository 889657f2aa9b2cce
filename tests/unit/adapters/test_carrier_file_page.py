"""The page about the carrier's file says what the code does."""

import re
from enum import Enum
from functools import cache
from pathlib import Path

import msgspec
import pytest
from msgspec import inspect

from adapters.carrier_columns import ColumnsTable, ExtraColumn, ExtraKind, ExtraSection
from adapters.carrier_file import StatusWords, Written
from adapters.registry.demonstration import CARRIER_FILE
from domain.carrier import CarrierSettings, Region
from domain.columns import AppliesTo
from domain.core_columns import COLUMNS, HIDEABLE

PAGE = Path(__file__).parents[3] / "docs" / "carrier-file.md"
TABLES: dict[str, type[msgspec.Struct]] = {
    "At the top": Written,
    "`[[regions]]`": Region,
    "`[settings]`": CarrierSettings,
    "`[columns]`": ColumnsTable,
    "`[[columns.extra]]`": ExtraColumn,
    "`[status_words]`": StatusWords,
}
_ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)


@cache
def section(title: str) -> str:
    """What stands under a heading."""
    _, found, rest = PAGE.read_text(encoding="utf-8").partition(f"\n## {title}\n")
    assert found, f"the page has no heading {title}"
    return rest.partition("\n## ")[0]


def rows(title: str) -> dict[str, tuple[str, str, str]]:
    """A table's rows by key: what it is, its default, what may stand there."""
    return {key: (what, default, may) for key, what, default, may in _ROW.findall(section(title))}


@pytest.mark.parametrize("title", TABLES)
def test_every_key_has_its_row(title: str) -> None:
    """And no row is of a key that is not, or not any more."""
    assert list(rows(title)) == [one.name for one in msgspec.structs.fields(TABLES[title])]


@pytest.mark.parametrize("title", TABLES)
def test_keys_without_a_default_say_so(title: str) -> None:
    """And those with one do not."""
    needed = {key for key, (_, default, _) in rows(title).items() if "needed" in default}
    fields = msgspec.structs.fields(TABLES[title])
    assert needed == {one.name for one in fields if one.required}


@pytest.mark.parametrize("title", ["`[settings]`", "`[status_words]`"])
def test_defaults_are_the_codes(title: str) -> None:
    """Numbers and words as they stand there."""
    fields = msgspec.structs.fields(TABLES[title])
    assert {key: default for key, (_, default, _) in rows(title).items()} == {
        one.name: str(one.default) for one in fields
    }


def test_bounds_are_the_codes() -> None:
    """Of every whole number among the settings."""
    for one in msgspec.structs.fields(CarrierSettings):
        kind = inspect.type_info(one.type)
        assert isinstance(kind, inspect.IntType)
        assert rows("`[settings]`")[one.name][2] == f"{kind.ge:,} to {kind.le:,}"


@pytest.mark.parametrize(
    ("key", "words"), [("section", ExtraSection), ("kind", ExtraKind), ("applies_to", AppliesTo)]
)
def test_choices_are_the_codes(key: str, words: type[Enum]) -> None:
    """Every word that may stand there, in order."""
    may = rows("`[[columns.extra]]`")[key][2]
    assert re.findall(r"`(\w+)`", may) == [one.value for one in words]


def test_what_can_be_hidden_or_required_is_listed() -> None:
    """Each column, and what goes with it."""
    hidden, _, required = (
        section("`[columns]`")
        .partition("These can be hidden")[2]
        .partition("The same can be required")
    )
    with_others = {*HIDEABLE, *(one for others in HIDEABLE.values() for one in others)}
    assert set(re.findall(r"`(\w+)`", hidden)) == with_others
    optional = {one.key for one in COLUMNS if not one.required}
    assert set(re.findall(r"`(\w+)`", required)) == optional - HIDEABLE.keys()
    assert HIDEABLE.keys() <= optional


def test_the_example_is_the_demonstrations_file() -> None:
    """To the letter."""
    assert f"```toml\n{CARRIER_FILE.read_text(encoding='utf-8')}```" in section("An example")
