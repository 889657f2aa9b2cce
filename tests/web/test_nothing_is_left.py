"""Numbers are planted everywhere that people can type, and searched for everywhere that is kept or
said."""

import base64
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.installation import Installation, Visitor, person
from tests.postgresql import PostgresqlServer
from tests.reference_server import TOKEN, reference_server

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


def the_whole_job(visitor: Visitor) -> Watching:
    """Upload, look, mend, submit, search, export, and everything that goes wrong."""
    seen = Watching(visitor)
    rows = [
        {
            **person(1),
            "SSN or ITIN": dashed(OWN),
            "Medicare": "Parts A and B",
            "Medicare Number": MEDICARE,
        },
        {**person(2), "Last Name": f"Rivera {dashed(NAME)}", "Day Phone": PHONE, "E-mail": MAIL},
        {**person(3), "Family Number": FAMILY, "City": dashed(STRAY)},
        person(4),
    ]
    book = visitor.workbook(*rows)
    batch = visitor.upload(book, f"{dashed(FILE)}.xlsx")
    for tab in ("ready", "error", "rejected"):
        seen.get(f"/batches/{batch}?tab={tab}")
    errors = visitor.get(f"/batches/{batch}?tab=error").text
    for one in sorted(set(re.findall(r"/applications/(\w+)", errors))):
        page = seen.get(f"/applications/{one}")
        version = re.search(r'name="version" value="(\d+)"', page.text)
        assert version
        fields = {"version": version[1], "f.city": "Davis", "f.first_name": "Jo"}
        for field in ("city", "ssn", "last_name"):
            visitor.post(f"/applications/{one}/show", {"version": version[1], "field": field})
        seen.post(f"/applications/{one}", {**fields, "action": "nonsense"})
        seen.post(f"/applications/{one}", {**fields, "action": "save", "f.ssn": dashed(TYPED)})
        seen.get(f"/applications/{one}")
        seen.post(f"/applications/{one}/save-for-later?v={int(version[1]) + 1}", {})
    seen.get("/saved")
    seen.look("again", visitor.send(book, f"{dashed(FILE)}.xlsx"))
    seen.look("no file", visitor.send(dashed(ASKED).encode(), "numbers.csv"))
    seen.post(f"/batches/{batch}/submit", {})
    seen.get(f"/batches/{batch}")
    history = seen.get("/transactions")
    for one in set(re.findall(r'href="(/transactions/[\w-]+)"', history.text)):
        seen.get(one)
    seen.get("/transactions.csv")
    seen.get("/members")
    # Whoever asks for a number is told it again, by their browser's address, and by nobody else.
    visitor.get(f"/transactions?q={ASKED}")
    visitor.get(f"/members?search={dashed(ASKED)}")
    visitor.get(f"/{ASKED}/{dashed(ASKED)}")
    visitor.post("/sign-in", {"email": ASKED, "password": dashed(ASKED)})
    visitor.post(f"/batches/{ASKED}/submit", {"version": ASKED})
    return seen


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_no_number_is_left_anywhere(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Not in the database's files, its journal, the log, temporary files, pages or headers. The
    carrier, whose own they are, is left out; what was planted is found there."""
    site, temporary, theirs = tmp_path / "site", tmp_path / "temporary", tmp_path / "carrier"
    for folder in (site, temporary, theirs):
        folder.mkdir()
    kept = [site, temporary]
    settings = {}
    if database == "postgresql":
        server: PostgresqlServer = request.getfixturevalue("postgresql")
        settings["DATABASE_URL"] = server.new_database()
        kept.append(server.data)
    with reference_server(theirs) as carrier:
        installation = Installation(
            site, REGISTRY="http", REGISTRY_URL=carrier.url, REGISTRY_TOKEN=TOKEN, **settings
        )
        installation.environment["TMPDIR"] = str(temporary)
        with installation.server() as server_, server_.jo() as visitor:
            seen = the_whole_job(visitor)
            assert seen.wrong == []
            late = time.monotonic() + 30
            while OWN not in str(found_under(theirs)) and time.monotonic() < late:
                time.sleep(0.1)
            assert OWN in str(found_under(theirs)), server_.process.log
            assert found_under(*kept) == {}
            # What is searched is what people left there.
            log = server_.process.log
            assert '"submitted"' in log
            everything = b"".join(
                file.read_bytes() for one in kept for file in one.rglob("*") if file.is_file()
            )
            assert b"bruno birch" in everything
        assert found_under(site, temporary) == {}  # the server may write as it ends


@pytest.mark.parametrize("number", PLANTED)
@pytest.mark.parametrize(
    "written",
    [
        lambda one: one.encode(),
        lambda one: f"<td>{dashed(one)}</td>".encode(),
        lambda one: one.encode("utf-16-le"),
        lambda one: one.encode().hex().encode(),
        lambda one: base64.b64encode(b'{"ssn":"' + one.encode() + b'"}'),
        lambda one: base64.b64encode(b'{"number":"' + dashed(one).encode() + b'"}'),
        lambda one: base64.urlsafe_b64encode(b'["' + one.encode() + b'"]'),
    ],
)
def test_the_search_finds_what_is_there(
    tmp_path: Path, number: str, written: Callable[[str], bytes]
) -> None:
    """Each number in each shape, in the middle of other things."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"\x00rest " + written(number) + b" of it")
    assert set().union(*found_under(tmp_path).values()) == {number}
