"""A database that is full, read-only or locked: what pages say, and that they go on afterwards."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from tests.web.site import Site
from tests.web.uploads import (
    a_person,
    administrator,
    application,
    only_application,
    upload,
)
from tests.workbooks import fill_template
from web.readiness import Readiness

ALEX = "alex@redwood.example"
SAID = "The site cannot reach or keep its data right now"
# What makes SQLite do as it would then, told to each connection.
FAULTS = {
    "read-only": "PRAGMA query_only = ON",
    "full": "PRAGMA max_page_count = 1",
    "locked": "PRAGMA busy_timeout = 20",
}

Break = Callable[[str], Callable[[], None]]


@pytest.fixture
def broken(site: Site) -> Iterator[Break]:
    """Breaks the database, and gives what mends it."""
    engine: Any = site.persistence._reader  # type: ignore[attr-defined]
    mends: list[Callable[[], None]] = []

    def break_it(fault: str) -> Callable[[], None]:
        def tell(connection: Any, *_: object) -> None:
            connection.execute(FAULTS[fault]).close()

        holder = engine.connect() if fault == "locked" else None
        if holder is not None:
            holder.exec_driver_sql("DELETE FROM attempts WHERE key = ''")
        event.listen(engine, "checkout", tell)

        def mend() -> None:
            if event.contains(engine, "checkout", tell):
                event.remove(engine, "checkout", tell)
                if holder is not None:
                    holder.close()
                engine.dispose()

        mends.append(mend)
        return mend

    yield break_it
    for mend in mends:
        mend()


@pytest.mark.parametrize("fault", ["read-only", "locked"])
def test_pages_say_so_and_go_on_afterwards(site: Site, broken: Break, fault: str) -> None:
    """Whoever does something is told in a sentence, with a 503, and nothing of it is there; once it
    is mended, all goes on by itself."""
    alex = site.signed_in(ALEX)
    batch_id = upload(site, a_person("Ana", "Silva"))
    ana = only_application(site, batch_id)
    path = f"/applications/{ana.id}/save-for-later?v={ana.version}"
    mend = broken(fault)
    answer = alex.post(path)
    assert (answer.status_code, SAID in answer.text) == (503, True)
    mend()
    assert not application(site, ana.id).saved
    assert alex.post(path).status_code in (200, 303)
    assert application(site, ana.id).saved


def test_a_full_database_keeps_nothing_by_halves(site: Site, broken: Break) -> None:
    """What has no room is not there, and is sent again once there is some."""
    alex = site.signed_in(ALEX)
    rows = [a_person(f"Ana {n}", "Silva", Family_Number=str(n)) for n in range(1, 101)]
    _, template = site.services.groups.template(administrator(site), "NCAL", "000341")
    files = {"file": ("hires.xlsx", fill_template(template, rows))}
    fields = {"region": "NCAL", "group_id": "000341", "group_name": "000341"}
    mend = broken("full")
    answer = alex.post("/mass-enrollment/upload", fields, files=files)
    assert (answer.status_code, SAID in answer.text) == (503, True)
    mend()
    assert alex.post("/mass-enrollment/upload", fields, files=files).status_code == 303


@pytest.mark.parametrize("fault", ["read-only", "locked"])
def test_nobody_is_signed_in_by_what_cannot_be_kept(site: Site, broken: Break, fault: str) -> None:
    """The sign-in page itself needs nothing."""
    visitor = site.client()
    mend = broken(fault)
    assert visitor.get("/sign-in").status_code == 200
    answer = visitor.sign_in(ALEX)
    assert (answer.status_code, SAID in answer.text) == (503, True)
    mend()
    assert visitor.sign_in(ALEX).status_code == 303


@pytest.mark.parametrize("fault", ["read-only", "locked"])
def test_readiness_tries_to_write(site: Site, broken: Break, fault: str) -> None:
    """A database that can only be read is none that a server can work with."""
    database: Any = site.persistence
    upkeep = replace(site.services.upkeep, checks={"database": lambda: database.ping() is None})
    readiness = Readiness(replace(site.services, upkeep=upkeep), patience=300, fresh=0)
    mend = broken(fault)
    found = readiness.look()
    assert (found.status, found.checks["database"]) == ("failed", "failed")
    mend()
    assert readiness.look().checks["database"] == "ok"
