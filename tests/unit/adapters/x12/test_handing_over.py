"""Handing over to a carrier that takes files: which file, and which number."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import event, update

from adapters.registry.contract import HOTELS
from adapters.registry.x12 import X12Registry
from adapters.registry.x12.tables import ledger
from domain.errors import NothingArrived, RegistryRefused, RegistryUnavailable
from domain.submission import Answer, Status
from tests.postgresql import PostgresqlServer
from tests.unit.adapters.x12.carrier import FileCarrier
from tests.unit.adapters.x12.people import family, loops, person, said, segments


def test_submissions_are_written_to_a_file(carrier: FileCarrier, registry: X12Registry) -> None:
    """One hand-over is one file, and its answers name it."""
    assert registry.submit(family()) == [
        Answer("key-1", Status.PROCESSING, "Written to file 834_000000001.x12."),
        Answer("key-2", Status.PROCESSING, "Written to file 834_000000001.x12."),
    ]
    (text,) = carrier.written().values()
    assert [said(one, "NM1", "IL")[0][1:3] for one in loops(text)] == [
        ["QUISPE", "INES"],
        ["QUISPE", "LUZ"],
    ]


def test_notes_are_told(registry: X12Registry) -> None:
    """What could not be written as it is stands in the answer."""
    (answer,) = registry.submit([person(email="a*b@x.example")])
    assert answer.words == (
        "Written to file 834_000000001.x12."
        " The e-mail address was left out: an 834 file cannot hold it."
    )


def test_numbers_go_on(carrier: FileCarrier, registry: X12Registry) -> None:
    """Control numbers count on from file to file, also for who opens the registry anew."""
    registry.submit([person(1)])
    again = carrier.open()
    again.submit([person(2)])
    again.close()
    registry.submit([person(3)])
    files = carrier.written()
    assert [(isa[13], gs[6]) for isa, gs, *_ in map(segments, files.values())] == [
        ("000000001", "1"),
        ("000000002", "2"),
        ("000000003", "3"),
    ]
    assert list(files) == [f"834_00000000{number}.x12" for number in (1, 2, 3)]


def test_families_stand_together(carrier: FileCarrier, registry: X12Registry) -> None:
    """Each subscriber is followed by their dependents, whatever the order was."""
    one, child = family(1)
    other, others_child = family(3)
    registry.submit([one, other, others_child, child])
    (text,) = carrier.written().values()
    ids = [said(loop, "REF", "6O")[0][0] for loop in loops(text)]
    assert ids == [each.confirmation_id for each in (one, child, other, others_child)]


def test_batches_have_sets_of_their_own(carrier: FileCarrier, registry: X12Registry) -> None:
    """A transaction set holds one batch, with the group as its sponsor."""
    registry.submit(
        [person(1), replace(person(2), batch_id="another"), replace(person(3), group_id=HOTELS)]
    )
    (text,) = carrier.written().values()
    whole = segments(text)
    assert said(whole, "ST") == [["834", f"000{number}", "005010X220A1"] for number in (1, 2, 3)]
    assert [one[2] for one in said(whole, "N1", "P5")] == ["000341", "000341", "000512"]
    assert said(whole, "GE") == [["3", "1"]]


def test_dependent_keeps_the_familys_number(carrier: FileCarrier, registry: X12Registry) -> None:
    """A dependent handed over later has the subscriber's number, also when that is none of
    Social Security's."""
    ines, luz = family(1)
    ines = replace(ines, answers=replace(ines.answers, ssn=None))
    registry.submit([ines])
    registry.submit([luz])
    _, text = carrier.written().values()
    assert said(segments(text), "REF", "0F") == [[ines.confirmation_id]]


def test_dependent_waits_for_the_subscriber(carrier: FileCarrier, registry: X12Registry) -> None:
    """A dependent whose subscriber was never handed over is not taken."""
    _, luz = family()
    assert list(registry.submit([luz])) == []
    assert carrier.written() == {}


def test_names_that_cannot_be_written_are_given_back(
    carrier: FileCarrier, registry: X12Registry
) -> None:
    """Who cannot be written is given back at once with the reason, the others are written, and
    the dependents wait."""
    wei, luz = family(1, last_name="张")
    luz = replace(luz, answers=replace(luz.answers, last_name="Zhang"))
    answers = {one.key: one for one in registry.submit([wei, luz, person(3)])}
    assert answers.keys() == {"key-1", "key-3"}
    assert answers["key-1"].status is Status.SUBMITTED
    assert "nothing was sent" in answers["key-1"].words
    assert [one.key for one in registry.ask(["key-1", "key-2", "key-3"])] == ["key-3"]
    (text,) = carrier.written().values()
    assert len(loops(text)) == 1


def test_outbox_with_a_file_of_that_name_is_refused(
    carrier: FileCarrier, registry: X12Registry
) -> None:
    """A ledger that has forgotten a file of the outbox writes nothing over it."""
    (carrier.outbox / "834_000000001.x12").write_text("somebody's")
    with pytest.raises(RegistryRefused, match="later files than the ledger") as told:
        registry.submit([person()])
    assert told.value.whatever_it_is
    assert carrier.written() == {"834_000000001.x12": "somebody's"}
    assert list(registry.ask(["key-1"])) == []


def test_numbers_end(carrier: FileCarrier, registry: X12Registry) -> None:
    """After the last number that an interchange can have, nothing more is written."""
    with registry._ledger.engine.begin() as connection:
        connection.execute(update(ledger).values(last_number=999_999_999))
    with pytest.raises(RegistryRefused, match="no control numbers left"):
        registry.submit([person()])
    assert carrier.written() == {}


@pytest.fixture
def server() -> Iterator[PostgresqlServer]:
    """A PostgreSQL that may be stopped."""
    server = PostgresqlServer()
    yield server
    server.close()


def test_database_that_is_gone_has_taken_nothing(tmp_path: Path, server: PostgresqlServer) -> None:
    """Without the ledger's database surely nothing arrives; once it is back, it goes on."""
    carrier = FileCarrier(tmp_path, server.new_database())
    registry = carrier.open()
    registry.submit([person(1)])
    server.stop(immediate=True)
    with pytest.raises(NothingArrived):
        registry.submit([person(2)])
    with pytest.raises(RegistryUnavailable):
        registry.ping()
    server.start()
    assert [one.key for one in registry.ask(["key-1", "key-2"])] == ["key-1"]
    registry.submit([person(2)])
    assert list(carrier.written()) == ["834_000000001.x12", "834_000000002.x12"]
    registry.close()


def test_database_that_goes_at_the_commit_leaves_a_doubt(
    tmp_path: Path, server: PostgresqlServer
) -> None:
    """Whether the commit was made nobody can tell, until the ledger is asked."""
    carrier = FileCarrier(tmp_path, server.new_database())
    registry = carrier.open()
    event.listen(
        registry._ledger.engine, "commit", lambda _: server.stop(immediate=True), once=True
    )
    with pytest.raises(RegistryUnavailable) as told:
        registry.submit([person(1)])
    assert type(told.value) is RegistryUnavailable
    assert carrier.written() == {}
    server.start()
    assert list(registry.ask(["key-1"])) == []
    registry.submit([person(1)])
    assert list(carrier.written()) == ["834_000000001.x12"]
    assert [path.name for path in (carrier.outbox / ".staging").iterdir()] == ["ledger.txt"]
    registry.close()
