"""Parts of long lists."""

from collections.abc import Sequence
from typing import Generic, TypeVar

import msgspec

PAGE_SIZE = 50
T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], frozen=True):
    """Part of a longer list: ``items`` in order, ``total`` of all pages, ``number`` from 1."""

    items: Sequence[T]
    total: int
    number: int = 1
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; 1 when there is nothing."""
        return max(1, -(-self.total // self.size))
