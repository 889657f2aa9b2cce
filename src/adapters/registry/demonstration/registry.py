"""The demonstration carrier's registry, asked as the domain asks any registry."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, Engine, bindparam, insert, select, update

from adapters.confidential import Vault
from adapters.persistence.engine import writer
from adapters.persistence.resealing import SealedTables
from adapters.registry.demonstration.database import (
    accepted,
    family_row,
    group_numbers,
    members,
    sealed,
)
from adapters.registry.demonstration.deciding import decide, enrolled
from adapters.registry.members import MemberList, reaching
from domain.carrier import Group
from domain.people import Identity, Member
from domain.ports import Clock, Page
from domain.submission import Answer, Status, Submission


class DemonstrationRegistry:
    """``domain.ports.MemberRegistry`` over the demonstration's own tables (see ``connect``)."""

    def __init__(self, engine: Engine, clock: Clock, groups: Sequence[Group], vault: Vault) -> None:
        self._engine = engine
        self._clock = clock
        self._vault = vault
        self._members = MemberList(engine, members, vault)
        self._groups = sorted(groups, key=lambda group: group.id)

    def ping(self) -> None:
        with reaching(), self._engine.connect() as connection:
            connection.execute(select(accepted.c.key).limit(1))

    def close(self) -> None:
        self._engine.dispose()

    def sealed(self) -> SealedTables:
        return SealedTables(self._engine, [sealed])

    def groups(self, group_ids: Sequence[str]) -> Sequence[Group]:
        return [group for group in self._groups if group.id in group_ids]

    def possible_matches(self, group_id: str, people: Sequence[Identity]) -> Sequence[Member]:
        return self._members.possible_matches(group_id, people)

    def members(self, group_id: str, search: str, page: int) -> Page[Member]:
        return self._members.page(group_id, search, page)

    def submit(self, submissions: Sequence[Submission]) -> Sequence[Answer]:
        if not submissions:
            return ()
        self._vault.refresh()
        with reaching(), writer(self._engine).begin() as connection:
            desk = _Desk(connection, submissions)
            for submission in submissions:
                desk.take(submission)
            desk.write(connection, self._clock, self._vault)
        return desk.answers({submission.key for submission in submissions})

    def ask(self, keys: Sequence[str]) -> Sequence[Answer]:
        if not keys:
            return ()
        with reaching(), self._engine.connect() as connection:
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

    def write(self, connection: Connection, clock: Clock, vault: Vault) -> None:
        """Keep the new members, their numbers and the log, in a statement each."""
        if self._members:
            connection.execute(insert(members), [family_row(*one, vault) for one in self._members])
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
