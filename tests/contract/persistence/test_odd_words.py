"""What strangers may write into an address or a field, looked for."""

import pytest

from domain.findings import Verdict
from domain.people import Identity
from domain.ports import Persistence
from tests.builders import (
    GROUP,
    LATER,
    NOW,
    a_batch,
    a_session,
    a_submission,
    an_administrator,
    an_agreement,
    an_application,
)
from tests.contract.persistence.acts import (
    keep_administrator,
    keep_agreements,
    keep_batch,
    keep_submissions,
)

ODD = ["{}\0", "\0{}", "\0", "{}' OR '1'='1", "{}%", "_" * 16, "{}\U0001f600", "%s", "x" * 100_000]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_what_is_looked_for_by_odd_words_is_not_there(persistence: Persistence, odd: str) -> None:
    """Whatever an id or a search has in it, the answer is that there is no such thing."""
    batch, kim = a_batch(), an_administrator()
    application = an_application(batch)
    submission, agreement = a_submission(application), an_agreement(application)
    session = a_session(kim)
    keep_administrator(persistence, kim)
    keep_batch(persistence, batch, [application])
    keep_submissions(persistence, submission)
    keep_agreements(persistence, agreement)
    with persistence.writing() as uow:
        uow.sessions.add(session)
        uow.batches.lock(odd.format(batch.id))
        uow.submissions.lock_group(odd.format(GROUP))
        group, batch_id = odd.format(GROUP), odd.format(batch.id)
        found = [
            uow.batches.get(batch_id, NOW),
            uow.batches.with_digest(group, odd.format(batch.digest), NOW),
            uow.batches.recent([group], NOW).items,
            uow.batches.by_ids([batch_id]),
            uow.applications.get(odd.format(application.id), NOW),
            uow.applications.of_batch(batch_id, NOW),
            uow.applications.versions(batch_id, NOW),
            uow.applications.tab(batch_id, Verdict.READY, NOW).items,
            uow.applications.saved([group], NOW).items,
            uow.submissions.applicants(group, [Identity(odd, odd, None, odd)]),
            uow.submissions.by_confirmation(odd.format(submission.confirmation_id)),
            uow.submissions.of_batch(batch_id),
            uow.submissions.count(batch_id),
            uow.submissions.history([group]).items,
            uow.deliveries.hold(batch_id, odd, LATER),
            uow.deliveries.undone(batch_id),
            uow.agreements.of_batch(batch_id),
            uow.agreements.of_application(odd.format(application.id)),
            uow.agreements.get(odd.format(agreement.id)),
            uow.agreements.named([odd.format(agreement.stored_name)]),
            uow.administrators.credentials(odd.format(kim.email)),
            uow.administrators.names([odd.format(kim.id)]),
            uow.sessions.find(odd.format(session.token_hash)),
        ]
        uow.commit()
    assert not any(found), found


@pytest.mark.parametrize("search", ["\0", "%", "_", "\\", "' OR '1'='1", "Noa\0123", "9" * 100_000])
def test_odd_searches_find_nobody(persistence: Persistence, search: str) -> None:
    """Signs that mean something to a database mean themselves."""
    batch = a_batch()
    application = an_application(batch)
    keep_batch(persistence, batch, [application])
    keep_submissions(persistence, a_submission(application))
    with persistence.reading() as uow:
        assert uow.applications.tab(batch.id, Verdict.READY, NOW, search=search).items == []
        assert uow.submissions.history([GROUP], search=search).items == []
