"""The demonstration carrier: a small registry of its own, with invented people.

It stands for somebody else's system: its database is apart from the site's, and the site knows it
only through the port. ``carrier.json`` is its configuration and its first members.
"""

from adapters.registry.demonstration.administrators import (
    ADMINISTRATORS,
    PASSWORD,
    seed_administrators,
)
from adapters.registry.demonstration.database import connect
from adapters.registry.demonstration.registry import DemonstrationRegistry
from adapters.registry.demonstration.seeding import seed_members

__all__ = [
    "ADMINISTRATORS",
    "PASSWORD",
    "DemonstrationRegistry",
    "connect",
    "seed_administrators",
    "seed_members",
]
