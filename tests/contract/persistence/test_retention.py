"""Agreements, and removing what is past its time."""

from datetime import timedelta

from domain.ports import Persistence
from tests.builders import (
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
    change,
    keep_administrator,
    keep_agreements,
    keep_batch,
    keep_submissions,
    kept,
)

ALMOST = LATER - timedelta(minutes=1)


def test_agreements_come_back_as_they_were(persistence: Persistence) -> None:
    """A batch's and an application's agreements come by time, each field the same."""
    batch = a_batch()
    one, two = an_application(batch, 2), an_application(batch, 3)
    keep_batch(persistence, batch, [one, two])
    late = an_agreement(one, uploaded_at=NOW + timedelta(hours=1), file_name="Año.pdf")
    early, other = an_agreement(one), an_agreement(two, uploaded_at=NOW + timedelta(minutes=1))
    keep_agreements(persistence, late, early, other)
    with persistence.reading() as uow:
        assert uow.agreements.of_batch(batch.id) == [early, other, late]
        assert uow.agreements.of_application(one.id) == [early, late]
        assert uow.agreements.of_application("nobody") == []
        assert uow.agreements.get(late.id) == late
        assert uow.agreements.get("nobody") is None


def test_documents_are_known_by_the_agreements_that_name_them(persistence: Persistence) -> None:
    """Of a thousand names, those that some agreement has, each once; of none, none."""
    batch = a_batch()
    one, two = an_application(batch, 2), an_application(batch, 3)
    keep_batch(persistence, batch, [one, two])
    first, other = an_agreement(one), an_agreement(two)
    keep_agreements(persistence, first, other, an_agreement(two, stored_name=first.stored_name))
    strays = [f"stray-{number}.pdf" for number in range(998)]
    with persistence.reading() as uow:
        named = uow.agreements.named([*strays, first.stored_name, other.stored_name])
        assert sorted(named) == sorted([first.stored_name, other.stored_name])
        assert list(uow.agreements.named([first.stored_name])) == [first.stored_name]
        assert list(uow.agreements.named(strays)) == []
        assert list(uow.agreements.named([])) == []


def test_the_purge_removes_what_has_expired(persistence: Persistence) -> None:
    """At 30 days, and not a minute before, a batch and all of it is gone."""
    batch = a_batch()
    application = an_application(batch)
    agreement = an_agreement(application)
    keep_batch(persistence, batch, [application])
    keep_agreements(persistence, agreement)
    assert persistence.purge(ALMOST) == []
    assert kept(persistence, application) == application
    assert persistence.purge(LATER) == [agreement.stored_name]
    assert kept(persistence, application) is None
    with persistence.reading() as uow:
        assert uow.batches.by_ids([batch.id]) == {}
        assert uow.agreements.get(agreement.id) is None
    assert persistence.purge(LATER) == []


def test_the_purge_leaves_what_was_saved_or_submitted(persistence: Persistence) -> None:
    """Of an expired batch there stay what was saved since, submissions, and their agreements."""
    batch = a_batch()
    plain, waiting, going = (an_application(batch, row) for row in (2, 3, 4))
    keep_batch(persistence, batch, [plain, waiting, going])
    agreements = [an_agreement(one) for one in (plain, waiting, going)]
    keep_agreements(persistence, *agreements)
    submission = a_submission(going)
    saved = waiting.save_for_later(LATER + timedelta(days=2), 1)
    submitted = going.submit(submission.confirmation_id, 1)
    change(persistence, (waiting, saved), (going, submitted))
    keep_submissions(persistence, submission)
    assert persistence.purge(LATER) == [agreements[0].stored_name]
    with persistence.reading() as uow:
        assert uow.batches.get(batch.id, LATER) == batch
        assert uow.applications.of_batch(batch.id, LATER) == [saved, submitted]
        assert uow.agreements.of_batch(batch.id) == agreements[1:]
    far = LATER + timedelta(days=3650)
    assert persistence.purge(far) == [agreements[1].stored_name]
    with persistence.reading() as uow:
        assert uow.batches.get(batch.id, far) == batch
        assert uow.submissions.of_batch(batch.id) == [submission]
        assert uow.applications.of_batch(batch.id, far) == [submitted]


def test_the_purge_leaves_an_hour_for_undo(persistence: Persistence) -> None:
    """What was deleted can be restored for an hour, and is then removed; its batch stays."""
    batch = a_batch()
    application = an_application(batch)
    deleted = application.delete(NOW, 1)
    agreement = an_agreement(application)
    keep_batch(persistence, batch, [application])
    keep_agreements(persistence, agreement)
    change(persistence, (application, deleted))
    hour = timedelta(hours=1)
    assert persistence.purge(NOW + hour) == []
    assert kept(persistence, application) == deleted
    assert persistence.purge(NOW + hour + timedelta(seconds=1)) == [agreement.stored_name]
    assert kept(persistence, application) is None
    with persistence.reading() as uow:
        assert uow.batches.get(batch.id, NOW + hour) == batch


def test_a_document_that_is_still_named_stays(persistence: Persistence) -> None:
    """A document that stands for two applications is kept until the last of them is gone."""
    batch = a_batch()
    one, two = an_application(batch, 2), an_application(batch, 3, expires_at=LATER + timedelta(1))
    keep_batch(persistence, batch, [one, two])
    shared = an_agreement(one)
    keep_agreements(persistence, shared, an_agreement(two, stored_name=shared.stored_name))
    assert persistence.purge(LATER) == []
    assert persistence.purge(LATER + timedelta(1)) == [shared.stored_name]


def test_the_purge_ends_sessions(persistence: Persistence) -> None:
    """Idle sessions and those of twelve hours are removed, the others are not."""
    kim = an_administrator()
    keep_administrator(persistence, kim)
    minute = timedelta(minutes=1)
    idle = a_session(kim, started_at=NOW - timedelta(hours=1), seen_at=NOW - 15 * minute)
    old = a_session(kim, started_at=NOW - timedelta(hours=12), seen_at=NOW - minute)
    alive = a_session(kim, started_at=NOW - timedelta(hours=11), seen_at=NOW - 14 * minute)
    with persistence.writing() as uow:
        for session in (idle, old, alive):
            uow.sessions.add(session)
        uow.commit()
    persistence.purge(NOW)
    with persistence.reading() as uow:
        found = [uow.sessions.find(one.token_hash) is not None for one in (idle, old, alive)]
    assert found == [False, False, True]
