"""What the environment says, and what is said of it before anything starts."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.registry.demonstration import CARRIER_FILE
from tests.keys import TEXT
from web import bootstrap
from web.settings import Settings, SettingsError, from_environment

ENOUGH = {
    "ENROLL_CARRIER_FILE": str(CARRIER_FILE),
    "ENROLL_DATABASE_URL": "sqlite:///nowhere.sqlite3",
    "ENROLL_SECRET_KEY": "a secret of more than thirty-two characters",
    "ENROLL_KEYS": TEXT,
    "ENROLL_REGISTRY": "demonstration",
    "ENROLL_REGISTRY_URL": "sqlite:///nowhere-either.sqlite3",
    "ENROLL_ALLOWED_HOSTS": "enroll.example.com, www.example.com",
    "ENROLL_TIME_ZONE": "America/Chicago",
}


def problems(environ: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        from_environment(environ)
    return "\n".join(caught.value.problems)


def refused(tmp_path: Path, **changes: str) -> str:
    """What is said when the adapters are opened."""
    settings = from_environment(ENOUGH | changes)
    with pytest.raises(SettingsError) as caught:
        bootstrap.services(settings)
    return "\n".join(caught.value.problems)


def test_what_is_not_said_has_a_default() -> None:
    """One server that does everything, over HTTPS, with documents in its database."""
    settings = from_environment(ENOUGH)
    assert settings.delivery == "server"
    assert settings.https
    assert settings.documents == "database"
    assert settings.pace.lease == timedelta(minutes=1)
    assert settings.allowed_hosts == ("enroll.example.com", "www.example.com")
    assert not settings.demonstration


def test_deliveries_may_be_left_to_workers() -> None:
    """By one word; any other is refused with both."""
    assert from_environment(ENOUGH | {"ENROLL_DELIVERY": "worker"}).delivery == "worker"
    assert "worker" in problems(ENOUGH | {"ENROLL_DELIVERY": "queue"})


@pytest.mark.parametrize("text", ["soon", "0", "-1", "nan", "inf", "86401"])
@pytest.mark.parametrize("name", ["ENROLL_LEASE_SECONDS", "ENROLL_RETRY_SECONDS"])
def test_seconds_are_a_sensible_number(name: str, text: str) -> None:
    """The variable is named with what it was given."""
    assert f"{name} is {text!r}" in problems(ENOUGH | {name: text})


@pytest.mark.parametrize("text", ["0", "65", "two", "-1", "1.5"])
def test_readers_are_a_sensible_number(text: str) -> None:
    """At least one file has to be read at a time."""
    assert f"ENROLL_READERS is {text!r}" in problems(ENOUGH | {"ENROLL_READERS": text})
    assert from_environment(ENOUGH | {"ENROLL_READERS": "4"}).readers == 4


def test_a_lease_that_a_call_outlasts_is_refused() -> None:
    """Another would deliver the batch at the same time."""
    assert "ENROLL_LEASE_SECONDS" in problems(ENOUGH | {"ENROLL_LEASE_SECONDS": "29"})
    assert "by a clock that is wrong" in problems(ENOUGH | {"ENROLL_LEASE_SECONDS": "3601"})
    settings = from_environment(
        ENOUGH | {"ENROLL_LEASE_SECONDS": "31.5", "ENROLL_RETRY_SECONDS": "0.5"}
    )
    assert isinstance(settings, Settings)
    assert settings.pace.lease == timedelta(seconds=31.5)
    assert settings.pace.first_retry == timedelta(seconds=0.5)


def test_an_unknown_registry_names_those_that_are_installed(tmp_path: Path) -> None:
    """So that a misspelt one is found at once."""
    said = refused(tmp_path, ENROLL_REGISTRY="htpp")
    assert "ENROLL_REGISTRY is 'htpp'" in said
    assert "demonstration, http, x12-834" in said


def test_a_registry_says_itself_what_it_lacks(tmp_path: Path) -> None:
    """By the variable's name."""
    assert "ENROLL_REGISTRY_URL" in refused(tmp_path, ENROLL_REGISTRY_URL="")


