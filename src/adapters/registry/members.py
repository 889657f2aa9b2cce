"""Members in a table, for registries that keep them in a database of their own."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Engine,
    Index,
    MetaData,
    Row,
    String,
    Table,
    and_,
    false,
    func,
    select,
    true,
    union,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.schema import SchemaItem

from adapters.confidential import SealBroken, Vault
from adapters.persistence.resealing import SealedTable
from domain.errors import RegistryUnavailable
from domain.matching import fold
from domain.people import Identity, Member
from domain.ports import PAGE_SIZE, Page


def members_table(metadata: MetaData, *more: SchemaItem) -> Table:
    """The table ``members``: what the port shows of a member, named as its fields are, the number
    sealed, and what they are looked up by. ``more`` is the primary key, and columns of the
    registry's own."""
    return Table(
        "members",
        metadata,
        Column("member_id", String, nullable=False),
        Column("group_id", String, nullable=False),
        Column("subgroup_id", String, nullable=False),
        Column("relationship", String, nullable=False),
        Column("first_name", String, nullable=False),
        Column("last_name", String, nullable=False),
        Column("birth_date", Date, nullable=False),
        Column("ssn", String),
        Column("enrolled_on", Date, nullable=False),
        Column("ssn_key", String),  # what the number is found by
        # Folded as the domain compares names, so that the database need not know how.
        Column("first_key", String, nullable=False),
        Column("last_key", String, nullable=False),
        Column("birth_key", String, nullable=False),
        Column("search_text", String, nullable=False),
        *more,
        Index("members_by_ssn_key", "group_id", "ssn_key"),
        Index("members_by_birth", "group_id", "birth_key"),
        Index("members_by_name", "group_id", "last_key", "first_key", "member_id"),
    )


def sealed_members(table: Table) -> SealedTable:
    """A ``members_table`` as key rotation has to know it."""
    return SealedTable(table, ("ssn",), ("ssn_key",), _number_anew)


def member_row(member: Member, vault: Vault) -> dict[str, str | date | None]:
    """A member as a row of ``members_table``."""
    first_key, last_key = fold(member.first_name), fold(member.last_name)
    return {
        **{field: getattr(member, field) for field in Member.__struct_fields__},
        **_number(member.group_id, member.member_id, member.ssn, vault),
        "first_key": first_key,
        "last_key": last_key,
        "birth_key": _birth_key(member.birth_date, member.first_name),
        "search_text": f"{first_key} {last_key} {member.member_id.casefold()}",
    }


class MemberList:
    """What the port asks about members, answered from a ``members_table``."""

    def __init__(self, engine: Engine, table: Table, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault
        self._table = table
        self._shown = [*(table.c[field] for field in Member.__struct_fields__), table.c.ssn_key]

    def possible_matches(self, group_id: str, people: Sequence[Identity]) -> Sequence[Member]:
        table = self._table
        self._vault.refresh()
        numbers = {
            key: person.ssn
            for person in people
            if person.ssn
            for key in self._vault.lookups(person.ssn)
        }
        births = {
            _birth_key(person.birth_date, person.first_name)
            for person in people
            if person.birth_date
        }
        # A union rather than an "or", so that each half is looked up by its own index.
        halves = []
        if numbers:
            halves.append(table.c.ssn_key.in_(numbers))
        if births:
            halves.append(table.c.birth_key.in_(births))
        if not halves:
            return ()
        of_group = select(*self._shown).where(table.c.group_id == group_id)
        statement = union(*(of_group.where(half) for half in halves))
        with reaching(), self._engine.connect() as connection:
            rows = connection.execute(statement)
            return tuple(self._member(row, numbers) for row in rows)

    def page(self, group_id: str, search: str, page: int) -> Page[Member]:
        table = self._table
        self._vault.refresh()
        words = _search_words(search)
        wanted: ColumnElement[bool] = and_(
            table.c.group_id == group_id,
            *(table.c.search_text.contains(word, autoescape=True) for word in words),
            # What holds no letter or digit is part of nobody's name.
            true() if words or not search.strip() else false(),
        )
        by_name = (
            select(*self._shown)
            .where(wanted)
            .order_by(table.c.last_key, table.c.first_key, table.c.member_id)
        )
        with reaching(), self._engine.connect() as connection:
            total = connection.scalar(select(func.count()).select_from(table).where(wanted)) or 0
            pages = Page[Member]((), total).pages
            number = min(max(page, 1), pages)
            rows = connection.execute(by_name.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
            return Page(tuple(self._member(row, {}) for row in rows), total, number)

    def _member(self, row: Row[Any], numbers: Mapping[str, str]) -> Member:
        """The member. A number that cannot be read is known where it is one of those asked for,
        which are by key, and else shown as none."""
        try:
            ssn = _number_of(row, self._vault)
        except SealBroken:
            self._vault.note_broken("members", _place(row.group_id, row.member_id))
            ssn = numbers.get(row.ssn_key)
        fields = {field: row._mapping[field] for field in Member.__struct_fields__}
        return Member(**fields | {"ssn": ssn})


@contextmanager
def reaching() -> Iterator[None]:
    """Whatever keeps the database from answering, the registry is unavailable."""
    try:
        yield
    except (DBAPIError, NoConnectionFree) as error:
        raise RegistryUnavailable from error


def _birth_key(birth_date: date, first_name: str) -> str:
    """Birth date and first name as one value: SQLite finds no index for a list of pairs."""
    return f"{birth_date}|{fold(first_name)}"


def _search_words(search: str) -> list[str]:
    """A search's words as they are in ``search_text``. A word with a digit is part of a number, and
    one of nothing but punctuation is left out."""
    # Databases refuse patterns without end, and no name is this long.
    words = search[:200].casefold().split()
    keys = (word if any(map(str.isdigit, word)) else fold(word) for word in words)
    return [key for key in keys if key]


def _number(group_id: str, member_id: str, ssn: str | None, vault: Vault) -> dict[str, str | None]:
    if ssn is None:
        return {"ssn": None, "ssn_key": None}
    sealed = vault.seal("members", _place(group_id, member_id), "ssn", ssn)
    return {"ssn": sealed, "ssn_key": vault.lookup(ssn)}


def _number_of(row: Row[Any], vault: Vault) -> str | None:
    if row.ssn is None:
        return None
    return vault.unseal("members", _place(row.group_id, row.member_id), "ssn", row.ssn)


def _number_anew(row: Row[Any], vault: Vault) -> dict[str, str | None]:
    return _number(row.group_id, row.member_id, _number_of(row, vault), vault)


def _place(group_id: str, member_id: str) -> str:
    """In some registries a member's id is theirs within the group alone."""
    return f"{group_id} {member_id}"
