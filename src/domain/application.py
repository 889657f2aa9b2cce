"""One prospective member's enrollment, from the uploaded row to its submission."""

from datetime import datetime

import msgspec

from domain.cells import Entries
from domain.errors import ActionRefused, ChangedByAnother
from domain.findings import Finding, Severity, Verdict, verdict
from domain.tone import Shown, Tone
from domain.values import numbers_hidden

UNREADABLE = "unreadable"
"""The code of the finding that stands alone at an application that cannot be read."""


class State(Shown):
    """Where an application stands; follows from its findings and from what was done with it."""

    READY = Verdict.READY
    ERROR = Verdict.ERROR
    REJECTED = Verdict.REJECTED
    SAVED = "saved", "Saved"
    SUBMITTED = "submitted", "Submitted", Tone.INFO
    DELETED = "deleted", "Deleted"


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """One filled row of a batch.

    ``row`` is its number in the sheet (the first below the headers is 2). ``expires_at`` is when
    it is purged unless it was submitted. ``submission_key`` is made with the application and is
    the idempotency key of its one submission. Every act makes a new version; a fresh check
    (``checked``) does not, since it changes nothing that a person typed. One that is
    ``unreadable`` was changed where it is kept: what was typed is lost, and is not written over.
    """

    id: str
    batch_id: str
    group_id: str
    row: int
    entries: Entries
    findings: tuple[Finding, ...]
    submission_key: str
    expires_at: datetime
    version: int = 1
    saved: bool = False
    confirmation_id: str | None = None
    deleted_at: datetime | None = None

    @property
    def verdict(self) -> Verdict:
        return verdict(self.findings)

    @property
    def unreadable(self) -> bool:
        return any(finding.code == UNREADABLE for finding in self.findings)

    @property
    def state(self) -> State:
        if self.confirmation_id is not None:
            return State.SUBMITTED
        if self.deleted_at is not None:
            return State.DELETED
        if self.saved:
            return State.SAVED
        return State(self.verdict.value)

    def text(self, column: str) -> str:
        """What was typed in the column, or an empty string."""
        cell = self.entries.get(column)
        return cell.text if cell else ""

    @property
    def person_name(self) -> str:
        """The person's name as typed, or "Row 12" where there is none."""
        name = f"{self.text('first_name')} {self.text('last_name')}".strip()
        name = numbers_hidden(name)
        return name or f"Row {self.row}"

    def of_severity(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is severity)

    def expired(self, now: datetime) -> bool:
        """Whether it is past its retention; what was submitted never is."""
        return self.confirmation_id is None and self.expires_at <= now

    # Acts. Each refuses what the table of states in the product's description does not allow.

    def edit(self, entries: Entries, expected_version: int) -> "Application":
        self._allow("edited", State.READY, State.ERROR, State.SAVED, fixable=True)
        self._at(expected_version)
        return self._next(entries=entries)

    def save_for_later(self, until: datetime, expected_version: int) -> "Application":
        """Set aside until a moment; saving again restarts the time."""
        self._allow("saved for later", State.READY, State.ERROR, State.SAVED, fixable=True)
        self._at(expected_version)
        return self._next(saved=True, expires_at=until)

    def delete(self, now: datetime, expected_version: int) -> "Application":
        self._allow("deleted", State.READY, State.ERROR, State.REJECTED, State.SAVED)
        self._at(expected_version)
        return self._next(deleted_at=now)

    def restore(self, expected_version: int) -> "Application":
        """Undo of delete."""
        self._allow("restored", State.DELETED)
        self._at(expected_version)
        return self._next(deleted_at=None)

    def submit(self, confirmation_id: str, expected_version: int) -> "Application":
        self._allow("submitted", State.READY, State.SAVED)
        if self.verdict is not Verdict.READY:
            raise ActionRefused("submitted", State(self.verdict.value))
        self._at(expected_version)
        return self._next(confirmation_id=confirmation_id, saved=False)

    def checked(self, findings: tuple[Finding, ...]) -> "Application":
        """The same application after a fresh check."""
        return msgspec.structs.replace(self, findings=findings)

    def _allow(self, act: str, *states: State, fixable: bool = False) -> None:
        """``fixable``: what was saved and has since been rejected may only be deleted."""
        if self.state not in states:
            raise ActionRefused(act, self.state)
        if fixable and self.verdict is Verdict.REJECTED:
            raise ActionRefused(act, State.REJECTED)

    def _at(self, expected_version: int) -> None:
        if self.version != expected_version:
            raise ChangedByAnother

    def _next(self, **changes: object) -> "Application":
        return msgspec.structs.replace(self, version=self.version + 1, **changes)
