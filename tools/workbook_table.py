"""Write docs/workbooks.md: what is read, repaired, warned of and refused, from the odd workbooks
that tests make and what really comes of each."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from adapters.spreadsheet.refusals import SENTENCES
from domain.columns import Kind
from domain.core_columns import COLUMNS
from domain.values import format_date, format_phone
from tests.oddities.catalogue import THEMES
from tests.oddities.oddity import Oddity, Outcome
from tests.oddities.reading import result_of

PAGE = Path(__file__).resolve().parent.parent / "docs" / "workbooks.md"

INTRODUCTION = """\
# Odd workbooks

What comes of a workbook that is not quite the template as it was downloaded, and what the person
who uploads it is told. For a carrier's engineers, who may wonder what a file does to the site; and
for administrators, who may wonder what a site does with their file.

Every line below is a workbook that the tests make, in the template's own shape, read by the real
reader and checked by the real rules. `make tables` writes this page from what comes of each, and a
test fails when it is no longer so.

Three things hold for all of them. Every filled row of a file that is read is there, with its number
in the workbook and its cells as they are, and no other. A file of which this cannot be said is
refused as a whole, by name, and nothing of it is kept. And nothing in a file is ever run, fetched
or looked up elsewhere.
"""
READ = """\
## Read

These are read as if nothing were odd about them.
"""
REPAIRED = """\
## Repaired

Where only one meaning is possible, a value is taken for what was meant. What stands in the cell
stays to be seen beside it.
"""
WARNED = """\
## Warned of

Something is said, and nobody is kept from being enrolled.
"""
ERROR = """\
## Shown as an error in its cell

The row stands on the *Error* tab until the cell is mended, there or in the workbook. All other rows
go their way.
"""
REFUSED = """\
## Refused

Nothing of the file is kept. The code is what logs and metrics call it.
"""
WHILE_READING = """\
A file is read in a process of its own, with limits to its time and memory. What passes them is
refused, too:
"""
_LINE = "<br>"
OF_PROCESSES = {
    "A file that takes too long to read": "too_slow",
    "A file that takes too much memory to read": "too_much_memory",
    "A file that ends the process that reads it": "reader_failed",
}


def page() -> str:
    """The whole page."""
    return "\n".join(
        (
            INTRODUCTION,
            READ,
            _read(),
            REPAIRED,
            _table(Outcome.REPAIRED, "what it is taken for", lambda one: [_answers(one)]),
            WARNED,
            _table(Outcome.WARNED, "what the person is told", lambda one: [_said(one)]),
            ERROR,
            _table(Outcome.ERROR, "what the person is told", lambda one: [_said(one)]),
            REFUSED,
            _table(Outcome.REFUSED, "what the person is told | code", _refusal),
            WHILE_READING,
            *_rows("what is odd | what the person is told | code", (
                [what, SENTENCES[code], f"`{code}`"] for what, code in OF_PROCESSES.items()
            )),
            "",
        )
    )  # fmt: skip


def _read() -> str:
    lines = [
        [theme, oddity.what, oddity.note]
        for theme, oddities in THEMES.items()
        for oddity in oddities
        if oddity.outcome is Outcome.READ
    ]
    return "\n".join([*_rows("of | what is odd | remarks", lines), ""])


def _table(outcome: Outcome, told: str, cells: Callable[[Oddity], Sequence[str]]) -> str:
    """The oddities of an outcome, by theme: those of which the same is said on one line."""
    lines = []
    for theme, oddities in THEMES.items():
        alike: dict[tuple[str, ...], list[str]] = {}
        for oddity in oddities:
            if oddity.outcome is outcome:
                alike.setdefault(tuple(cells(oddity)), []).append(oddity.what)
        lines += [[theme, _LINE.join(odd), *said] for said, odd in alike.items()]
    return "\n".join([*_rows(f"of | what is odd | {told}", lines), ""])


def _rows(head: str, lines: Sequence[Sequence[str]] | Iterator[Sequence[str]]) -> list[str]:
    columns = head.count("|") + 1
    return [
        f"| {head} |",
        f"|{' --- |' * columns}",
        *(f"| {' | '.join(_escaped(cell) for cell in line)} |" for line in lines),
    ]


def _escaped(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("*", "\\*").split())


def _answers(oddity: Oddity) -> str:
    """ "“94601”", of what cells were taken for."""
    rows = result_of(oddity).rows
    return ", ".join(
        f"“{_shown(column, getattr(rows[number].answers, column))}”"
        for number, answers in oddity.answers.items()
        for column in answers
    )


def _shown(column: str, answer: object) -> str:
    if isinstance(answer, date):
        return format_date(answer)
    phone = COLUMNS.by_key[column].kind is Kind.PHONE
    return format_phone(str(answer)) if phone else str(answer)


def _said(oddity: Oddity) -> str:
    """All sentences about the file and its rows, each once."""
    result = result_of(oddity)
    found = [one.message for row in result.rows.values() for one in row.findings]
    return " ".join(dict.fromkeys((*result.notices, *found)))


def _refusal(oddity: Oddity) -> Sequence[str]:
    refusal = result_of(oddity).refusal
    assert refusal is not None
    return [refusal.message, f"`{refusal.code}`"]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
