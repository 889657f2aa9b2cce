"""What an administrator may see, everything else as if it were not there; and that they saw it."""

from domain.accounts.access import Administrator, Role
from domain.application import Application
from domain.audit import Event
from domain.batch import Batch
from domain.errors import NotFound
from domain.ports import Clock, Persistence, UnitOfWork


def visible_batch(
    uow: UnitOfWork, administrator: Administrator, batch_id: str, clock: Clock
) -> Batch:
    """The batch, if it is in a group of the administrator's; else NotFound."""
    batch = uow.batches.get(batch_id, clock.now())
    if batch is None:
        raise NotFound
    administrator.require(Role.VIEW, batch.group_id)
    return batch


def visible_application(
    uow: UnitOfWork, administrator: Administrator, application_id: str, clock: Clock
) -> tuple[Application, Batch]:
    """The application and its batch, if in a group of the administrator's; else NotFound."""
    application = uow.applications.get(application_id, clock.now())
    if application is None:
        raise NotFound
    administrator.require(Role.VIEW, application.group_id)
    return application, uow.batches.by_ids([application.batch_id])[application.batch_id]


def write_down(persistence: Persistence, *events: Event) -> None:
    """Keep these events in a transaction of their own.

    People must not be shown when this fails: whoever has seen whom is known, or nobody was shown.
    """
    with persistence.writing() as uow:
        for event in events:
            uow.audit.add(event)
        uow.commit()
