"""Why a file cannot be read."""


class Unreadable(Exception):
    """The whole file is refused; ``code`` is one of those that ``refusals`` has a sentence for.

    Never holds anything of the file's content.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
