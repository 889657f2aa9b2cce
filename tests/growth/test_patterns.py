"""Every pattern of the code, over texts that are built to be slow for it."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import Any

import pytest

import adapters
import domain
import web
from tests.growth.growth import LONG, SIZES, TINY, grows_too_fast, slow_texts

ACTS = {"match", "fullmatch", "search", "sub", "split", "findall", "finditer"}
AnyPattern = re.Pattern[Any]
_WORD = re.compile(r"[^\\\[\](){}|?*+.^$\s]{2,20}")


def patterns() -> dict[AnyPattern, set[str]]:
    """Those that modules keep and those that stand where they are used, each with what is done
    with it."""
    found: dict[AnyPattern, set[str]] = defaultdict(set)
    for package in (domain, adapters, web):
        for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(one.name)
            kept = {name: it for name, it in vars(module).items() if isinstance(it, re.Pattern)}
            for node in ast.walk(ast.parse(inspect.getsource(module))):
                if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
                    continue
                if node.value.id in kept and node.attr in ACTS:
                    found[kept[node.value.id]].add(node.attr)
            for act, pattern in _in_place(ast.parse(inspect.getsource(module))):
                found[pattern].add(act)
            for pattern in kept.values():
                found[pattern].add("match")
    return found


def _in_place(tree: ast.AST) -> Iterator[tuple[str, AnyPattern]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=act),
                args=[ast.Constant(value=pattern), *_],
                keywords=keywords,
            ) if act in ACTS:
                assert not keywords or act == "sub", "give a pattern with flags a name"
                yield act, re.compile(pattern)


def of_all() -> list[Any]:
    return [
        pytest.param(pattern, acts, id=str(pattern.pattern)[:40])
        for pattern, acts in patterns().items()
    ]


@pytest.mark.parametrize(("pattern", "acts"), of_all())
def test_no_pattern_takes_longer_than_its_text(pattern: AnyPattern, acts: set[str]) -> None:
    """Four times the text takes about four times as long, whatever it is made of."""
    source = pattern.pattern
    words = _WORD.findall(source if isinstance(source, str) else source.decode("latin-1"))
    texts = {size: list(slow_texts(size, words)) for size in SIZES}
    for act, number in product(sorted(acts), range(len(texts[LONG]))):
        done = partial(_done, pattern, act)
        assert not grows_too_fast(lambda size: done(texts[size][number])), texts[TINY][number]  # noqa: B023


def _done(pattern: AnyPattern, act: str, text: str) -> None:
    subject = text if isinstance(pattern.pattern, str) else text.encode("utf-8", "surrogatepass")
    if act == "sub":
        pattern.sub(subject[:0], subject)
    elif act == "finditer":
        for _ in pattern.finditer(subject):
            pass
    else:
        getattr(pattern, act)(subject)
