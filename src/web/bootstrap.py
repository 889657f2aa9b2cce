"""The one place that knows which adapters there are, and wires the site together."""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from litestar import Litestar

from adapters.files import FolderFileStore
from adapters.passwords import Argon2PasswordHasher
from adapters.persistence import SqlPersistence, migrate, migrations_pending, open_engine
from adapters.registry.demonstration import (
    ADMINISTRATORS,
    PASSWORD,
    DemonstrationRegistry,
    connect,
    seed_administrators,
    seed_members,
)
from adapters.spreadsheet.caching import CachedTemplates
from adapters.spreadsheet.reader import WorkbookReader
from adapters.spreadsheet.template import WorkbookTemplates
from adapters.system import RandomIds, SystemClock
from domain import ports
from domain.access import Administrator, Role
from domain.places import states_of_zip
from domain.services.access import Access
from domain.services.agreements import Agreements
from domain.services.checking import Checker
from domain.services.groups import Groups
from domain.services.history import History
from domain.services.review import Review
from domain.services.submission import Submitting
from domain.services.upload import Uploads
from domain.values import parse_phone
from web.app import create_app
from web.services import Services, Upkeep
from web.settings import Settings, SettingsError


@dataclass(frozen=True, kw_only=True)
class Parts:
    """An adapter for each port."""

    persistence: ports.Persistence
    registry: ports.MemberRegistry
    reader: ports.SpreadsheetReader
    templates: ports.TemplateWriter
    files: ports.FileStore
    hasher: ports.PasswordHasher
    clock: ports.Clock
    ids: ports.Ids


def build(settings: Settings) -> Litestar:
    """The site that the settings describe. Raises SettingsError for a registry it has not."""
    return create_app(services(settings), settings)


def services(settings: Settings, clock: ports.Clock | None = None) -> Services:
    """The services over the adapters that the settings name; by the machine's clock, unless
    another is given."""
    clock = clock or SystemClock(settings.time_zone)
    registry = _registry(settings, clock)
    engine = open_engine(settings.database_url)
    persistence = SqlPersistence(engine)

    def answers() -> bool:
        persistence.ping()
        return True

    def close() -> None:
        persistence.close()
        registry.close()

    return wire(
        Parts(
            persistence=persistence,
            registry=registry,
            reader=WorkbookReader(),
            templates=CachedTemplates(WorkbookTemplates()),
            files=FolderFileStore(settings.files_dir),
            hasher=Argon2PasswordHasher(),
            clock=clock,
            ids=RandomIds(),
        ),
        checks={
            "database": answers,
            "migrations": lambda: not migrations_pending(engine),
        },
        close=close,
    )


def wire(
    parts: Parts,
    checks: Mapping[str, Callable[[], bool]] | None = None,
    close: Callable[[], None] = lambda: None,
) -> Services:
    """The services over these parts; what the registry is asked first is also its check."""
    checker = Checker(parts.registry, parts.clock)
    kept = (parts.persistence, parts.clock)

    def purge() -> int:
        names = parts.persistence.purge(parts.clock.now())
        for name in names:
            parts.files.remove(name)
        return len(names)

    return Services(
        access=Access(parts.persistence, parts.hasher, parts.clock, parts.ids),
        groups=Groups(parts.registry, *kept, parts.templates),
        uploads=Uploads(parts.reader, checker, *kept, parts.ids),
        review=Review(checker, *kept),
        submitting=Submitting(parts.registry, checker, *kept, parts.ids),
        history=History(parts.registry, parts.persistence),
        agreements=Agreements(checker, parts.persistence, parts.files, parts.clock, parts.ids),
        clock=parts.clock,
        upkeep=Upkeep(
            checks={"registry": lambda: bool(parts.registry.carrier().regions), **(checks or {})},
            warm=_warm,
            purge=purge,
            close=close,
        ),
    )


def _warm() -> None:
    """Load what the first upload would otherwise wait for: ZIP codes and telephone plans."""
    states_of_zip("00000")
    parse_phone("(202) 555-0100")
    # Hundreds of thousands of objects that stay for good: no use to look through them for garbage.
    gc.collect()
    gc.freeze()


def migrate_database(settings: Settings) -> None:
    """Bring the site's database to its present shape."""
    migrate(settings.database_url)


def database_is_current(settings: Settings) -> bool:
    engine = open_engine(settings.database_url)
    try:
        return not migrations_pending(engine)
    finally:
        engine.dispose()


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


def seed_demonstration(settings: Settings) -> tuple[Sequence[str], str]:
    """Give the demonstration its carrier's members and its administrators, where they are not
    there yet. Returns the administrators' e-mails and the password that all of them take."""
    registry = connect(settings.registry_url)
    engine = open_engine(settings.database_url)
    try:
        seed_members(registry)
        seed_administrators(SqlPersistence(engine), Argon2PasswordHasher(), RandomIds())
    finally:
        registry.dispose()
        engine.dispose()
    return [one.email for one in ADMINISTRATORS], PASSWORD


def _registry(settings: Settings, clock: ports.Clock) -> DemonstrationRegistry:
    if settings.registry != "demonstration":
        raise SettingsError(
            [
                f"ENROLL_REGISTRY is {settings.registry!r}. The registry there is an adapter for"
                " is: demonstration."
            ]
        )
    return DemonstrationRegistry(connect(settings.registry_url), clock)
