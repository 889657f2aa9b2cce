"""What must hold when everything has settled, by the carrier's own log."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from domain.application import Application
from domain.delivery import Stage
from domain.submission import Submission
from tests.faults.carrier import ASK, SUBMIT, Accepted, Call


class Ours(NamedTuple):
    """Everything the site keeps of some batches."""

    applications: Sequence[Application]
    submissions: Sequence[Submission]


def judge(ours: Ours, rows: int, accepted: Sequence[Accepted], shown: Collection[str] = ()) -> None:
    """Raises AssertionError unless each application is unsubmitted or has its one submission,
    each submission was accepted once and stands with us as it does with the carrier, and every
    confirmation ID that somebody was shown is there."""
    assert len(ours.applications) == rows, "an application is lost"
    submitted = {one.application_id: one for one in ours.submissions}
    assert len(submitted) == len(ours.submissions), "an application was submitted twice"
    for one in ours.applications:
        submission = submitted.pop(one.id, None)
        assert one.confirmation_id == (submission.confirmation_id if submission else None)
        assert submission is None or submission.key == one.submission_key
    assert not submitted, "a submission is of no application"
    assert set(shown) <= {one.confirmation_id for one in ours.submissions}
    judge_deliveries(ours.submissions, accepted)


def judge_deliveries(submissions: Sequence[Submission], accepted: Sequence[Accepted]) -> None:
    assert {one.delivery.stage for one in submissions} <= {Stage.DONE}
    ours = {(one.key, one.confirmation_id, one.status, one.carrier_words) for one in submissions}
    assert Counter(accepted) == Counter(ours), "the carrier says otherwise"
    places = {one.key: place for place, one in enumerate(accepted)}
    for one in submissions:
        if one.subscriber_key is not None:
            assert places[one.subscriber_key] < places[one.key], "a dependent came first"


def judge_calls(calls: Sequence[Call]) -> None:
    """Nothing is handed over a second time unless the carrier has said in between that it has not
    got it."""
    may_go: dict[str, bool] = {}
    for call in calls:
        for key in call.keys:
            if call.path == SUBMIT:
                assert may_go.get(key, True), "handed over again, and nobody asked"
                assert key not in call.known, "handed over, and it was there"
                may_go[key] = False
            elif key not in call.known:
                may_go[key] = True


def counted(
    submissions: Sequence[Submission], accepted: Sequence[Accepted], calls: Sequence[Call]
) -> dict[str, object]:
    """How many there were; how many of them were asked for before they were handed over again or
    believed to be there, and how many of those the carrier had."""
    asked: dict[str, bool] = {}
    for call in calls:
        if call.path == ASK:
            for key in call.keys:
                asked.setdefault(key, key in call.known)
    return {
        "submissions": len(submissions),
        "accepted": len(accepted),
        "asked": len(asked),
        "arrived": sum(asked.values()),
    }
