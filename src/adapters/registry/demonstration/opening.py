"""Opening the demonstration registry as ``adapters.registry.plugins`` opens any."""

import msgspec

from adapters.registry.demonstration.database import connect
from adapters.registry.demonstration.first_data import DATA_FILE, FirstData, read_data
from adapters.registry.demonstration.registry import DemonstrationRegistry
from adapters.registry.demonstration.seeding import seed_members
from adapters.registry.plugins import RegistrySetup, SetupError


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of ``[registry]``: the file of groups and first members."""

    data: str = ""


def open_demonstration(setup: RegistrySetup) -> DemonstrationRegistry:
    """The registry over the database at ENROLL_REGISTRY_URL; see ``seed_demonstration``."""
    return DemonstrationRegistry(connect(_url(setup)), setup.clock, _data(setup).groups)


def seed_demonstration(setup: RegistrySetup) -> None:
    """Give the registry's database its tables and first members, where they are not there yet."""
    engine = connect(_url(setup))
    try:
        seed_members(engine, _data(setup))
    finally:
        engine.dispose()


def _url(setup: RegistrySetup) -> str:
    return setup.required_url("the URL of the demonstration registry's own database")


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
