"""The one place that knows which adapters there are, and makes a site of them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from litestar import Litestar
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from adapters import keyring, persistence
from adapters.carrier_file import CarrierFileError, load_carrier
from adapters.common_passwords import CommonPasswords
from adapters.files import FileStoreError, open_file_store
from adapters.openid import OpenIdProvider, ProviderSettingsError, open_provider
from adapters.passwords import Argon2PasswordHasher
from adapters.registry.demonstration import (
    ADMINISTRATORS,
    CARRIER_FILE,
    PASSWORD,
    seed_administrators,
)
from adapters.registry.demonstration import seed_demonstration as seed_registry
from adapters.registry.plugins import RegistrySetup, SetupError, open_registry
from adapters.registry.sealing import KeepsSealed
from adapters.scanning import ScannerError, open_scanner
from adapters.spreadsheet.caching import CachedTemplates
from adapters.spreadsheet.reader import WorkbookReader
from adapters.spreadsheet.readers.pool import Readers
from adapters.spreadsheet.template import WorkbookTemplates
from adapters.system import RandomIds, SystemClock
from domain import ports
from domain.errors import FileRefused
from web.app import create_app
from web.origin import origin
from web.readiness import reached
from web.services import Services
from web.settings import Settings, SettingsError
from web.wiring import Parts, wire

DEMONSTRATION_CARRIER = CARRIER_FILE


_SAYING_WHY = (
    persistence.DatabaseUrlError,
    persistence.DatabaseUnreachable,
    persistence.BackupError,
    FileStoreError,
    ScannerError,
    ProviderSettingsError,
    keyring.KeysError,
)


@contextmanager
def _settings_at_fault() -> Iterator[None]:
    """What adapters say of settings they cannot work with, as the settings' own errors."""
    try:
        yield
    except (CarrierFileError, SetupError) as error:
        raise SettingsError(list(error.problems)) from None
    except _SAYING_WHY as error:
        raise SettingsError([str(error)]) from None


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
        failure = persistence.DatabaseUnreachable(make_url(settings.database_url), error)
        raise SettingsError([str(failure)]) from None
    finally:
        found.upkeep.close()


def open_parts(settings: Settings, clock: ports.Clock) -> Parts:
    """The adapters that the settings name. Raises SettingsError."""
    with _settings_at_fault():
        vault = persistence.Vault(_keys(settings))
        setup = _registry_setup(settings, clock, vault)
        engine = persistence.open_engine(settings.database_url)
        files = open_file_store(settings.documents, engine, clock, settings.s3_endpoint)
        scanner = open_scanner(settings.clamd)
        provider = _provider(settings, clock)
        registry = open_registry(settings.registry, setup)
    kept = persistence.SqlPersistence(engine, origin, vault=vault)
    readers = Readers(settings.readers)

    def close() -> None:
        readers.close()
        registry.close()
        files.close()
        kept.close()

    return Parts(
        carrier=setup.carrier,
        persistence=kept,
        registry=registry,
        reader=WorkbookReader(readers.contents),
        templates=CachedTemplates(WorkbookTemplates()),
        files=files,
        hasher=Argon2PasswordHasher(),
        common_passwords=CommonPasswords(),
        clock=clock,
        ids=RandomIds(),
        scanner=scanner,
        provider=provider,
        checks={
            "database": reached(kept),
            "migrations": lambda: not persistence.migrations_pending(engine),
        },
        warm=readers.warm,
        close=close,
    )


def _provider(settings: Settings, clock: ports.Clock) -> OpenIdProvider | None:
    if not settings.oidc_issuer:
        return None
    return open_provider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        settings.oidc_name,
        clock,
    )


@_settings_at_fault()
def make_keys(path: Path | None) -> str:
    """New keys in a new file, or as the text for ENROLL_KEYS. Raises SettingsError."""
    ring = keyring.new_keyring(SystemClock().now())
    if path is None:
        return keyring.text_of(ring)
    keyring.make_keys_file(path, ring)
    return ""


@contextmanager
def keys_kept(settings: Settings) -> Iterator[persistence.KeyKeeper]:
    """The site's keys, to be changed. Raises SettingsError, also for what is done in between."""
    with _settings_at_fault():
        keys, clock = _keys(settings), SystemClock(settings.time_zone)
        engine = persistence.open_engine(settings.database_url)
        # Its own, too, must be there to be counted before a key goes.
        setup = _registry_setup(settings, clock, persistence.Vault(keys))
        registry = open_registry(settings.registry, setup)
        others = [registry.sealed()] if isinstance(registry, KeepsSealed) else []
        keeper = persistence.KeyKeeper(engine, keys, clock.now, others)
        try:
            yield keeper
        finally:
            registry.close()
            keeper.close()


def _keys(settings: Settings) -> keyring.KeySource:
    if settings.keys_file:
        return keyring.KeySource.in_file(settings.keys_file)
    return keyring.KeySource.in_variable(settings.keys)


@_settings_at_fault()
def migrate_database(settings: Settings, report: ReportProgress = lambda done, of: None) -> None:
    """Bring the site's database to its present shape, and encrypt what was kept before there were
    keys."""
    persistence.prepare(settings.database_url, persistence.Vault(_keys(settings)), report)


@_settings_at_fault()
def database_is_current(settings: Settings) -> bool:
    """Raises SettingsError also where the database needs keys that are not here."""
    return persistence.is_prepared(settings.database_url, persistence.Vault(_keys(settings)))


@_settings_at_fault()
def back_up_database(settings: Settings, target: Path, report: ReportProgress) -> None:
    """Copy the site's database into a new file, while the site runs. Raises SettingsError."""
    persistence.back_up(settings.database_url, target, report)


@_settings_at_fault()
def restore_database(
    settings: Settings, source: Path, report: ReportProgress, *, replace: bool
) -> None:
    """Have the site's database be what the copy is, instead of nothing, or of what is there when
    that is to be replaced. Raises SettingsError."""
    persistence.restore(settings.database_url, source, report, replace=replace)


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
        clock = SystemClock(settings.time_zone)
        setup = _registry_setup(settings, clock, persistence.Vault(_keys(settings)))
        taken = x12.import_roster(setup, path, report)
    except x12.RosterRefused as refusal:
        raise FileRefused("roster", "\n".join(refusal.problems)) from None
    return taken.members, len(taken.group_ids)


@_settings_at_fault()
def seed_demonstration(settings: Settings) -> tuple[Sequence[str], str]:
    """Give the demonstration its carrier's members and its administrators, where they are not
    there yet. Returns the administrators' e-mails and the password that all of them take."""
    vault = persistence.Vault(_keys(settings))
    seed_registry(_registry_setup(settings, SystemClock(settings.time_zone), vault))
    engine = persistence.open_engine(settings.database_url)
    try:
        kept = persistence.SqlPersistence(engine, vault=vault)
        seed_administrators(kept, Argon2PasswordHasher(), RandomIds())
    finally:
        engine.dispose()
    return [one.email for one in ADMINISTRATORS], PASSWORD


def _registry_setup(
    settings: Settings, clock: ports.Clock, vault: persistence.Vault
) -> RegistrySetup:
    file = load_carrier(settings.carrier_file)
    return RegistrySetup(
        carrier=file.carrier,
        clock=clock,
        url=settings.registry_url,
        token=settings.registry_token,
        options=file.registry,
        folder=settings.carrier_file.parent,
        vault=vault,
    )
