"""Whoever has to have a second factor sets it up before anything else."""

from collections.abc import Callable
from typing import Any

from litestar.handlers import BaseRouteHandler

from web.security.csrf import Connection
from web.security.visits import Visit, visit_of

BEFORE_SECOND_FACTOR = {"before_second_factor": True}
"""The ``opt`` of what can be reached without one: setting it up, and going away."""


class SecondFactorNeeded(Exception):
    """The person has none yet, and has to."""


def owes_factor(visit: Visit, *, required: bool) -> bool:
    """Whether a signed-in person has to set one up: because the site asks everybody to, or since
    their password is too short to be alone."""
    return not visit.administrator.second_factor and (required or visit.session.owes_factor)


def needs_second_factor(required: bool) -> Callable[[Connection, BaseRouteHandler], None]:
    """A guard for every route that is not public."""

    def guard(connection: Connection, handler: BaseRouteHandler) -> None:
        visit: Any = visit_of(connection)
        if visit is None or handler.opt.get("public") or handler.opt.get("before_second_factor"):
            return
        if owes_factor(visit, required=required):
            raise SecondFactorNeeded

    return guard
