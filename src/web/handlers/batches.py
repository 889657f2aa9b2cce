"""A batch's page with its three tabs, and what is done to all of a tab."""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from domain.accounts.access import Administrator
from domain.errors import NotAllowed, NotFound, NothingToSubmit
from domain.findings import Verdict
from domain.services.results import ShownTab
from web import paths, telemetry
from web.forms import Form
from web.messages import done, failed
from web.rendering import count
from web.screen import Screen
from web.security.visits import PASSIVE
from web.services import Services
from web.views import questions
from web.views.batch import (
    BatchView,
    Sent,
    delivered_view,
    problems_view,
    result_view,
    rows_view,
    submitted_address,
)
from web.views.look import ASKED_LOOK, Look
from web.views.questions import Question
from web.views.result import Delivered, SubmissionResult


@get(paths.BATCH, sync_to_thread=True, dependencies=ASKED_LOOK)
def batch_page(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    batch_id: FromPath[str],
    look: NamedDependency[Look],
    submitted: FromQuery[str] = "",
) -> Response[Any]:
    """``submitted`` names what was submitted of it to list: a moment, or "all"."""
    view = batch_view(services, screen.administrator, batch_id, look, submitted)
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
    result = (
        _submitted(services, who, batch_id, look, submitted)
        if submitted
        else SubmissionResult((), _delivered(services, who, batch_id, look))
    )
    if result is None:
        raise NotFound
    return screen.news("partials/_delivered.html", result)


def batch_view(
    services: Services,
    administrator: Administrator,
    batch_id: str,
    look: Look,
    submitted: str = "",
) -> BatchView:
    """The batch's page. Raises NotFound for a batch that is not the administrator's to see."""
    if look.grouped:
        shown = services.looking.problems(administrator, batch_id)
    else:
        tab = Verdict(look.tab) if look.tab else None
        shown = services.looking.tab(
            administrator, batch_id, tab, look.q, look.sort, look.desc, look.page
        )
    look = look.but(tab=shown.verdict.value)
    sent = _sent(services, administrator, shown, look, submitted)
    if look.grouped:
        return problems_view(shown, look, sent)
    return rows_view(shown, look, services.groups.carrier.columns, sent)


def _sent(
    services: Services,
    administrator: Administrator,
    shown: ShownTab,
    look: Look,
    submitted: str,
) -> Sent:
    """The submissions that were asked for, with who is ready but stays; otherwise how far all have
    come, unless that is all the way."""
    batch_id = shown.summary.batch.id
    if submitted:
        result = _submitted(services, administrator, batch_id, look, submitted)
        if result and shown.summary.tally.ready and submitted != "all":
            plan = services.submitting.plan_ready(administrator, batch_id)
            waiting = questions.waiting_sentence([one.person_name for one in plan.waiting])
            return msgspec.structs.replace(result, waiting=waiting)
        if result:
            return result
    if not shown.progress.total:
        return None
    carrier, now = services.groups.carrier, services.clock.now()
    found = delivered_view(shown.progress, batch_id, look, carrier, now)
    return None if found.done else found


def _submitted(
    services: Services, administrator: Administrator, batch_id: str, look: Look, submitted: str
) -> SubmissionResult | None:
    submissions = services.looking.submissions(administrator, batch_id)
    carrier, now = services.groups.carrier, services.clock.now()
    return result_view(submissions, submitted, batch_id, look, carrier, now)


def _delivered(
    services: Services, administrator: Administrator, batch_id: str, look: Look
) -> Delivered:
    progress = services.history.progress(administrator, batch_id)
    carrier, now = services.groups.carrier, services.clock.now()
    return delivered_view(progress, batch_id, look, carrier, now)


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
    telemetry.submitted(submissions)
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
