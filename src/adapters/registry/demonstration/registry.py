"""The demonstration carrier's registry, asked as the domain asks any registry."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    and_,
    bindparam,
    false,
    func,
    insert,
    select,
    true,
    union,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from adapters.registry.demonstration.database import (
    SHOWN,
    accepted,
    birth_key,
    group_numbers,
    member_row,
    members,
    search_words,
)
from adapters.registry.demonstration.deciding import decide, enrolled
from domain.carrier import Group
from domain.errors import RegistryUnavailable
from domain.people import Identity, Member
from domain.ports import PAGE_SIZE, Clock, Page
from domain.submission import Answer, Status, Submission


class DemonstrationRegistry:
    """``domain.ports.MemberRegistry`` over the demonstration's own tables (see ``connect``)."""

    def __init__(self, engine: Engine, clock: Clock, groups: Sequence[Group]) -> None:
        self._engine = engine
        self._clock = clock
        self._groups = sorted(groups, key=lambda group: group.id)

    def ping(self) -> None:
        with _reaching(), self._engine.connect() as connection:
            connection.execute(select(accepted.c.key).limit(1))

    def close(self) -> None:
        self._engine.dispose()

    def groups(self, group_ids: Sequence[str]) -> Sequence[Group]:
        return [group for group in self._groups if group.id in group_ids]

    def possible_matches(self, group_id: str, people: Sequence[Identity]) -> Sequence[Member]:
        numbers = {person.ssn for person in people if person.ssn}
        births = {
            birth_key(person.birth_date, person.first_name)
            for person in people
            if person.birth_date
        }
        # A union rather than an "or", so that each half is looked up by its own index.
        halves = []
        if numbers:
            halves.append(members.c.ssn.in_(numbers))
        if births:
            halves.append(members.c.birth_key.in_(births))
        if not halves:
            return ()
        of_group = select(*SHOWN).where(members.c.group_id == group_id)
        statement = union(*(of_group.where(half) for half in halves))
        with _reaching(), self._engine.connect() as connection:
            return tuple(map(_member, connection.execute(statement)))

    def members(self, group_id: str, search: str, page: int) -> Page[Member]:
        words = search_words(search)
        wanted: ColumnElement[bool] = and_(
            members.c.group_id == group_id,
            *(members.c.search_text.contains(word, autoescape=True) for word in words),
            # What holds no letter or digit is part of nobody's name.
            true() if words or not search.strip() else false(),
        )
        by_name = (
            select(*SHOWN)
            .where(wanted)
            .order_by(members.c.last_key, members.c.first_key, members.c.member_id)
        )
        with _reaching(), self._engine.connect() as connection:
            total = connection.scalar(select(func.count()).select_from(members).where(wanted)) or 0
            pages = Page[Member]((), total).pages
            number = min(max(page, 1), pages)
            rows = connection.execute(by_name.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
            return Page(tuple(map(_member, rows)), total, number)

    def submit(self, submissions: Sequence[Submission]) -> Sequence[Answer]:
        if not submissions:
            return ()
        with _reaching(), self._engine.begin() as connection:
            desk = _Desk(connection, submissions)
            for submission in submissions:
                desk.take(submission)
            desk.write(connection, self._clock)
        return desk.answers({submission.key for submission in submissions})

    def ask(self, keys: Sequence[str]) -> Sequence[Answer]:
        if not keys:
            return ()
        with _reaching(), self._engine.connect() as connection:
            return [answer for answer, _ in _taken(connection, keys).values()]


class _Desk:
    """One handing-over: what was said before and what is said now, written all at once."""

    def __init__(self, connection: Connection, submissions: Sequence[Submission]) -> None:
        # First of all, so that nobody else takes these submissions or numbers at the same time.
        self._numbers = _hold_numbers(connection, {one.group_id for one in submissions})
        keys = {one.key for one in submissions}
        keys |= {one.subscriber_key for one in submissions if one.subscriber_key is not None}
        self._taken = _taken(connection, keys)
        self._members: list[tuple[Member, str]] = []
        self._log: list[tuple[Submission, Answer, str | None]] = []

    def take(self, submission: Submission) -> None:
        """Decide, unless that was done before or must wait for the subscriber."""
        if submission.key in self._taken or submission.group_id not in self._numbers:
            return
        status, subscriber_id = None, None
        if submission.subscriber_key in self._taken:
            subscriber, subscriber_id = self._taken[submission.subscriber_key]
            status = subscriber.status
        answer = decide(submission, status)
        if answer is None:
            return
        member_id = None
        if answer.status is Status.COMPLETED:
            self._numbers[submission.group_id] += 1
            member_id = f"{submission.group_id}-{self._numbers[submission.group_id]:06d}"
            self._members.append((enrolled(submission, member_id), subscriber_id or member_id))
        self._log.append((submission, answer, member_id))
        self._taken[submission.key] = (answer, member_id)

    def write(self, connection: Connection, clock: Clock) -> None:
        """Keep the new members, their numbers and the log, in a statement each."""
        if self._members:
            connection.execute(insert(members), [member_row(*one) for one in self._members])
            connection.execute(
                update(group_numbers).where(group_numbers.c.group_id == bindparam("of_group")),
                [
                    {"of_group": group_id, "last_number": number}
                    for group_id, number in self._numbers.items()
                ],
            )
        if self._log:
            now = clock.now()
            connection.execute(
                insert(accepted),
                [
                    {
                        "key": submission.key,
                        "confirmation_id": submission.confirmation_id,
                        "group_id": submission.group_id,
                        "status": answer.status.value,
                        "words": answer.words,
                        "member_id": member_id,
                        "accepted_at": now,
                    }
                    for submission, answer, member_id in self._log
                ],
            )

    def answers(self, keys: Collection[str]) -> Sequence[Answer]:
        return tuple(answer for key, (answer, _) in self._taken.items() if key in keys)


def _hold_numbers(connection: Connection, group_ids: Collection[str]) -> dict[str, int]:
    """The groups' last member numbers, held until the transaction ends."""
    numbers = connection.execute(
        update(group_numbers)
        .where(group_numbers.c.group_id.in_(group_ids))
        .values(last_number=group_numbers.c.last_number)
        .returning(group_numbers.c.group_id, group_numbers.c.last_number)
    )
    return {row.group_id: row.last_number for row in numbers}


def _taken(connection: Connection, keys: Collection[str]) -> dict[str, tuple[Answer, str | None]]:
    """What the log says of these keys: the answer, and the member id of those enrolled."""
    rows = connection.execute(select(accepted).where(accepted.c.key.in_(keys)))
    return {
        row.key: (Answer(row.key, Status(row.status), row.words), row.member_id) for row in rows
    }


def _member(row: Row[Any]) -> Member:
    return Member(**row._mapping)


@contextmanager
def _reaching() -> Iterator[None]:
    """Whatever keeps the database from answering, the registry is unavailable."""
    try:
        yield
    except (DBAPIError, NoConnectionFree) as error:
        raise RegistryUnavailable from error
