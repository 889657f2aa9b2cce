"""Uploaded documents in the site's own database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select

from adapters.files.names import checked
from adapters.persistence.engine import writer
from adapters.persistence.tables import documents
from domain.ports import Clock


class SqlFileStore:
    """``domain.ports.FileStore`` in a table. Each call is a transaction of its own; the engine is
    closed by whoever opened it."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._reader = engine
        self._writer = writer(engine)
        self._clock = clock

    def put(self, name: str, content: bytes) -> None:
        row = {"name": checked(name), "kept_at": self._clock.now(), "content": content}
        with self._writer.begin() as connection:
            connection.execute(delete(documents).where(documents.c.name == name))
            connection.execute(insert(documents).values(row))

    def get(self, name: str) -> bytes:
        wanted = select(documents.c.content).where(documents.c.name == checked(name))
        with self._reader.connect() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise KeyError(name)
        return bytes(row.content)

    def remove(self, names: Sequence[str]) -> None:
        for name in [checked(one) for one in names]:
            # One at a time: SQLite overwrites what it removes, and others wait to write meanwhile.
            with self._writer.begin() as connection:
                connection.execute(delete(documents).where(documents.c.name == name))

    def kept_before(self, moment: datetime, after: str = "", limit: int = 1000) -> Sequence[str]:
        older = (
            select(documents.c.name)
            .where(documents.c.kept_at < moment, documents.c.name > after)
            .order_by(documents.c.name)
            .limit(limit)
        )
        with self._reader.connect() as connection:
            return connection.scalars(older).all()

    def ping(self) -> None:
        with self._reader.connect() as connection:
            connection.execute(select(documents.c.name).limit(1))

    def close(self) -> None:
        """Nothing of its own is open."""
