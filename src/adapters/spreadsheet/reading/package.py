"""The parts of a workbook, unpacked; or why it cannot be read."""


class Package:
    """The unpacked parts of a checked workbook, by name; names compare in any case."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self._names = list(parts)
        self._parts = {name.lower(): content for name, content in parts.items()}

    def names(self) -> list[str]:
        """The names of all parts, as the file has them."""
        return self._names

    def read(self, name: str) -> bytes:
        """A part's content; KeyError when there is none of that name."""
        return self._parts[name.lower()]

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts


class Unreadable(Exception):
    """The whole file is refused; ``code`` is one of those that ``refusals`` has a sentence for.

    Never holds anything of the file's content.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