def test_a_carrier_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With its path."""
    path = str(tmp_path / "carrier.toml")
    assert path in refused(tmp_path, ENROLL_CARRIER_FILE=path)


def test_a_wrong_key_of_the_carrier_file_is_named(tmp_path: Path) -> None:
    """With the table that it stands in."""
    path = tmp_path / "carrier.toml"
    path.write_text(CARRIER_FILE.read_text() + "\n[registry]\ncolour = 'blue'\n")
    assert "colour" in refused(tmp_path, ENROLL_CARRIER_FILE=str(path))


@pytest.mark.parametrize(
    ("name", "value"),
    [("ENROLL_DOCUMENTS", "/srv/documents"), ("ENROLL_DATABASE_URL", "no address")],
)
def test_a_place_that_is_none_is_refused(tmp_path: Path, name: str, value: str) -> None:
    """With what to write instead, before anything is served."""
    assert refused(tmp_path, **{name: value})


def test_no_representation_tells_a_secret() -> None:
    """Nor the database's address, in which a password may stand."""
    secret = "hush, which is more than thirty-two characters long"
    names = ("SECRET_KEY", "KEYS", "REGISTRY_TOKEN", "METRICS_TOKEN", "DATABASE_URL")
    names = (*names, *(f"OIDC_{name}" for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")))
    settings = from_environment(ENOUGH | {f"ENROLL_{name}": secret for name in names})
    assert settings.secret_key == settings.oidc_client_secret == secret
    told = repr(settings)
    assert "America/Chicago" in told
    assert told.count("hush") == 2  # the provider and our name there


def test_what_is_said_of_a_setting_is_its_sentence() -> None:
    """In a message without Markdown, and with how to make one."""
    said = problems({"ENROLL_READERS": "none"})
    assert "ENROLL_READERS is 'none'. Set it to a whole number from 1 to 64. It is how many" in said
    assert "ENROLL_CARRIER_FILE is not set. It is the TOML file that describes the carrier." in said
    assert "what people typed is encrypted with. Make one with: enroll keys make FILE" in said


def test_a_demonstration_is_served_without_https() -> None:
    """Unless that is asked for; a switch that is set to nothing is off."""
    demonstration = ENOUGH | {"ENROLL_DEMONSTRATION": "yes"}
    assert not from_environment(demonstration).https
    assert from_environment(demonstration | {"ENROLL_HTTPS": "yes"}).https
    assert not from_environment(ENOUGH | {"ENROLL_HTTPS": ""}).https


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REGISTRY_TOKEN", "METRICS_TOKEN"])
def test_a_secret_may_stand_in_a_file(tmp_path: Path, name: str) -> None:
    """As supervisors and container platforms hand them over; a line's end is none of it."""
    variable, secret = f"ENROLL_{name}", "sqlite:///of-more-than-thirty-two-characters.sqlite3"
    file = tmp_path / "secret"
    file.write_text(f"{secret}\n")
    environ = {key: text for key, text in ENOUGH.items() if key != variable}
    settings = from_environment(environ | {f"{variable}_FILE": str(file)})
    assert getattr(settings, name.lower()) == secret
    both = problems(ENOUGH | {variable: secret, f"{variable}_FILE": str(file)})
    assert f"{variable} and {variable}_FILE are both set" in both


def test_a_file_of_a_secret_that_is_not_there_is_named(tmp_path: Path) -> None:
    """By its variable and the reason; what stands in a file is never told."""
    environ = {key: text for key, text in ENOUGH.items() if key != "ENROLL_SECRET_KEY"}
    file = tmp_path / "secret"
    said = problems(environ | {"ENROLL_SECRET_KEY_FILE": str(file)})
    assert "ENROLL_SECRET_KEY_FILE names a file that cannot be read: No such file" in said
    file.write_bytes(b"\xff of more than thirty-two characters")
    said = problems(environ | {"ENROLL_SECRET_KEY_FILE": str(file)})
    assert "ENROLL_SECRET_KEY_FILE names a file that cannot be read: it is no text" in said
    file.write_text("short")
    said = problems(environ | {"ENROLL_SECRET_KEY_FILE": str(file)})
    assert "ENROLL_SECRET_KEY is shorter than 32" in said


AWAY = [
    {"ENROLL_DATABASE_URL": "postgresql+psycopg://u:p@db.example/enroll"},
    {"ENROLL_DATABASE_URL": "postgresql+psycopg://u:p@10.1.2.3/enroll?sslmode=prefer"},
    {"ENROLL_DATABASE_URL": "postgresql+psycopg://u:p@/enroll?host=db.example"},
    {"ENROLL_REGISTRY_URL": "postgresql+psycopg://u:p@[fd00::1]/ledger?sslmode=disable"},
    {"ENROLL_CLAMD": "tcp://scanner.internal:3310"},
    {"ENROLL_S3_ENDPOINT": "http://store.internal:9000"},
]
PROTECTED = [
    {"ENROLL_DATABASE_URL": "postgresql+psycopg://u:p@db.example/enroll?sslmode=verify-full"},
    {"ENROLL_DATABASE_URL": "postgresql+psycopg://u:p@127.0.0.2/enroll"},
    {"ENROLL_DATABASE_URL": "postgresql+psycopg://u:p@/enroll?host=/run/postgresql"},
    {"ENROLL_DATABASE_URL": "postgresql+psycopg:///enroll"},
    {"ENROLL_REGISTRY_URL": "postgresql+psycopg://u:p@db.example/l?a=1&sslmode=require"},
    {"ENROLL_CLAMD": "tls://scanner.internal:3310"},
    {"ENROLL_CLAMD": "tcp://localhost:3310"},
    {"ENROLL_CLAMD": "unix:/run/clamav/clamd.ctl"},
    {"ENROLL_S3_ENDPOINT": "https://store.internal:9000"},
    {"ENROLL_S3_ENDPOINT": "http://[::1]:9000"},
]


@pytest.mark.parametrize("setting", AWAY, ids=str)
def test_nothing_goes_to_another_machine_in_the_clear(setting: dict[str, str]) -> None:
    """Unless it is said that the network between is one's own."""
    (name,) = setting
    said = problems(ENOUGH | setting)
    assert f"{name} leads to another machine" in said
    assert "u:p" not in said
    assert from_environment(ENOUGH | setting | {"ENROLL_CLEAR_TEXT": "yes"})


@pytest.mark.parametrize("setting", PROTECTED, ids=str)
def test_what_is_protected_or_stays_here_is_taken(setting: dict[str, str]) -> None:
    """TLS that has to be, this machine, a socket in its file system."""
    assert from_environment(ENOUGH | setting)
