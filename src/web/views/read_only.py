"""The page of an application that may only be read: why, and where to go on."""

from collections.abc import Sequence

import msgspec

from domain.agreement import Agreement
from domain.application import Application, State
from domain.batch import Batch
from domain.carrier import Group
from domain.findings import Severity, Verdict
from domain.services.results import ApplicationDetail
from domain.tone import Shown
from web import paths
from web.views.enrollment import Part, as_typed
from web.views.links import list_address


class ReadOnlyView(msgspec.Struct, frozen=True, kw_only=True):
    """``title`` and ``sentences`` say why it cannot be edited; ``links`` are (words, address)
    pairs to go on to. ``parts`` is what was typed, nothing of a deleted application."""

    application: Application
    batch: Batch
    group: Group
    status: Shown
    back: str
    tone: str
    title: str
    sentences: Sequence[str]
    links: Sequence[tuple[str, str]]
    parts: Sequence[Part]
    agreements: Sequence[Agreement]


def closed_view(detail: ApplicationDetail) -> ReadOnlyView:
    application = detail.application
    tone, title, sentences, links = _why(detail)
    gone = application.state is State.DELETED
    return ReadOnlyView(
        application=application,
        batch=detail.batch,
        group=detail.group,
        status=status_of(application),
        back=list_address(application),
        tone=tone,
        title=title,
        sentences=sentences,
        links=links,
        parts=() if gone else as_typed(detail),
        agreements=() if gone else detail.agreements,
    )


def status_of(application: Application) -> Shown:
    """The status beside its name; for what is saved for later, the one that it would have
    otherwise."""
    return application.verdict if application.state is State.SAVED else application.state


_Why = tuple[str, str, Sequence[str], Sequence[tuple[str, str]]]


def _why(detail: ApplicationDetail) -> _Why:
    application = detail.application
    if application.confirmation_id is not None:
        return (
            "info",
            "This application was submitted",
            (
                f"Its confirmation ID is {application.confirmation_id}. What was sent to the"
                " carrier cannot be changed here.",
            ),
            (
                ("See its status", paths.TRANSACTION(application.confirmation_id)),
                ("Go back to the file", paths.BATCH(application.batch_id)),
            ),
        )
    if application.state is State.DELETED:
        return (
            "warn",
            "This application was deleted",
            (
                "Nothing more can be done with it here. If the person is to be enrolled after"
                " all, upload a spreadsheet with their row again.",
            ),
            (("Go back to the file", paths.BATCH(application.batch_id)),),
        )
    if application.verdict is Verdict.REJECTED:
        return (
            "bad",
            "This application was rejected",
            (
                *(one.message for one in application.of_severity(Severity.REJECTION)),
                "A rejected application cannot be edited or submitted. To delete it, use its"
                " Actions in the list.",
            ),
            (("Go to the list", list_address(application)),),
        )
    return (
        "info",
        "You may look, but not change",
        (
            "Your role for this group does not include enrolling people. Ask whoever manages the"
            " group's access if you need it.",
        ),
        (),
    )
