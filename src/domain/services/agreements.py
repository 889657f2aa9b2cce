"""Arbitration agreements: signed documents, one or more for a subscriber, never required."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from domain.accounts.access import Administrator, Role
from domain.agreement import Agreement
from domain.application import Application
from domain.audit import Act, of_agreement, of_batch
from domain.batch import Batch
from domain.errors import DocumentDamaged, DocumentRefused, NotFound
from domain.ports import Clock, DocumentReader, FileStore, Ids, Persistence, Scanner, UnitOfWork
from domain.services.checking import Checker
from domain.services.results import Subscriber
from domain.services.visible import visible_application, visible_batch, write_down
from domain.values import numbers_hidden

MAX_DOCUMENTS_AT_ONCE = 50
MAX_DOCUMENTS_EACH = 5

_ENOUGH = f"This subscriber has {MAX_DOCUMENTS_EACH} documents on file already."
_ON_FILE = "This very document is on file for this subscriber already."
_GONE = "This subscriber was deleted meanwhile. Upload the file again once that has been undone."
_INFECTED = (
    "A scan found malware in this file. Do not open it again; tell whoever looks after your"
    " computers, and upload a copy that was scanned or printed anew."
)
_ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


class Document(msgspec.Struct, frozen=True):
    """An uploaded file: its name on the person's machine, and its bytes."""

    file_name: str
    content: bytes


class Attached(msgspec.Struct, frozen=True):
    """What became of the documents: those kept, and those refused with a sentence each.
    ``codes`` says why, for each of those refused, in the same order."""

    agreements: Sequence[Agreement]
    refused: Sequence[tuple[str, str]]
    codes: Sequence[str] = ()


class _Fit(msgspec.Struct, frozen=True):
    """A document that may be kept, and whose."""

    subscriber: Subscriber
    document: Document
    media_type: str


class _Refused(msgspec.Struct, frozen=True):
    """Why a document may not; ``found`` is what the scanner called it."""

    file_name: str
    refusal: DocumentRefused
    found: str = ""


def family_of(file_name: str, families: set[int]) -> int | None:
    """The one family whose number stands in the file's name; None for none or several."""
    named = {int(digits) for digits in re.findall(r"\d+", file_name) if len(digits) <= 9}
    found = named & families
    return found.pop() if len(found) == 1 else None


