"""Applications: tabs, retention, and who was first."""

from datetime import timedelta

import pytest

from domain.batch import Tally
from domain.cells import Cell, CellKind
from domain.errors import ChangedByAnother
from domain.findings import Verdict, error, warning
from domain.ports import Persistence
from tests.builders import (
    A_REJECTION,
    AN_ERROR,
    GROUP,
    LATER,
    NOW,
    SSN,
    a_batch,
    an_application,
    cells,
)
from tests.contract.persistence.acts import change, keep_batch, kept

ALMOST = LATER - timedelta(minutes=1)


def test_an_application_comes_back_as_it_was(persistence: Persistence) -> None:
    """Entries of every kind, the confidential among them, and findings are read as written."""
    batch = a_batch()
    application = an_application(
        batch,
        row=12,
        entries={
            "first_name": Cell("Zoë 🌲"),
            "hire_date": Cell("2026-12-01", CellKind.DATE),
            "family_number": Cell("#REF!", CellKind.ERROR),
            "ssn": Cell(SSN, CellKind.NUMBER),
            "mbi": Cell("1EG4-TE5-MK73"),
        },
        findings=(
            error("family_number", "cell_error", "B12 holds #REF!. Enter the family number."),
            warning("city", "unusual", "Look at this again.", "Look again"),
        ),
        expires_at=LATER + timedelta(microseconds=7),
    )
    keep_batch(persistence, batch, [application])
    assert kept(persistence, application) == application
    with persistence.reading() as uow:
        assert uow.applications.of_batch(batch.id, NOW) == [application]
        assert uow.applications.get("nobody", NOW) is None


@pytest.mark.parametrize("number", ["99999999999999999999999", "x", "²", "٣", "1.5"])
def test_any_family_number_can_be_kept(persistence: Persistence, number: str) -> None:
    """What was typed as a family number is kept, however little it is one."""
    batch = a_batch()
    application = an_application(batch, entries=cells(family_number=number), findings=AN_ERROR)
    keep_batch(persistence, batch, [application])
    assert kept(persistence, application) == application


def test_the_tally_counts_what_stands_on_the_tabs(persistence: Persistence) -> None:
    """Saved, submitted, deleted and other batches' applications are on no tab."""
    batch, other = a_batch(), a_batch()
    rows = [an_application(batch, row) for row in range(2, 7)]
    faulty = an_application(batch, 7, findings=AN_ERROR)
    rejected = [an_application(batch, row, findings=A_REJECTION) for row in (8, 9)]
    keep_batch(persistence, batch, [*rows, faulty, *rejected])
    keep_batch(persistence, other, [an_application(other)])
    saved, submitted, deleted, *ready = rows
    change(
        persistence,
        (saved, saved.save_for_later(LATER, 1)),
        (submitted, submitted.submit("AAA-AAA-AAAA", 1)),
        (deleted, deleted.delete(NOW, 1)),
    )
    with persistence.reading() as uow:
        assert uow.applications.tally(batch.id, NOW) == Tally(ready=2, error=1, rejected=2)
        assert uow.applications.tab(batch.id, Verdict.READY, NOW).items == ready
        assert uow.applications.tab(batch.id, Verdict.ERROR, NOW).items == [faulty]
        assert uow.applications.tab(batch.id, Verdict.REJECTED, NOW).items == rejected
        in_the_batch = [one.row for one in uow.applications.of_batch(batch.id, NOW)]
    assert in_the_batch == [2, 3, 5, 6, 7, 8, 9]


def test_pages_of_a_tab(persistence: Persistence) -> None:
    """A tab comes fifty at a time; past its end stands its last page."""
    batch = a_batch()
    rows = [an_application(batch, row) for row in range(2, 122)]
    keep_batch(persistence, batch, rows[::-1])
    with persistence.reading() as uow:
        pages = [uow.applications.tab(batch.id, Verdict.READY, NOW, page=n) for n in (1, 2, 3, 9)]
        nothing = uow.applications.tab(batch.id, Verdict.ERROR, NOW, page=2)
    assert [(page.number, page.total, page.pages) for page in pages] == [
        (1, 120, 3),
        (2, 120, 3),
        (3, 120, 3),
        (3, 120, 3),
    ]
    assert [*pages[0].items, *pages[1].items, *pages[2].items] == rows
    assert (list(nothing.items), nothing.total, nothing.number) == ([], 0, 1)


