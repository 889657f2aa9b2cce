"""What the carrier's answers make of a submission."""

import re
from datetime import timedelta
from pathlib import Path

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


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("SSN 987-65-4321 is another person's.", "SSN ***-**-4321 is another person's."),
        ("987654321: no such person", "***-**-4321: no such person"),
        ("Ask about 1EG4-TE5-MK73.", "Ask about *******MK73."),
        ("987 65 4321 and 876.54.3210", "***-**-4321 and ***-**-3210"),
    ],
)
def test_numbers_that_the_carrier_quotes_are_not_kept(said: str, kept: str) -> None:
    """Whatever kind of answer they come with: also what an operator was told."""
    before = a_submission(an_application(a_batch()))
    sent = before.sending(NOW)
    for after in (
        sent.answered(Answer(before.key, Status.COMPLETED, said), NOW, DUE),
        sent.answered(Answer(before.key, Status.SUBMITTED, said), NOW, DUE),
        sent.settled(Answer(before.key, Status.DECLINED, said), NOW),
    ):
        assert after.carrier_words == kept
        assert after.steps[-1].words == kept


@pytest.mark.parametrize(
    "said",
    [
        "See 222-222-224R.",
        "Written to file 834_000000012.x12.",
        "Call 510-555-0123, or write to 94612.",
        "Member 000341-000120 since 2026-12-01.",
    ],
)
def test_other_numbers_that_the_carrier_quotes_are_kept(said: str) -> None:
    """A confirmation ID, a file, a telephone, a member and a day are nobody's number."""
    before = a_submission(an_application(a_batch()))
    after = before.answered(Answer(before.key, Status.PROCESSING, said), NOW, DUE)
    assert after.carrier_words == said


def test_quoting_the_same_number_again_is_no_news() -> None:
    """As any answer that is repeated."""
    before = a_submission(an_application(a_batch()))
    answer = Answer(before.key, Status.PROCESSING, "987-65-4321 is being looked at.")
    once = before.answered(answer, NOW, DUE)
    assert once.answered(answer, NOW, DUE).steps == once.steps


def test_a_submission_names_its_person() -> None:
    """First and last name, as submitted."""
    answers = some_answers(first_name="Ana", last_name="Moreno")
    assert a_submission(an_application(a_batch()), answers).person_name == "Ana Moreno"


def test_every_status_is_explained_to_administrators() -> None:
    """In the order that the list of them has on screen."""
    page = (Path(__file__).parents[3] / "docs" / "administrators.md").read_text(encoding="utf-8")
    _, _, after = page.partition("| status | what it means | what you do |\n")
    table, _, _ = after.partition("\n\n")
    assert re.findall(r"^\| ([A-Z].*?) \|", table, re.MULTILINE) == list(Status)
