"""The one place that knows which adapters there are, and wires the site together."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import Protocol

from litestar import Litestar

from adapters.carrier_file import CarrierFileError, load_carrier
from adapters.files import FileStoreError, open_file_store
from adapters.passwords import Argon2PasswordHasher
from adapters.persistence import (
    DatabaseUnreachable,
    DatabaseUrlError,
    SqlPersistence,
    migrate,
    migrations_pending,
    open_engine,
)
from adapters.registry.demonstration import (
    ADMINISTRATORS,
    CARRIER_FILE,
    PASSWORD,
    seed_administrators,
)
from adapters.registry.demonstration import seed_demonstration as seed_registry
from adapters.registry.plugins import RegistrySetup, SetupError, open_registry
from adapters.spreadsheet.caching import CachedTemplates
from adapters.spreadsheet.reader import WorkbookReader
from adapters.spreadsheet.template import WorkbookTemplates
from adapters.system import RandomIds, SystemClock
from domain import ports
from domain.access import Administrator, Role
from domain.carrier import Carrier
from domain.delivery import Pace
from domain.places import states_of_zip
from domain.services.access import Access
from domain.services.agreements import Agreements
from domain.services.checking import Checker
from domain.services.delivering import Delivering
from domain.services.groups import Groups
from domain.services.history import History
from domain.services.operating import Operating
from domain.services.retention import Retention
from domain.services.review import Review
from domain.services.submission import Submitting
from domain.services.upload import Uploads
from domain.values import parse_phone
from web.app import create_app
from web.services import Services, Upkeep
from web.settings import Settings, SettingsError

DEMONSTRATION_CARRIER = CARRIER_FILE


@contextmanager
def _settings_at_fault() -> Iterator[None]:
    """What adapters say of settings they cannot work with, as the settings' own errors."""
    try:
        yield
    except (CarrierFileError, SetupError) as error:
        raise SettingsError(list(error.problems)) from None
    except (DatabaseUrlError, DatabaseUnreachable, FileStoreError) as error:
        raise SettingsError([str(error)]) from None


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The carrier, and an adapter for each port. ``checks`` and ``close`` are theirs together."""

    carrier: Carrier
    persistence: ports.Persistence
    registry: ports.MemberRegistry
    reader: ports.SpreadsheetReader
    templates: ports.TemplateWriter
    files: ports.FileStore
    hasher: ports.PasswordHasher
    clock: ports.Clock
    ids: ports.Ids
    checks: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    close: Callable[[], None] = lambda: None


def build(settings: Settings) -> Litestar:
    """The site that the settings describe. Raises SettingsError for what they lack."""
    return create_app(services(settings), settings)


def services(settings: Settings, clock: ports.Clock | None = None) -> Services:
    """The services over the adapters that the settings name; by the machine's clock, unless
    another is given."""
    parts = open_parts(settings, clock or SystemClock(settings.time_zone))
    return wire(parts, settings.pace)


def open_parts(settings: Settings, clock: ports.Clock) -> Parts:
    """The adapters that the settings name. Raises SettingsError."""
    with _settings_at_fault():
        setup = _registry_setup(settings, clock)
        engine = open_engine(settings.database_url)
        files = open_file_store(settings.documents, engine, clock, settings.s3_endpoint)
        registry = open_registry(settings.registry, setup)
    persistence = SqlPersistence(engine)

    def close() -> None:
        registry.close()
        files.close()
        persistence.close()

    return Parts(
        carrier=setup.carrier,
        persistence=persistence,
        registry=registry,
        reader=WorkbookReader(),
        templates=CachedTemplates(WorkbookTemplates()),
        files=files,
        hasher=Argon2PasswordHasher(),
        clock=clock,
        ids=RandomIds(),
        checks={
            "database": _reached(persistence),
            "migrations": lambda: not migrations_pending(engine),
        },
        close=close,
    )


def wire(parts: Parts, pace: Pace | None = None) -> Services:
    """The services over these parts."""
    kept = (parts.persistence, parts.clock)
    checker = Checker(parts.carrier, parts.registry, parts.clock)
    bell = Event()

    return Services(
        access=Access(parts.persistence, parts.hasher, parts.clock, parts.ids),
        groups=Groups(parts.carrier, parts.registry, *kept, parts.templates),
        uploads=Uploads(parts.reader, checker, *kept, parts.ids),
        review=Review(checker, *kept),
        submitting=Submitting(checker, *kept, parts.ids, ring=bell.set),
        delivering=Delivering(parts.registry, *kept, parts.ids, pace),
        operating=Operating(*kept, parts.ids),
        history=History(parts.registry, parts.persistence),
        agreements=Agreements(checker, parts.persistence, parts.files, parts.clock, parts.ids),
        clock=parts.clock,
        bell=bell,
        upkeep=Upkeep(
            checks={
                "registry": _reached(parts.registry),
                "documents": _reached(parts.files),
                **parts.checks,
            },
            warm=_warm,
            purge=Retention(parts.persistence, parts.files, parts.clock).purge,
            close=parts.close,
        ),
    )


def _warm() -> None:
    """Load what the first upload would otherwise wait for: ZIP codes and telephone plans."""
    states_of_zip("00000")
    parse_phone("(202) 555-0100")
    # Hundreds of thousands of objects that stay for good: no use to look through them for garbage.
    gc.collect()
    gc.freeze()


@_settings_at_fault()
def migrate_database(settings: Settings) -> None:
    """Bring the site's database to its present shape."""
    migrate(settings.database_url)


@_settings_at_fault()
def database_is_current(settings: Settings) -> bool:
    engine = open_engine(settings.database_url)
    try:
        return not migrations_pending(engine)
    finally:
        engine.dispose()


@_settings_at_fault()
def add_administrator(
    settings: Settings, email: str, name: str, grants: Mapping[str, Role], password: str
) -> None:
    """Let somebody sign in. Raises SettingsError when the e-mail is somebody's already."""
    engine = open_engine(settings.database_url)
    persistence = SqlPersistence(engine)
    (own_id,) = RandomIds().new()
    try:
        with persistence.writing() as uow:
            uow.administrators.add(
                Administrator(own_id, email, name, grants), Argon2PasswordHasher().hash(password)
            )
            uow.commit()
    except ports.Conflict:
        raise SettingsError([f"{email} is an administrator already."]) from None
    finally:
        persistence.close()


@_settings_at_fault()
def seed_demonstration(settings: Settings) -> tuple[Sequence[str], str]:
    """Give the demonstration its carrier's members and its administrators, where they are not
    there yet. Returns the administrators' e-mails and the password that all of them take."""
    seed_registry(_registry_setup(settings, SystemClock(settings.time_zone)))
    engine = open_engine(settings.database_url)
    try:
        seed_administrators(SqlPersistence(engine), Argon2PasswordHasher(), RandomIds())
    finally:
        engine.dispose()
    return [one.email for one in ADMINISTRATORS], PASSWORD


def _registry_setup(settings: Settings, clock: ports.Clock) -> RegistrySetup:
    file = load_carrier(settings.carrier_file)
    return RegistrySetup(
        carrier=file.carrier,
        clock=clock,
        url=settings.registry_url,
        token=settings.registry_token,
        options=file.registry,
        folder=settings.carrier_file.parent,
    )


class _Reachable(Protocol):
    def ping(self) -> None: ...


def _reached(port: _Reachable) -> Callable[[], bool]:
    def check() -> bool:
        port.ping()
        return True

    return check
