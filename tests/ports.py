"""Ports for servers that are told theirs."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reserved_port() -> Iterator[int]:
    """One on which nobody listens. The system gives it to nobody who asks for any, and whoever
    names it may listen on it: Linux lets a port be bound twice, where neither has said that it is
    for itself alone, until one of them listens."""
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        port: int = kept.getsockname()[1]
        if sys.platform != "linux":
            kept.close()
        yield port
