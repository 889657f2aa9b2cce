"""The carrier's own system."""

from collections.abc import Sequence
from typing import Protocol

from domain.carrier import Group
from domain.people import Identity, Member
from domain.ports.paging import Page
from domain.submission import Answer, Submission

# Seconds within which every method of a registry answers or raises. A delivery holds its batch
# for longer than that, so that nobody else delivers it meanwhile.
CALL_LIMIT = 30.0


class MemberRegistry(Protocol):
    """The carrier's own system. Every method may raise RegistryUnavailable, and answers or raises
    within CALL_LIMIT seconds. Safe to call from several threads."""

    def ping(self) -> None:
        """Raises RegistryUnavailable when the registry cannot be reached now."""
        ...

    def groups(self, group_ids: Sequence[str]) -> Sequence[Group]:
        """The groups of these ids that the carrier has, by id in ascending order."""
        ...

    def possible_matches(self, group_id: str, people: Sequence[Identity]) -> Sequence[Member]:
        """Members of this group who may be one of the people, in one question however many.

        At least every member who shares an SSN, or the birth date together with the folded first
        name (``domain.matching.fold``), with one of them; more does no harm. Other groups'
        members never appear.
        """
        ...

    def members(self, group_id: str, search: str, page: int) -> Page[Member]:
        """The group's members by last and first name; search is part of a name or a member id."""
        ...

    def submit(self, submissions: Sequence[Submission]) -> Sequence[Answer]:
        """Hand over submissions, subscribers before their dependents; answers by key.

        Idempotent by key: one handed over before is not enrolled again and gets the answer it has
        by now. Whatever the carrier took is answered, with Status.PROCESSING until there is a last
        word. One without an answer was not taken (a dependent before its subscriber, say) and is
        handed over again later.

        Raises NothingArrived or RegistryRefused only when surely none of them was taken, and plain
        RegistryUnavailable in any doubt.
        """
        ...

    def ask(self, keys: Sequence[str]) -> Sequence[Answer]:
        """What has become of submissions handed over before, by key.

        One without an answer was never taken. One answered with Status.SUBMITTED was taken back:
        the carrier has not got it, its words say why, and a person must look before it is handed
        over again. Raises CannotBeAsked where the carrier has no way to tell.
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
