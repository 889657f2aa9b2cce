"""The demonstration carrier: a small registry of its own, with invented people.

It stands for somebody else's system: its database is apart from the site's, and the site knows it
only through the port. ``carrier.toml`` is the carrier's file, ``members.json`` what the registry
begins with.
"""

from adapters.registry.demonstration.administrators import (
    ADMINISTRATORS,
    PASSWORD,
    seed_administrators,
)
from adapters.registry.demonstration.database import connect
from adapters.registry.demonstration.first_data import CARRIER_FILE, read_data
from adapters.registry.demonstration.opening import (
    open_demonstration,
    seed_demonstration,
    seed_members,
)
from adapters.registry.demonstration.registry import DemonstrationRegistry

__all__ = [
    "ADMINISTRATORS",
    "CARRIER_FILE",
    "PASSWORD",
    "DemonstrationRegistry",
    "connect",
    "open_demonstration",
    "read_data",
    "seed_administrators",
    "seed_demonstration",
    "seed_members",
]
