"""What differs between installations, read from the environment once, at the start."""

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

SHORTEST_SECRET = 32
_MAKE_SECRET = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
_YES = {"1", "yes", "true", "on"}
_NO = {"", "0", "no", "false", "off"}


class SettingsError(Exception):
    """The environment does not say enough to start; one sentence for each thing to mend."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How this installation runs.

    ``secret_key`` signs the tokens of forms; a new one makes every open page's forms stale.
    ``https`` is whether browsers reach the site over HTTPS, through a proxy or not: cookies are
    Secure then. ``allowed_hosts`` are the names the site answers to, without ports.
    ``registry`` names the adapter of the carrier's member registry, ``registry_url`` where it is.
    """

    database_url: str
    secret_key: str
    files_dir: Path
    registry: str
    registry_url: str
    allowed_hosts: tuple[str, ...]
    time_zone: str
    demonstration: bool = False
    https: bool = True


def from_environment(environ: Mapping[str, str]) -> Settings:
    """The settings in the ``ENROLL_`` variables. Raises SettingsError naming all that is missing.

    Nothing has a secret default: a server without its own secrets does not start.
    """
    problems: list[str] = []

    def required(name: str, what: str) -> str:
        value = environ.get(name, "").strip()
        if not value:
            problems.append(f"{name} is not set. It is {what}.")
        return value

    def switch(name: str, default: str) -> bool:
        value = environ.get(name, default).strip().lower()
        if value not in _YES | _NO:
            problems.append(f"{name} is {value!r}. Set it to yes or no.")
        return value in _YES

    secret = environ.get("ENROLL_SECRET_KEY", "").strip()
    if len(secret) < SHORTEST_SECRET:
        state = "shorter than" if secret else "not set; it needs at least"
        problems.append(
            f"ENROLL_SECRET_KEY is {state} {SHORTEST_SECRET} characters. Make one with:"
            f" {_MAKE_SECRET}"
        )
    time_zone = required("ENROLL_TIME_ZONE", "the carrier's, such as America/Chicago")
    if time_zone and not _known_zone(time_zone):
        problems.append(
            f"ENROLL_TIME_ZONE is {time_zone!r}, which is no time zone known here. Use a name such"
            " as America/Chicago."
        )
    demonstration = switch("ENROLL_DEMONSTRATION", "no")
    settings = Settings(
        database_url=required(
            "ENROLL_DATABASE_URL",
            "where the data is, such as postgresql+psycopg://… or sqlite:////srv/enroll.sqlite3",
        ),
        secret_key=secret,
        files_dir=Path(required("ENROLL_FILES_DIR", "the folder that uploaded documents go to")),
        registry=required(
            "ENROLL_REGISTRY",
            "the kind of the carrier's member registry; the one there is: demonstration",
        ),
        registry_url=required(
            "ENROLL_REGISTRY_URL",
            "where the registry is; for the demonstration's, the URL of its database",
        ),
        allowed_hosts=tuple(
            required("ENROLL_ALLOWED_HOSTS", "the site's host names, such as enroll.example.com")
            .lower()
            .replace(",", " ")
            .split()
        ),
        time_zone=time_zone,
        demonstration=demonstration,
        https=switch("ENROLL_HTTPS", "no" if demonstration else "yes"),
    )
    if problems:
        raise SettingsError(problems)
    return settings


def _known_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
