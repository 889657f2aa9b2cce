"""A name means one thing."""

import ast
from collections import defaultdict

from tests.architecture.tree import ROOT, files

# Messages to registries are called as their published contract calls them.
PUBLISHED = ROOT / "src" / "adapters" / "registry" / "http" / "wire.py"


def test_no_two_classes_share_a_name() -> None:
    """Whoever reads a class's name in a traceback or an import knows which one it is."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in files():
        if path.suffix != ".py" or not path.is_relative_to(ROOT / "src") or path == PUBLISHED:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path.relative_to(ROOT)))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
