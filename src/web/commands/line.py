"""The command line: which commands there are, and how each ends."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from functools import cache

from web.commands import audit, deliveries, keys, maintenance, serving, submitting, users, workbooks
from web.commands.exits import Exit, failure_of
from web.commands.output import complain


def run(arguments: Sequence[str]) -> int:
    """Run a command and return the exit status (``web.commands.exits``)."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without the letters of somebody's name shows others in their place.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        options = parser().parse_args(arguments)
        status: Exit | None = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has enough. What is left goes nowhere, also when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.NOBODY_READS
    except Exception as error:
        failure = failure_of(error)
        for sentence in failure.sentences:
            complain(sentence)
        return failure.status
    return status or Exit.DONE


@cache
def parser() -> argparse.ArgumentParser:
    enroll = argparse.ArgumentParser(
        prog="enroll", description="Enroll many people in a group's health plan from one workbook."
    )
    commands = enroll.add_subparsers(required=True, metavar="command")
    for family in (serving, workbooks, submitting, users, deliveries, audit, keys, maintenance):
        family.add(commands)
    return enroll
