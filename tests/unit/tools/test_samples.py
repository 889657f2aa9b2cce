"""The sample workbooks give what their table says, on whatever day they are made."""

from datetime import date

import pytest

from adapters.spreadsheet.reader import WorkbookReader
from domain.errors import FileRefused
from domain.findings import verdict
from domain.ports import Sheet
from domain.rules import Facts, check, read_row
from tests.demonstration import FILE
from tools.samples import GROUP, SAMPLES, Sample, content, read_me

CARRIER = FILE.carrier
REDWOOD = next(group for group in FILE.groups if group.id == GROUP)
REFUSED = {
    "another-group.xlsx": "another_group",
    "251-rows.xlsx": "too_many_rows",
    "older-version.xlsx": "template_too_old",
}


def read(sample: Sample, today: date) -> Sheet:
    return WorkbookReader().read(content(sample, today), "", carrier=CARRIER, group=REDWOOD)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name not in REFUSED])
@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2027, 1, 31), date(2028, 2, 29)])
def test_sample_gives_what_its_table_says(name: str, today: date) -> None:
    """Every filled row stands on the tab that the table counts it on."""
    sample = SAMPLES[name]
    sheet = read(sample, today)
    rows = [read_row(row.number, row.entries, REDWOOD, CARRIER.columns) for row in sheet.rows]
    members = [person.member() for person in FILE.members if person.group_id == GROUP]
    check(
        rows,
        Facts(
            settings=CARRIER.settings,
            group=REDWOOD,
            today=today,
            members=members,
            applicants=(),
        ),
    )
    verdicts = [verdict(row.findings).value for row in rows]
    counts = tuple(verdicts.count(tab) for tab in ("ready", "error", "rejected"))
    assert counts == (sample.ready, sample.error, sample.rejected)
    assert sum(counts) == len(sample.people(today))


@pytest.mark.parametrize(("name", "code"), REFUSED.items())
def test_refused_sample(name: str, code: str) -> None:
    """Three samples are refused whole, each for its own reason."""
    with pytest.raises(FileRefused) as refused:
        read(SAMPLES[name], date(2026, 11, 23))
    assert refused.value.code == code


def test_table_has_every_sample() -> None:
    """The page names each file with its filled rows."""
    page = read_me(date(2026, 11, 23))
    assert "| `251-rows.xlsx` | 251 | – | – | – | Refused" in page
    assert "| `clean.xlsx` | 8 | 8 | 0 | 0 |" in page
    assert all(f"`{name}`" in page for name in SAMPLES)
