"""The reference server beyond the suites: what a carrier's engineer looks at in it."""

import subprocess
import sys
from pathlib import Path
from signal import SIGINT, SIGTERM, Signals
from subprocess import PIPE

import httpx
import msgspec
import pytest

from adapters.registry.contract import HOTELS, REDWOOD, enrolled, submission
from adapters.registry.demonstration.first_data import FirstData, read_data
from adapters.registry.http import HttpRegistry
from domain.errors import RegistryRefused
from domain.submission import Answer, Status
from tests.reference_server import ReferenceServer, http_registry, reference_server

INES = submission(1)
MODULE = [sys.executable, "-m", "adapters.registry.http.reference"]


def test_key_of_another_is_refused(registry: HttpRegistry, server: ReferenceServer) -> None:
    """A key that comes again with another confirmation ID is somebody's mistake: nothing of that
    request is taken."""
    registry.submit([INES])
    other = msgspec.structs.replace(INES, confirmation_id="confirmation-9")
    with pytest.raises(RegistryRefused, match="409 Conflict: key_of_another"):
        registry.submit([submission(2), other])
    assert server.accepted() == [("key-1", "confirmation-1")]


@pytest.mark.parametrize("missing", ["birth_date", "effective_date"])
def test_what_cannot_be_enrolled_is_refused(
    registry: HttpRegistry, server: ReferenceServer, missing: str
) -> None:
    """Nobody is enrolled without a birth date or a first day, and nobody beside them."""
    answers = msgspec.structs.replace(INES.answers, **{missing: None})
    with pytest.raises(RegistryRefused, match=": date_missing"):
        registry.submit([submission(2), msgspec.structs.replace(INES, answers=answers)])
    assert server.accepted() == []
    assert enrolled(registry) == []


def test_carrier_may_take_its_time(tmp_path: Path) -> None:
    """Told to decide later it says processing, and its last word when the time has come."""
    with reference_server(tmp_path, "--decide-after", "1") as server:
        registry = http_registry(server.url)
        assert list(registry.submit([INES])) == [Answer("key-1", Status.PROCESSING, "Received.")]
        answer = registry.ask(["key-1"])[0]
        while answer.status is Status.PROCESSING:
            answer = registry.ask(["key-1"])[0]
        assert answer == Answer("key-1", Status.COMPLETED, "Enrolled.")
        registry.close()


def test_carrier_may_bring_its_own_people(tmp_path: Path) -> None:
    """Groups and first members come from a file, where one is named."""
    file = tmp_path / "people.json"
    data = read_data()
    people = [one for one in data.members if one.group_id == HOTELS][:1]
    file.write_bytes(msgspec.json.encode(FirstData(data.groups[1:2], tuple(people))))
    with reference_server(tmp_path, "--members", str(file)) as server:
        registry = http_registry(server.url)
        assert [one.id for one in registry.groups([REDWOOD, HOTELS])] == [HOTELS]
        assert registry.members(HOTELS, "", 1).total == 1
        registry.close()


@pytest.mark.parametrize(
    ("option", "named"),
    [("--members=nobody.json", "nobody.json cannot be read"), ("--port={taken}", "cannot be used")],
)
def test_what_it_cannot_start_with_is_named(
    server: ReferenceServer, tmp_path: Path, option: str, named: str
) -> None:
    """A file that isn't there, or a port that is taken, is a sentence."""
    option = option.format(taken=server.url.rpartition(":")[2])
    command = [*MODULE, "--port=0", f"--data={tmp_path}", option]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 1
    assert named in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("signal", [SIGINT, SIGTERM])
def test_it_stops_when_told_to(tmp_path: Path, signal: Signals) -> None:
    """Ctrl+C is no error."""
    command = [*MODULE, "--port=0", f"--data={tmp_path}"]
    with subprocess.Popen(command, stdout=PIPE, stderr=PIPE, text=True) as server:
        assert server.stdout
        url = server.stdout.readline().split()[-1]
        assert httpx.get(f"{url}/v1/health").status_code == 200
        server.send_signal(signal)
        _, said = server.communicate(timeout=300)
    assert said == ""
