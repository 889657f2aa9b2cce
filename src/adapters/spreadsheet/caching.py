"""Templates made once and then served from memory."""

from collections import OrderedDict
from threading import Lock

import msgspec

from domain.carrier import Carrier, Group
from domain.ports import TemplateWriter


class CachedTemplates:
    """A template writer that remembers what another one made.

    The key is everything that goes into a template: the version, the carrier and the group, so that
    a changed plan makes a new one. Holds the ``size`` used last; one is about 60 kB. Threads may
    share it.
    """

    def __init__(self, writer: TemplateWriter, size: int = 128) -> None:
        self._writer = writer
        self._size = size
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._looking = Lock()
        self._making = Lock()

    @property
    def version(self) -> int:
        """The version of the templates that are made."""
        return self._writer.version

    def write(self, carrier: Carrier, group: Group) -> bytes:
        """The workbook for the group, made at the first request."""
        key = msgspec.json.encode((self._writer.version, carrier, group))
        content = self._look(key)
        if content is not None:
            return content
        # One at a time: of many who ask for the same new template, the first makes it.
        with self._making:
            content = self._look(key)
            if content is None:
                content = self._writer.write(carrier, group)
                with self._looking:
                    self._kept[key] = content
                    if len(self._kept) > self._size:
                        self._kept.popitem(last=False)
        return content

    def _look(self, key: bytes) -> bytes | None:
        with self._looking:
            content = self._kept.get(key)
            if content is not None:
                self._kept.move_to_end(key)
            return content
