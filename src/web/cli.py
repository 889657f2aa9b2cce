"""The command ``enroll``: serve the site, look after it, and use it without a browser.

All else is loaded once a stop is listened for, which may come at any moment.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from web.stopping import INTERRUPTED, end_with_parent, ending_at_once

if TYPE_CHECKING:
    from litestar import Litestar

# What goes on until it is stopped. Any other command has not done what it was to do by then.
_LASTING = (["demo"], ["serve"], ["worker"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit status (``web.commands.exits``)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with ending_at_once() if words[:1] in _LASTING else nullcontext():
            from web.commands.line import run

            return run(words)
    except KeyboardInterrupt:
        return INTERRUPTED


def site() -> "Litestar":
    """The site that the environment describes, for web servers that start their own processes."""
    end_with_parent()
    with ending_at_once():
        from web import bootstrap
        from web.logs import start_logging
        from web.settings import from_environment

        start_logging()
        return bootstrap.build(from_environment(os.environ))
