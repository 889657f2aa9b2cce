"""Signs that a file is something else as well, for a program that looks at it otherwise."""

import re

# What browsers and servers take for a page or a program, wherever in the first bytes it stands.
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|script|svg|iframe|\?php)[\s>/]", re.IGNORECASE)
_LOOKED_AT = 2048
_END_OF_ARCHIVE = b"PK\x05\x06"
_SHORTEST_END = 22
_LONGEST_COMMENT = 65_535


def is_page(content: bytes) -> bool:
    """Whether its beginning holds markup that a browser would follow."""
    return _PAGE.search(content[:_LOOKED_AT]) is not None


def is_archive(content: bytes) -> bool:
    """Whether a ZIP, a program in Java or an Office file ends where the file ends."""
    start = max(0, len(content) - _SHORTEST_END - _LONGEST_COMMENT)
    at = content.rfind(_END_OF_ARCHIVE, start)
    while at != -1:
        comment = content[at + 20 : at + _SHORTEST_END]
        ends = at + _SHORTEST_END + int.from_bytes(comment, "little")
        if len(comment) == 2 and ends <= len(content) <= ends + _LOOKED_AT:
            return True
        at = content.rfind(_END_OF_ARCHIVE, start, at)
    return False


def is_something(tail: bytes) -> bool:
    """Whether bytes after the end of a picture are a file of their own that does something."""
    begins = tail.lstrip(b"\0 \r\n\t")
    return (
        begins.startswith(
            (b"MZ", b"\x7fELF", b"PK\x03\x04", b"%PDF-", b"Rar!", b"7z\xbc\xaf", b"#!")
        )
        or is_page(begins)
        or b"%PDF-" in tail[:_LOOKED_AT]
    )
