"""The questions asked before many applications are deleted, or any is submitted."""

from collections.abc import Sequence

import msgspec

from domain.application import Application
from domain.batch import Batch
from domain.services.results import SubmissionPlan
from web import paths
from web.rendering import count
from web.views.look import Back, Look

NAMED_AT_MOST = 8


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question with its verb; ``action``, where the answer is sent, is "" when there is nothing
    to say yes to."""

    title: str
    action: str
    label: str
    sentences: Sequence[str]
    back: Back
    danger: bool = False
    fields: Sequence[tuple[str, str]] = ()


def submit_ready(plan: SubmissionPlan, carrier: str, batch: Batch) -> Question:
    back = Back(batch.file_name, paths.BATCH(batch.id), [("tab", "ready")])
    going = len(plan.applications)
    stays = waiting_sentence([one.person_name for one in plan.waiting])
    if not going:
        return Question(
            title="None of these can be submitted yet",
            action="",
            label="",
            sentences=[stays],
            back=back,
        )
    what = count(going, "application")
    return Question(
        title=f"Submit {what}?",
        action=paths.SUBMIT_BATCH(batch.id),
        label=f"Submit {what}",
        sentences=[_sent(carrier, going), *([stays] if stays else [])],
        back=back,
        fields=[("asked", str(going))],
    )


def submit_one(
    plan: SubmissionPlan, chosen: Application, carrier: str, look: Look, back: Back
) -> Question:
    going = len(plan.applications)
    what = count(going, "application")
    others = [one.person_name for one in plan.applications if one.id != chosen.id]
    sentences = [f"{chosen.person_name}, row {chosen.row}."]
    if others:
        sentences = [
            f"{chosen.person_name} is covered through {people(others)}, who is ready too and is"
            " submitted together with them."
        ]
    return Question(
        title=f"Submit {what}?",
        action=paths.SUBMIT(chosen.id, v=chosen.version),
        label=f"Submit {what}",
        sentences=[*sentences, _sent(carrier, going)],
        back=back,
        fields=[("asked", str(going)), *([] if chosen.saved else look.fields())],
    )


def subscriber_first(chosen: Application, subscriber: Application, back: Back) -> Question:
    """Instead of a question: whom to submit before the chosen dependent."""
    first = subscriber.person_name
    where = "saved for later" if subscriber.saved else "not ready to submit"
    return Question(
        title="The subscriber comes first",
        action="",
        label="",
        sentences=[
            f"{chosen.person_name} is covered through {first}, who is {where}. Submit {first}"
            f" first; {chosen.person_name} stays here until then."
        ],
        back=back,
    )


def delete_errors(errors: int, batch: Batch) -> Question:
    what = count(errors, "application")
    which = "The application" if errors == 1 else f"All {errors:,} applications"
    return Question(
        title=f"Delete {what}?",
        action=paths.DELETE_ERRORS(batch.id),
        label=f"Delete {what}",
        sentences=[
            f"{which} on the Error tab will be deleted, on every page of it. This cannot be"
            " undone; your spreadsheet stays as it is, so you can mend it there and upload it"
            " again."
        ],
        back=Back(batch.file_name, paths.BATCH(batch.id), [("tab", "error")]),
        danger=True,
    )


def waiting_sentence(names: Sequence[str]) -> str:
    """Why ready applications stay behind; "" when none does."""
    if not names:
        return ""
    if len(names) == 1:
        return (
            f"{names[0]} is ready but stays, because the family’s subscriber is saved for later."
            " Submit the subscriber first."
        )
    return (
        f"{len(names):,} are ready but stay, because their family’s subscriber is saved for"
        f" later: {people(names)}. Submit the subscribers first."
    )


def people(names: Sequence[str]) -> str:
    """Names in a sentence: "Ana Ruiz, Leo Ruiz and 3 more"."""
    shown = list(names[:NAMED_AT_MOST])
    more = len(names) - len(shown)
    if more:
        shown.append(f"{more:,} more")
    if len(shown) == 1:
        return shown[0]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def _sent(carrier: str, going: int) -> str:
    it, they = ("It is", "it") if going == 1 else ("They are", "they")
    return f"{it} sent to {carrier}, and {they} can no longer be changed or taken back here."
