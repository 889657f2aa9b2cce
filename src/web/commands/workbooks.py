"""``enroll template``, ``check`` and ``upload``: a group's workbook, there and back."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from domain.application import Application
from domain.batch import Batch, Tally
from domain.columns import Columns
from domain.ports import MAX_WORKBOOK_BYTES
from domain.services.upload import CheckedFile, tally_of
from web.commands.acting import group_of, on_a_site, on_behalf, opened
from web.commands.exits import Exit, Failure
from web.commands.output import complain, say, say_json, say_table
from web.views.rows import notes

_STDOUT = "-"


def add(commands: Any) -> None:
    for_anybody = [on_a_site(), on_behalf(required=False)]
    command = commands.add_parser(
        "template", parents=for_anybody, help="make a group's own workbook, to be filled in"
    )
    command.add_argument("group", help="the Group ID")
    command.add_argument(
        "-o", "--output", metavar="FILE", help="where to write it; - for standard output"
    )
    command.add_argument("--force", action="store_true", help="replace a file that is there")
    command.set_defaults(run=_template)

    command = commands.add_parser(
        "check", parents=for_anybody, help="say what an upload would find; nothing is kept"
    )
    _file_and_group(command)
    command.set_defaults(run=_check)

    command = commands.add_parser(
        "upload",
        parents=[on_a_site(), on_behalf(required=True)],
        help="check a completed workbook and keep it as a batch; nothing is submitted",
    )
    _file_and_group(command)
    command.add_argument(
        "--again", action="store_true", help="even if the same file was uploaded before"
    )
    command.set_defaults(run=_upload)


def _file_and_group(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, help="the completed workbook")
    command.add_argument("--group", required=True, help="the Group ID")
    command.add_argument("--json", action="store_true", help="answer with JSON")


def _template(options: argparse.Namespace) -> None:
    with opened(options) as site:
        who, group = group_of(site, options.email, options.group)
        name, content = site.services.groups.template(who, group.region, group.id)
    if options.output == _STDOUT:
        sys.stdout.buffer.write(content)
        return
    target = Path(options.output or name)
    try:
        with target.open("wb" if options.force else "xb") as file:
            file.write(content)
    except FileExistsError:
        raise Failure(
            f"{target} is there already. Name another file with -o, or replace it with --force."
        ) from None
    except OSError as error:
        raise Failure(f"{target} cannot be written: {error.strerror}.") from None
    say(f"{target} is the template of {group.name}, group {group.id}.")


def _check(options: argparse.Namespace) -> Exit:
    content = _content(options.file)
    with opened(options) as site:
        who, group = group_of(site, options.email, options.group)
        found = site.services.uploads.check(
            who,
            group_id=group.id,
            region=group.region,
            file_name=options.file.name,
            content=content,
        )
        columns = site.services.groups.carrier.columns_in(group.region)
    tally = tally_of(found.applications)
    if options.json:
        say_json(
            {
                "file": options.file.name,
                "group": group.id,
                **msgspec.structs.asdict(tally),
                "uploaded_before": found.batch.repeat > 0,
                "notices": found.batch.notices,
                "rows": [_row(one, found.batch, columns) for one in found.applications],
            }
        )
    else:
        say_table(("Row", "Person", "Verdict", "Cell", "What to do"), list(_lines(found, columns)))
        say(_sentence(tally))
        for notice in found.batch.notices:
            complain(notice)
        if found.batch.repeat:
            complain("This file was uploaded for this group before.")
    if tally.rejected:
        return Exit.SOME_REJECTED
    return Exit.SOME_ERRORS if tally.error else Exit.DONE


def _upload(options: argparse.Namespace) -> None:
    content = _content(options.file)
    with opened(options) as site:
        who, group = group_of(site, options.email, options.group)
        summary = site.services.uploads.upload(
            who,
            group_id=group.id,
            region=group.region,
            file_name=options.file.name,
            content=content,
            again=options.again,
        )
    batch_id, tally = summary.batch.id, summary.tally
    notices = summary.batch.notices
    if options.json:
        told = {"batch": batch_id, "group": group.id, **msgspec.structs.asdict(tally)}
        say_json({**told, "notices": notices})
        return
    for notice in notices:
        complain(notice)
    say(f"Batch {batch_id}: {_sentence(tally)}")
    say("Nothing has been sent to the carrier yet.")
    if tally.ready:
        where = " --demo" if options.demo else ""
        say(f"Submit what is ready with: enroll submit {batch_id} --as {options.email}{where}")


def _content(path: Path) -> bytes:
    """The file's bytes; of one that is too large, enough to see that it is."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_WORKBOOK_BYTES + 1)
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}.") from None


def _lines(found: CheckedFile, columns: Columns) -> Iterator[tuple[str, ...]]:
    """A line for each finding that decides a row's verdict, or one for the row alone."""
    for one in found.applications:
        start = (str(one.row), one.person_name, one.verdict.value)
        said = notes(one, found.batch, columns)
        yield from ((*start, note.cell, note.text) for note in said)
        if not said:
            yield (*start, "", "")


def _row(application: Application, batch: Batch, columns: Columns) -> dict[str, object]:
    return {
        "row": application.row,
        "person": application.person_name,
        "verdict": application.verdict,
        "findings": [
            {
                "cell": batch.cell(application.row, one.column),
                "column": columns.header(one.column),
                "severity": one.severity,
                "code": one.code,
                "message": one.message,
            }
            for one in application.findings
        ],
    }


def _sentence(tally: Tally) -> str:
    return f"{tally.ready} ready to submit, {tally.error} with errors, {tally.rejected} rejected."
