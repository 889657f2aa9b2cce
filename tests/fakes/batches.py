"""Batches, applications and agreements in memory."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from domain.agreement import Agreement
from domain.application import Application
from domain.batch import Batch, Tally
from domain.errors import ChangedByAnother
from domain.findings import Verdict
from domain.matching import fold
from domain.ports import Change, Conflict, Page
from tests.fakes.kept import Kept, add, name_has, page_of


class FakeBatches:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def add(self, batch: Batch, applications: Sequence[Application]) -> None:
        for other in self.with_digest(batch.group_id, batch.digest, batch.uploaded_at):
            if other.repeat == batch.repeat:
                raise Conflict
        add(self._kept.batches, batch.id, batch)
        keys = {one.submission_key for one in self._kept.applications.values()}
        rows = {one.row for one in applications}
        if len(rows) < len(applications) or keys & {one.submission_key for one in applications}:
            raise Conflict
        for one in applications:
            add(self._kept.applications, one.id, one)

    def get(self, batch_id: str, now: datetime) -> Batch | None:
        batch = self._kept.batches.get(batch_id)
        if batch is None or batch.expires_at > now:
            return batch
        # What was submitted counts as an application that never expires.
        return batch if FakeApplications(self._kept).of_batch(batch_id, now) else None

    def lock(self, batch_id: str) -> None:
        """Nothing to hold: one unit of work writes at a time."""

    def with_digest(self, group_id: str, digest: str, now: datetime) -> Sequence[Batch]:
        found = [
            one
            for one in self._kept.batches.values()
            if (one.group_id, one.digest) == (group_id, digest) and one.expires_at > now
        ]
        return sorted(found, key=lambda one: one.repeat)

    def recent(self, group_ids: Sequence[str], now: datetime, page: int = 1) -> Page[Batch]:
        found = [
            one
            for one in self._kept.batches.values()
            if one.group_id in group_ids and one.expires_at > now
        ]
        return page_of(sorted(found, key=lambda one: one.uploaded_at, reverse=True), page)

    def by_ids(self, batch_ids: Sequence[str]) -> Mapping[str, Batch]:
        return {id: self._kept.batches[id] for id in batch_ids if id in self._kept.batches}


class FakeApplications:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def get(self, application_id: str, now: datetime) -> Application | None:
        found = self._kept.applications.get(application_id)
        return None if found is None or found.expired(now) else found

    def of_batch(self, batch_id: str, now: datetime) -> Sequence[Application]:
        found = [one for one in self._alive(now) if one.batch_id == batch_id]
        return sorted(found, key=lambda one: one.row)

    def versions(self, batch_id: str, now: datetime) -> Mapping[str, int]:
        return {one.id: one.version for one in self.of_batch(batch_id, now)}

    def tally(self, batch_id: str, now: datetime) -> Tally:
        return Tally(**Counter(one.verdict.value for one in self._on_tabs(batch_id, now)))

    def tab(
        self,
        batch_id: str,
        verdict: Verdict,
        now: datetime,
        *,
        search: str = "",
        sort: str = "row",
        descending: bool = False,
        page: int = 1,
    ) -> Page[Application]:
        found = [
            one
            for one in self._on_tabs(batch_id, now)
            if one.verdict is verdict and (not search.strip() or name_has(_name(one), search))
        ]
        key = _SORTS[sort]
        keyed = sorted((one for one in found if key(one)), key=key, reverse=descending)
        return page_of(keyed + [one for one in found if not key(one)], page)

    def saved(self, group_ids: Sequence[str], now: datetime, page: int = 1) -> Page[Application]:
        found = [
            one
            for one in self._alive(now)
            if one.group_id in group_ids and one.saved and one.confirmation_id is None
        ]
        return page_of(sorted(found, key=lambda one: (one.expires_at, one.batch_id, one.row)), page)

    def apply(self, changes: Sequence[Change]) -> None:
        for change in changes:
            now = self._kept.applications.get(change.before.id)
            if now is None or now.version != change.before.version:
                raise ChangedByAnother
            self._kept.applications[now.id] = change.after

    def _alive(self, now: datetime) -> list[Application]:
        return [
            one
            for one in self._kept.applications.values()
            if one.deleted_at is None and not one.expired(now)
        ]

    def _on_tabs(self, batch_id: str, now: datetime) -> list[Application]:
        return [
            one
            for one in self.of_batch(batch_id, now)
            if not one.saved and one.confirmation_id is None
        ]


_SORTS = {
    "row": lambda one: one.row,
    "name": lambda one: _name(one),
    "family": lambda one: _number(one.text("family_number")),
    "relationship": lambda one: fold(one.text("relationship")),
}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _name(application: Application) -> str:
    first, last = application.text("first_name"), application.text("last_name")
    return f"{fold(first)} {fold(last)}".strip()


class FakeAgreements:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def add(self, agreements: Sequence[Agreement]) -> None:
        for one in agreements:
            add(self._kept.agreements, one.id, one)

    def of_batch(self, batch_id: str) -> Sequence[Agreement]:
        found = [one for one in self._kept.agreements.values() if one.batch_id == batch_id]
        return sorted(found, key=lambda one: (one.uploaded_at, one.id))

    def of_application(self, application_id: str) -> Sequence[Agreement]:
        every = self._kept.agreements.values()
        found = [one for one in every if one.application_id == application_id]
        return sorted(found, key=lambda one: (one.uploaded_at, one.id))

    def get(self, agreement_id: str) -> Agreement | None:
        return self._kept.agreements.get(agreement_id)

    def named(self, stored_names: Sequence[str]) -> Collection[str]:
        return {one.stored_name for one in self._kept.agreements.values()} & set(stored_names)
