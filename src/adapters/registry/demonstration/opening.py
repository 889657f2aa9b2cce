"""Opening the demonstration registry as ``adapters.registry.plugins`` opens any, and giving it its
first members."""

from contextlib import suppress

import msgspec
from sqlalchemy import Engine, insert, select

from adapters.confidential import Vault
from adapters.persistence.engine import DatabaseUrlError, writer
from adapters.registry.demonstration.database import (
    connect,
    family_row,
    group_numbers,
    members,
    metadata,
    sealed,
)
from adapters.registry.demonstration.first_data import DATA_FILE, FirstData, FirstMember, read_data
from adapters.registry.demonstration.registry import DemonstrationRegistry
from adapters.registry.members import reaching
from adapters.registry.plugins import RegistrySetup, SetupError
from adapters.registry.sealing import seal_older
from domain.errors import RegistryUnavailable


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of ``[registry]``: the file of groups and first members."""

    data: str = ""


def open_demonstration(setup: RegistrySetup) -> DemonstrationRegistry:
    """The registry over the database at ENROLL_REGISTRY_URL; see ``seed_demonstration``."""
    groups, engine, vault = _data(setup).groups, _connect(setup), setup.required_vault()
    with suppress(RegistryUnavailable), reaching():  # it may be there later
        seal_older(engine, vault, sealed)
    return DemonstrationRegistry(engine, setup.clock, groups, vault)


def seed_demonstration(setup: RegistrySetup) -> None:
    """Give the registry's database its tables and first members, where they are not there yet."""
    engine = _connect(setup)
    try:
        seed_members(engine, _data(setup), setup.required_vault())
    finally:
        engine.dispose()


def _connect(setup: RegistrySetup) -> Engine:
    try:
        return connect(setup.required_url("the URL of the demonstration registry's own database"))
    except DatabaseUrlError as error:
        raise SetupError(f"ENROLL_REGISTRY_URL: {error}") from None


def _data(setup: RegistrySetup) -> FirstData:
    options = setup.read_options(Options)
    path = setup.folder / options.data if options.data else DATA_FILE
    try:
        return read_data(path)
    except OSError as error:
        raise SetupError(f"registry.data: {path} cannot be read: {error.strerror}.") from None
    except msgspec.MsgspecError as error:
        # Only where in the file: what stands there may be somebody's.
        raise SetupError(f"registry.data: {path} is not such a file: {error}.") from None


def seed_members(engine: Engine, data: FirstData, vault: Vault) -> None:
    """Make the tables and enroll the first members, group by group, where that wasn't done.

    A group that is there already is left as it is, with whoever has been enrolled since.
    """
    seal_older(engine, vault, sealed)
    metadata.create_all(engine)
    with writer(engine).begin() as connection:
        known = set(connection.scalars(select(group_numbers.c.group_id)))
        new = [group.id for group in data.groups if group.id not in known]
        if not new:
            return
        people = [person for person in data.members if person.group_id in new]
        # Subscribers first: their dependents' rows refer to them.
        people.sort(key=lambda person: person.ssn != person.subscriber_ssn)
        subscribers = {
            _family(person): person.member_id
            for person in reversed(people)
            if person.ssn == person.subscriber_ssn
        }
        rows = [
            family_row(person.member(), subscribers[_family(person)], vault) for person in people
        ]
        connection.execute(insert(members), rows)
        connection.execute(
            insert(group_numbers),
            [{"group_id": one, "last_number": _last_number(people, one)} for one in new],
        )


def _family(person: FirstMember) -> tuple[str, str]:
    return person.group_id, person.subscriber_ssn


def _last_number(people: list[FirstMember], group_id: str) -> int:
    """Member ids are the Group ID and a number: 000341-000001."""
    return max(
        (int(one.member_id.rpartition("-")[2]) for one in people if one.group_id == group_id),
        default=0,
    )
