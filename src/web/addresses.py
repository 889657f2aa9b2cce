"""Addresses of this site, told from everything else that may be given as one."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from litestar import Request

_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")
_MOST_PARAMETERS = 50
# What a person typed to search for stays out of further addresses: it is somebody's name.
_TYPED = frozenset({"search", "q", "who", "subject"})


def local_path(text: str) -> str:
    """The address when it is a path of this site, "" otherwise.

    Browsers take "//host" and "/\\host" for another site's address.
    """
    return text if _LOCAL.fullmatch(text) else ""


def own_address(request: Request[Any, Any, Any]) -> str:
    """The address that was asked for, without what was typed into a search."""
    return _without_typed(request.url.path, request.url.query)


def page_before(request: Request[Any, Any, Any]) -> str:
    """The page of ours that the request came from, or ""."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    if parts.netloc != request.headers.get("Host"):
        return ""
    return local_path(_without_typed(parts.path, parts.query))


def _without_typed(path: str, query: str) -> str:
    try:
        pairs = parse_qsl(query, max_num_fields=_MOST_PARAMETERS)
    except ValueError:  # no page of ours has so many
        return path
    kept = [pair for pair in pairs if pair[0] not in _TYPED]
    return f"{path}?{urlencode(kept)}" if kept else path
