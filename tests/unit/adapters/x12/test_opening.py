"""What the registry of a carrier that takes files is opened with."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from adapters.registry.contract import GROUPS
from adapters.registry.plugins import SetupError, open_registry
from tests.unit.adapters.x12.carrier import FileCarrier
from tests.unit.adapters.x12.people import person


def problems(carrier: FileCarrier) -> tuple[str, ...]:
    """What is said to be mended."""
    with pytest.raises(SetupError) as told:
        carrier.open()
    return told.value.problems


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"usage": "X"}, 'registry.usage is "X". It is "T" while you test, and "P" when'),
        ({"sender_id": "enroll"}, 'registry.sender_id is "enroll". It is 2 to 15 capitals,'),
        ({"receiver_id": "A" * 16}, "registry.receiver_id is"),
        ({"sender_qualifier": "99"}, 'registry.sender_qualifier is "99". It is one of "01",'),
        ({"payer_id": "94-1*"}, "registry.payer_id is"),
        ({"payer_id_qualifier": "24"}, 'It is one of "94", "FI", "XV".'),
        ({"character_set": "utf-8"}, 'It is "extended" or "basic".'),
        ({"settle_seconds": -1}, "It is a whole number from 0 to 3,600."),
        ({"outbox": ""}, 'registry.outbox is "". It is the path of a folder.'),
        ({"outbox": "nowhere"}, "nowhere is not there, or no folder."),
        ({"inbox": "groups.json"}, "groups.json is not there, or no folder."),
        ({"out_box": "x"}, "registry.out_box is not known. Did you mean outbox?"),
        ({"groups_file": "nowhere.toml"}, "nowhere.toml cannot be read: No such file"),
        ({"plans": {"HMO 99": {"line": "HMO"}}}, 'no group offers the plan "HMO 99".'),
        ({"plans": {"HMO 20": {"line": "XX"}}}, 'registry.plans."HMO 20".line is "XX". It is one'),
        ({"sponsor_tax_ids": {"000999": "943216549"}}, 'there is no group "000999".'),
        ({"maintenance_reasons": {"Open enrolment": "29"}}, "Did you mean Open enrollment?"),
        ({"maintenance_reasons": {"Birth": "99"}}, 'is "99". It is a code of INS04.'),
    ],
)
def test_options_are_checked(tmp_path: Path, options: dict[str, Any], problem: str) -> None:
    """An option that cannot be stops the start with a sentence that names its key."""
    (told,) = problems(FileCarrier(tmp_path, **options))
    assert problem in told


def test_all_that_is_missing_is_told(tmp_path: Path) -> None:
    """Every option that must be there and is not is named."""
    carrier = FileCarrier(tmp_path)
    carrier.setup = replace(carrier.setup, options={})
    assert [one.split(" is missing")[0] for one in problems(carrier)] == [
        f"registry.{key}"
        for key in (
            *("outbox", "inbox", "groups_file", "sender_id", "receiver_id", "usage", "payer_id"),
        )
    ]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("groups.json", "{", "groups.json is neither TOML nor JSON"),
        ("groups.json", "[]", "groups.json has no list of groups."),
        ("groups.json", "{}", "groups is None"),
        ("groups.json", '{"groups": [{"id": "1"}]}', "groups #1.name is missing."),
    ],
)
def test_groups_file_is_checked(tmp_path: Path, name: str, text: str, problem: str) -> None:
    """A file that has no groups stops the start."""
    carrier = FileCarrier(tmp_path)
    (carrier.folder / name).write_text(text)
    assert any(problem in one for one in problems(carrier)), problems(carrier)


def test_groups_must_fit_into_an_834(tmp_path: Path) -> None:
    """Ids that the file cannot hold, regions that the carrier lacks and groups that are there
    twice stop the start."""
    carrier = FileCarrier(tmp_path)
    first, second, *_ = GROUPS
    subgroup = replace(first.subgroups[0], id="0*1")
    odd = [
        replace(first, subgroups=(subgroup,)),
        replace(second, id="a", region="XX"),
        first,
    ]
    (carrier.folder / "groups.json").write_bytes(msgspec.json.encode({"groups": odd}))
    assert [one.removeprefix("registry.groups_file: ") for one in problems(carrier)] == [
        'Group ID "000341" is there 2 times.',
        'Subgroup ID "0*1" of group 000341 cannot stand in an 834 file.',
        'Group ID "a" cannot stand in an 834 file.',
        "group a is in no region of the carrier's file.",
    ]


def test_groups_may_be_toml(tmp_path: Path) -> None:
    """The groups may stand in a TOML file as well."""
    carrier = FileCarrier(tmp_path, groups_file="groups.toml")
    (carrier.folder / "groups.toml").write_text(
        """
        [[groups]]
        id = "000341"
        name = "Redwood Manufacturing"
        region = "NCAL"
        [[groups.subgroups]]
        id = "0001"
        name = "Salaried"
        plans = ["HMO 20"]
        active_from = 2015-01-01
        """
    )
    registry = carrier.open()
    (group,) = registry.groups(["000341", "000512"])
    assert group.plans == ("HMO 20",)
    registry.close()


@pytest.mark.parametrize("url", ["", "ledger.sqlite3", "nothing://x", "sqlite:////nowhere/x/y"])
def test_ledgers_url_is_checked(tmp_path: Path, url: str) -> None:
    """A ledger that cannot be opened stops the start, and names the variable."""
    carrier = FileCarrier(tmp_path)
    carrier.setup = replace(carrier.setup, url=url)
    (told,) = problems(carrier)
    assert told.startswith("ENROLL_REGISTRY_URL")


def test_registry_is_opened_by_its_name(tmp_path: Path) -> None:
    """The registry is installed under the name x12-834."""
    carrier = FileCarrier(tmp_path)
    registry = open_registry("x12-834", carrier.setup)
    assert len(registry.submit([person()])) == 1
    registry.close()
