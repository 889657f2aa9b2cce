"""The addresses of the site as its own route table has them."""

import re
from collections.abc import Iterable, Mapping

from litestar import Litestar
from litestar.routes import HTTPRoute
from msgspec import Struct

Ids = Mapping[str, str]
"""By the name of the parameter."""

_PARAMETER = re.compile(r"\{([a-z_]+):[a-z]+\}")
# What the guards and the middleware ask of a route.
_OPTIONS = ("public", "sessionless", "any_host", "token_of", "changes_nothing")
_STATIC = re.compile(r"/static/[0-9a-f]+/")
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")


class Address(Struct, frozen=True):
    """A method and a path, its parameters in braces. ``query`` are the names that the handler
    takes from the query, ``methods`` all that the path takes. Those of one ``kind`` are alike to
    all that stands before the handlers."""

    method: str
    path: str
    base: str
    parameters: tuple[str, ...]
    query: tuple[str, ...]
    methods: frozenset[str]
    kind: tuple[object, ...]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def changes(self) -> bool:
        return self.method not in ("GET", "HEAD", "OPTIONS")

    def with_ids(self, ids: Ids) -> str:
        """The path with these values of its parameters."""
        path = self.base
        for name in self.parameters:
            path = path.replace(f"{{{name}}}", ids[name].lstrip("/"))
        return path


def addresses(app: Litestar) -> list[Address]:
    """Every one, by name. The OPTIONS that the framework adds to each path is not among them,
    where it needs a session as all else does."""
    found = []
    for route in app.routes:
        assert isinstance(route, HTTPRoute), f"{route.path} is no HTTP route: decide what holds"
        base = _PARAMETER.sub(r"{\1}", route.path)
        for method, (handler, model) in route.route_handler_map.items():
            if method == "OPTIONS" and not handler.opt.get("public"):
                continue
            found.append(
                Address(
                    method=method,
                    path=_STATIC.sub("/static/", base),
                    base=base,
                    parameters=tuple(_PARAMETER.findall(route.path)),
                    query=tuple(sorted(_names(model.expected_query_params))),
                    methods=frozenset(route.methods),
                    kind=(
                        method,
                        *(handler.opt.get(option) for option in _OPTIONS),
                        handler.resolve_request_max_body_size(),
                        "form" in handler.parsed_fn_signature.parameters,
                    ),
                )
            )
    return sorted(found, key=lambda one: one.name)


def one_of_each(found: Iterable[Address]) -> list[Address]:
    """One address of each kind."""
    return list({one.kind: one for one in found}.values())


def _names(parameters: Iterable[object]) -> Iterable[str]:
    for one in parameters:
        yield str(getattr(one, "field_alias", ""))
