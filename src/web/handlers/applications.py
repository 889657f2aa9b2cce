"""The edit page: mend one application, then keep it, save it for later or submit it."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from domain.accounts.access import Role
from domain.application import Application, State
from domain.errors import (
    ActionRefused,
    ChangedByAnother,
    NothingToSubmit,
    RegistryUnavailable,
    SubscriberFirst,
)
from domain.findings import Severity, Verdict
from domain.ports import Change
from domain.services.results import ApplicationDetail
from web import paths, telemetry
from web.forms import Form, FormUnreadable
from web.messages import Message, done, failed, number_shown
from web.rendering import count
from web.screen import Screen
from web.services import Services
from web.views.batch import submitted_address
from web.views.editing import EditView, edit_view, sent_fields, unmasked
from web.views.links import list_address, set_aside
from web.views.look import Look
from web.views.read_only import closed_view

_ACTS = frozenset({"save", "later", "submit"})
_UNREACHABLE = "The carrier cannot be reached right now. Try again in a few minutes."
_UNCHECKED = (
    "Not saved: the carrier cannot be reached right now, so your changes could not be checked."
    " What you typed is still here. Try again in a few minutes."
)
_UNFIT = (
    "Not submitted, and your changes are not saved yet. Fix what is listed below, or choose Save"
    " Changes to keep them as they are."
)


@get(paths.APPLICATION, sync_to_thread=True)
def edit_page(
    application_id: FromPath[str],
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
) -> Response[Any]:
    detail = services.looking.application(screen.administrator, application_id, "Edit application")
    if not _editable(detail):
        return _closed_page(screen, detail)
    return _form_page(screen, edit_view(detail))


@post(paths.APPLICATION, sync_to_thread=True)
def edit(
    application_id: FromPath[str],
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    form: NamedDependency[Form],
) -> Response[Any]:
    administrator = screen.administrator
    try:
        act, version, fields = _act(form), form.number("version"), form.under("f.")
    except FormUnreadable:
        # Whoever may not edit it is told that, whatever they send.
        detail = services.looking.application(administrator, application_id)
        administrator.require(Role.ENROLL, detail.group.id)
        raise
    try:
        if act == "submit":
            preview = services.looking.preview(administrator, application_id, fields, version)
            if preview.application.verdict is not Verdict.READY:
                sent = sent_fields(preview, fields)
                return _form_page(screen, edit_view(preview, sent), failed(_UNFIT), status=422)
        change = services.mending.edit(administrator, application_id, fields, version)
    except RegistryUnavailable:
        now = services.looking.application(administrator, application_id)
        sent = sent_fields(now, fields)
        return _form_page(screen, edit_view(now, sent), failed(_UNCHECKED), status=503)
    except (ChangedByAnother, ActionRefused):
        now = services.looking.application(administrator, application_id)
        return _overtaken(screen, services, now, fields)
    saved = change.after
    if act == "later":
        return _save_for_later(screen, services, saved)
    if act == "submit" and saved.verdict is Verdict.READY:
        return _submit(screen, services, saved)
    return screen.leave(list_address(saved), _saved_message(change))


@post(paths.SHOW_TYPED, sync_to_thread=True)
def show(
    application_id: FromPath[str],
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    form: NamedDependency[Form],
) -> Response[Any]:
    """The same form, with a number in full for this once, and everything else as typed."""
    administrator = screen.administrator
    detail = services.looking.application(administrator, application_id)
    administrator.require(Role.ENROLL, detail.group.id)
    if not _editable(detail):
        return _closed_page(screen, detail, 409)
    fields = form.under("f.")
    if detail.application.version != form.number("version"):
        return _overtaken(screen, services, detail, fields)
    sent = sent_fields(detail, fields)
    key = form.text("field")
    sent[key] = services.revealing.typed(administrator, application_id, key)
    return _form_page(screen, edit_view(detail, sent, revealed=key), number_shown())


def _act(form: Form) -> str:
    act = form.text("action")
    if act not in _ACTS:
        raise FormUnreadable
    return act


def _editable(detail: ApplicationDetail) -> bool:
    application = detail.application
    return (
        detail.may_enroll
        and application.state in (State.READY, State.ERROR, State.SAVED)
        and application.verdict is not Verdict.REJECTED
    )


def _form_page(
    screen: Screen, view: EditView, *messages: Message, status: int = 200
) -> Response[Any]:
    return screen.page(
        "pages/edit.html",
        view,
        title="Edit application",
        part="partials/_edit.html",
        messages=messages,
        status=status,
    )


def _closed_page(screen: Screen, detail: ApplicationDetail, status: int = 200) -> Response[Any]:
    if detail.application.state is State.DELETED and status == 200:
        status = 404
    return screen.page(
        "pages/application.html", closed_view(detail), title="Application", status=status
    )


def _overtaken(
    screen: Screen, services: Services, now: ApplicationDetail, fields: Mapping[str, str]
) -> Response[Any]:
    """Somebody else was quicker: what was typed stands beside what is saved now."""
    if not _editable(now):
        return _closed_page(screen, now, 409)
    sent = unmasked(now, sent_fields(now, fields))
    preview = services.looking.preview(screen.administrator, now.application.id, sent)
    message = failed(
        "Not saved: somebody else changed this application in the meantime. What you typed is"
        " still here."
    )
    return _form_page(screen, edit_view(preview, sent, now.application), message, status=409)


def _saved_message(change: Change) -> Message:
    before, saved = change.before, change.after
    name = saved.person_name
    if saved.verdict is Verdict.READY:
        return done(f"Saved. {name} is ready to submit.")
    if saved.verdict is Verdict.REJECTED:
        reason = saved.of_severity(Severity.REJECTION)[0].message
        return done(f"Saved. {name} moved to Rejected: {reason}")
    errors = count(len(saved.of_severity(Severity.ERROR)), "error")
    verb = "still has" if before.verdict is Verdict.ERROR else "now has"
    return done(f"Saved. {name} {verb} {errors}.")


def _save_for_later(screen: Screen, services: Services, saved: Application) -> Response[Any]:
    """Back to where it was opened from: its batch's tab, or Saved Applications."""
    try:
        change = services.mending.save_for_later(screen.administrator, saved.id, saved.version)
    except RegistryUnavailable:
        name = saved.person_name
        return screen.leave(
            list_address(saved),
            failed(f"Your changes are saved, but {name} is not saved for later. {_UNREACHABLE}"),
        )
    except (ActionRefused, ChangedByAnother):
        return screen.leave(
            list_address(saved),
            failed(
                f"Your changes are saved, but {saved.person_name} could not be saved for later."
                " See below how the application stands now."
            ),
        )
    return screen.leave(list_address(saved), set_aside(change.after, services.clock))


