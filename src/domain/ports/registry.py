"""The carrier's own system."""

from collections.abc import Sequence
from typing import Protocol

from domain.carrier import Carrier, Group
from domain.people import Identity, Member
from domain.ports.paging import Page
from domain.submission import Answer, Submission


class MemberRegistry(Protocol):
    """The carrier's own system. Every method may raise RegistryUnavailable."""

    def carrier(self) -> Carrier:
        """The carrier's name, settings and regions."""
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

        Idempotent by key: one handed over before is not enrolled again and gets the answer it
        had. An answer may be missing (not decided yet) and is asked for again later.
        """
        ...
