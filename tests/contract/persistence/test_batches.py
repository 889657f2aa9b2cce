"""Batches and the two sides of a unit of work."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.ports import Conflict, Persistence
from tests.builders import GROUP, LATER, NOW, a_batch, a_submission, an_application
from tests.contract.persistence.acts import change, keep_batch, keep_submissions

ALMOST = LATER - timedelta(minutes=1)


def test_a_batch_comes_back_as_it_was(persistence: Persistence) -> None:
    """What was added is read with every field the same."""
    batch = a_batch(
        layout=("ssn", "family_number"),
        file_name="Años nuevos.xlsx",
        notices=("Row 4 is hidden in the workbook.", "And so is column “C”."),
    )
    keep_batch(persistence, batch)
    with persistence.reading() as uow:
        assert uow.batches.get(batch.id, NOW) == batch
        assert uow.batches.by_ids([batch.id, "nobody"]) == {batch.id: batch}
        assert uow.batches.get("nobody", NOW) is None


def test_nothing_stays_without_a_commit(persistence: Persistence) -> None:
    """Leaving a unit of work, calmly or by an exception, rolls everything back."""
    calm, broken = a_batch(), a_batch()
    with persistence.writing() as uow:
        uow.batches.add(calm, [an_application(calm)])
        assert uow.batches.get(calm.id, NOW) == calm

    def keep_twice() -> None:
        with persistence.writing() as uow:
            uow.batches.add(broken, [an_application(broken)])
            uow.batches.add(broken, [])

    with pytest.raises(Conflict):
        keep_twice()
    with persistence.reading() as uow:
        assert uow.batches.by_ids([calm.id, broken.id]) == {}
        assert uow.applications.of_batch(calm.id, NOW) == []


def test_the_same_content_makes_one_batch(persistence: Persistence) -> None:
    """A second batch of the same group, content and repeat is a conflict, and leaves nothing."""
    first = a_batch()
    second = a_batch(digest=first.digest)
    keep_batch(persistence, first, [an_application(first)])
    with pytest.raises(Conflict):
        keep_batch(persistence, second, [an_application(second)])
    with persistence.reading() as uow:
        assert uow.batches.with_digest(GROUP, first.digest, NOW) == [first]
        assert uow.applications.of_batch(second.id, NOW) == []


@pytest.mark.parametrize("same", ["row", "submission_key"])
def test_a_row_makes_one_application(persistence: Persistence, same: str) -> None:
    """Two applications of one row, or with one key, are a conflict."""
    earlier, batch = a_batch(), a_batch()
    one = an_application(batch if same == "row" else earlier)
    other = replace(an_application(batch, 3), **{same: getattr(one, same)})
    if same == "submission_key":
        keep_batch(persistence, earlier, [one])
    with pytest.raises(Conflict):
        keep_batch(persistence, batch, [one, other] if same == "row" else [other])


def test_the_same_content_again_on_purpose(persistence: Persistence) -> None:
    """Repeats stand side by side, the latest last; another group's upload is another matter."""
    second = a_batch(repeat=1)
    first = a_batch(digest=second.digest)
    elsewhere = a_batch(digest=second.digest, group_id="000777")
    for batch in (second, elsewhere, first):
        keep_batch(persistence, batch)
    with persistence.reading() as uow:
        assert uow.batches.with_digest(GROUP, first.digest, NOW) == [first, second]
        assert uow.batches.with_digest(GROUP, "another", NOW) == []


def test_content_is_new_again_when_its_batch_has_expired(persistence: Persistence) -> None:
    """After the retention the same file is uploaded as if for the first time."""
    old = a_batch()
    application = an_application(old)
    keep_batch(persistence, old, [application])
    keep_submissions(persistence, a_submission(application))
    early = a_batch(digest=old.digest, uploaded_at=ALMOST)
    with pytest.raises(Conflict):
        keep_batch(persistence, early)
    new = a_batch(digest=old.digest, uploaded_at=LATER, expires_at=LATER + timedelta(days=30))
    keep_batch(persistence, new)
    with persistence.reading() as uow:
        assert uow.batches.with_digest(GROUP, old.digest, LATER) == [new]
        assert uow.batches.by_ids([old.id]) == {old.id: old}


def test_recent_batches(persistence: Persistence) -> None:
    """The groups' unexpired batches come newest first, a page at a time."""
    batches = [a_batch(uploaded_at=NOW + timedelta(hours=hour)) for hour in range(52)]
    other = a_batch(group_id="000777", uploaded_at=NOW - timedelta(hours=1))
    expired = a_batch(expires_at=NOW)
    for batch in (*batches, other, expired, a_batch(group_id="000888")):
        keep_batch(persistence, batch)
    with persistence.reading() as uow:
        newest = batches[::-1]
        assert list(uow.batches.recent([GROUP], NOW).items) == newest[:50]
        second = uow.batches.recent([GROUP, "000777"], NOW, 2)
        assert (list(second.items), second.total) == ([*newest[50:], other], 53)
        assert list(uow.batches.recent([], NOW).items) == []


def test_a_batch_is_there_until_nothing_of_it_is_left(persistence: Persistence) -> None:
    """An expired batch is still shown for what was saved later or submitted, not for the rest."""
    plain, saving, deleting, submitting = a_batch(), a_batch(), a_batch(), a_batch()
    for batch in (plain, saving, deleting, submitting):
        application = an_application(batch)
        keep_batch(persistence, batch, [application])
        if batch is plain:
            continue
        saved = application.save_for_later(LATER + timedelta(days=1), 1)
        if batch is saving:
            change(persistence, (application, saved))
        elif batch is deleting:
            change(persistence, (application, saved))
            change(persistence, (saved, saved.delete(NOW, 2)))
        else:
            submission = a_submission(application)
            change(persistence, (application, application.submit(submission.confirmation_id, 1)))
            keep_submissions(persistence, submission)
    with persistence.reading() as uow:
        at_the_last_minute = [
            uow.batches.get(one.id, ALMOST) for one in (plain, saving, deleting, submitting)
        ]
        afterwards = [
            uow.batches.get(one.id, LATER) for one in (plain, saving, deleting, submitting)
        ]
    assert at_the_last_minute == [plain, saving, deleting, submitting]
    assert afterwards == [None, saving, None, submitting]


def test_locks_are_let_go_at_the_end(persistence: Persistence) -> None:
    """A batch and a group that were locked can be locked again by the next unit of work."""
    batch = a_batch()
    keep_batch(persistence, batch)
    for _ in range(2):
        with persistence.writing() as uow:
            uow.batches.lock(batch.id)
            uow.submissions.lock_group(GROUP)
            assert uow.batches.get(batch.id, NOW) == batch
