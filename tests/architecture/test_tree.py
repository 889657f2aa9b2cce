"""Rules for every file: short, of the product only, and from nowhere in particular."""

import re

import pytest

from tests.architecture.tree import files, name, written_by_hand

LINES = 400
WIDTH = 120

# Where packages come from is each machine's own setting. A letter in brackets keeps this pattern
# from naming what it looks for.
INDEX = re.compile(
    r"[p]ypi\.org|[p]ythonhosted\.org|[r]egistry\.npmjs\.org|--(?:extra-)?[i]ndex-url|--[f]ind-links"
    r"|(?:^|\s)(?:-i|-f)\s+(?:https?|file)://",
    re.IGNORECASE | re.MULTILINE,
)


def test_files_are_short() -> None:
    """Every file written by hand has fewer than 400 lines."""
    lengths = {
        name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in written_by_hand(".py", ".html", ".css", ".js", ".jinja")
    }
    assert {path: length for path, length in lengths.items() if length >= LINES} == {}


def test_lines_are_short() -> None:
    """Every line of a template or a style sheet has at most 120 characters."""
    wide = [
        f"{name(path)}:{number}"
        for path in written_by_hand(".html", ".css")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > WIDTH
    ]
    assert wide == []


def test_no_file_names_a_package_index() -> None:
    """No file says where packages are to be fetched from."""
    naming = [
        f"{name(path)}: {found.group().strip()}"
        for path in files()
        if (found := INDEX.search(path.read_bytes().decode("utf-8", "replace")))
    ]
    assert naming == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-" + "url https://packages.example/simple",
        "--find-" + "links /wheels",
        "-i " + "https://packages.example/simple",
        "see https://pypi" + ".org/project/x",
    ],
)
def test_the_search_for_an_index_finds_one(line: str) -> None:
    """The pattern recognises each way of naming a package index."""
    assert INDEX.search(line)
