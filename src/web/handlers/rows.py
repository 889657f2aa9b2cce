"""What is done to one application from its row's Actions menu.

Afterwards a person is where they were: on the batch's tab as they looked at it, or on Saved
Applications when the application was set aside.
"""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from domain.application import Application
from domain.errors import ActionRefused, ChangedByAnother, NotAllowed, NotFound, SubscriberFirst
from domain.findings import Verdict
from domain.services.results import ApplicationDetail
from web import paths, telemetry
from web.forms import Form
from web.handlers.batches import ask, batch_view, left_out_sentence
from web.messages import done, failed
from web.rendering import count
from web.screen import Screen
from web.services import Services
from web.views import questions
from web.views.batch import submitted_address
from web.views.links import set_aside
from web.views.look import ASKED_LOOK, Back, Look
from web.views.rows import Note, notes


class ReasonView(msgspec.Struct, frozen=True):
    """Why an application was rejected, and the page it stands on."""

    person: str
    number: int
    reasons: list[Note]
    back: Back


@post(paths.DELETE, sync_to_thread=True)
def delete(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    application_id: FromPath[str],
    form: NamedDependency[Form],
    v: FromQuery[int],
) -> Response[Any]:
    try:
        gone = services.mending.delete(screen.administrator, application_id, v)
    except (ChangedByAnother, ActionRefused) as error:
        return _stale(screen, services, application_id, form, error)
    look = _look(gone, Look.from_form(form))
    undo = paths.RESTORE(gone.id, v=gone.version, **dict(look.fields()))
    return screen.go(_back(gone, look), done(f"{gone.person_name} deleted.", undo_action=undo))


@post(paths.RESTORE, sync_to_thread=True, dependencies=ASKED_LOOK)
def restore(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    application_id: FromPath[str],
    look: NamedDependency[Look],
    v: FromQuery[int],
) -> Response[Any]:
    """Undo of delete; its address says how the tab was looked at."""
    back = services.mending.restore(screen.administrator, application_id, v)
    return screen.go(_back(back, look), done(f"{back.person_name} is back."))


@post(paths.SAVE_FOR_LATER, sync_to_thread=True)
def save_for_later(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    application_id: FromPath[str],
    form: NamedDependency[Form],
    v: FromQuery[int],
) -> Response[Any]:
    try:
        change = services.mending.save_for_later(screen.administrator, application_id, v)
    except (ChangedByAnother, ActionRefused) as error:
        return _stale(screen, services, application_id, form, error)
    back = _back(change.before, Look.from_form(form))
    return screen.go(back, set_aside(change.after, services.clock))


@get(paths.SUBMIT, sync_to_thread=True, dependencies=ASKED_LOOK)
def ask_to_submit(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    application_id: FromPath[str],
    look: NamedDependency[Look],
) -> Response[Any]:
    detail = services.looking.application(screen.administrator, application_id, "Submit")
    if not detail.may_enroll:
        raise NotAllowed
    look = _look(detail.application, look)
    origin = _origin(detail, look)
    try:
        plan = services.submitting.plan_one(screen.administrator, application_id)
    except SubscriberFirst as refusal:
        first = services.looking.application(screen.administrator, refusal.subscriber_id)
        told = questions.subscriber_first(detail.application, first.application, origin)
        return ask(screen, told, status=409)
    chosen = next(one for one in plan.applications if one.id == application_id)
    carrier = services.groups.carrier.name
    return ask(screen, questions.submit_one(plan, chosen, carrier, look, origin))


@post(paths.SUBMIT, sync_to_thread=True)
def submit(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    application_id: FromPath[str],
    form: NamedDependency[Form],
    v: FromQuery[int],
) -> Response[Any]:
    before = services.looking.application(screen.administrator, application_id).application
    try:
        submissions = services.submitting.submit_one(screen.administrator, application_id, v)
    except (ChangedByAnother, ActionRefused) as error:
        return _stale(screen, services, application_id, form, error)
    telemetry.submitted(submissions)
    what = f"{count(len(submissions), 'application')} submitted."
    left_out = left_out_sentence(form, len(submissions))
    problems = [failed(left_out)] if left_out else []
    if before.saved:
        ids = ",".join(one.confirmation_id for one in submissions)
        return screen.go(paths.SAVED(submitted=ids), done(what), *problems)
    look = _look(before, Look.from_form(form))
    return screen.go(submitted_address(before.batch_id, submissions, look), done(what), *problems)


@get(paths.REASON, sync_to_thread=True)
def reason(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    application_id: FromPath[str],
) -> Response[Any]:
    """Raises NotFound for what is not rejected."""
    detail = services.looking.application(
        screen.administrator, application_id, "Why this was rejected"
    )
    application = detail.application
    if application.verdict is not Verdict.REJECTED or application.confirmation_id:
        raise NotFound
    view = ReasonView(
        application.person_name,
        application.row,
        notes(application, detail.batch, services.groups.carrier.columns),
        _origin(detail, _look(application, Look())),
    )
    return screen.page(
        "pages/reason.html", view, title="Why this was rejected", part="partials/_reason.html"
    )


def _look(application: Application, look: Look) -> Look:
    """The look if it is at the tab that the application stands on, else at that tab."""
    tab = application.verdict.value
    return look if look.tab == tab else Look(tab)


def _back(application: Application, look: Look) -> str:
    """The page that an application stands or stood on."""
    if application.saved:
        return paths.SAVED
    return _look(application, look).href(application.batch_id)


def _origin(detail: ApplicationDetail, look: Look) -> Back:
    """The page that an application stands on, for a question asked there."""
    if detail.application.saved:
        return Back("Saved Applications", paths.SAVED)
    return Back(detail.batch.file_name, paths.BATCH(detail.batch.id), look.fields())


def _stale(
    screen: Screen,
    services: Services,
    application_id: str,
    form: Form,
    error: ChangedByAnother | ActionRefused,
) -> Response[Any]:
    """The tab as it is by now, with what happened, where the page can show it in its place."""
    look = Look.from_form(form)
    if not screen.partial or not look.tab:
        raise error
    application = services.looking.application(screen.administrator, application_id).application
    view = batch_view(services, screen.administrator, application.batch_id, look)
    sentence = (
        f"{application.person_name} was changed by somebody else in the meantime, and nothing was"
        " done now. This is how things stand; try again from here."
    )
    return screen.page(
        "pages/batch.html",
        view,
        title=view.batch.file_name,
        part="partials/_batch.html",
        messages=(failed(sentence),),
        status=409,
    )
