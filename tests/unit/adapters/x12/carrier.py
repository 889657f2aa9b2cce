"""A carrier that takes files, in a folder of a test's own."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from adapters.registry.contract import GROUPS, MEMBERS
from adapters.registry.plugins import RegistrySetup
from adapters.registry.x12 import X12Registry, open_x12
from domain.people import Member
from tests.demonstration import FILE
from tests.fakes.system import FakeClock
from tests.keys import VAULT


class FileCarrier:
    """Where the carrier and the site leave files for each other. ``open`` a registry on it, as
    often as there are processes."""

    def __init__(self, folder: Path, url: str = "", **options: Any) -> None:
        self.folder = folder
        self.outbox = folder / "outbox"
        self.inbox = folder / "inbox"
        for one in (self.outbox, self.inbox):
            one.mkdir(exist_ok=True)
        (folder / "groups.json").write_bytes(msgspec.json.encode({"groups": GROUPS}))
        self.clock = FakeClock()
        self.setup = RegistrySetup(
            carrier=FILE.carrier,
            clock=self.clock,
            url=url or f"sqlite:///{folder / 'ledger.sqlite3'}",
            folder=folder,
            vault=VAULT,
            options={
                "outbox": "outbox",
                "inbox": "inbox",
                "groups_file": "groups.json",
                "sender_id": "ENROLL",
                "receiver_id": "CASCADIA",
                "usage": "T",
                "payer_id": "941234567",
                "settle_seconds": 0,
            }
            | options,
        )

    def open(self) -> X12Registry:
        return open_x12(self.setup)

    def written(self) -> dict[str, str]:
        """The files in the outbox, by name."""
        return {path.name: path.read_text() for path in sorted(self.outbox.glob("*.x12"))}

    def says(self, name: str, text: str) -> None:
        """Put a file into the inbox, as the document asks: under another name first."""
        growing = self.inbox / f"{name}.tmp"
        growing.write_text(text, encoding="utf-8")
        growing.rename(self.inbox / name)

    def roster(self, members: Iterable[Member] = MEMBERS) -> Path:
        """A roster file of these members."""
        path = self.folder / "roster.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(Member.__struct_fields__)
            for one in members:
                writer.writerow(getattr(one, name) for name in Member.__struct_fields__)
        return path


def no_progress(done: int, total: int) -> None:
    """For whoever doesn't watch."""
