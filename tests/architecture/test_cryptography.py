"""What is secret, sealed or hashed: by which files, and with whose chance."""

import ast
import re

import pytest

from tests.architecture.tree import ROOT, imports, name, nodes, written_by_hand

SOURCE = [path for path in written_by_hand(".py") if (ROOT / "src") in path.parents]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
INVENTORY = PAGE.partition("| for | by | where |")[2].partition("\n\n")[0]

# What makes keys, digests, seals and secure connections.
ALGORITHMS = {"argon2", "cryptography", "hashlib", "hmac", "ssl"}
CHANCE = {"secrets", "uuid"}
NO_SECRET = {"random", "numpy"}


def of(modules: set[str]) -> set[str]:
    """The files of the source that import any of these."""
    return {
        name(path)
        for path in SOURCE
        for _, module in imports(path)
        if module.partition(".")[0] in modules
    }


def test_the_inventory_names_every_file_that_has_to_do_with_keys() -> None:
    """And no other: what is added or taken away is written down with it."""
    listed = {f"src/{one}" for one in re.findall(r"`([a-z0-9_/]+\.py)`", INVENTORY)}
    assert listed == of(ALGORITHMS | CHANCE)


def test_chance_is_the_systems_own() -> None:
    """Nothing draws from a generator that could be foretold; ``uuid4`` takes its bits where
    ``secrets`` does."""
    assert not of(NO_SECRET)
    for path in SOURCE:
        assert not re.search(r"\buuid[1356]\b", path.read_text(encoding="utf-8")), name(path)


@pytest.mark.parametrize("weak", ["md5", "sha1", "DES", "RC4", "ECB", "CBC"])
def test_nothing_weak_is_used(weak: str) -> None:
    """But for SHA-1 in codes of apps, which know nothing else (RFC 6238)."""
    used = {
        name(path)
        for path in SOURCE
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr == weak
    }
    assert used == ({"src/domain/accounts/second_factor.py"} if weak == "sha1" else set())
