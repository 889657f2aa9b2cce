"""What differs between installations, read from the environment once, at the start.

A setting is declared once, as a field of ``Settings``: its variable is called after it, its type
tells what may stand there, and its sentence stands in messages and in docs/operating.md, where
``make tables`` writes it.
"""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlsplit

import msgspec

from domain.delivery import LONGEST_LEASE, Pace
from domain.ports import CALL_LIMIT
from web.declaring import Says, declared, of_length, whole, zone

SHORTEST_SECRET = 32
MOST_READERS = 64


class SettingsError(Exception):
    """The environment does not say enough to start; one sentence for each thing to mend."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How this installation runs."""

    carrier_file: Annotated[
        Path, Says("[the TOML file](carrier-file.md) that describes the carrier")
    ]
    registry: Annotated[
        str,
        Says(
            "the carrier's member registry: `http`, `x12-834`, or the name of one that is"
            " installed ([which](carriers.md))"
        ),
    ]
    registry_url: Annotated[
        str, Says("where the registry is; for `x12-834`, the database of its ledger")
    ] = ""
    registry_token: Annotated[str, Says("as whom we call the registry", secret=True)] = ""
    database_url: Annotated[
        str,
        Says(
            "where the data is:"
            " `postgresql+psycopg://user:password@host/enroll?sslmode=verify-full` or"
            " `sqlite:////srv/enroll.sqlite3`",
            secret=True,
        ),
    ]
    documents: Annotated[
        str,
        Says(
            "where uploaded documents are: `database`, or `s3://bucket/prefix`, with credentials"
            " as boto3 finds them"
        ),
    ] = "database"
    s3_endpoint: Annotated[
        str, Says("the address of another store that speaks S3", default="Amazon's")
    ] = ""
    clamd: Annotated[
        str,
        Says(
            "where ClamAV's daemon [scans](#uploaded-files) uploaded documents:"
            " `unix:/run/clamav/clamd.ctl`, `tls://host:3310`,"
            " or `tcp://host:3310` on this machine",
            default="nowhere",
        ),
    ] = ""
    secret_key: Annotated[
        str,
        Says(
            "what signs the tokens of forms, and by what browsers are known again;"
            f" {SHORTEST_SECRET} characters at least, the same on every server. A new one makes"
            " open pages stale, and signs nobody out",
            make="python3 -c 'import secrets; print(secrets.token_urlsafe(48))'",
            secret=True,
            read=of_length(SHORTEST_SECRET),
        ),
    ]
    keys_file: Annotated[
        Path | None,
        Says(
            "the file of [keys](#keys) that what people typed is encrypted with",
            default="needed, or the next",
            make="enroll keys make FILE",
        ),
    ] = None
    keys: Annotated[str, Says("the text of such a file instead, for containers", secret=True)] = ""
    allowed_hosts: Annotated[
        tuple[str, ...],
        Says(
            "the host names the site answers to, such as `enroll.example.com`, with spaces or"
            " commas between"
        ),
    ]
    time_zone: Annotated[
        str,
        Says("the carrier's, such as `America/Chicago`: its days begin and end there", read=zone),
    ]
    https: Annotated[bool, Says("whether browsers come over HTTPS: cookies are Secure then")] = True
    second_factor: Annotated[
        Literal["optional", "required"],
        Says(
            "whether everybody has to have a [second factor](#signing-in), `required`: whoever has"
            " none sets it up right after signing in, before anything else"
        ),
    ] = "optional"
    oidc_issuer: Annotated[
        str,
        Says(
            "the identity provider that people may [sign in through](#single-sign-on), by its"
            " issuer: `https://login.example.com/realms/work`",
            default="nobody",
        ),
    ] = ""
    oidc_client_id: Annotated[str, Says("as what the provider knows the site")] = ""
    oidc_client_secret: Annotated[
        str, Says("by what the provider knows that it is the site", secret=True)
    ] = ""
    oidc_name: Annotated[str, Says("what people call the provider")] = "your organization"
    readers: Annotated[
        int,
        Says(
            "how many uploaded files each server reads at a time, in processes of their own; 8"
            " more may wait",
            read=whole(1, MOST_READERS),
        ),
    ] = 2
    delivery: Annotated[
        Literal["server", "worker"],
        Says("who hands submissions over: each `server` itself, or only a `worker` beside them"),
    ] = "server"
    lease_seconds: Annotated[
        float, Says(f"how long a delivery holds its batch; more than {CALL_LIMIT:g}")
    ] = 60
    retry_seconds: Annotated[
        float,
        Says(
            "how long after a first failure it is tried again; then twice as long each time, up to"
            " 15 minutes"
        ),
    ] = 2
    clear_text: Annotated[
        bool,
        Says(
            "whether the database, clamd and the store on other machines may be reached in the"
            " clear: where the network between is yours alone"
        ),
    ] = False
    metrics_token: Annotated[
        str, Says("what lets `/metrics` be read; without it there is no such page", secret=True)
    ] = ""
    demonstration: Annotated[bool, Says("whether each page says that all is invented")] = False

    @property
    def pace(self) -> Pace:
        """How submissions are delivered."""
        return Pace(
            lease=timedelta(seconds=self.lease_seconds),
            first_retry=timedelta(seconds=self.retry_seconds),
        )

    def __repr__(self) -> str:
        """Without what is secret."""
        shown = (one.field for one in DECLARED if not one.says.secret)
        return f"Settings({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


