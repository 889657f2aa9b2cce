"""The groups and members that the suites know, and submissions to hand over."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from adapters.registry.demonstration import read_data
from domain.answers import Answers
from domain.carrier import Group
from domain.people import Identity, Member
from domain.ports import MemberRegistry
from domain.submission import Answer, Submission

GROUPS: tuple[Group, ...] = read_data().groups
MEMBERS: tuple[Member, ...] = tuple(person.member() for person in read_data().members)

REDWOOD, HOTELS, EVERGREEN = "000341", "000512", "000777"
XAVIER = Identity("Xavier", "Müller", date(1991, 6, 23), "847240482")  # of Redwood, 000341-000002


def submission(
    number: int,
    *,
    group_id: str = REDWOOD,
    first_name: str = "Ines",
    subscriber: Submission | None = None,
    warnings: tuple[str, ...] = (),
) -> Submission:
    """An application handed over: the subscriber, or the child, of a family named Quispe."""
    return Submission(
        id=f"submission-{number}",
        key=f"key-{number}",
        application_id=f"application-{number}",
        batch_id="batch",
        group_id=group_id,
        confirmation_id=f"confirmation-{number}",
        answers=Answers(
            relationship="Child" if subscriber else "Subscriber",
            subgroup_id="0001",
            first_name=first_name,
            last_name="Quispe",
            birth_date=date(1985, 2, 14),
            ssn=f"5{number:08d}",
            effective_date=date(2026, 12, 1),
        ),
        warnings=warnings,
        subscriber_key=subscriber.key if subscriber else None,
        submitted_by="administrator",
        submitted_at=datetime(2026, 11, 23, 18, 0, tzinfo=UTC),
    )


def enrolled(registry: MemberRegistry, group_id: str = REDWOOD) -> list[Member]:
    """Whoever of the family Quispe is a member."""
    return list(registry.members(group_id, "Quispe", 1).items)


def by_key(answers: Iterable[Answer]) -> dict[str, Answer]:
    return {answer.key: answer for answer in answers}
