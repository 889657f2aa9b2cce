"""How the demonstration carrier answers a submission: at once, and the same way every time."""

from domain.people import Member
from domain.rules.identity import POSSIBLE_DUPLICATE
from domain.submission import Answer, Status, Submission

ENROLLED = "Enrolled."
MAYBE_ENROLLED = "A person may be enrolled already. A specialist will look at it."
SUBSCRIBER_IN_REVIEW = "The subscriber is being reviewed. A specialist will look at both."


def decide(submission: Submission, subscriber: Status | None) -> Answer | None:
    """The answer, or None for a dependent whose subscriber the carrier hasn't had yet.

    ``subscriber`` is what was answered to a dependent's subscriber. Nobody becomes a member
    through a subscriber who isn't one, so a dependent waits for the same specialist.
    """
    if POSSIBLE_DUPLICATE in submission.warnings:
        review = MAYBE_ENROLLED
    elif submission.subscriber_key is None or subscriber is Status.COMPLETED:
        return Answer(submission.key, Status.COMPLETED, ENROLLED)
    else:
        review = SUBSCRIBER_IN_REVIEW
    if submission.subscriber_key is not None and subscriber is None:
        return None
    return Answer(submission.key, Status.NEEDS_REVIEW, review)


def enrolled(submission: Submission, member_id: str) -> Member:
    """The member that a completed submission makes; coverage counts from the effective date."""
    answers = submission.answers
    if answers.birth_date is None or answers.effective_date is None:
        raise ValueError("a submission without a birth date or an effective date")
    return Member(
        member_id=member_id,
        group_id=submission.group_id,
        subgroup_id=answers.subgroup_id or "",
        relationship=answers.relationship or "",
        first_name=answers.first_name or "",
        last_name=answers.last_name or "",
        birth_date=answers.birth_date,
        ssn=answers.ssn,
        enrolled_on=answers.effective_date,
    )
