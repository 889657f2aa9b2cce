"""A carrier that takes files: X12 834 interchanges (005010X220A1) into an outbox, their
acknowledgements and results from an inbox, members from a roster.

``docs/x12-834.md`` is for the carrier's engineers.
"""

from adapters.registry.x12.opening import import_roster, open_x12
from adapters.registry.x12.registry import X12Registry
from adapters.registry.x12.roster import RosterRefused

__all__ = ["RosterRefused", "X12Registry", "import_roster", "open_x12"]
