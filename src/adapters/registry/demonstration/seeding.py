"""Giving the demonstration registry its first members."""

from sqlalchemy import Engine, insert, select

from adapters.confidential import Vault
from adapters.persistence.engine import writer
from adapters.registry.demonstration.database import (
    family_row,
    group_numbers,
    members,
    metadata,
    sealed,
)
from adapters.registry.demonstration.first_data import FirstData, Person
from adapters.registry.sealing import seal_older


def seed_members(engine: Engine, data: FirstData, vault: Vault) -> None:
    """Make the tables and enroll the first members, group by group, where that wasn't done.

    A group that is there already is left as it is, with whoever has been enrolled since.
    """
    seal_older(engine, vault, sealed)
    metadata.create_all(engine)
    with writer(engine).begin() as connection:
        known = set(connection.scalars(select(group_numbers.c.group_id)))
        new = [group.id for group in data.groups if group.id not in known]
        if not new:
            return
        people = [person for person in data.members if person.group_id in new]
        # Subscribers first: their dependents' rows refer to them.
        people.sort(key=lambda person: person.ssn != person.subscriber_ssn)
        subscribers = {
            _family(person): person.member_id
            for person in reversed(people)
            if person.ssn == person.subscriber_ssn
        }
        rows = [
            family_row(person.member(), subscribers[_family(person)], vault) for person in people
        ]
        connection.execute(insert(members), rows)
        connection.execute(
            insert(group_numbers),
            [{"group_id": one, "last_number": _last_number(people, one)} for one in new],
        )


def _family(person: Person) -> tuple[str, str]:
    return person.group_id, person.subscriber_ssn


def _last_number(people: list[Person], group_id: str) -> int:
    """Member ids are the Group ID and a number: 000341-000001."""
    return max(
        (int(one.member_id.rpartition("-")[2]) for one in people if one.group_id == group_id),
        default=0,
    )
