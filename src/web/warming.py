"""What is loaded before anybody waits for it."""

import gc

from domain.places import states_of_zip
from domain.values import parse_phone


def load_tables() -> None:
    """ZIP codes and telephone plans, which the first upload would otherwise wait for."""
    states_of_zip("00000")
    parse_phone("(202) 555-0100")
    # Hundreds of thousands of objects that stay for good: no use to look through them for garbage.
    gc.collect()
    gc.freeze()
