"""A carrier's registry behind an HTTP service of the carrier's own.

What it must answer is published in ``docs/carrier-api.openapi.json``.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from adapters.registry.http import wire
from adapters.registry.http.client import CarrierClient
from adapters.registry.http.deadline import time_left, within
from adapters.registry.http.decoding import answers_in, groups_in, members_in, page_in
from domain.carrier import Group
from domain.errors import NothingArrived, RegistryRefused
from domain.people import Identity, Member
from domain.ports import Page
from domain.submission import Answer, Submission

T = TypeVar("T")

HEALTH = "v1/health"
GROUPS = "v1/groups"
MATCHES = "v1/members/matches"
MEMBERS = "v1/members/search"
SUBMISSIONS = "v1/submissions"
STATUSES = "v1/submissions/status"


class HttpRegistry:
    """``domain.ports.MemberRegistry`` over a ``CarrierClient``.

    Every call ends within ``seconds``, however many requests it takes; ``submissions_per_call``
    is how many are handed over in one.
    """

    def __init__(self, line: CarrierClient, seconds: float, submissions_per_call: int) -> None:
        self._line = line
        self._seconds = seconds
        self._submissions_per_call = submissions_per_call

    def ping(self) -> None:
        with within(self._seconds):
            self._line.ask(HEALTH, None, wire.Health)

    def close(self) -> None:
        self._line.close()

    def groups(self, group_ids: Sequence[str]) -> Sequence[Group]:
        found: list[wire.Group] = []
        with within(self._seconds):
            for some in _pieces(list(dict.fromkeys(group_ids)), wire.MOST_GROUPS):
                wanted = wire.GroupsWanted(some)
                found += self._line.ask(GROUPS, wanted, wire.Groups).groups
        return groups_in(found, group_ids)

    def possible_matches(self, group_id: str, people: Sequence[Identity]) -> Sequence[Member]:
        # No more of a person than is needed to find them.
        known = [
            wire.Person(one.first_name[: wire.LONGEST_NAME], one.birth_date, one.ssn)
            for one in people
            if one.ssn or one.birth_date
        ]
        found: list[wire.Member] = []
        with within(self._seconds):
            for some in _pieces(known, wire.MOST_PEOPLE):
                wanted = wire.PeopleWanted(group_id, some)
                found += self._line.ask(MATCHES, wanted, wire.Members).members
        members = members_in(found, group_id)
        return list({member.member_id: member for member in members}.values())

    def members(self, group_id: str, search: str, page: int) -> Page[Member]:
        wanted = wire.PageWanted(
            group_id,
            search[: wire.LONGEST_SEARCH],
            min(max(page, 1), wire.MOST_PAGES),
        )
        with within(self._seconds):
            answered = self._line.ask(MEMBERS, wanted, wire.MemberPage)
        return page_in(answered, group_id)

    def submit(self, submissions: Sequence[Submission]) -> Sequence[Answer]:
        answers: list[Answer] = []
        with within(self._seconds):
            for some in _pieces(submissions, self._submissions_per_call):
                if answers and time_left() <= 0:
                    break
                try:
                    answers += self._hand_over(some)
                except (NothingArrived, RegistryRefused):
                    # Nothing of these was taken, but something before them was: these are the ones
                    # without an answer.
                    if answers:
                        break
                    raise
        return answers

    def _hand_over(self, submissions: Sequence[Submission]) -> Sequence[Answer]:
        message = wire.Submissions([_message(one) for one in submissions])
        taken = self._line.hand_over(SUBMISSIONS, message, wire.AnswerList)
        return answers_in(taken.answers, {one.key: one.confirmation_id for one in submissions})

    def ask(self, keys: Sequence[str]) -> Sequence[Answer]:
        told: list[wire.Answer] = []
        with within(self._seconds):
            for some in _pieces(keys, wire.MOST_KEYS):
                wanted = wire.KeysWanted(some)
                told += self._line.ask(STATUSES, wanted, wire.AnswerList).answers
        return answers_in(told, dict.fromkeys(keys))


def _message(submission: Submission) -> wire.Submission:
    return wire.Submission(
        key=submission.key,
        confirmation_id=submission.confirmation_id,
        group_id=submission.group_id,
        submitted_at=submission.submitted_at,
        enrollment=submission.answers,
        warnings=list(submission.warnings),
        subscriber_key=submission.subscriber_key,
    )


def _pieces(items: Sequence[T], size: int) -> Iterator[list[T]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])
