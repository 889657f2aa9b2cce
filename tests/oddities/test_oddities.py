"""What comes of each odd workbook: each row is read as it is meant, or the file is refused by
name."""

import shutil
from importlib.util import find_spec

import pytest

from adapters.spreadsheet.refusals import SENTENCES
from domain.findings import Verdict, verdict
from tests.oddities.catalogue import ODDITIES
from tests.oddities.oddity import Oddity, Outcome
from tests.oddities.reading import Result, result_of

# Told by the processes in which files are read, whatever is in a file.
OF_PROCESSES = {"too_slow", "too_much_memory", "reader_failed"}
# Sentences that name what is in the file.
OF_THEIR_OWN = {
    "headers_changed", "another_group", "another_region", "template_too_old", "too_many_rows",
}  # fmt: skip


def marked(oddity: Oddity) -> object:
    missing = bool(oddity.needs) and not (shutil.which(oddity.needs) or find_spec(oddity.needs))
    reason = f"{oddity.needs} is not installed"
    marks = (pytest.mark.rare, pytest.mark.skipif(missing, reason=reason)) if oddity.needs else ()
    return pytest.param(oddity, id=oddity.what, marks=marks)


@pytest.mark.parametrize("oddity", [marked(one) for one in ODDITIES])
def test_odd_workbook(oddity: Oddity) -> None:
    """Every filled row is there, cell for cell, no other is, and nothing else is said."""
    result = result_of(oddity)
    assert (result.refusal.code if result.refusal else "") == oddity.refused
    assert {number: row.entries for number, row in result.rows.items()} == oddity.rows
    for number, answers in oddity.answers.items():
        for column, answer in answers.items():
            assert getattr(result.rows[number].answers, column) == answer
    assert_said(oddity, result)


def assert_said(oddity: Oddity, result: Result) -> None:
    found = {
        number: sorted((one.column, one.severity, one.code) for one in row.findings)
        for number, row in result.rows.items()
        if row.findings
    }
    assert found == {
        number: sorted((column, oddity.severity, code) for column, code in findings.items())
        for number, findings in oddity.findings.items()
    }
    assert len(result.notices) == len(oddity.notices)
    for piece, notice in zip(oddity.notices, result.notices, strict=True):
        assert piece in notice
        assert notice.endswith(".")


def test_outcomes_are_what_is_expected() -> None:
    """A workbook is listed under what really comes of it."""
    for oddity in ODDITIES:
        said = bool(oddity.findings or oddity.notices)
        assert (oddity.outcome is Outcome.REFUSED) == bool(oddity.refused), oddity.what
        assert (oddity.outcome in (Outcome.WARNED, Outcome.ERROR)) == said, oddity.what
        assert oddity.outcome is not Outcome.REPAIRED or oddity.answers, oddity.what
        # The documentation is the same on a machine where something is not installed.
        assert oddity.outcome is Outcome.READ or not oddity.needs, oddity.what


def test_each_oddity_is_listed_once() -> None:
    """Two of one name could not be told apart in the documentation."""
    names = [oddity.what for oddity in ODDITIES]
    assert sorted(names) == sorted(set(names))


def test_every_refusal_has_an_oddity() -> None:
    """No reason for refusing a file goes without a file that is refused for it."""
    refused = {oddity.refused for oddity in ODDITIES if oddity.refused}
    assert refused == set(SENTENCES) - OF_PROCESSES | OF_THEIR_OWN


def test_warned_rows_stay_ready() -> None:
    """What is only warned of keeps nobody from being enrolled."""
    for oddity in ODDITIES:
        if oddity.outcome in (Outcome.WARNED, Outcome.REPAIRED):
            rows = result_of(oddity).rows.values()
            assert {verdict(row.findings) for row in rows} == {Verdict.READY}, oddity.what
