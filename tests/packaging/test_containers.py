"""The image and the services that run from it, as far as can be told without building them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec import NODEFAULT

from web.commands.line import parser
from web.settings import DECLARED

TOP = Path(__file__).parents[2]
IMAGE = (TOP / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
COMPOSE: dict[str, Any] = yaml.safe_load((TOP / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SITE = {name: one for name, one in SERVICES.items() if one["image"].startswith("mass-enrollment")}


def instructions(name: str) -> list[str]:
    """What follows each instruction of that name, in order."""
    return [line.removeprefix(name).strip() for line in IMAGE if line.startswith(f"{name} ")]


def copied() -> list[str]:
    """What the image is made from."""
    lines = [line.split() for line in instructions("COPY") if not line.startswith("--from")]
    return [source for *sources, _ in lines for source in sources]


def test_what_the_image_is_made_from_is_there() -> None:
    """And is not kept from whatever builds it."""
    kept = (TOP / ".containerignore").read_text(encoding="utf-8").splitlines()
    assert "src" in copied()
    for source in copied():
        assert (TOP / source).exists(), source
        assert f"!{source}" in kept, source


def test_the_image_gets_all_that_the_wheel_is_made_from() -> None:
    """The project's file, its licence and every folder that goes into the wheel."""
    project = (TOP / "pyproject.toml").read_text(encoding="utf-8")
    included = re.findall(r'^"(\w+)" = "', project, re.MULTILINE)
    assert included
    assert {"pyproject.toml", "LICENSE", "src", *included} <= set(copied())


def test_every_package_is_locked() -> None:
    """Nothing is installed without its hash but the site itself."""
    installs = [line.split("pip install ")[1] for line in instructions("RUN") if "install" in line]
    assert installs[0] == "--no-deps --require-hashes -r requirements.lock"
    assert all(one.startswith("--no-deps ") for one in installs[1:])
    assert all("--no-build-isolation" in line for line in instructions("RUN") if "wheel" in line)


def test_images_have_a_version() -> None:
    """The newest of tomorrow is never taken unasked."""
    images = [line.split()[0] for line in instructions("FROM")]
    images += [one["image"] for one in SERVICES.values()]
    for image in images:
        assert re.fullmatch(r"[a-z-]+:\d[\w.-]*", image), image


def test_the_site_runs_as_nobody_in_particular() -> None:
    """By number, so that it can be checked, in a folder of files it cannot change."""
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", instructions("USER")[-1])
    for name, service in SITE.items():
        assert "user" not in service, name
        assert service["read_only"] is True, name
        assert service["tmpfs"] == ["/tmp"], name
        assert service["cap_drop"] == ["ALL"], name


def test_the_image_says_whether_it_lives() -> None:
    """With the Python that is there anyway, at the port that is served."""
    (check,) = instructions("HEALTHCHECK")
    assert '"python"' in check
    assert "http://127.0.0.1:8000/health/live" in check
    assert instructions("EXPOSE") == ["8000"]


@pytest.mark.parametrize("service", SITE)
def test_commands_are_ones_that_there_are(service: str) -> None:
    """What each service runs is a command line that ``enroll`` can read."""
    assert instructions("ENTRYPOINT") == ['["enroll"]']
    parser().parse_args(SITE[service]["command"])


@pytest.mark.parametrize("service", SITE)
def test_settings_are_ones_that_there_are(service: str) -> None:
    """The site knows every variable it is given; those without a default stop what lacks them."""
    given = set(SITE[service]["environment"])
    assert given <= {one.variable for one in DECLARED}
    assert {one.variable for one in DECLARED if one.default is NODEFAULT} <= given
    assert {"ENROLL_SECRET_KEY", "ENROLL_KEYS"} <= given


def test_secrets_come_from_outside() -> None:
    """None stands in the file, and none has a default but those one may do without."""
    for service in SERVICES.values():
        for name, value in service["environment"].items():
            if re.search("PASSWORD|SECRET|KEYS|TOKEN|DATABASE_URL", name):
                assert re.search(r"\$\{\w+(:\?[^}]+|:-)\}", value), name


def test_servers_leave_deliveries_to_the_worker() -> None:
    """And there is one; both start only once the database has its present shape."""
    commands = {name: one["command"][0] for name, one in SITE.items()}
    assert commands == {"migrate": "migrate", "web": "serve", "worker": "worker"}
    assert SITE["web"]["environment"]["ENROLL_DELIVERY"] == "worker"
    for name in ("web", "worker"):
        conditions = {key: one["condition"] for key, one in SITE[name]["depends_on"].items()}
        assert conditions == {"migrate": "service_completed_successfully"}
    database = SITE["migrate"]["depends_on"]["database"]
    assert database == {"condition": "service_healthy"}
    assert "pg_isready" in SERVICES["database"]["healthcheck"]["test"]


def test_only_what_serves_is_asked_whether_it_lives() -> None:
    """The others listen at no port, and would never be called healthy."""
    disabled = {name for name, one in SITE.items() if one.get("healthcheck") == {"disable": True}}
    assert disabled == {"migrate", "worker"}


def test_the_database_outlives_its_container() -> None:
    """Its files are in a volume that the file declares."""
    (volume,) = SERVICES["database"]["volumes"]
    name, folder = volume.split(":")
    assert name in COMPOSE["volumes"]
    # Where this version keeps a folder a version.
    assert folder == "/var/lib/postgresql"