DECLARED = tuple(declared(Settings))


def from_environment(environ: Mapping[str, str]) -> Settings:
    """The settings in the ``ENROLL_`` variables. Raises SettingsError naming all that is missing.

    Nothing has a secret default: a server without its own secrets does not start.
    """
    problems: list[str] = []
    said: dict[str, Any] = {}
    for one in DECLARED:
        try:
            said[one.field] = one.value_in(environ)
        except ValueError as problem:
            problems.append(str(problem))
    problems += _together(said)
    if problems:
        raise SettingsError(problems)
    if said["demonstration"] and "ENROLL_HTTPS" not in environ:
        said["https"] = False
    return Settings(**said)


def _together(said: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with settings that go with one another."""
    by_field = {one.field: one for one in DECLARED}
    keys_file = by_field["keys_file"]
    if not said["keys_file"] and not said["keys"]:
        yield f"{keys_file.variable} is not set. {keys_file.what}"
    if said["keys_file"] and said["keys"]:
        yield "ENROLL_KEYS_FILE and ENROLL_KEYS are both set. Leave one of them out."
    if not said.get("clear_text"):
        yield from _in_the_clear(said)
    lease = said.get("lease_seconds", math.inf)
    if lease <= CALL_LIMIT:
        yield (
            f"ENROLL_LEASE_SECONDS is {lease:g}. A call of the carrier may take {CALL_LIMIT:g}"
            " seconds: set it to more."
        )
    if LONGEST_LEASE.total_seconds() < lease < math.inf:
        yield (
            f"ENROLL_LEASE_SECONDS is {lease:g}. What is held for longer than"
            f" {LONGEST_LEASE.total_seconds():g} seconds counts as held by a clock that is wrong."
        )
    provider = [by_field[name] for name in ("oidc_issuer", "oidc_client_id", "oidc_client_secret")]
    missing = [one.variable for one in provider if not said[one.field]]
    if missing and len(missing) < len(provider):
        yield (
            f"{' and '.join(missing)} must be set too, for people to sign in through an identity"
            " provider."
        )


_THIS_MACHINE = re.compile(r"localhost|127(\.\d+){3}|::1|", re.IGNORECASE)
_PROTECTED = {"require", "verify-ca", "verify-full"}


def _in_the_clear(said: Mapping[str, Any]) -> Iterator[str]:
    """Connections to other machines that anybody on the way could read."""
    postgresql = "Add ?sslmode=verify-full to it"
    ways = {
        "database_url": ("postgresql", postgresql),
        "registry_url": ("postgresql", postgresql),
        "clamd": ("tcp", "Begin it with tls:// instead"),
        "s3_endpoint": ("http", "Begin it with https:// instead"),
    }
    for field, (scheme, how) in ways.items():
        try:
            url = urlsplit(said.get(field, ""))
            asked, host = dict(parse_qsl(url.query)), url.hostname or ""
        except ValueError:
            continue  # no address: whatever opens it says so
        hosts = asked.get("host", host)  # libpq's own way of saying it, which may be a socket
        away = not hosts.startswith("/") and not _THIS_MACHINE.fullmatch(hosts)
        if (
            away
            and url.scheme.partition("+")[0] == scheme
            and asked.get("sslmode") not in _PROTECTED
        ):
            yield (
                f"ENROLL_{field.upper()} leads to another machine, and anybody on the way could"
                f" read what is sent. {how}, or set ENROLL_CLEAR_TEXT=yes where the network"
                " between is yours alone."
            )
