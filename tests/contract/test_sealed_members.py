"""Registries that keep members in a database of their own keep no number that can be read there."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, text

from adapters.confidential import Vault
from adapters.keyring import KeyKind, KeysError, KeySource, make_keys_file, new_keyring
from adapters.persistence import KeyRotation, migrate, open_engine
from adapters.persistence.keys_used import note_keys
from adapters.registry.contract import MEMBERS, REDWOOD, XAVIER, submission
from adapters.registry.demonstration import open_demonstration, seed_demonstration
from adapters.registry.plugins import SetupError
from adapters.registry.sealing import KeepsSealed
from adapters.registry.x12 import import_roster
from domain.errors import RegistryUnavailable
from domain.people import Identity
from domain.ports import MemberRegistry
from tests.builders import NOW
from tests.demonstration import FILE
from tests.fakes.registry import FakeRegistry
from tests.postgresql import PostgresqlServer
from tests.unit.adapters.x12.carrier import FileCarrier, no_progress

NOBODYS_NAME = Identity("Nobody", "Else", None, XAVIER.ssn)
"""Who can be found by Xavier's number alone."""


class Sealing(MemberRegistry, KeepsSealed, Protocol):
    """A registry that keeps something sealed."""


class Kept(NamedTuple):
    """A registry with the suite's members, and how another process opens it."""

    open: Callable[[], Sealing]
    vault: Vault


@pytest.fixture(
    params=["demonstration", "x12", pytest.param("x12 on PostgreSQL", marks=pytest.mark.slow)]
)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    """Opened with the keys in a file that stands beside."""
    make_keys_file(tmp_path / "keys.json", new_keyring(NOW))
    vault = Vault(KeySource.in_file(tmp_path / "keys.json"))
    url = ""
    if "PostgreSQL" in request.param:
        server: PostgresqlServer = request.getfixturevalue("postgresql")
        url = server.new_database()
    carrier = FileCarrier(tmp_path, url)
    carrier.setup = replace(carrier.setup, carrier=FILE.carrier, vault=vault)
    if request.param == "demonstration":
        setup = replace(carrier.setup, options={})
        seed_demonstration(setup)
        return Kept(lambda: open_demonstration(setup), vault)
    import_roster(carrier.setup, carrier.roster(), no_progress)
    (tmp_path / "roster.csv").unlink()
    return Kept(carrier.open, vault)


@pytest.fixture
def registry(kept: Kept) -> Iterator[Sealing]:
    registry = kept.open()
    yield registry
    registry.close()


@pytest.fixture
def keeper(registry: Sealing, tmp_path: Path) -> Iterator[KeyRotation]:
    """An operator with the keys, beside the registry that is at work."""
    url = f"sqlite:///{tmp_path / 'site.sqlite3'}"
    migrate(url)
    engine, keys = open_engine(url), KeySource.in_file(tmp_path / "keys.json")
    note_keys(engine, keys.ring)
    keeper = KeyRotation(engine, keys, lambda: NOW, [registry.sealed()])
    yield keeper
    keeper.close()


def content(engine: Engine) -> Mapping[str, str]:
    """All rows of each table that holds people, as text."""
    with engine.connect() as connection:
        return {
            name: str(connection.execute(text(f"SELECT * FROM {name}")).all())
            for name in ("members", "submissions")
            if engine.dialect.has_table(connection, name)
        }


def numbers_in(registry: Sealing, folder: Path) -> set[str]:
    """The numbers of members and of who was submitted that can be read somewhere."""
    told = [*content(registry.sealed().engine).values()]
    told += [file.read_bytes().decode("latin-1") for file in folder.glob("*.sqlite3*")]
    submitted = {submission(number).answers.ssn for number in range(1, 4)}
    numbers = {one.ssn for one in MEMBERS} | submitted
    return {number for number in numbers if number and any(number in one for one in told)}


def found(registry: Sealing) -> list[str | None]:
    return [one.ssn for one in registry.possible_matches(REDWOOD, [NOBODYS_NAME])]


def test_no_number_can_be_read(registry: Sealing, tmp_path: Path) -> None:
    """Neither a member's nor that of somebody who was submitted; each is found all the same."""
    registry.submit([submission(number) for number in range(1, 4)])
    assert numbers_in(registry, tmp_path) == set()
    assert found(registry) == [XAVIER.ssn]
    assert any(one.ssn for one in registry.members(REDWOOD, "", 1).items)


