"""What differs between installations, read from the environment once, at the start."""

import math
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from domain.delivery import Pace
from domain.ports import CALL_LIMIT

SHORTEST_SECRET = 32
MOST_READERS = 64
_MAKE_SECRET = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
_YES = {"1", "yes", "true", "on"}
_NO = {"", "0", "no", "false", "off"}


class SettingsError(Exception):
    """The environment does not say enough to start; one sentence for each thing to mend."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Hidden:
    """A secret that is in no representation of whatever holds it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "Hidden()"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How this installation runs.

    ``secret_key`` signs the tokens of forms; a new one makes every open page's forms stale.
    ``https`` is whether browsers reach the site over HTTPS, through a proxy or not: cookies are
    Secure then. ``allowed_hosts`` are the names the site answers to, without ports.
    ``keys_file`` holds the keys that people's numbers are kept under; or ``keys`` is the text of
    such a file. ``carrier_file`` describes the carrier, ``registry`` names the adapter of its
    member registry.
    ``documents`` is where uploaded documents are kept: "database", or "s3://bucket/prefix".
    ``clamd`` is where uploaded documents are scanned, "" for nowhere.
    ``delivers`` is whether web servers deliver submissions themselves, or leave it to workers.
    ``readers`` is how many uploaded files each web server reads at a time.
    ``second_factor_required`` is whether everybody has to have one.
    ``oidc_issuer`` is the identity provider that people may sign in through, "" for none; it knows
    the site as ``oidc_client_id`` by ``oidc_client_secret``, and people call it ``oidc_name``.
    ``metrics_token`` lets metrics be read; "" for nobody.
    """

    carrier_file: Path
    database_url: str
    secret_key: str
    keys_file: Path | None = None
    keys: Hidden = Hidden("")
    registry: str
    registry_url: str = ""
    registry_token: str = ""
    allowed_hosts: tuple[str, ...]
    time_zone: str
    documents: str = "database"
    s3_endpoint: str = ""
    clamd: str = ""
    delivers: bool = True
    lease_seconds: float = 60.0
    retry_seconds: float = 2.0
    readers: int = 2
    metrics_token: str = ""
    second_factor_required: bool = False
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: Hidden = Hidden("")
    oidc_name: str = ""
    demonstration: bool = False
    https: bool = True

    @property
    def pace(self) -> Pace:
        """How submissions are delivered."""
        return Pace(
            lease=timedelta(seconds=self.lease_seconds),
            first_retry=timedelta(seconds=self.retry_seconds),
        )


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
    keys_file = environ.get("ENROLL_KEYS_FILE", "").strip()
    keys = environ.get("ENROLL_KEYS", "").strip()
    if not keys_file and not keys:
        problems.append(
            "ENROLL_KEYS_FILE is not set. It is the file of the keys that Social Security numbers"
            " are encrypted with. Make one with: enroll keys make FILE"
        )
    if keys_file and keys:
        problems.append("ENROLL_KEYS_FILE and ENROLL_KEYS are both set. Leave one of them out.")
    time_zone = required("ENROLL_TIME_ZONE", "the carrier's, such as America/Chicago")
    if time_zone and not _known_zone(time_zone):
        problems.append(
            f"ENROLL_TIME_ZONE is {time_zone!r}, which is no time zone known here. Use a name such"
            " as America/Chicago."
        )

    def seconds(name: str, default: float) -> float:
        value = environ.get(name, "").strip() or str(default)
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not 0 < number < 86400:
            problems.append(f"{name} is {value!r}. Set it to a number of seconds, at most a day.")
        return number

    lease = seconds("ENROLL_LEASE_SECONDS", 60.0)
    if lease <= CALL_LIMIT:
        problems.append(
            f"ENROLL_LEASE_SECONDS is {lease:g}. A call of the carrier may take {CALL_LIMIT:g}"
            " seconds: set it to more."
        )
    readers = environ.get("ENROLL_READERS", "").strip() or "2"
    if not (readers.isdecimal() and 1 <= int(readers) <= MOST_READERS):
        problems.append(
            f"ENROLL_READERS is {readers!r}. Set it to how many uploaded files a web server reads"
            f" at a time, from 1 to {MOST_READERS}."
        )
        readers = "2"
    demonstration = switch("ENROLL_DEMONSTRATION", "no")
    delivery = environ.get("ENROLL_DELIVERY", "").strip() or "server"
    if delivery not in ("server", "worker"):
        problems.append(
            f'ENROLL_DELIVERY is {delivery!r}. Set it to server, or to worker where "enroll'
            ' worker" runs beside it.'
        )
    second_factor = environ.get("ENROLL_SECOND_FACTOR", "").strip() or "optional"
    if second_factor not in ("optional", "required"):
        problems.append(
            f"ENROLL_SECOND_FACTOR is {second_factor!r}. Set it to optional or required."
        )
    issuer = environ.get("ENROLL_OIDC_ISSUER", "").strip()
    client_id = environ.get("ENROLL_OIDC_CLIENT_ID", "").strip()
    client_secret = environ.get("ENROLL_OIDC_CLIENT_SECRET", "").strip()
    oidc = {
        "ENROLL_OIDC_ISSUER": issuer,
        "ENROLL_OIDC_CLIENT_ID": client_id,
        "ENROLL_OIDC_CLIENT_SECRET": client_secret,
    }
    if any(oidc.values()) and not all(oidc.values()):
        missing = " and ".join(name for name, value in oidc.items() if not value)
        problems.append(
            f"{missing} must be set too, for people to sign in through an identity provider."
        )
    settings = Settings(
        carrier_file=Path(
            required("ENROLL_CARRIER_FILE", "the TOML file that describes the carrier")
        ),
        database_url=required(
            "ENROLL_DATABASE_URL",
            "where the data is, such as postgresql+psycopg://… or sqlite:////srv/enroll.sqlite3",
        ),
        secret_key=secret,
        keys_file=Path(keys_file) if keys_file else None,
        keys=Hidden(keys),
        registry=required(
            "ENROLL_REGISTRY",
            "the carrier's member registry: http, x12-834, or another that is installed",
        ),
        registry_url=environ.get("ENROLL_REGISTRY_URL", "").strip(),
        registry_token=environ.get("ENROLL_REGISTRY_TOKEN", "").strip(),
        documents=environ.get("ENROLL_DOCUMENTS", "").strip() or "database",
        s3_endpoint=environ.get("ENROLL_S3_ENDPOINT", "").strip(),
        clamd=environ.get("ENROLL_CLAMD", "").strip(),
        delivers=delivery == "server",
        lease_seconds=lease,
        retry_seconds=seconds("ENROLL_RETRY_SECONDS", 2.0),
        readers=int(readers),
        second_factor_required=second_factor == "required",
        oidc_issuer=issuer,
        oidc_client_id=client_id,
        oidc_client_secret=Hidden(client_secret),
        oidc_name=environ.get("ENROLL_OIDC_NAME", "").strip() or "your organization",
        metrics_token=environ.get("ENROLL_METRICS_TOKEN", "").strip(),
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
