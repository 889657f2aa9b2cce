"""What the carrier's answers make of a submission."""

from datetime import timedelta

import pytest

from domain.errors import ActionRefused
from domain.submission import Answer, Status
from tests.builders import NOW, a_batch, a_submission, an_application, some_answers

DUE = NOW + timedelta(hours=1)


def test_an_answer_is_written_down_with_its_time() -> None:
    """The status and the carrier's words are the answer's."""
    submission = a_submission(an_application(a_batch()))
    after = submission.answered(Answer(submission.key, Status.DECLINED, "Not eligible."), NOW, DUE)
    assert (after.status, after.carrier_words) == (Status.DECLINED, "Not eligible.")
    assert after.answered_at == NOW


def test_processing_is_not_the_last_word() -> None:
    """A submission that is being processed may be answered again."""
    submission = a_submission(an_application(a_batch()), status=Status.PROCESSING)
    later = NOW + timedelta(days=1)
    after = submission.answered(Answer(submission.key, Status.COMPLETED), later, DUE)
    assert after.status is Status.COMPLETED


@pytest.mark.parametrize("last", [Status.COMPLETED, Status.NEEDS_REVIEW, Status.DECLINED])
def test_the_last_word_stays(last: Status) -> None:
    """What was decided is not decided again."""
    submission = a_submission(an_application(a_batch()), status=last)
    with pytest.raises(ActionRefused):
        submission.answered(Answer(submission.key, Status.COMPLETED), NOW, DUE)


def test_a_submission_names_its_person() -> None:
    """First and last name, as submitted."""
    answers = some_answers(first_name="Ana", last_name="Moreno")
    assert a_submission(an_application(a_batch()), answers).person_name == "Ana Moreno"
