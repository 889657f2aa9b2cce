"""What the machine gives: the time, and chance."""

from adapters.system.clock import SystemClock
from adapters.system.ids import RandomIds

__all__ = ["RandomIds", "SystemClock"]
