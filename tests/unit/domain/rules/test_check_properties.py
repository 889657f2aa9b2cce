"""Whatever is typed in a workbook, its rows get findings that people can act on."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.cells import Entries
from domain.core_columns import COLUMNS
from domain.findings import Finding
from domain.masking import readings
from domain.people import Applicant
from domain.rules import check, enrollment, read_row
from tests.unit.domain.rows import facts, members
from tests.unit.domain.typing_people import numbers_of, rows_of_entries

KNOWN = facts(members=members(), applicants=[Applicant(members()[0].identity, "234-567-892K")])
NUMBER = "801123456"
files = st.lists(rows_of_entries(), max_size=4)
files_with_the_number = st.lists(rows_of_entries(also=numbers_of(NUMBER)), min_size=1, max_size=3)
FORBIDDEN = re.compile(r"\b(?:invalid|please|oops)\b", re.IGNORECASE)


def findings_of(file: list[Entries], order: list[int] | None = None) -> list[list[Finding]]:
    """The findings by row, the rows being checked in any order."""
    rows = [read_row(place, one, KNOWN.group, COLUMNS) for place, one in enumerate(file, start=2)]
    check([rows[place] for place in order] if order else rows, KNOWN)
    return [row.findings for row in rows]


@settings(max_examples=settings.default.max_examples * 3 // 2)
@given(files)
def test_every_finding_can_be_acted_on(file: list[Entries]) -> None:
    """It is about a known column, has a code, and is a whole sentence that blames nobody."""
    for findings in findings_of(file):
        for one in findings:
            assert one.column in COLUMNS.by_key
            assert re.fullmatch(r"[a-z0-9_]+", one.code)
            for sentence in (one.message, one.cause):
                assert sentence[-1] in ".?"
                assert "  " not in sentence
                assert not FORBIDDEN.search(sentence)


@settings(max_examples=settings.default.max_examples * 3 // 2)
@given(files_with_the_number)
def test_no_finding_repeats_a_number(file: list[Entries]) -> None:
    """A Social Security number stands in no sentence, whichever cells it was typed in."""
    for findings in findings_of(file):
        for one in findings:
            assert NUMBER not in re.sub(r"\D", "", one.message)
            assert NUMBER not in re.sub(r"\D", "", one.cause)


@given(files.flatmap(lambda file: st.tuples(st.just(file), st.permutations(range(len(file))))))
def test_a_check_does_not_depend_on_the_order_of_rows(
    shuffled: tuple[list[Entries], list[int]],
) -> None:
    """The same rows get the same findings, again and in any order."""
    file, order = shuffled
    first = findings_of(file)
    assert findings_of(file) == first
    assert findings_of(file, order) == first


@given(files)
def test_every_row_can_be_shown_and_submitted(file: list[Entries]) -> None:
    """Readings and enrollments are made of any row, with any other as its subscriber."""
    rows = [read_row(place, one, KNOWN.group, COLUMNS) for place, one in enumerate(file, start=2)]
    check(rows, KNOWN)
    for row in rows:
        assert readings(row).keys() <= row.entries.keys()
        for other in rows:
            assert enrollment(row, other).first_name == row.answers.first_name
