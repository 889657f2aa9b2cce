"""The site's addresses stand in one place."""

import ast
import re
from collections.abc import Iterator

from litestar.routes import HTTPRoute

from tests.architecture.tree import ROOT, name, written_by_hand
from tests.web.site import Site
from web import paths
from web.rendering import assets

WEB = ROOT / "src" / "web"
_LITERAL = re.compile(r"/[a-z]")
_IN_A_TEMPLATE = re.compile(r"""["'`]/[a-z]""")


def test_every_route_is_declared_there(site: Site) -> None:
    """And nothing stands there that is no route, or not any more."""
    declared = {one for one in vars(paths).values() if isinstance(one, paths.Path)}
    routes = {one.path for one in site.app.routes if isinstance(one, HTTPRoute)}
    files = f"{assets()}/{{file_path:path}}"
    assert routes == declared - {paths.STATIC} | {files}


def test_nothing_else_spells_an_address_out() -> None:
    """Neither a handler, nor a view, nor a template, nor a script."""
    assert list(_spelled_out()) == []


def test_a_path_is_filled_in() -> None:
    """With the values of its parameters, and what of a query is not empty."""
    assert paths.SUBMIT("a1", v=3, tab="") == "/applications/a1/submit?v=3"
    assert paths.MEMBERS(search="Ana Ruiz") == "/members?search=Ana+Ruiz"


def _spelled_out() -> Iterator[str]:
    for path in written_by_hand(".py"):
        if WEB in path.parents and path.name != "paths.py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and _LITERAL.match(str(node.value)):
                    yield f"{name(path)}:{node.lineno}"
    for path in written_by_hand(".html", ".js"):
        if ROOT / "templates" in path.parents or WEB in path.parents:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                if _IN_A_TEMPLATE.search(line):
                    yield f"{name(path)}:{number}"
