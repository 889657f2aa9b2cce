"""What pages say of one row that cannot be read: it is one row, and the pages go on."""

from typing import Any

from sqlalchemy import Table, select, update

from adapters.persistence.accounts.tables import second_factors
from adapters.persistence.tables import applications, batches, submissions
from domain.submission import Submission
from tests.web.codes import give_code, give_password, set_up
from tests.web.site import Browser, Site
from tests.web.uploads import (
    ALEX,
    a_person,
    administrator,
    application,
    only_application,
    upload,
)


def spoil(site: Site, table: Table, column: str, row_id: str) -> None:
    """Change one character of what is sealed there."""
    engine: Any = site.persistence._writer  # type: ignore[attr-defined]
    here = table.c.id == row_id
    with engine.begin() as connection:
        kept = connection.execute(select(table.c[column]).where(here)).scalar_one()
        changed = kept[:-6] + ("A" if kept[-6] != "A" else "B") + kept[-5:]
        connection.execute(update(table).where(here).values({column: changed}))


def submitted(site: Site, first_name: str) -> Submission:
    """Somebody who has been submitted."""
    one = only_application(site, upload(site, a_person(first_name, "Silva")))
    (found,) = site.services.submitting.submit_one(administrator(site), one.id, one.version)
    return found


def test_the_name_of_a_file(site: Site, alex: Browser) -> None:
    """The lists that it is on, and its own page, work without it."""
    bad = upload(site, a_person("Ana", "Silva"), file_name="spoilt.xlsx")
    upload(site, a_person("Noa", "Silva"), file_name="whole.xlsx")
    spoil(site, batches, "file_name", bad)
    for path in ("/members", "/mass-enrollment"):
        page = alex.get(path)
        assert page.status_code == 200
        assert "whole.xlsx" in page.text
        assert f"cannot be read (reference {bad})" in page.text
    page = alex.get(f"/batches/{bad}")
    assert (page.status_code, "Ana Silva" in page.text) == (200, True)


def test_a_row_of_a_batch(site: Site, alex: Browser) -> None:
    """It says so in its place, and whom to tell; the others are mended and submitted as ever, and
    it can be deleted."""
    batch_id = upload(
        site,
        a_person("Ana", "Silva"),
        a_person("Noa", "Silva", Family_Number="2"),
    )
    with site.persistence.reading() as uow:
        bad, good = uow.applications.of_batch(batch_id, site.clock.now())
    spoil(site, applications, "confidential", bad.id)
    page = alex.get(f"/batches/{batch_id}")
    assert page.status_code == 200
    assert "Noa Silva" in page.text
    assert "damaged and cannot be read" in page.text
    own = alex.get(f"/applications/{bad.id}")
    assert (own.status_code, bad.id in own.text) == (200, True)
    form = {"f.city": "Fremont", "action": "save", "version": str(bad.version)}
    assert alex.post(f"/applications/{bad.id}", form).status_code == 409
    alex.post(f"/batches/{batch_id}/submit", {"asked": "1"})
    assert application(site, good.id).confirmation_id is not None
    assert application(site, bad.id).confirmation_id is None
    assert alex.post(f"/applications/{bad.id}/delete?v={bad.version}").status_code in (200, 303)
    assert application(site, bad.id).deleted_at is not None


def test_a_submission(site: Site, alex: Browser) -> None:
    """Transaction History and its download show the row by its confirmation ID; its own page says
    what to do."""
    bad, good = submitted(site, "Ana"), submitted(site, "Noa")
    spoil(site, submissions, "confidential", bad.id)
    assert alex.get(f"/batches/{bad.batch_id}").status_code == 200
    for path in ("/transactions", "/transactions.csv"):
        page = alex.get(path)
        assert page.status_code == 200, path
        assert "Cannot be read" in page.text
        assert "Ana Silva" not in page.text
    assert "Noa Silva" in alex.get("/transactions").text
    own = alex.get(f"/transactions/{bad.confirmation_id}")
    assert own.status_code == 409
    assert "This entry cannot be read" in own.text
    assert bad.confirmation_id in own.text
    assert alex.get(f"/transactions/{good.confirmation_id}").status_code == 200


def test_a_second_factor_lets_nobody_in(site: Site, alex: Browser) -> None:
    """Whoever has lost it that way is told whom to ask."""
    app = set_up(site, alex)
    engine: Any = site.persistence._writer  # type: ignore[attr-defined]
    with engine.begin() as connection:
        connection.execute(update(second_factors).values(confidential=app.secret))
    browser = site.client()
    page = give_password(browser, ALEX)
    answer = give_code(browser, page, app.next_code())
    assert answer.status_code == 409
    assert "This entry cannot be read" in answer.text
    assert browser.get("/members").status_code == 303
