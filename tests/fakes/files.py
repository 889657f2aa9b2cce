"""A file store in memory."""

import re


class FakeFiles:
    """Documents in a dictionary, ``kept``, by name."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, name: str, content: bytes) -> None:
        self.kept[_checked(name)] = content

    def get(self, name: str) -> bytes:
        return self.kept[_checked(name)]

    def remove(self, name: str) -> None:
        self.kept.pop(_checked(name), None)


def _checked(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", name):
        raise ValueError("not a name for a stored file")
    return name
