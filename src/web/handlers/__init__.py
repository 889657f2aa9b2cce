"""What the site answers at each address: one module a resource.

Whatever is decorated as a route in a module of this package is part of the site; it is listed
nowhere else.
"""

from importlib import import_module
from pkgutil import walk_packages

from litestar.handlers import BaseRouteHandler


def found_handlers() -> list[BaseRouteHandler]:
    """The routes of all modules here, each once."""
    modules = [import_module(one.name) for one in walk_packages(__path__, f"{__name__}.")]
    members = (member for module in modules for member in vars(module).values())
    return list(dict.fromkeys(one for one in members if isinstance(one, BaseRouteHandler)))
