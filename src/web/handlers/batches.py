"""A batch's page with its three tabs, and what is done to all of a tab."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from domain.errors import NotAllowed, NotFound, NothingToSubmit
from web import acts, paths
from web.forms import Form
from web.messages import done, failed
from web.rendering import count
from web.screen import Screen
from web.security.visits import PASSIVE
from web.services import Services
from web.views import questions
from web.views.batch import batch_view, delivered_of, submitted_address, submitted_of
from web.views.look import ASKED_LOOK, Look
from web.views.questions import Question
from web.views.result import Result


@get(paths.BATCH, sync_to_thread=True, dependencies=ASKED_LOOK)
def batch_page(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    batch_id: FromPath[str],
    look: NamedDependency[Look],
    submitted: FromQuery[str] = "",
) -> Response[Any]:
    """``submitted`` names what was submitted of it to list: a moment, or "all"."""
    view = batch_view(
        services,
        screen.administrator,
        batch_id,
        look,
        submitted=submitted,
    )
    return screen.page(
        "pages/batch.html", view, title=view.batch.file_name, part="partials/_batch.html"
    )


@get(paths.BATCH_NEWS, opt=PASSIVE, sync_to_thread=True, dependencies=ASKED_LOOK)
def batch_news(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    batch_id: FromPath[str],
    look: NamedDependency[Look],
    submitted: FromQuery[str] = "",
) -> Response[Any]:
    """How far the batch's submissions have come; those that ``submitted`` names one by one."""
    who = screen.administrator
    if not submitted:
        found = delivered_of(services, who, batch_id, look)
        return screen.news("partials/_delivered.html", Result((), found))
    result = submitted_of(services, who, batch_id, look, submitted)
    if result is None:
        raise NotFound
    return screen.news("partials/_delivered.html", result)


@get(paths.SUBMIT_BATCH, sync_to_thread=True)
def ask_to_submit(
    screen: NamedDependency[Screen], services: NamedDependency[Services], batch_id: FromPath[str]
) -> Response[Any]:
    summary = services.looking.batch(screen.administrator, batch_id)
    if not summary.may_enroll:
        raise NotAllowed
    plan = services.submitting.plan_ready(screen.administrator, batch_id)
    if not plan.applications and not plan.waiting:
        raise NothingToSubmit
    carrier = services.groups.carrier.name
    return ask(screen, questions.submit_ready(plan, carrier, summary.batch))


@post(paths.SUBMIT_BATCH, sync_to_thread=True)
def submit(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    batch_id: FromPath[str],
    form: NamedDependency[Form],
) -> Response[Any]:
    submissions = services.submitting.submit_ready(screen.administrator, batch_id)
    acts.submitted(submissions)
    messages = [done(f"{count(len(submissions), 'application')} submitted.")]
    left_out = left_out_sentence(form, len(submissions))
    if left_out:
        messages.append(failed(left_out))
    return screen.go(submitted_address(batch_id, submissions, Look()), *messages)


@get(paths.DELETE_ERRORS, sync_to_thread=True)
def ask_to_delete_errors(
    screen: NamedDependency[Screen], services: NamedDependency[Services], batch_id: FromPath[str]
) -> Response[Any]:
    summary = services.looking.batch(screen.administrator, batch_id)
    if not summary.may_enroll:
        raise NotAllowed
    if not summary.tally.error:
        return screen.go(paths.BATCH(batch_id, tab="error"))
    return ask(screen, questions.delete_errors(summary.tally.error, summary.batch))


@post(paths.DELETE_ERRORS, sync_to_thread=True)
def delete_errors(
    screen: NamedDependency[Screen], services: NamedDependency[Services], batch_id: FromPath[str]
) -> Response[Any]:
    deleted = services.mending.delete_errors(screen.administrator, batch_id)
    return screen.go(
        paths.BATCH(batch_id, tab="error"), done(f"{count(deleted, 'application')} deleted.")
    )


def ask(screen: Screen, question: Question, status: int = 200) -> Response[Any]:
    """The question in a dialog over the page it was asked on, or as a page of its own."""
    return screen.page(
        "pages/confirm.html",
        question,
        title=question.title,
        part="partials/_confirm.html",
        status=status,
    )


def left_out_sentence(form: Form, submitted: int) -> str:
    """What to say when fewer were submitted than the question named."""
    asked = form.text("asked")
    plain = asked.isascii() and asked.isdigit() and len(asked) < 6
    missing = int(asked) - submitted if plain else 0
    if missing <= 0:
        return ""
    were = "was" if missing == 1 else "were"
    return (
        f"{count(missing, 'application')} of those {were} not submitted: somebody changed or"
        " submitted them meanwhile, or a fresh check found something new. The tabs show how they"
        " stand now and why."
    )
