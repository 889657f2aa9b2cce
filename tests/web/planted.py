"""Numbers to be planted, and the search for them in whatever is kept or said."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.installation import Visitor

# In its own column; in the name, the phone, the family's number and the e-mail; in the name of
# the file; typed on the edit page; and typed where no number is asked for.
OWN, NAME, PHONE, FAMILY, MAIL, FILE, TYPED, ASKED = (f"9876{n}{n}{n}{n}{n}" for n in range(1, 9))
MEDICARE, STRAY = "1EG4TE5MK73", "2EG4TE5MK72"
PLANTED = (OWN, NAME, PHONE, FAMILY, MAIL, FILE, TYPED, ASKED, MEDICARE, STRAY)


def dashed(number: str) -> str:
    if len(number) == 9:
        return f"{number[:3]}-{number[3:5]}-{number[5:]}"
    return f"{number[:4]}-{number[4:7]}-{number[7:]}"


def shapes(number: str) -> Iterator[bytes]:
    """As it may be written down, or as others encode it."""
    for text in (number, dashed(number), dashed(number).replace("-", " "), number.lower()):
        yield text.encode()
        yield text.encode("utf-16-le")
        yield text.encode("utf-16-be")
        yield text.encode().hex().encode()
        for before in range(3):
            # Wherever it stands in what is encoded, its middle always looks the same.
            whole = bytes(before) + text.encode()
            first, last = -(-before * 8 // 6), len(whole) * 8 // 6
            yield base64.b64encode(whole)[first:last]


SHAPES = {shape: number for number in PLANTED for shape in shapes(number)}


def found_in(content: bytes) -> set[str]:
    return {number for shape, number in SHAPES.items() if shape in content}


def found_under(*folders: Path) -> dict[str, set[str]]:
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    # PostgreSQL's journal is mostly zeros, which nothing is written with.
    looked = {str(file): found_in(re.sub(b"\0{16,}", b"\0", file.read_bytes())) for file in files}
    assert looked
    return {file: numbers for file, numbers in looked.items() if numbers}


class Watching:
    """A visitor all of whose answers are searched."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self.wrong: list[tuple[str, set[str]]] = []

    def look(self, what: str, answer: httpx.Response) -> httpx.Response:
        told = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        if numbers := found_in(told.encode() + answer.content):
            self.wrong.append((what, numbers))
        return answer

    def get(self, path: str) -> httpx.Response:
        return self.look(path, self._visitor.get(path))

    def post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        return self.look(path, self._visitor.post(path, fields))
