"""The page on security against the standard's numbers, and against the tests that it names."""

import ast
import re
from collections import Counter
from functools import cache

import pytest

from tests.architecture.tree import ROOT, nodes

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (\d) \| ([a-z ]+) \| (.*) \|$", re.MULTILINE)
STATES = {"met", "not applicable", "not met"}

LEVELS = {
    "1.1": "22",
    "1.2": "1111122223",
    "1.3": "112222222223",
    "1.4": "222",
    "1.5": "123",
    "2.1": "122",
    "2.2": "112",
    "2.3": "12223",
    "2.4": "23",
    "3.1": "3",
    "3.2": "113",
    "3.3": "12223",
    "3.4": "11222233",
    "3.5": "11122333",
    "3.6": "3",
    "3.7": "22333",
    "4.1": "12233",
    "4.2": "23333",
    "4.3": "22",
    "4.4": "1222",
    "5.1": "2",
    "5.2": "112333",
    "5.3": "113",
    "5.4": "222",
    "6.1": "122",
    "6.2": "111111112222",
    "6.3": "11223333",
    "6.4": "112233",
    "6.5": "22222333",
    "6.6": "2223",
    "6.7": "33",
    "6.8": "2222",
    "7.1": "222",
    "7.2": "1111",
    "7.3": "22",
    "7.4": "11222",
    "7.5": "223",
    "7.6": "22",
    "8.1": "1233",
    "8.2": "1123",
    "8.3": "133",
    "8.4": "23",
    "9.1": "111",
    "9.2": "1222",
    "10.1": "22",
    "10.2": "223",
    "10.3": "22223",
    "10.4": "1111122222233333",
    "10.5": "22222",
    "10.6": "22",
    "10.7": "222",
    "11.1": "2233",
    "11.2": "22233",
    "11.3": "11233",
    "11.4": "1222",
    "11.5": "23",
    "11.6": "23",
    "11.7": "33",
    "12.1": "12233",
    "12.2": "11",
    "12.3": "22223",
    "13.1": "2333",
    "13.2": "222223",
    "13.3": "2233",
    "13.4": "1222233",
    "14.1": "22",
    "14.2": "12223333",
    "14.3": "122",
    "15.1": "12233",
    "15.2": "12233",
    "15.3": "1222222",
    "15.4": "3333",
    "16.1": "2",
    "16.2": "22222",
    "16.3": "2222",
    "16.4": "222",
    "16.5": "2223",
    "17.1": "23",
    "17.2": "22223333",
    "17.3": "22",
}
"""Of each section of ASVS 5.0.0, the levels of its requirements in order."""


def asked() -> dict[str, str]:
    """The requirements of levels 1 and 2 with their level."""
    return {
        f"{section}.{number}": level
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, start=1)
        if level != "3"
    }


def test_every_requirement_has_its_line() -> None:
    """Once, at its level, in a state that is one of three, with words."""
    rows = ROW.findall(PAGE)
    assert {number: level for number, level, _, _ in rows} == asked()
    assert len(rows) == len(asked())
    assert {state for _, _, state, _ in rows} <= STATES
    assert all(words.strip() for _, _, _, words in rows)


def test_what_is_met_names_its_test() -> None:
    """And what is not, names none."""
    for number, _, state, words in ROW.findall(PAGE):
        assert bool(re.search(r"`(tests|e2e)/", words)) == (state == "met"), number


def test_every_test_that_is_named_exists() -> None:
    """By its file, and by its name where it has one."""
    named = set(re.findall(r"`((?:tests|e2e)/[^`]*)`", PAGE))
    assert len(named) > 50
    missing = sorted(name for name in named if not exists(name))
    assert missing == []


def exists(name: str) -> bool:
    path, _, test = name.partition("::")
    if not path.endswith(".py"):
        return (ROOT / path).is_dir()
    return (ROOT / path).is_file() and (test in named_in(path) if test else bool(named_in(path)))


@cache
def named_in(path: str) -> frozenset[str]:
    return frozenset(
        node.name
        for node in nodes(ROOT / path)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@pytest.mark.parametrize("state", sorted(STATES))
def test_the_sum_is_right(state: str) -> None:
    """What the page says of all of them together."""
    count = Counter(found for _, _, found, _ in ROW.findall(PAGE))[state]
    words = {"met": "are met", "not applicable": "are not applicable", "not met": "are not met"}
    assert f"{count} {words[state]}" in " ".join(PAGE.split())


def test_how_soon_components_are_mended_is_said() -> None:
    """A number of days for each kind of vulnerability, and how often all are brought up to date."""
    components = PAGE.partition("## Components")[2].partition("\n## ")[0]
    days = [int(one) for one in re.findall(r"\| (\d+) days \|", components)]
    assert len(days) == 3
    assert days == sorted(days)
    assert "once a quarter" in components