def test_members_are_found_while_keys_are_changed(
    registry: Sealing, kept: Kept, keeper: KeyRotation
) -> None:
    """Before and after everything was written anew, by who runs already and who starts later."""
    registry.submit([submission(1)])
    names = {keeper.turn(lookup=False), keeper.turn(lookup=True)}
    later = kept.open()
    assert found(registry) == found(later) == [XAVIER.ssn]
    registry.submit([submission(2)])
    assert len(in_use(keeper)) > len(names)
    assert keeper.reseal(no_progress).unreadable == 0
    assert {name for _, name in in_use(keeper)} == names
    assert found(registry) == found(later) == [XAVIER.ssn]
    later.close()


def test_a_key_that_members_need_stays(
    registry: Sealing, keeper: KeyRotation, tmp_path: Path
) -> None:
    """Until their numbers are kept with another."""
    (old,) = (name for kind, name in in_use(keeper) if kind is KeyKind.DATA)
    keeper.turn(lookup=False)
    with pytest.raises(KeysError, match="still kept with"):
        keeper.retire(old)
    keeper.reseal(no_progress)
    assert found(registry) == [XAVIER.ssn]
    keys = KeySource.in_file(tmp_path / "keys.json")
    site = open_engine(f"sqlite:///{tmp_path / 'site.sqlite3'}")
    KeyRotation(site, keys, lambda: NOW + timedelta(hours=2), [registry.sealed()]).retire(old)
    site.dispose()
    assert found(registry) == [XAVIER.ssn]


def test_members_of_an_older_version_are_sealed(
    registry: Sealing, kept: Kept, tmp_path: Path
) -> None:
    """When the registry is opened the next time; nothing of them stays behind, nobody is lost,
    and what was handed over is known."""
    registry.submit([submission(number) for number in range(1, 4)])
    everybody = registry.members(REDWOOD, "", 1).items
    said = registry.ask(["key-1", "key-2"])
    as_an_older_version(registry, kept.vault)
    assert numbers_in(registry, tmp_path)
    registry.close()

    for _ in range(2):
        again = kept.open()
        assert numbers_in(again, tmp_path) == set()
        assert again.members(REDWOOD, "", 1).items == everybody
        assert found(again) == [XAVIER.ssn]
        assert again.ask(["key-1", "key-2"]) == said
        assert len(again.submit([submission(1), submission(4)])) == 2
        again.close()


def test_what_cannot_be_all_sealed_is_left_as_it_is(
    registry: Sealing, kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends it in the middle, the next that opens the registry begins anew."""
    as_an_older_version(registry, kept.vault)
    registry.close()
    sealed = Vault.seal
    few = iter(range(5))

    def seal_a_few(*place: Any) -> str:
        if next(few, None) is None:
            raise RegistryUnavailable
        return sealed(*place)

    with monkeypatch.context() as patch, suppress(SetupError):
        patch.setattr(Vault, "seal", seal_a_few)
        kept.open().close()
    again = kept.open()
    assert numbers_in(again, tmp_path) == set()
    assert found(again) == [XAVIER.ssn]
    again.close()


def test_a_registry_that_keeps_nothing_is_left_alone() -> None:
    """It lacks the method, and nobody asks for it."""
    assert not isinstance(FakeRegistry.demonstration(), KeepsSealed)


def in_use(keeper: KeyRotation) -> dict[tuple[KeyKind, str], int]:
    return {(one.kind, one.id): one.values for one in keeper.standings() if one.values}


def as_an_older_version(registry: Sealing, vault: Vault) -> None:
    """Have its tables as they were before there were keys."""
    engine, tables = registry.sealed().engine, registry.sealed().tables
    postgresql = engine.dialect.name == "postgresql"
    with engine.begin() as connection:
        for one in tables:
            name, keys = one.table.name, [column.name for column in one.key]
            for row in connection.execute(one.table.select()).all():
                place = " ".join(row._mapping[key] for key in keys)
                if name == "members":
                    place = f"{row.group_id} {row.member_id}"
                for column in one.sealed:
                    if (kept := row._mapping[column]) is not None:
                        number = vault.unseal(name, place, column, kept)
                        where = " AND ".join(f"{key} = :{key}" for key in keys)
                        connection.execute(
                            text(f"UPDATE {name} SET {column} = :number WHERE {where}"),
                            {"number": number, **{key: row._mapping[key] for key in keys}},
                        )
            if postgresql:
                connection.execute(text(f"ALTER TABLE {name} ALTER ssn TYPE VARCHAR(9)"))
        connection.execute(text("DROP INDEX members_by_ssn_key"))
        connection.execute(text("ALTER TABLE members DROP COLUMN ssn_key"))
        connection.execute(text("CREATE INDEX members_by_ssn ON members (group_id, ssn)"))
