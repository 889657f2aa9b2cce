"""The one place that knows which adapters there are, and wires the site together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Protocol

from litestar import Litestar
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from adapters.carrier_file import CarrierFileError, load_carrier
from adapters.files import FileStoreError, open_file_store
from adapters.passwords import Argon2PasswordHasher
from adapters.persistence import (
    BackupError,
    DatabaseUnreachable,
    DatabaseUrlError,
    SqlPersistence,
    back_up,
    migrate,
    migrations_pending,
    open_engine,
    restore,
)
from adapters.registry.demonstration import (
    ADMINISTRATORS,
    CARRIER_FILE,
    PASSWORD,
    seed_administrators,
)
from adapters.registry.demonstration import seed_demonstration as seed_registry
from adapters.registry.plugins import RegistrySetup, SetupError, open_registry
from adapters.scanning import ScannerError, open_scanner
from adapters.spreadsheet.caching import CachedTemplates
from adapters.spreadsheet.reader import WorkbookReader
from adapters.spreadsheet.readers.pool import Readers
from adapters.spreadsheet.template import WorkbookTemplates
from adapters.system import RandomIds, SystemClock
from domain import ports
from domain.carrier import Carrier
from domain.delivery import Pace
from domain.errors import FileRefused
from domain.services.access import Access
from domain.services.administrators import Administrators
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
from web.app import create_app
from web.origin import origin
from web.services import Services, Upkeep
from web.settings import Settings, SettingsError
from web.warming import load_tables

DEMONSTRATION_CARRIER = CARRIER_FILE


@contextmanager
def _settings_at_fault() -> Iterator[None]:
    """What adapters say of settings they cannot work with, as the settings' own errors."""
    try:
        yield
    except (CarrierFileError, SetupError) as error:
        raise SettingsError(list(error.problems)) from None
    except (
        DatabaseUrlError,
        DatabaseUnreachable,
        BackupError,
        FileStoreError,
        ScannerError,
    ) as error:
        raise SettingsError([str(error)]) from None


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The carrier, and an adapter for each port. ``checks``, ``warm`` and ``close`` are theirs
    together."""

    carrier: Carrier
    persistence: ports.Persistence
    registry: ports.MemberRegistry
    reader: ports.SpreadsheetReader
    templates: ports.TemplateWriter
    files: ports.FileStore
    hasher: ports.PasswordHasher
    clock: ports.Clock
    ids: ports.Ids
    scanner: ports.Scanner | None = None
    checks: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    warm: Callable[[], None] = lambda: None
    close: Callable[[], None] = lambda: None


ReportProgress = Callable[[int, int], None]
"""Is told how much is done, of how much."""


def build(settings: Settings) -> Litestar:
    """The site that the settings describe. Raises SettingsError for what they lack."""
    return create_app(services(settings), settings)


def services(settings: Settings, clock: ports.Clock | None = None) -> Services:
    """The services over the adapters that the settings name; by the machine's clock, unless
    another is given."""
    parts = open_parts(settings, clock or SystemClock(settings.time_zone))
    return wire(parts, settings.pace)


@contextmanager
def opened(settings: Settings) -> Iterator[Services]:
    """The services, closed at the end. Raises SettingsError, also when the database does not
    answer in between."""
    found = services(settings)
    try:
        yield found
    except OperationalError as error:
        failure = DatabaseUnreachable(make_url(settings.database_url), error)
        raise SettingsError([str(failure)]) from None
    finally:
        found.upkeep.close()


def open_parts(settings: Settings, clock: ports.Clock) -> Parts:
    """The adapters that the settings name. Raises SettingsError."""
    with _settings_at_fault():
        setup = _registry_setup(settings, clock)
        engine = open_engine(settings.database_url)
        files = open_file_store(settings.documents, engine, clock, settings.s3_endpoint)
        scanner = open_scanner(settings.clamd)
        registry = open_registry(settings.registry, setup)
    persistence = SqlPersistence(engine, origin)
    readers = Readers(settings.readers)

    def close() -> None:
        readers.close()
        registry.close()
        files.close()
        persistence.close()

    return Parts(
        carrier=setup.carrier,
        persistence=persistence,
        registry=registry,
        reader=WorkbookReader(readers.contents),
        templates=CachedTemplates(WorkbookTemplates()),
        files=files,
        hasher=Argon2PasswordHasher(),
        clock=clock,
        ids=RandomIds(),
        scanner=scanner,
        checks={
            "database": _reached(persistence),
            "migrations": lambda: not migrations_pending(engine),
        },
        warm=readers.warm,
        close=close,
    )


def wire(parts: Parts, pace: Pace | None = None) -> Services:
    """The services over these parts."""
    kept = (parts.persistence, parts.clock)
    checker = Checker(parts.carrier, parts.registry, parts.clock)
    bell = Event()

    def warm() -> None:
        parts.warm()
        load_tables()

    return Services(
        access=Access(parts.persistence, parts.hasher, parts.clock, parts.ids),
        groups=Groups(parts.carrier, parts.registry, *kept, parts.templates),
        uploads=Uploads(parts.reader, checker, *kept, parts.ids),
        review=Review(checker, *kept),
        submitting=Submitting(checker, *kept, parts.ids, ring=bell.set),
        delivering=Delivering(parts.registry, *kept, parts.ids, pace),
        operating=Operating(*kept, parts.ids),
        history=History(parts.registry, parts.persistence),
        agreements=Agreements(
            checker, parts.persistence, parts.files, parts.clock, parts.ids, parts.scanner
        ),
        administrators=Administrators(parts.persistence, parts.hasher, parts.ids),
        clock=parts.clock,
        bell=bell,
        upkeep=Upkeep(
            checks={
                "registry": _reached(parts.registry),
                "documents": _reached(parts.files),
                **({"scanner": _reached(parts.scanner)} if parts.scanner else {}),
                **parts.checks,
            },
            warm=warm,
            purge=Retention(parts.persistence, parts.files, parts.clock).purge,
            close=parts.close,
        ),
    )


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
def back_up_database(settings: Settings, target: Path, report: ReportProgress) -> None:
    """Copy the site's database into a new file, while the site runs. Raises SettingsError."""
    back_up(settings.database_url, target, report)


@_settings_at_fault()
def restore_database(
    settings: Settings, source: Path, report: ReportProgress, *, replace: bool
) -> None:
    """Have the site's database be what the copy is, instead of nothing, or of what is there when
    that is to be replaced. Raises SettingsError."""
    restore(settings.database_url, source, report, replace=replace)


@_settings_at_fault()
def import_roster(settings: Settings, path: Path, report: ReportProgress) -> tuple[int, int]:
    """Have the registry's members be those in the file: how many, and of how many groups.
    Raises SettingsError where the registry takes none, FileRefused and RegistryUnavailable."""
    if settings.registry != "x12-834":
        raise SettingsError(
            [
                f"The registry {settings.registry!r} takes no roster. Only x12-834 does; others"
                " know their members themselves."
            ]
        )
    from adapters.registry import x12  # loaded by whom it concerns alone

    try:
        setup = _registry_setup(settings, SystemClock(settings.time_zone))
        taken = x12.import_roster(setup, path, report)
    except x12.RosterRefused as refusal:
        raise FileRefused("roster", "\n".join(refusal.problems)) from None
    return taken.members, len(taken.group_ids)


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
