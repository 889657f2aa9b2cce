"""``enroll delivery``: what is on its way to the carrier, and what to do about what is stuck."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.delivery import Stage
from domain.errors import BatchHeld, NotFound
from domain.ports import STUBBORN
from domain.services.operating import Operating, Outcome
from domain.submission import Status, Submission
from web.commands.acting import on_a_site, opened
from web.commands.exits import Exit, Failure
from web.commands.output import agreed, complain, progress, say, say_json, say_table
from web.commands.submitting import confirmation_id
from web.rendering import count, moment

_MOST = 10_000
_STAGES = {stage.value.replace(" ", "-"): stage for stage in Stage if stage is not Stage.DONE}
_LAST_WORDS = {one.value.lower().replace(" ", "-"): one for one in Status if one.final}

Act = Callable[[Operating, Sequence[Submission]], Iterator[Outcome]]


def add(commands: Any) -> None:
    acts = commands.add_parser("delivery", help="see and mend what is stuck on its way")
    acts = acts.add_subparsers(required=True, metavar="act")

    command = acts.add_parser(
        "list", parents=[on_a_site()], help="what needs a person, and how much is on its way"
    )
    command.add_argument("--stage", choices=_STAGES, help="only at this stage")
    command.add_argument(
        "--failing", action="store_true", help="also what has failed even once, and is tried again"
    )
    command.add_argument("--json", action="store_true", help="answer with JSON")
    command.set_defaults(run=_list)

    command = acts.add_parser(
        "retry",
        parents=[on_a_site()],
        help="send again: what was refused is mended, or the carrier surely hasn't got it",
    )
    _take_choice(command)
    command.add_argument(
        "--yes", action="store_true", help="without asking, also what may have arrived"
    )
    command.set_defaults(run=_retry)

    command = acts.add_parser("ask", parents=[on_a_site()], help="have the carrier asked now")
    _take_choice(command)
    command.set_defaults(run=_ask)

    command = acts.add_parser(
        "settle", parents=[on_a_site()], help="write down the carrier's last word, as it told you"
    )
    command.add_argument("ids", nargs="+", type=confirmation_id, metavar="CONFIRMATION")
    command.add_argument("--status", required=True, choices=_LAST_WORDS)
    command.add_argument("--words", default="", help="what the carrier said, for everybody to read")
    command.set_defaults(run=_settle)


def _take_choice(command: argparse.ArgumentParser) -> None:
    command.add_argument("ids", nargs="*", type=confirmation_id, metavar="CONFIRMATION")
    command.add_argument(
        "--all",
        action="store_true",
        help="all that enroll delivery list shows; retry leaves out what may have arrived",
    )
    command.add_argument("--stage", choices=_STAGES, help="of all, only at this stage")


def _list(options: argparse.Namespace) -> None:
    with opened(options) as site:
        operating = site.services.operating
        found = operating.in_trouble(_MOST, 1 if options.failing else STUBBORN)
        backlog = operating.backlog()
    if options.stage:
        found = [one for one in found if one.delivery.stage is _STAGES[options.stage]]
    if options.json:
        say_json(
            {
                "stages": backlog.stages,
                "oldest_waiting": backlog.oldest_waiting,
                "submissions": [_facts(one) for one in found],
            }
        )
        return
    zone = ZoneInfo(site.settings.time_zone)

    def at(value: datetime | None) -> str:
        return moment(value, zone) if value else ""

    if found:
        say_table(
            ("Confirmation ID", "Group", "Stage", "Failed", "Trouble", "Next", "Submitted"),
            [
                (
                    one.confirmation_id,
                    one.group_id,
                    one.delivery.stage.value,
                    str(one.delivery.attempts),
                    one.delivery.trouble,
                    at(one.delivery.due_at),
                    at(one.submitted_at),
                )
                for one in found
            ],
        )
    else:
        say("Nothing here needs a person.")
    stages = [f"{number} {stage.value}" for stage in Stage if (number := backlog.stages.get(stage))]
    say(f"In all: {', '.join(stages) or 'nothing on its way'}.")
    if backlog.oldest_waiting:
        say(f"The oldest that the carrier hasn't got was submitted {at(backlog.oldest_waiting)}.")


def _retry(options: argparse.Namespace) -> Exit:
    with opened(options) as site:
        operating = site.services.operating
        chosen = _chosen(operating, options)
        if options.all and not options.stage:
            # Whether these have arrived is for somebody to find out first.
            chosen = [one for one in chosen if one.delivery.stage in (Stage.HELD, Stage.WAITING)]
        doubtful = sum(one.delivery.stage is Stage.UNKNOWN for one in chosen)
        if doubtful and not agreed(
            f"The carrier may have got {doubtful} of these {len(chosen)} already. Send again?",
            options.yes,
        ):
            complain("Nothing was done.")
            return Exit.FAILED
        return _act(operating.send_again(chosen), len(chosen), "will be sent again")


def _ask(options: argparse.Namespace) -> Exit:
    with opened(options) as site:
        chosen = _chosen(site.services.operating, options)
        return _act(
            site.services.operating.ask_again(chosen), len(chosen), "will be taken up at once"
        )


def _settle(options: argparse.Namespace) -> Exit:
    with opened(options) as site:
        operating = site.services.operating
        chosen = _named(operating, options.ids)
        status = _LAST_WORDS[options.status]
        outcomes = operating.settle(chosen, status, options.words)
        return _act(outcomes, len(chosen), f"settled as {status.value}")


def _chosen(operating: Operating, options: argparse.Namespace) -> Sequence[Submission]:
    if bool(options.ids) == options.all or (options.ids and options.stage):
        raise Failure("Name confirmation IDs, or --all, which --stage may narrow.")
    if options.ids:
        return _named(operating, options.ids)
    found = operating.in_trouble(_MOST)
    if len(found) == _MOST:
        complain(f"There are more than {_MOST:,}: run this again for the others.")
    if options.stage:
        return [one for one in found if one.delivery.stage is _STAGES[options.stage]]
    return found


def _named(operating: Operating, confirmation_ids: Sequence[str]) -> Sequence[Submission]:
    found = []
    for one in dict.fromkeys(confirmation_ids):
        try:
            found.append(operating.find(one))
        except NotFound:
            raise Failure(f"There is no submission {one}. Nothing was done.") from None
    return found


def _act(outcomes: Iterator[Outcome], number: int, done: str) -> Exit:
    refused = []
    with progress("Writing") as report:
        for place, outcome in enumerate(outcomes, start=1):
            if outcome.refusal is not None:
                refused.append(outcome)
            report(place, number)
    for outcome in refused:
        complain(f"{outcome.submission.confirmation_id}: {_reason(outcome)}")
    say(f"{count(number - len(refused), 'submission')} {done}.")
    return Exit.FAILED if refused else Exit.DONE


def _reason(outcome: Outcome) -> str:
    if isinstance(outcome.refusal, BatchHeld):
        return "it is being delivered right now. Try again in a minute."
    match outcome.submission.delivery.stage:
        case Stage.DONE:
            return f"it is {outcome.submission.status.value} already."
        case Stage.SENDING:
            return "it may have arrived. Ask the carrier first: enroll delivery ask"
        case _:
            return "the carrier has got it. Ask what became of it: enroll delivery ask"


def _facts(one: Submission) -> dict[str, object]:
    return {
        "confirmation_id": one.confirmation_id,
        "group": one.group_id,
        "batch": one.batch_id,
        "stage": one.delivery.stage,
        "status": one.status,
        "failures": one.delivery.attempts,
        "trouble": one.delivery.trouble,
        "due_at": one.delivery.due_at,
        "submitted_at": one.submitted_at,
    }
