"""Numbers are planted everywhere that people can type, and searched for everywhere that is kept or
said."""

import base64
import re
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from adapters.confidential import Vault
from adapters.keyring import KeySource
from adapters.registry.demonstration import CARRIER_FILE, DemonstrationRegistry, connect
from adapters.registry.http.reference.__main__ import DATABASE, KEYS
from adapters.registry.x12 import import_roster
from adapters.system import SystemClock
from domain.people import Member
from tests.installation import Installation, Visitor, person
from tests.postgresql import PostgresqlServer
from tests.reference_server import TOKEN, reference_server
from tests.unit.adapters.x12.acknowledging import results
from tests.unit.adapters.x12.carrier import FileCarrier, no_progress
from tests.web.planted import (
    ASKED,
    FAMILY,
    FILE,
    MAIL,
    MEDICARE,
    NAME,
    OWN,
    PHONE,
    PLANTED,
    STRAY,
    TYPED,
    Watching,
    dashed,
    found_under,
)
from web import maintenance
from web.settings import from_environment


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
    look_at_the_history(seen)
    history = visitor.get("/transactions").text
    shown = [visitor.post(f"{one}/show", {"field": "ssn"}).text for one in transactions_in(history)]
    assert dashed(OWN) in "".join(shown)
    seen.get("/members")
    # Whoever asks for a number is told it again, by their browser's address, and by nobody else.
    visitor.get(f"/transactions?q={ASKED}")
    visitor.get(f"/members?search={dashed(ASKED)}")
    visitor.get(f"/{ASKED}/{dashed(ASKED)}")
    visitor.post("/sign-in", {"email": ASKED, "password": dashed(ASKED)})
    visitor.post(f"/batches/{ASKED}/submit", {"version": ASKED})
    return seen


def transactions_in(history: str) -> set[str]:
    return set(re.findall(r'href="(/transactions/[\w-]+)"', history))


def look_at_the_history(seen: Watching) -> str:
    """All that it shows."""
    pages = [seen.get("/transactions"), seen.get("/transactions.csv")]
    pages += [seen.get(one) for one in transactions_in(pages[0].text)]
    return "\n".join(page.text for page in pages)


def waits_for(what: Callable[[], object]) -> bool:
    late = time.monotonic() + 300
    while not what() and time.monotonic() < late:
        time.sleep(0.1)
    return bool(what())


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.rare)])
def test_no_number_is_left_anywhere(database: str, tmp_path: Path) -> None:
    """Not in the database's files, its journal, the log, temporary files, pages or headers. The
    carrier is left out; what was planted has arrived there."""
    site, temporary, theirs = tmp_path / "site", tmp_path / "temporary", tmp_path / "carrier"
    for folder in (site, temporary, theirs):
        folder.mkdir()
    kept = [site, temporary]
    settings = {}
    with ExitStack() as stack:
        if database == "postgresql":
            server = PostgresqlServer(durable=False)
            stack.callback(server.close)
            settings["DATABASE_URL"] = server.new_database()
            kept.append(server.data)
        carrier = stack.enter_context(reference_server(theirs))
        installation = Installation(
            site, REGISTRY="http", REGISTRY_URL=carrier.url, REGISTRY_TOKEN=TOKEN, **settings
        )
        installation.environment["TMPDIR"] = str(temporary)
        with installation.server() as server_, server_.jo() as visitor:
            seen = the_whole_job(visitor)
            assert seen.wrong == []
            assert waits_for(carrier.accepted), server_.process.log
            assert OWN in {one.ssn for one in members_of(theirs)}
            assert found_under(*kept) == {}
            # What is searched is what people left there.
            log = server_.process.log
            assert '"submitted"' in log
            everything = b"".join(
                file.read_bytes() for one in kept for file in one.rglob("*") if file.is_file()
            )
            assert b"bruno birch" in everything
        assert found_under(site, temporary) == {}  # the server may write as it ends


def members_of(folder: Path) -> Sequence[Member]:
    """The reference server's, by its own keys."""
    engine = connect(f"sqlite:///{folder / DATABASE}")
    vault = Vault(KeySource.in_file(folder / KEYS))
    with closing(DemonstrationRegistry(engine, SystemClock(), (), vault)) as registry:
        return registry.members("000341", "birch", 1).items


@pytest.mark.slow
def test_the_demonstration_leaves_no_number(tmp_path: Path) -> None:
    """In none of its files, those of the invented carrier included, who knows the members all the
    same."""
    url = f"sqlite:///{tmp_path / 'registry.sqlite3'}"
    installation = Installation(tmp_path, REGISTRY="demonstration", REGISTRY_URL=url)
    maintenance.seed_demonstration(from_environment(installation.environment))
    with installation.server() as server, server.jo() as visitor:
        seen = the_whole_job(visitor)
        assert waits_for(lambda: "Completed" in look_at_the_history(seen)), server.process.log
        assert "Birch" in seen.get("/members?group=000341&search=birch").text
        again = visitor.upload(visitor.workbook({**person(1), "SSN or ITIN": dashed(OWN)}))
        assert "already" in seen.get(f"/batches/{again}?tab=rejected").text
        assert seen.wrong == []
        assert found_under(tmp_path) == {}
    assert found_under(tmp_path) == {}


@pytest.mark.slow
def test_a_carrier_that_takes_files_has_all_numbers_there(tmp_path: Path) -> None:
    """In the files that it takes, and in those that it has sent: there alone, though it quotes
    numbers in what it says of people."""
    site, theirs = tmp_path / "site", tmp_path / "carrier"
    for folder in (site, theirs):
        folder.mkdir()
    carrier = FileCarrier(theirs, f"sqlite:///{site / 'ledger.sqlite3'}")
    options = "\n".join(f"{key} = {value!r}" for key, value in carrier.setup.options.items())
    (theirs / "carrier.toml").write_text(f"{CARRIER_FILE.read_text()}\n[registry]\n{options}\n")
    installation = Installation(
        site,
        CARRIER_FILE=str(theirs / "carrier.toml"),
        REGISTRY="x12-834",
        REGISTRY_URL=carrier.setup.url,
    )
    import_roster(carrier.setup, carrier.roster(), no_progress)
    with installation.server() as server, server.jo() as visitor:
        seen = the_whole_job(visitor)
        assert waits_for(carrier.written), server.process.log
        (sent,) = carrier.written().values()
        assert OWN in sent
        said = f"{dashed(OWN)} and {MEDICARE} are known."
        ids = re.findall(r"REF\*6O\*([\w-]+)~", sent)
        carrier.says("a.csv", results(*(f"{one},completed,{said},{one}" for one in ids)))
        told = "***-**-1111 and *******MK73 are known."
        assert waits_for(lambda: told in look_at_the_history(seen)), server.process.log
        assert seen.wrong == []
        assert found_under(site) == {}
    assert found_under(site) == {}


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
