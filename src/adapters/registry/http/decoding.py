"""From a registry's messages to the domain's objects, and which messages are not believed.

Where one part of an answer cannot be right, all of it is thrown away: it may be somebody else's.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from adapters.registry.http import wire
from domain.carrier import Group
from domain.carrier_words import without_numbers
from domain.errors import RegistryUnavailable
from domain.people import Member
from domain.ports import Page
from domain.submission import Answer, Status

_STATUSES: Mapping[wire.AnswerStatus, Status] = {
    wire.AnswerStatus.PROCESSING: Status.PROCESSING,
    wire.AnswerStatus.COMPLETED: Status.COMPLETED,
    wire.AnswerStatus.NEEDS_REVIEW: Status.NEEDS_REVIEW,
    wire.AnswerStatus.DECLINED: Status.DECLINED,
    wire.AnswerStatus.RETURNED: Status.SUBMITTED,
}


def groups_in(answered: Sequence[wire.Group], asked: Collection[str]) -> Sequence[Group]:
    """The groups by id, each one that was asked about."""
    ids = [group.id for group in answered]
    _believe(len(set(ids)) == len(ids) and set(ids) <= set(asked))
    groups = [msgspec.convert(group, Group, from_attributes=True) for group in answered]
    return sorted(groups, key=lambda group: group.id)


def members_in(answered: Iterable[wire.Member], group_id: str) -> Sequence[Member]:
    """The members, all of this group."""
    members = [msgspec.convert(member, Member, from_attributes=True) for member in answered]
    _believe(all(member.group_id == group_id for member in members))
    return members


def page_in(answered: wire.MemberPage, group_id: str) -> Page[Member]:
    """The page, one of as many as there are."""
    page = Page(members_in(answered.members, group_id), answered.total, answered.page)
    _believe(page.number <= page.pages)
    return page


def answers_in(
    answered: Iterable[wire.Answer],
    confirmation_ids: Mapping[str, str | None],
) -> Sequence[Answer]:
    """An answer to each key that got one.

    ``confirmation_ids`` are those of the submissions that are meant, by key; None where it isn't
    at hand to compare.
    """
    answers: dict[str, Answer] = {}
    for one in answered:
        _believe(one.key in confirmation_ids)
        _believe(confirmation_ids[one.key] in (None, one.confirmation_id))
        # Before they are cut, so that no part of a number is left.
        words = without_numbers(one.words)[: wire.LONGEST_WORDS]
        answer = Answer(one.key, _STATUSES[one.status], words)
        _believe(answers.setdefault(one.key, answer) == answer)
    return list(answers.values())


def _believe(right: bool) -> None:
    if not right:
        raise RegistryUnavailable("an answer that cannot be right")
