"""``enroll submit`` and ``status``: what is ready goes to the carrier, and what became of it."""

import argparse
import time
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from domain.accounts.access import Administrator
from domain.confirmations import parse_confirmation_id
from domain.delivery import Stage
from domain.errors import NotFound
from domain.submission import Submission
from domain.values import Problem
from web.commands.acting import OpenSite, on_a_site, on_behalf, opened, operator, somebody
from web.commands.exits import Exit, Failure
from web.commands.output import (
    agreed,
    complain,
    progress,
    say,
    say_facts,
    say_json,
    say_table,
)
from web.rendering import count, moment
from web.views.transactions import StepView, Way, way_view

_LOOK_EVERY = 0.5
_ON_THEIR_WAY = (Stage.WAITING, Stage.SENDING)
_DELIVERED = (Stage.WITH_CARRIER, Stage.DONE)


def add(commands: Any) -> None:
    command = commands.add_parser(
        "submit",
        parents=[on_a_site(), on_behalf(required=True)],
        help="submit what is ready of a batch, and print the confirmation IDs",
    )
    command.add_argument("batch", help="the batch, as enroll upload printed it")
    command.add_argument("--yes", action="store_true", help="without asking first")
    command.add_argument(
        "--wait", action="store_true", help="until the carrier has got them, or a person must look"
    )
    command.add_argument(
        "--timeout", type=float, default=600.0, metavar="SECONDS", help="at most so long; 600"
    )
    command.add_argument("--json", action="store_true", help="answer with JSON")
    command.set_defaults(run=_submit)

    command = commands.add_parser(
        "status",
        parents=[on_a_site(), on_behalf(required=False)],
        help="say what became of a submission",
    )
    command.add_argument("confirmation", type=confirmation_id, help="its confirmation ID")
    command.add_argument("--json", action="store_true", help="answer with JSON")
    command.set_defaults(run=_status)


def confirmation_id(text: str) -> str:
    """For argparse: in any case, dashes and spaces optional."""
    parsed = parse_confirmation_id(text)
    if isinstance(parsed, Problem):
        raise argparse.ArgumentTypeError(f"{text!r} is not a confirmation ID. Check each character")
    return parsed


def _submit(options: argparse.Namespace) -> Exit:
    with opened(options) as site:
        who = somebody(site, options.email)
        try:
            plan = site.services.submitting.plan_ready(who, options.batch)
        except NotFound:
            raise Failure(
                f"There is no batch {options.batch} of {options.email}'s groups, or none any more."
            ) from None
        if plan.applications and not agreed(
            f"Submit {count(len(plan.applications), 'application')}?", options.yes
        ):
            complain("Nothing was submitted.")
            return Exit.FAILED
        submissions = site.services.submitting.submit_ready(who, options.batch)
        if not options.json:
            _show(submissions, len(plan.waiting))
        if options.wait:
            submissions = _delivered(site, who, options.batch, submissions, options.timeout)
        delivered = all(one.delivery.stage in _DELIVERED for one in submissions)
        if options.json:
            say_json(
                {
                    "batch": options.batch,
                    "submitted": [_facts(one) for one in submissions],
                    "waiting_for_a_subscriber": len(plan.waiting),
                }
            )
        elif options.wait and delivered:
            say("The carrier has got all of them.")
        elif options.wait:
            complain("The carrier has not got all of them yet. See: enroll delivery list")
        else:
            say("They are being delivered. See what becomes of one with: enroll status ID")
    return Exit.NOT_DELIVERED if options.wait and not delivered else Exit.DONE


def _show(submissions: Sequence[Submission], waiting: int) -> None:
    say_table(
        ("Person", "Confirmation ID"),
        [(one.person_name, one.confirmation_id) for one in submissions],
    )
    say(f"{count(len(submissions), 'application')} submitted.")
    if waiting:
        say(
            f"{count(waiting, 'application')} stayed, whose subscriber is saved for later and must"
            " be submitted first."
        )


def _delivered(
    site: OpenSite,
    who: Administrator,
    batch_id: str,
    submitted: Sequence[Submission],
    timeout: float,
) -> Sequence[Submission]:
    """The submissions as they stand once none is on its way any more, or the time is over."""
    ids = {one.id for one in submitted}
    late = time.monotonic() + timeout
    with progress("Delivering") as report:
        while True:
            stored = site.services.looking.submissions(who, batch_id)
            now = [one for one in stored if one.id in ids]
            left = sum(one.delivery.stage in _ON_THEIR_WAY for one in now)
            report(len(now) - left, len(now))
            if not left or time.monotonic() >= late:
                return now
            time.sleep(min(_LOOK_EVERY, max(0.0, late - time.monotonic())))


def _status(options: argparse.Namespace) -> None:
    with opened(options) as site:
        services = site.services
        try:
            found = services.operating.find(options.confirmation)
            who = somebody(site, options.email) if options.email else operator(found.group_id)
            transaction = services.history.transaction(who, options.confirmation, "status")
        except NotFound:
            raise Failure(f"There is no submission {options.confirmation}.") from None
        name = services.history.groups(who)[found.group_id]
        way = way_view(transaction, name, services.groups.carrier, services.clock.now())
    if options.json:
        say_json({**_facts(way.submission), "submitted_by": transaction.submitted_by})
    else:
        _show_way(way, ZoneInfo(site.settings.time_zone))


def _show_way(way: Way, zone: ZoneInfo) -> None:
    one = way.submission
    upcoming = way.next
    say_facts(
        [
            ("Confirmation ID", one.confirmation_id),
            ("Person", one.person_name),
            ("Group", f"{one.group_id} {way.group_name}".strip()),
            ("Status", way.word),
            ("Carrier's words", one.carrier_words),
            (
                "Next",
                f"{upcoming.text} {moment(upcoming.at, zone)}"
                if upcoming and upcoming.at
                else upcoming.text
                if upcoming
                else "",
            ),
        ]
    )
    say("")
    say_table(
        ("When", "What", "More"), [(moment(step.at, zone), *_words(step)) for step in way.steps]
    )


def _words(step: StepView) -> tuple[str, str]:
    times = f", {step.times} times" if step.times > 1 else ""
    return f"{step.title}{times}", " ".join(filter(None, (step.words, step.detail)))


def _facts(one: Submission) -> dict[str, object]:
    return {
        "confirmation_id": one.confirmation_id,
        "person": one.person_name,
        "group": one.group_id,
        "status": one.status,
        "carrier_words": one.carrier_words,
        "submitted_at": one.submitted_at,
        "answered_at": one.answered_at,
        "stage": one.delivery.stage,
        "due_at": one.delivery.due_at,
        "steps": [
            {
                "event": step.event,
                "at": step.at,
                "status": step.status,
                "words": step.words,
                "times": step.times,
            }
            for step in one.steps
        ],
    }
