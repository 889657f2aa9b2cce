"""How Social Security and Medicare numbers are written down: the only place that decides it.

The columns marked confidential are taken out of everything else that is stored and written to a
database column of their own, through ``seal`` and ``unseal``. Where a number must be found again
it is found by ``lookup_key``. Nothing else in the database holds one.
"""

from collections.abc import Mapping

import msgspec

from domain.cells import Cell, Entries
from domain.core_columns import COLUMNS

KEYS = tuple(column.key for column in COLUMNS if column.confidential)

_cells = msgspec.json.Decoder(dict[str, Cell])
_texts = msgspec.json.Decoder(dict[str, str])
_encode = msgspec.json.Encoder().encode


def seal(values: Mapping[str, Cell] | Mapping[str, str]) -> str:
    """The text to store for confidential values by column key."""
    return _encode(values).decode()


def unseal_cells(stored: str) -> Entries:
    """The confidential cells of an application that ``seal`` made the text of."""
    return _cells.decode(stored)


def unseal_texts(stored: str) -> dict[str, str]:
    """The confidential answers of a submission that ``seal`` made the text of."""
    return _texts.decode(stored)


def lookup_key(number: str) -> str:
    """What a Social Security number, or a text that holds one, is found by."""
    return number
