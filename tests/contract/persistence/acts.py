"""Short ways to keep things and to look at them."""

from collections.abc import Sequence
from datetime import datetime

from domain.accounts.access import Administrator
from domain.agreement import Agreement
from domain.application import Application
from domain.batch import Batch
from domain.delivery import LONGEST_LEASE
from domain.ports import Change, Persistence
from domain.submission import Submission
from tests.builders import NOW


def keep_batch(
    persistence: Persistence, batch: Batch, applications: Sequence[Application] = ()
) -> None:
    with persistence.writing() as uow:
        uow.batches.add(batch, applications)
        uow.commit()


def keep_submissions(persistence: Persistence, *submissions: Submission) -> None:
    with persistence.writing() as uow:
        uow.submissions.add(submissions)
        uow.commit()


def keep_agreements(persistence: Persistence, *agreements: Agreement) -> None:
    with persistence.writing() as uow:
        uow.agreements.add(agreements)
        uow.commit()


def keep_administrator(persistence: Persistence, administrator: Administrator) -> None:
    with persistence.writing() as uow:
        uow.administrators.add(administrator, "a hash")
        uow.commit()


def change(persistence: Persistence, *changes: tuple[Application, Application]) -> None:
    with persistence.writing() as uow:
        uow.applications.apply([Change(before, after) for before, after in changes])
        uow.commit()


def kept(
    persistence: Persistence, application: Application, now: datetime = NOW
) -> Application | None:
    """The application as it is kept now."""
    with persistence.reading() as uow:
        return uow.applications.get(application.id, now)


def claimed(
    persistence: Persistence,
    holder: str,
    now: datetime = NOW,
    until: datetime = NOW + LONGEST_LEASE,
) -> str | None:
    """The batch that this holder gets to deliver."""
    with persistence.writing() as uow:
        batch_id = uow.deliveries.claim(holder, now, until)
        uow.commit()
        return batch_id
