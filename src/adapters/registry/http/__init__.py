"""A carrier's registry behind an HTTP service of the carrier's own.

``wire.py`` is what is said, ``docs/carrier-api.openapi.json`` the published contract made
from it, and ``reference/`` a small server that keeps it.
"""

from adapters.registry.http.opening import open_http
from adapters.registry.http.registry import HttpRegistry

__all__ = ["HttpRegistry", "open_http"]
