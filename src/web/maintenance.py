"""What an operator does beside serving: keys, the database's shape, copies of it, a roster, the
demonstration."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from adapters import keyring, persistence
from adapters.passwords import Argon2PasswordHasher
from adapters.registry.demonstration import (
    ADMINISTRATORS,
    CARRIER_FILE,
    PASSWORD,
    seed_administrators,
)
from adapters.registry.demonstration import seed_demonstration as seed_registry
from adapters.registry.plugins import open_registry
from adapters.registry.sealing import KeepsSealed
from adapters.system import RandomIds, SystemClock
from domain.errors import FileRefused
from web.bootstrap import key_source, registry_setup, settings_at_fault
from web.settings import Settings, SettingsError

DEMONSTRATION_CARRIER = CARRIER_FILE

ReportProgress = Callable[[int, int], None]
"""Is told how much is done, of how much."""


@settings_at_fault()
def make_keys(path: Path | None) -> str:
    """New keys in a new file, or as the text for ENROLL_KEYS. Raises SettingsError."""
    ring = keyring.new_keyring(SystemClock().now())
    if path is None:
        return keyring.text_of(ring)
    keyring.make_keys_file(path, ring)
    return ""


@contextmanager
def key_rotation(settings: Settings) -> Iterator[persistence.KeyRotation]:
    """The site's keys, to be changed. Raises SettingsError, also for what is done in between."""
    with settings_at_fault():
        keys, clock = key_source(settings), SystemClock(settings.time_zone)
        engine = persistence.open_engine(settings.database_url)
        # What the registry has sealed must be counted too before a key goes.
        setup = registry_setup(settings, clock, persistence.Vault(keys))
        registry = open_registry(settings.registry, setup)
        others = [registry.sealed()] if isinstance(registry, KeepsSealed) else []
        keeper = persistence.KeyRotation(engine, keys, clock.now, others)
        try:
            yield keeper
        finally:
            registry.close()
            keeper.close()


@settings_at_fault()
def migrate_database(settings: Settings, report: ReportProgress = lambda done, of: None) -> None:
    """Bring the site's database to its present shape, and encrypt what was kept before there were
    keys."""
    persistence.prepare(settings.database_url, persistence.Vault(key_source(settings)), report)


@settings_at_fault()
def database_is_current(settings: Settings) -> bool:
    """Raises SettingsError also where the database needs keys that are not here."""
    return persistence.is_prepared(settings.database_url, persistence.Vault(key_source(settings)))


@settings_at_fault()
def back_up_database(settings: Settings, target: Path, report: ReportProgress) -> None:
    """Copy the site's database into a new file, while the site runs. Raises SettingsError."""
    persistence.back_up(settings.database_url, target, report)


@settings_at_fault()
def restore_database(
    settings: Settings, source: Path, report: ReportProgress, *, replace: bool
) -> None:
    """Make the site's database what the copy is, in place of nothing, or of what is there where
    that is to be replaced. Raises SettingsError."""
    persistence.restore(settings.database_url, source, report, replace=replace)


@settings_at_fault()
def import_roster(settings: Settings, path: Path, report: ReportProgress) -> tuple[int, int]:
    """Make the registry's members those in the file; returns how many they are, and of how many
    groups. Raises SettingsError where the registry takes none, FileRefused and
    RegistryUnavailable."""
    if settings.registry != "x12-834":
        raise SettingsError(
            [
                f"The registry {settings.registry!r} takes no roster. Only x12-834 does; others"
                " know their members themselves."
            ]
        )
    from adapters.registry import x12  # loaded only where it is used

    try:
        clock = SystemClock(settings.time_zone)
        setup = registry_setup(settings, clock, persistence.Vault(key_source(settings)))
        taken = x12.import_roster(setup, path, report)
    except x12.RosterRefused as refusal:
        raise FileRefused("roster", "\n".join(refusal.problems)) from None
    return taken.members, len(taken.group_ids)


@settings_at_fault()
def seed_demonstration(settings: Settings) -> tuple[Sequence[str], str]:
    """Give the demonstration its carrier's members and its administrators, where they are not
    there yet. Returns the administrators' e-mails and the password that all of them take."""
    vault = persistence.Vault(key_source(settings))
    seed_registry(registry_setup(settings, SystemClock(settings.time_zone), vault))
    engine = persistence.open_engine(settings.database_url)
    try:
        kept = persistence.SqlPersistence(engine, vault=vault)
        seed_administrators(kept, Argon2PasswordHasher(), RandomIds())
    finally:
        engine.dispose()
    return [one.email for one in ADMINISTRATORS], PASSWORD