PEOPLE = [
    # row, family number, relationship, first and last name
    (2, "10", "Subscriber", "Zoë", "Abbott"),
    (3, "9", "Spouse", "noa", "D'Angelo"),
    (4, "9", "subscriber", "Ana María", "Ñandú"),
    (5, "", "", "", ""),
    (6, "10", "Child", "Noa", "Abbott"),
]


@pytest.mark.parametrize(
    ("sort", "up", "down"),
    [
        ("row", [2, 3, 4, 5, 6], [6, 5, 4, 3, 2]),
        ("name", [4, 6, 3, 2, 5], [2, 3, 6, 4, 5]),
        ("family", [3, 4, 2, 6, 5], [2, 6, 3, 4, 5]),
        ("relationship", [6, 3, 2, 4, 5], [2, 4, 3, 6, 5]),
    ],
)
def test_sorting_a_tab(persistence: Persistence, sort: str, up: list[int], down: list[int]) -> None:
    """Each order works both ways; blanks come last, and what is alike stands by row."""
    batch = a_batch()
    keep_batch(persistence, batch, _people(batch))
    with persistence.reading() as uow:
        for descending, rows in ((False, up), (True, down)):
            page = uow.applications.tab(
                batch.id, Verdict.READY, NOW, sort=sort, descending=descending
            )
            assert [one.row for one in page.items] == rows


@pytest.mark.parametrize(
    ("search", "rows"),
    [
        ("noa", [3, 6]),
        ("  NOA abb ", [6]),
        ("zoe", [2]),
        ("d'ang", [3]),
        ("dangelo noa", [3]),
        ("nandu", [4]),
        ("NOBODY", []),
        ("%", []),
        ("_", []),
        ("12", []),
        ("noa7", []),
        ("noa " * 500, [3, 6]),
        (" ", [2, 3, 4, 5, 6]),
    ],
)
def test_searching_a_tab(persistence: Persistence, search: str, rows: list[int]) -> None:
    """Parts of names are found in any case, accents and punctuation aside, and nothing else."""
    batch = a_batch()
    keep_batch(persistence, batch, _people(batch))
    with persistence.reading() as uow:
        page = uow.applications.tab(batch.id, Verdict.READY, NOW, search=search)
    assert [one.row for one in page.items] == rows
    assert page.total == len(rows)


def test_saved_applications(persistence: Persistence) -> None:
    """What was saved in the groups comes soonest to expire first, and leaves when done with."""
    batch, other = a_batch(), a_batch(group_id="000777")
    rows = [an_application(batch, row) for row in range(2, 7)]
    elsewhere = an_application(other)
    keep_batch(persistence, batch, rows)
    keep_batch(persistence, other, [elsewhere])
    after = {
        one.id: one.save_for_later(LATER + timedelta(hours=hours), 1)
        for hours, one in enumerate([rows[1], elsewhere, rows[0], rows[2], rows[3]])
    }
    change(persistence, *[(one, after[one.id]) for one in [*rows[:4], elsewhere]])
    change(persistence, (after[rows[2].id], after[rows[2].id].delete(NOW, 2)))
    change(persistence, (after[rows[3].id], after[rows[3].id].submit("AAA-AAA-AAAA", 2)))
    with persistence.reading() as uow:
        saved = uow.applications.saved([GROUP, "000777"], NOW)
        ours = uow.applications.saved([GROUP], NOW)
    assert saved.items == [after[rows[1].id], after[elsewhere.id], after[rows[0].id]]
    assert (saved.total, ours.total) == (3, 2)