class Agreements:
    """Documents of a batch's subscribers."""

    def __init__(
        self,
        reader: DocumentReader,
        checker: Checker,
        persistence: Persistence,
        files: FileStore,
        clock: Clock,
        ids: Ids,
        scanner: Scanner | None = None,
    ) -> None:
        self._reader = reader
        self._checker = checker
        self._persistence = persistence
        self._files = files
        self._clock = clock
        self._ids = ids
        self._scanner = scanner

    def subscribers(
        self, administrator: Administrator, batch_id: str, shown_on: str = ""
    ) -> tuple[Batch, Sequence[Subscriber]]:
        """The batch's subscribers with what is on file; NotFound where its region uses none.
        ``shown_on`` is the name of the page that shows them to the administrator."""
        with self._persistence.reading() as uow:
            batch = visible_batch(uow, administrator, batch_id, self._clock)
            applications = uow.applications.of_batch(batch_id, self._clock.now())
            agreements = uow.agreements.of_batch(batch_id)
        if not self._checker.carrier.region(batch.region).arbitration_agreements:
            raise NotFound
        on_file: dict[str, list[Agreement]] = defaultdict(list)
        for agreement in agreements:
            on_file[agreement.application_id].append(agreement)
        found = [
            Subscriber(application, family, on_file[application.id])
            for application, family in self._subscribers(batch, applications)
        ]
        if shown_on:
            now, people = self._clock.now(), len(found)
            viewed = of_batch(Act.VIEWED, now, administrator, batch, page=shown_on, people=people)
            write_down(self._persistence, viewed)
        return batch, found

    def _subscribers(
        self, batch: Batch, applications: Sequence[Application]
    ) -> list[tuple[Application, int | None]]:
        group = self._checker.group(batch.group_id)
        read = self._checker.read(applications, group)
        return [
            (one, row.answers.family_number)
            for one, row in zip(applications, read.rows, strict=True)
            if row.answers.is_subscriber
        ]

    def attach(
        self,
        administrator: Administrator,
        batch_id: str,
        by_application: Mapping[str, Document],
        several: Sequence[Document] = (),
    ) -> Attached:
        """Keep documents chosen for a subscriber, and those whose name has a family number.

        One that cannot be kept never stops the others. Raises ReadersBusy and ScannerUnavailable,
        and keeps none, where they cannot be looked at just now, or are to be scanned and cannot be.
        """
        batch, subscribers = self.subscribers(administrator, batch_id)
        administrator.require(Role.ENROLL, batch.group_id)
        numbers = Counter(one.family_number for one in subscribers)
        # A number that two subscribers have does not tell whose agreement it is.
        by_family = {
            one.family_number: one
            for one in subscribers
            if one.family_number is not None and numbers[one.family_number] == 1
        }
        by_id = {one.application.id: one for one in subscribers}
        wanted: list[tuple[Subscriber | None, Document]] = [
            (by_id.get(application_id), document)
            for application_id, document in by_application.items()
        ]
        for document in several:
            family = family_of(document.file_name, set(by_family))
            wanted.append((by_family[family] if family is not None else None, document))
        # All are looked at before any is kept.
        fit, refused = self._looked_at(wanted)
        kept = [self._keep(administrator, batch, one) for one in fit]
        # Where this fails, nobody can tell whether the records are there after all. Documents that
        # no record names are for ``Retention`` to find.
        with self._persistence.writing() as uow:
            uow.batches.lock(batch_id)
            recorded, late = self._still_fitting(uow, batch_id, kept)
            refused += late
            uow.agreements.add(recorded)
            now = self._clock.now()
            for agreement in recorded:
                uow.audit.add(
                    of_agreement(
                        Act.AGREEMENT_UPLOADED, now, administrator, agreement, batch.group_id
                    )
                )
            for one in refused:
                # Without the file's name, which is somebody's.
                found = {"found": one.found} if one.found else {}
                facts = {"code": one.refusal.code, **found}
                uow.audit.add(of_batch(Act.AGREEMENT_REFUSED, now, administrator, batch, **facts))
            uow.commit()
        return Attached(
            recorded,
            [(one.file_name, one.refusal.message) for one in refused],
            [one.refusal.code for one in refused],
        )

    def _looked_at(
        self, wanted: Sequence[tuple[Subscriber | None, Document]]
    ) -> tuple[list[_Fit], list[_Refused]]:
        fit: list[_Fit] = []
        refused: list[_Refused] = []
        for index, (subscriber, document) in enumerate(wanted):
            try:
                if index >= MAX_DOCUMENTS_AT_ONCE:
                    raise DocumentRefused(
                        "too_many", f"Upload at most {MAX_DOCUMENTS_AT_ONCE} files at once."
                    )
                fit.append(self._fitting(subscriber, document, fit))
            except DocumentRefused as refusal:
                refused.append(_Refused(document.file_name, refusal))
                continue
            found = self._scanner.scan(document.content) if self._scanner else None
            if found is not None:
                fit.pop()
                infected = DocumentRefused("infected", _INFECTED)
                refused.append(_Refused(document.file_name, infected, found))
        return fit, refused

    def _still_fitting(
        self, uow: UnitOfWork, batch_id: str, kept: Sequence[Agreement]
    ) -> tuple[list[Agreement], list[_Refused]]:
        """Others may have come first while the documents were stored."""
        there = {one.id for one in uow.applications.of_batch(batch_id, self._clock.now())}
        known = uow.agreements.of_batch(batch_id)
        on_file = Counter(one.application_id for one in known)
        contents = {(one.application_id, one.digest) for one in known}
        fitting: list[Agreement] = []
        late: list[_Refused] = []
        for one in kept:
            if one.application_id not in there:
                late.append(_Refused(one.file_name, DocumentRefused("gone", _GONE)))
            elif (one.application_id, one.digest) in contents:
                late.append(_Refused(one.file_name, DocumentRefused("on_file", _ON_FILE)))
            elif on_file[one.application_id] >= MAX_DOCUMENTS_EACH:
                late.append(_Refused(one.file_name, DocumentRefused("enough", _ENOUGH)))
            else:
                on_file[one.application_id] += 1
                fitting.append(one)
        return fitting, late

    def _fitting(
        self, subscriber: Subscriber | None, document: Document, others: Sequence[_Fit]
    ) -> _Fit:
        """Raises DocumentRefused."""
        if subscriber is None:
            raise DocumentRefused(
                "no_family",
                "The file's name does not tell whose agreement this is. Put the family number in "
                'it, as in "family 12.pdf", or choose the file beside the subscriber.',
            )
        media_type = self._reader.media_type(document.content)
        application_id = subscriber.application.id
        here = sum(one.subscriber.application.id == application_id for one in others)
        if len(subscriber.agreements) + here >= MAX_DOCUMENTS_EACH:
            raise DocumentRefused("enough", _ENOUGH)
        return _Fit(subscriber, document, media_type)

    def _keep(self, administrator: Administrator, batch: Batch, one: _Fit) -> Agreement:
        """Store the document; its record follows once all documents are there."""
        agreement_id, stored = self._ids.new(2)
        stored_name = f"{stored}.{_ENDINGS[one.media_type]}"
        content = one.document.content
        self._files.put(stored_name, content)
        return Agreement(
            id=agreement_id,
            batch_id=batch.id,
            application_id=one.subscriber.application.id,
            file_name=numbers_hidden(one.document.file_name)[-120:],
            media_type=one.media_type,
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            stored_name=stored_name,
            uploaded_by=administrator.id,
            uploaded_at=self._clock.now(),
        )

    def document(self, administrator: Administrator, agreement_id: str) -> tuple[Agreement, bytes]:
        """An agreement with its content; NotFound when it is not the administrator's to see.
        Raises DocumentDamaged where the store gives something else than was uploaded."""
        with self._persistence.reading() as uow:
            agreement = uow.agreements.get(agreement_id)
            if agreement is None:
                raise NotFound
            application, batch = visible_application(
                uow, administrator, agreement.application_id, self._clock
            )
            if application.deleted_at is not None:
                raise NotFound
        try:
            content = self._files.get(agreement.stored_name)
        except KeyError:
            raise NotFound from None
        if hashlib.sha256(content).hexdigest() != agreement.digest:
            raise DocumentDamaged
        with self._persistence.writing() as uow:
            now = self._clock.now()
            uow.audit.add(
                of_agreement(
                    Act.AGREEMENT_DOWNLOADED, now, administrator, agreement, batch.group_id
                )
            )
            uow.commit()
        return agreement, content
