"""Who may send what is large, looked at before it is read."""

from typing import Any

from litestar.handlers import BaseRouteHandler

from domain.accounts.access import Role
from domain.errors import NotAllowed
from web.security.csrf import Connection
from web.security.visits import visit_of

ENROLLS = {"enrolls": True}
"""The ``opt`` of what only somebody may send who enrolls in some group; in which, services ask."""


def needs_role(connection: Connection, handler: BaseRouteHandler) -> None:
    """A guard for every route."""
    visit: Any = visit_of(connection)
    if handler.opt.get("enrolls") and visit and not visit.administrator.group_ids(Role.ENROLL):
        raise NotAllowed
