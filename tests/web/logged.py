"""What the site's log says while something is done, as it is written."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from web.logs import JsonLines


@contextmanager
def logged() -> Iterator[list[dict[str, Any]]]:
    """The lines, each as the object it holds; complete at the end of the block."""
    lines: list[dict[str, Any]] = []
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("enroll")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
        lines += map(json.loads, stream.getvalue().splitlines())