def _submit(screen: Screen, services: Services, saved: Application) -> Response[Any]:
    """Submit what was just saved and is ready; where its subscriber must go too, ask first."""
    administrator, name = screen.administrator, saved.person_name
    try:
        plan = services.submitting.plan_one(administrator, saved.id)
        if len(plan.applications) > 1:
            return screen.leave(paths.SUBMIT(saved.id))
        submissions = services.submitting.submit_one(administrator, saved.id, saved.version)
    except SubscriberFirst as refusal:
        found = services.looking.application(administrator, refusal.subscriber_id)
        subscriber = f"the family's subscriber, {found.application.person_name}"
        why = f"It can be submitted with or after {subscriber}. Submit the subscriber first."
    except RegistryUnavailable:
        return screen.leave(
            list_address(saved), failed(f"{name} is saved, and not submitted. {_UNREACHABLE}")
        )
    except (ActionRefused, ChangedByAnother, NothingToSubmit):
        why = "It changed in the meantime. Open it again to see how it stands now."
    else:
        telemetry.submitted(submissions)
        sent = count(len(submissions), "application")
        return screen.leave(
            submitted_address(saved.batch_id, submissions, Look()), done(f"{sent} submitted.")
        )
    now = services.looking.application(administrator, saved.id)
    return screen.leave(
        list_address(now.application),
        failed(f"{name} is saved, and not submitted. {why}"),
    )
