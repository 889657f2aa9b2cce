"""Submissions in memory."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from domain.matching import fold, person_key
from domain.people import Applicant, Identity
from domain.ports import Conflict, Page
from domain.submission import Status, Submission
from tests.fakes.kept import Kept, add, name_has, page_of


class FakeSubmissions:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def lock_group(self, group_id: str) -> None:
        """Nothing to hold: one unit of work writes at a time."""

    def add(self, submissions: Sequence[Submission]) -> None:
        for one in submissions:
            for other in self._kept.submissions.values():
                if _clash(one, other):
                    raise Conflict
            add(self._kept.submissions, one.id, one)

    def applicants(self, group_id: str, people: Sequence[Identity]) -> Sequence[Applicant]:
        numbers = {one.ssn for one in people} - {None}
        births = {_birth(one) for one in people} - {None}
        by_time = sorted(
            self._kept.submissions.values(), key=lambda one: (one.submitted_at, one.id)
        )
        return [
            Applicant(one.answers.identity, one.confirmation_id)
            for one in by_time
            if one.group_id == group_id
            and one.status is not Status.DECLINED
            and (one.answers.ssn in numbers or _birth(one.answers.identity) in births)
        ]

    def by_confirmation(self, confirmation_id: str) -> Submission | None:
        every = self._kept.submissions.values()
        return next((one for one in every if one.confirmation_id == confirmation_id), None)

    def of_batch(self, batch_id: str) -> Sequence[Submission]:
        found = [one for one in self._kept.submissions.values() if one.batch_id == batch_id]
        return sorted(found, key=lambda one: (one.submitted_at, one.id))

    def count(self, batch_id: str) -> int:
        return len(self.of_batch(batch_id))

    def declined_rows(self, batch_id: str) -> Collection[int]:
        return {
            self._kept.applications[one.application_id].row
            for one in self.of_batch(batch_id)
            if one.status is Status.DECLINED
        }

    def statuses(self) -> Mapping[Status, int]:
        return Counter(one.status for one in self._kept.submissions.values())

    def update(self, submissions: Sequence[Submission]) -> None:
        for one in submissions:
            kept = self._kept.submissions.get(one.id)
            if kept and not kept.status.final:
                self._kept.submissions[one.id] = replace(
                    kept,
                    status=one.status,
                    carrier_words=one.carrier_words,
                    answered_at=one.answered_at,
                    delivery=one.delivery,
                    steps=one.steps,
                )

    def history(
        self,
        group_ids: Sequence[str],
        *,
        search: str = "",
        status: Status | None = None,
        page: int = 1,
    ) -> Page[Submission]:
        return page_of(self._history(group_ids, search, status), page)

    def older(
        self,
        than: Submission | None,
        size: int,
        group_ids: Sequence[str],
        *,
        search: str = "",
        status: Status | None = None,
    ) -> Sequence[Submission]:
        found = self._history(group_ids, search, status)
        if than is not None:
            found = [
                one
                for one in found
                if one.submitted_at < than.submitted_at
                or (one.submitted_at == than.submitted_at and one.id > than.id)
            ]
        return found[:size]

    def _history(
        self, group_ids: Sequence[str], search: str, status: Status | None
    ) -> list[Submission]:
        found = [
            one
            for one in self._kept.submissions.values()
            if one.group_id in group_ids
            and status in (None, one.status)
            and (not search.strip() or _found(one, search))
        ]
        by_id = sorted(found, key=lambda one: one.id)
        return sorted(by_id, key=lambda one: one.submitted_at, reverse=True)


def _clash(one: Submission, other: Submission) -> bool:
    """Whether the two cannot be kept side by side."""
    same_person = (
        one.group_id == other.group_id
        and person_key(one.answers.identity) == person_key(other.answers.identity)
        and Status.DECLINED not in (one.status, other.status)
    )
    return same_person or any(
        getattr(one, name) == getattr(other, name)
        for name in ("application_id", "key", "confirmation_id")
    )


def _birth(identity: Identity) -> tuple[object, str] | None:
    first = fold(identity.first_name)
    return (identity.birth_date, first) if identity.birth_date and first else None


def _found(submission: Submission, search: str) -> bool:
    characters = re.sub(r"[^0-9A-Z]", "", search.upper())
    answers = submission.answers
    name = f"{fold(answers.first_name or '')} {fold(answers.last_name or '')}"
    return name_has(name, search) or (
        bool(characters) and characters in submission.confirmation_id.replace("-", "")
    )
