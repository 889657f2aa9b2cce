"""Acts of two people on one batch at once, and what a slow carrier may hold up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from domain.cells import Cell
from domain.errors import ChangedByAnother
from domain.findings import Verdict
from domain.ports import UnitOfWork
from tests.unit.domain.rows import members, subscriber
from tests.unit.services.site import ALEX, Site

ENROLLED = members()[0]
THEIRS = {"ssn": Cell(ENROLLED.ssn or ""), "last_name": Cell(ENROLLED.last_name)}
OTHER = {"family_number": "2", "ssn": "801-12-9999", "first_name": "Bea"}


def test_whoever_another_edit_brought_in_is_asked_about_too(site: Site) -> None:
    """A row that became a member's in the meantime stays rejected."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER))
    site.while_asking.meanwhile = lambda: site.edit(first, **THEIRS)
    site.edit(second, gender=Cell("Female"))
    assert site.verdicts(first, second) == [Verdict.REJECTED, Verdict.READY]


def test_a_submission_asks_about_whoever_came_in_meanwhile(site: Site) -> None:
    """The rest of the batch keeps its own verdict, and only what is ready goes."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER))
    site.while_asking.meanwhile = lambda: site.edit(first, **THEIRS)
    site.submitting.submit_ready(ALEX, first.batch_id)
    assert site.verdicts(first) == [Verdict.REJECTED]
    site.deliver()
    assert site.registry.accepted == [second.submission_key]


def test_an_edit_that_others_keep_overtaking_gives_up(site: Site) -> None:
    """Nobody waits for ever: it is told as any change by somebody else."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER))
    numbers = iter(range(1000, 2000))

    def again() -> None:
        site.edit(first, ssn=Cell(f"801-12-{next(numbers)}"))
        site.while_asking.meanwhile = again

    site.while_asking.meanwhile = again
    with pytest.raises(ChangedByAnother):
        site.edit(second, gender=Cell("Female"))
    assert site.now(second) == second


def test_the_carrier_is_never_asked_within_a_write(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow one would hold the lock that every other writer waits for."""
    writing = site.persistence.writing
    open_writes: list[UnitOfWork] = []

    @contextmanager
    def noted() -> Iterator[UnitOfWork]:
        with writing() as uow:
            open_writes.append(uow)
            try:
                yield uow
            finally:
                open_writes.remove(uow)

    def watched(ask: Callable[..., object]) -> Callable[..., object]:
        def asked(*what: object) -> object:
            assert not open_writes
            return ask(*what)

        return asked

    monkeypatch.setattr(site.persistence, "writing", noted)
    for name in ("groups", "possible_matches", "submit", "ask"):
        monkeypatch.setattr(site.registry, name, watched(getattr(site.registry, name)))
    (row,) = site.uploaded(subscriber())
    site.edit(row, gender=Cell("Female"))
    assert len(site.submit_and_deliver(row)) == 1
