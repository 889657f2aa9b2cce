"""Opening the demonstration registry as ``adapters.registry.plugins`` opens any."""

from contextlib import suppress

import msgspec
from sqlalchemy import Engine

from adapters.persistence.engine import DatabaseUrlError
from adapters.registry.demonstration.database import connect, sealed
from adapters.registry.demonstration.first_data import DATA_FILE, FirstData, read_data
from adapters.registry.demonstration.registry import DemonstrationRegistry
from adapters.registry.demonstration.seeding import seed_members
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
