"""A member registry in memory."""

from collections import Counter
from collections.abc import Callable, Sequence
from threading import Lock

from adapters.registry.demonstration import read_data
from adapters.registry.demonstration.deciding import decide, enrolled
from domain.carrier import Group
from domain.errors import CannotBeAsked, NothingArrived, RegistryUnavailable
from domain.matching import fold
from domain.people import Identity, Member
from domain.ports import PAGE_SIZE, Page
from domain.submission import Answer, Status, Submission

Decide = Callable[[Submission, Status | None], Answer | None]


class FakeRegistry:
    """Members in a list.

    ``unreachable`` makes every method raise: nothing arrives. ``loses_answers`` takes submissions
    and then raises, as a carrier does whose answer is lost on the way. ``cannot_be_asked`` makes
    ``ask`` say so. ``decide`` may be replaced to answer otherwise than the demonstration carrier.
    ``asked`` counts the calls by method; ``accepted`` is the carrier's own log, a key for each
    submission taken; ``answers`` what it says of each by key.
    """

    def __init__(self, groups: Sequence[Group], members: Sequence[Member] = ()) -> None:
        self.unreachable = False
        self.loses_answers = False
        self.cannot_be_asked = False
        self.decide: Decide = decide
        self.asked: Counter[str] = Counter()
        self.accepted: list[str] = []
        self.enrolled = list(members)
        self._groups = sorted(groups, key=lambda group: group.id)
        self.answers: dict[str, Answer] = {}
        self._lock = Lock()

    @classmethod
    def demonstration(cls) -> "FakeRegistry":
        """The demonstration carrier with its first members."""
        data = read_data()
        return cls(data.groups, [person.member() for person in data.members])

    def ping(self) -> None:
        self._ask("ping")

    def groups(self, group_ids: Sequence[str]) -> Sequence[Group]:
        self._ask("groups")
        return [group for group in self._groups if group.id in group_ids]

    def possible_matches(self, group_id: str, people: Sequence[Identity]) -> Sequence[Member]:
        self._ask("possible_matches")
        numbers = {person.ssn for person in people if person.ssn}
        births = {_birth(person) for person in people}
        return [
            member
            for member in self._of_group(group_id)
            if member.ssn in numbers or _birth(member.identity) in births
        ]

    def members(self, group_id: str, search: str, page: int) -> Page[Member]:
        self._ask("members")
        found = [member for member in self._of_group(group_id) if _found(member, search)]
        found.sort(key=lambda one: (fold(one.last_name), fold(one.first_name), one.member_id))
        number = min(max(page, 1), Page[Member]((), len(found)).pages)
        start = (number - 1) * PAGE_SIZE
        return Page(found[start : start + PAGE_SIZE], len(found), number)

    def submit(self, submissions: Sequence[Submission]) -> Sequence[Answer]:
        self._ask("submit")
        with self._lock:
            for submission in submissions:
                self._take(submission)
        if self.loses_answers:
            raise RegistryUnavailable
        keys = {submission.key for submission in submissions}
        return [answer for key, answer in self.answers.items() if key in keys]

    def ask(self, keys: Sequence[str]) -> Sequence[Answer]:
        self._ask("ask")
        if self.cannot_be_asked:
            raise CannotBeAsked
        return [answer for key, answer in self.answers.items() if key in keys]

    def close(self) -> None:
        """Nothing to let go of."""

    def _take(self, submission: Submission) -> None:
        known = any(group.id == submission.group_id for group in self._groups)
        if submission.key in self.answers or not known:
            return
        subscriber = self.answers.get(submission.subscriber_key or "")
        answer = self.decide(submission, subscriber.status if subscriber else None)
        if answer is None:
            return
        self.answers[submission.key] = answer
        self.accepted.append(submission.key)
        if answer.status is Status.COMPLETED:
            number = 1 + max(
                (int(one.member_id[-6:]) for one in self._of_group(submission.group_id)), default=0
            )
            self.enrolled.append(enrolled(submission, f"{submission.group_id}-{number:06d}"))

    def _of_group(self, group_id: str) -> list[Member]:
        return [member for member in self.enrolled if member.group_id == group_id]

    def _ask(self, method: str) -> None:
        self.asked[method] += 1
        if self.unreachable:
            raise NothingArrived


def _birth(identity: Identity) -> tuple[object, str]:
    return identity.birth_date, fold(identity.first_name)


def _found(member: Member, search: str) -> bool:
    """Whether each word is in a name, or, having a digit, in the member id."""
    names = (fold(member.first_name), fold(member.last_name))
    if search.strip() and not any(map(str.isalnum, search)):
        return False
    for word in search.split():
        if any(map(str.isdigit, word)):
            if word.casefold() not in member.member_id.casefold():
                return False
        elif not any(fold(word) in name for name in names):
            return False
    return True