def test_changes_are_kept(persistence: Persistence) -> None:
    """An edit, a check, a saving, a deletion and its Undo are each read back."""
    batch = a_batch()
    first, second = an_application(batch, 2), an_application(batch, 3)
    keep_batch(persistence, batch, [first, second])
    edited = first.edit(cells(first_name="Ida", ssn=SSN), 1).checked(AN_ERROR)
    checked = second.checked(A_REJECTION)
    change(persistence, (first, edited), (second, checked))
    assert (kept(persistence, first), kept(persistence, second)) == (edited, checked)
    assert checked.version == second.version
    with persistence.reading() as uow:
        page = uow.applications.tab(batch.id, Verdict.ERROR, NOW, search="ida")
        assert page.items == [edited]
    deleted = edited.delete(NOW, 2)
    change(persistence, (edited, deleted))
    assert kept(persistence, first) == deleted
    restored = deleted.restore(3)
    change(persistence, (deleted, restored))
    assert kept(persistence, first) == restored


def test_the_second_of_two_changes_is_told(persistence: Persistence) -> None:
    """A change to a version that is gone is refused, and so is all that came with it."""
    batch = a_batch()
    first, second = an_application(batch, 2), an_application(batch, 3)
    keep_batch(persistence, batch, [first, second])
    winner = first.edit(cells(first_name="Ida"), 1)
    change(persistence, (first, winner))
    with pytest.raises(ChangedByAnother):
        change(persistence, (second, second.delete(NOW, 1)), (first, first.delete(NOW, 1)))
    assert (kept(persistence, first), kept(persistence, second)) == (winner, second)


def test_a_purged_application_cannot_be_changed(persistence: Persistence) -> None:
    """An act on what is gone is refused as changed by another."""
    gone = an_application(a_batch())
    with pytest.raises(ChangedByAnother):
        change(persistence, (gone, gone.delete(NOW, 1)))


def test_no_change_is_no_trouble(persistence: Persistence) -> None:
    """Nothing to write is written without complaint."""
    change(persistence)


def test_expiry_to_the_minute(persistence: Persistence) -> None:
    """Everything is there at 29 days 23 hours 59, and nothing at 30 days but what was submitted."""
    batch = a_batch()
    plain, saved, submitted, deleted = (an_application(batch, row) for row in range(2, 6))
    keep_batch(persistence, batch, [plain, saved, submitted, deleted])
    change(
        persistence,
        (saved, saved.save_for_later(LATER, 1)),
        (submitted, submitted.submit("AAA-AAA-AAAA", 1)),
        (deleted, deleted.delete(NOW, 1)),
    )
    seen = {}
    for moment in (ALMOST, LATER):
        with persistence.reading() as uow:
            seen[moment] = (
                [one.row for one in uow.applications.of_batch(batch.id, moment)],
                uow.applications.tally(batch.id, moment).total,
                uow.applications.tab(batch.id, Verdict.READY, moment).total,
                uow.applications.saved([GROUP], moment).total,
                [
                    uow.applications.get(one.id, moment) is not None
                    for one in (plain, saved, submitted, deleted)
                ],
            )
    assert seen[ALMOST] == ([2, 3, 4], 1, 1, 1, [True, True, True, True])
    assert seen[LATER] == ([4], 0, 0, 0, [False, False, True, False])


def _people(batch):
    return [
        an_application(
            batch,
            row,
            entries=cells(
                family_number=family, relationship=relationship, first_name=first, last_name=last
            ),
        )
        for row, family, relationship, first, last in PEOPLE
    ]


def test_versions_are_of_what_is_there(persistence: Persistence) -> None:
    """The versions are those of the batch's applications, without deleted and expired ones."""
    batch = a_batch()
    kept_one, expired = an_application(batch, row=2), an_application(batch, row=3, expires_at=NOW)
    deleted = an_application(batch, row=4)
    keep_batch(persistence, batch, [kept_one, expired, deleted])
    change(persistence, (kept_one, kept_one.edit(kept_one.entries, kept_one.version)))
    change(persistence, (deleted, deleted.delete(NOW, deleted.version)))
    with persistence.reading() as uow:
        assert uow.applications.versions(batch.id, NOW) == {kept_one.id: kept_one.version + 1}
        assert uow.applications.versions("nothing", NOW) == {}
