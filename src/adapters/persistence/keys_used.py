"""Which keys the database needs, so that nobody works on it without one of them."""

from sqlalchemy import Connection, Engine, delete, insert, select

from adapters.keyring import KeyKind, Keyring, KeysError, fingerprint
from adapters.persistence.engine import connected, writer
from adapters.persistence.queries import conflicts
from adapters.persistence.tables import keys_used as table
from domain.ports import Conflict

_NONE = "none"


def check_keys(engine: Engine, ring: Keyring, *, all_sealed: bool = True) -> None:
    """Raises KeysError when the database needs a key that is not here, when ours of that name is
    another one, or when something may not be sealed at all, where ``all_sealed`` is to be; raises
    DatabaseUnreachable."""
    with connected(engine) as connection:
        needed = {(row.kind, row.id): row.fingerprint for row in connection.execute(select(table))}
    if needed.pop((_NONE, ""), None) is not None and all_sealed:
        raise KeysError(
            "There are Social Security numbers in the database that are not encrypted yet. Run:"
            " enroll migrate"
        )
    for (kind, name), known in sorted(needed.items()):
        key = ring.of(KeyKind(kind)).keys.get(name)
        if key is None:
            raise KeysError(
                f"The {kind} key {name} is missing. What is in the database cannot be read without"
                " it: bring back the copy of the keys that has it."
            )
        if fingerprint(name, key) != known:
            raise KeysError(
                f"The {kind} key {name} is not the one that the database was kept with. Bring back"
                " the copy of the keys that has it."
            )


def note_keys(engine: Engine, ring: Keyring) -> None:
    """Write down that from now on these keys are needed, except those that wait for their turn."""
    here = {
        (kind.value, name): fingerprint(name, key)
        for kind in KeyKind
        for name, key in ring.of(kind).keys.items()
        if name == ring.of(kind).current or key.replaced is not None
    }
    with connected(engine) as connection:
        known = {(row.kind, row.id) for row in connection.execute(select(table))}
    for kind, name in sorted(here.keys() - known):
        try:
            with writer(engine).begin() as connection, conflicts():
                row = {"kind": kind, "id": name, "fingerprint": here[kind, name]}
                connection.execute(insert(table), row)
        except Conflict:
            pass  # Another server that starts was quicker.


def forget_key(connection: Connection, kind: KeyKind, name: str) -> None:
    connection.execute(delete(table).where(table.c.kind == kind.value, table.c.id == name))


def all_is_sealed(engine: Engine) -> bool:
    """Whether nothing can be left that was stored before there were keys."""
    with connected(engine) as connection:
        found = connection.execute(select(table).where(table.c.kind == _NONE))
        return found.first() is None


def note_all_is_sealed(engine: Engine) -> None:
    with writer(engine).begin() as connection:
        connection.execute(delete(table).where(table.c.kind == _NONE))
