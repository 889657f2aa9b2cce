"""The purge, and somebody who acts on what it is about to remove."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import Engine

from adapters.persistence import SqlPersistence
from domain.application import Application
from domain.ports import Change, UnitOfWork
from tests.builders import NOW, a_batch, a_submission, an_agreement, an_application
from tests.contract.persistence.acts import change, keep_agreements, keep_batch, kept
from tests.keys import VAULT

LONG_AFTER = NOW + timedelta(days=2)


def _restore(uow: UnitOfWork, deleted: Application) -> Application:
    restored = deleted.restore(deleted.version)
    uow.applications.apply([Change(deleted, restored)])
    return restored


def _restore_and_submit(uow: UnitOfWork, deleted: Application) -> Application:
    restored = _restore(uow, deleted)
    submission = a_submission(restored)
    submitted = restored.submit(submission.confirmation_id, restored.version)
    uow.applications.apply([Change(restored, submitted)])
    uow.submissions.add([submission])
    return submitted


@pytest.mark.parametrize("act", [_restore, _restore_and_submit])
def test_whoever_is_first_keeps_all_of_it(
    engine: Engine, act: Callable[[UnitOfWork, Application], Application]
) -> None:
    """What was brought back just before the purge came to it stays, with its documents."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch = a_batch()
    application = an_application(batch)
    deleted = application.delete(NOW, 1)
    agreement = an_agreement(application)
    keep_batch(persistence, batch, [application])
    keep_agreements(persistence, agreement)
    change(persistence, (application, deleted))
    with ThreadPoolExecutor(1) as pool:
        with persistence.writing() as uow:
            uow.batches.lock(batch.id)
            after = act(uow, deleted)
            purged = pool.submit(persistence.purge, LONG_AFTER)
            Event().wait(0.2)
            uow.commit()
        assert purged.result() == []
    assert kept(persistence, application) == after
    with persistence.reading() as uow:
        assert uow.agreements.of_application(application.id) == [agreement]
