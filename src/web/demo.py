"""The demonstration: a site of its own in one folder, with invented people and known passwords."""

import os
import secrets
from pathlib import Path
from urllib.parse import quote

from web import maintenance
from web.settings import Settings

DEFAULT_FOLDER = ".demo"
DEFAULT_PORT = 8000
_DATABASES = ("site.sqlite3", "registry.sqlite3")
_SECRET = "secret-key"
_KEYS = "keys.json"


def reset(folder: Path) -> None:
    """Remove what a demonstration keeps in the folder, and nothing else that may be there."""
    for name in _DATABASES:
        for end in ("", "-wal", "-shm"):
            (folder / f"{name}{end}").unlink(missing_ok=True)
    for name in (_SECRET, _KEYS):
        (folder / name).unlink(missing_ok=True)


def settings_in(folder: Path) -> Settings:
    """The demonstration's settings; its folder and secret are made where they are not there."""
    folder = folder.absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Settings(
        database_url=_sqlite(folder / _DATABASES[0]),
        secret_key=_secret(folder / _SECRET),
        keys_file=_keys(folder / _KEYS),
        carrier_file=maintenance.DEMONSTRATION_CARRIER,
        registry="demonstration",
        registry_url=_sqlite(folder / _DATABASES[1]),
        allowed_hosts=("localhost", "127.0.0.1"),
        time_zone="America/Los_Angeles",
        demonstration=True,
        https=False,
    )


def prepare(settings: Settings) -> tuple[list[str], str]:
    """Bring the databases up to date and fill what is empty. Returns the administrators' e-mails
    and the password that all of them take."""
    maintenance.migrate_database(settings)
    emails, password = maintenance.seed_demonstration(settings)
    return list(emails), password


def _sqlite(path: Path) -> str:
    """The file's URL: a folder may have a "?" or a "%" in its name."""
    return f"sqlite:///{quote(str(path))}"


def _keys(path: Path) -> Path:
    """The file of keys, made at the first start."""
    if not path.exists():
        maintenance.make_keys(path)
    return path


def _secret(path: Path) -> str:
    """The secret in the file, made at the first start, for its owner alone to read."""
    if not path.exists():
        unfinished = path.with_name(f"{path.name}-new-{os.getpid()}")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        os.replace(unfinished, path)
    return path.read_text(encoding="ascii").strip()
