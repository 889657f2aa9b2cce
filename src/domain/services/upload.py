"""Uploading a completed workbook."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from domain.accounts.access import Administrator, Role
from domain.accounts.sent_form import form_digest
from domain.application import Application
from domain.audit import Act, of_batch, of_batch_id, of_group
from domain.batch import Batch, Tally
from domain.carrier import Group
from domain.errors import AlreadyUploaded, FileRefused
from domain.findings import Verdict
from domain.ports import Clock, Conflict, Ids, Persistence, SpreadsheetReader
from domain.rules import check, read_row
from domain.services.checking import Checker, require_region, with_submitted
from domain.services.results import BatchSummary
from domain.services.visible import visible_batch
from domain.values import numbers_hidden


class CheckedFile(msgspec.Struct, frozen=True):
    """A file as it would be kept: its batch, and the applications with their verdicts.

    ``batch.repeat`` is above 0 where the file was uploaded for the group before.
    """

    group: Group
    batch: Batch
    applications: Sequence[Application]


class Uploads:
    """From a workbook to a batch whose applications all have their verdict."""

    def __init__(
        self,
        reader: SpreadsheetReader,
        checker: Checker,
        persistence: Persistence,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._reader = reader
        self._checker = checker
        self._persistence = persistence
        self._clock = clock
        self._ids = ids

    def upload(
        self,
        administrator: Administrator,
        *,
        group_id: str,
        region: str,
        file_name: str,
        content: bytes | None,
        again: bool = False,
        form: str = "",
    ) -> BatchSummary:
        """Read, check and keep a workbook: all of it or nothing.

        Raises FileRefused with the sentence for the person, RegistryUnavailable, NotFound or
        NotAllowed. ``again`` accepts a file that was uploaded for the group before. A ``form`` that
        was sent before, by its own token, makes no other batch: what it made is the answer.
        """
        digest = form_digest(administrator.id, form) if form else ""
        try:
            if made := self._made(administrator, digest):
                return made
            found = self._read(administrator, group_id, region, file_name, content, again)
            tally = tally_of(found.applications)
            if made := self._keep(administrator, found.batch, found.applications, tally, digest):
                return made
        except FileRefused as refusal:
            # The same form, sent twice at once, may have made it one that was uploaded before.
            if made := self._made(administrator, digest):
                return made
            self._note_refusal(administrator, group_id, refusal)
            raise
        return self._summary(found.batch, found.group, tally)

    def check(
        self,
        administrator: Administrator,
        *,
        group_id: str,
        region: str,
        file_name: str,
        content: bytes,
    ) -> CheckedFile:
        """What an upload of the file would find now; nothing is kept. A file that was uploaded
        before is no less welcome. Raises as ``upload`` does."""
        return self._read(administrator, group_id, region, file_name, content, again=True)

    def _read(
        self,
        administrator: Administrator,
        group_id: str,
        region: str,
        file_name: str,
        content: bytes | None,
        again: bool,
    ) -> CheckedFile:
        administrator.require(Role.ENROLL, group_id)
        if content is None:
            raise FileRefused("no_file", "Choose the completed spreadsheet to upload.")
        carrier, group = self._checker.carrier, self._checker.group(group_id)
        require_region(carrier, group, region)
        sheet = self._reader.read(content, file_name, carrier=carrier, group=group)
        columns = carrier.columns_in(group.region)
        rows = [read_row(row.number, row.entries, group, columns) for row in sheet.rows]
        people = [row.answers.identity for row in rows]
        facts = self._checker.facts(group, people)
        digest = hashlib.sha256(content).hexdigest()
        with self._persistence.reading() as uow:
            earlier = uow.batches.with_digest(group_id, digest, self._clock.now())
            facts = with_submitted(facts, uow.submissions, people)
        if earlier and not again:
            raise _already_uploaded(earlier[-1])
        check(rows, facts)
        now = self._clock.now()
        batch_id, *ids = self._ids.new(1 + 2 * len(rows))
        batch = Batch(
            id=batch_id,
            group_id=group.id,
            region=group.region,
            file_name=numbers_hidden(file_name),
            digest=digest,
            repeat=earlier[-1].repeat + 1 if earlier else 0,
            layout=sheet.layout,
            notices=sheet.notices,
            uploaded_by=administrator.id,
            uploaded_at=now,
            expires_at=now + timedelta(days=carrier.settings.saved_for_days),
        )
        applications = [
            Application(
                id=application_id,
                batch_id=batch.id,
                group_id=batch.group_id,
                row=row.number,
                entries=row.entries,
                findings=tuple(row.findings),
                submission_key=key,
                expires_at=batch.expires_at,
            )
            for row, application_id, key in zip(rows, ids[::2], ids[1::2], strict=True)
        ]
        return CheckedFile(group, batch, applications)

    def _keep(
        self,
        administrator: Administrator,
        batch: Batch,
        applications: Sequence[Application],
        tally: Tally,
        form: str,
    ) -> BatchSummary | None:
        """Another batch, where the same form has made that meanwhile."""
        try:
            with self._persistence.writing() as uow:
                uow.batches.add(batch, applications)
                if form and not uow.sent_forms.add(form, batch.id, batch.uploaded_at):
                    raise Conflict
                counts = {"ready": tally.ready, "errors": tally.error, "rejected": tally.rejected}
                uow.audit.add(
                    of_batch(Act.UPLOADED, batch.uploaded_at, administrator, batch, **counts)
                )
                uow.commit()
        except Conflict:
            # The same came twice at once: the other request made the batch.
            if made := self._made(administrator, form):
                return made
            with self._persistence.reading() as uow:
                winners = uow.batches.with_digest(batch.group_id, batch.digest, batch.uploaded_at)
            raise _already_uploaded(winners[-1]) from None
        return None

    def _made(self, administrator: Administrator, form: str) -> BatchSummary | None:
        """What the form has made."""
        now = self._clock.now()
        with self._persistence.reading() as uow:
            batch_id = uow.sent_forms.made(form) if form else None
            if batch_id is None:
                return None
            batch = visible_batch(uow, administrator, batch_id, self._clock)
            tally = uow.applications.tally(batch.id, now)
        return self._summary(batch, self._checker.group(batch.group_id), tally)

    def _summary(self, batch: Batch, group: Group, tally: Tally) -> BatchSummary:
        return BatchSummary(batch, group, self._checker.carrier.region(group.region), tally, True)

    def _note_refusal(
        self, administrator: Administrator, group_id: str, refusal: FileRefused
    ) -> None:
        said = (Act.FILE_REFUSED, self._clock.now(), administrator)
        with self._persistence.writing() as uow:
            if isinstance(refusal, AlreadyUploaded):
                event = of_batch_id(*said, group_id, refusal.batch_id, code=refusal.code)
            else:
                event = of_group(*said, group_id, code=refusal.code)
            uow.audit.add(event)
            uow.commit()


def _already_uploaded(batch: Batch) -> AlreadyUploaded:
    return AlreadyUploaded(
        "This file was already uploaded for this group. Open that upload to go on with it, or "
        "upload the file again on purpose.",
        batch.id,
        batch.uploaded_at,
    )


def tally_of(applications: Sequence[Application]) -> Tally:
    """How many of new applications stand on each tab."""
    counts = Counter(application.verdict for application in applications)
    return Tally(counts[Verdict.READY], counts[Verdict.ERROR], counts[Verdict.REJECTED])
