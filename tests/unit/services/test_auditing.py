"""Views and refusals in the audit trail, and looking through it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from domain.accounts.access import Administrator, Role
from domain.audit import Act, Entry, views_of_groups
from domain.audit_chain import Checked
from domain.cells import Cell
from domain.errors import (
    NotFound,
    SignInRefused,
)
from domain.ports import AuditQuery
from domain.services.agreements import Document
from domain.services.visible import write_down
from tests.documents import PDF
from tests.unit.domain.rows import subscriber
from tests.unit.services.site import ALEX, KIM, PASSWORD, ROBIN, Site
from tests.unit.services.trail import Told, trail, written

OTHER = {"family_number": "2", "ssn": "801-12-9999", "first_name": "Bea"}
BOSS = Administrator("boss", "boss@redwood.example", "Bo Lind", {"000341": Role.ADMINISTER})


@pytest.fixture
def boss(site: Site) -> Administrator:
    """Administers one of Alex's two groups."""
    with site.persistence.writing() as uow:
        uow.administrators.add(BOSS, "no hash")
        uow.commit()
    return BOSS


def seen(site: Site, by: Administrator, **how: Any) -> list[tuple[str, str]]:
    """What was done by whom, the newest first."""
    told = site.auditing.find(by, how.pop("wanted", AuditQuery()), **how)
    events = [one.event for one in told.found.entries if isinstance(one, Entry)]
    return [(one.act, one.administrator_id) for one in events]


def test_whom_a_list_shows_is_written_down_of_each_group(site: Site) -> None:
    """With how many people of it; of nobody too."""
    kept = [*site.uploaded(subscriber()), *site.uploaded(subscriber(), group_id="000512")]

    def views(look: Callable[[], object]) -> list[tuple[str, object, object]]:
        told = written(site, look)
        assert {one[0] for one in told} == {"Viewed"}
        return [(one[2], one[5]["page"], one[5]["people"]) for one in told]

    assert views(lambda: site.looking.saved(ALEX)) == [("", "Saved Applications", 0)]
    for one in kept:
        site.mending.save_for_later(ALEX, one.id, one.version)
    assert sorted(views(lambda: site.looking.saved(ALEX))) == [
        ("000341", "Saved Applications", 1),
        ("000512", "Saved Applications", 1),
    ]
    assert views(lambda: site.groups.members(ALEX, "000341", "nobody's name")) == [
        ("000341", "Manage Members", 0)
    ]
    assert views(lambda: site.history.transactions(ALEX)) == [("", "Transaction History", 0)]
    assert written(site, lambda: site.history.transactions(ALEX, again=True)) == []


def test_whom_a_page_of_a_batch_shows_is_written_down(site: Site) -> None:
    """Once for each page, with how many people; of what is only looked up, nothing."""
    good, bad = site.uploaded(subscriber(), subscriber(**OTHER, gender=None))
    batch_id = good.batch_id

    def views(look: Callable[[], object]) -> list[tuple[str, object]]:
        told = written(site, look)
        return [(f"{one[3]} {one[5]['page']}", one[5].get("people")) for one in told]

    assert views(lambda: site.looking.tab(ALEX, batch_id)) == [(f"batch {batch_id} Ready tab", 1)]
    assert views(lambda: site.looking.problems(ALEX, batch_id)) == [
        (f"batch {batch_id} Error tab", 1)
    ]
    assert views(lambda: site.agreements.subscribers(ALEX, batch_id, "Agreements")) == [
        (f"batch {batch_id} Agreements", 2)
    ]
    assert views(lambda: site.looking.application(ALEX, bad.id, "Edit application")) == [
        (f"application {bad.id} Edit application", None)
    ]
    (submission,) = site.submit(good)
    shown = submission.confirmation_id
    assert views(lambda: site.history.transaction(ALEX, shown, "Transaction")) == [
        (f"application {good.id} Transaction", None)
    ]
    for look in (
        lambda: site.looking.batch(ALEX, batch_id),
        lambda: site.looking.application(ALEX, bad.id),
        lambda: site.history.transaction(ALEX, shown),
        lambda: site.agreements.subscribers(ALEX, batch_id),
    ):
        assert written(site, look) == []


def test_refusals_are_written_down(site: Site) -> None:
    """With what there is under the id, however it is named; nothing of what there is not."""
    (one,) = site.uploaded(subscriber())
    (submission,) = site.submit(one)
    (agreement,) = site.agreements.attach(
        ALEX, one.batch_id, {one.id: Document("a.pdf", PDF)}
    ).agreements

    def refused(*ids: str) -> list[Told]:
        return written(site, lambda: site.auditing.refused(KIM, "GET /x/{id}", "not found", ids))

    reason = {"request": "GET /x/{id}", "reason": "not found"}
    application = ("kim", "000341", f"application {one.id}", one.batch_id, reason)
    for id in (one.id, submission.confirmation_id, agreement.id):
        assert refused(id) == [("Refused", *application)]
    batch = ("kim", "000341", f"batch {one.batch_id}", one.batch_id, reason)
    assert refused(one.batch_id) == [("Refused", *batch)]
    assert refused("Ana Moreno") == [("Refused", "kim", "", "", "", reason)]
    assert refused() == [("Refused", "kim", "", "", "", reason)]


def test_only_groups_that_they_administer_are_seen(site: Site, boss: Administrator) -> None:
    """And sign-ins of who has a role there; nothing else of no group, nothing of others."""
    site.access.sign_in(ALEX.email, PASSWORD)
    site.access.sign_in(KIM.email, PASSWORD)
    with pytest.raises(SignInRefused):
        site.access.sign_in("nobody@x.example", PASSWORD)
    site.upload(subscriber())
    site.upload(subscriber(), group_id="000512")
    assert seen(site, boss) == [("Uploaded", "alex"), ("Signed in", "alex")]
    assert seen(site, boss, group_id="000341") == seen(site, boss)
    told = site.auditing.everything(AuditQuery())
    assert len(told.found.entries) == 5


@pytest.mark.parametrize("who", [ALEX, ROBIN, KIM])
def test_others_may_not_look(site: Site, who: Administrator) -> None:
    """To them there is no trail, neither to look at nor to take along."""
    with pytest.raises(NotFound):
        site.auditing.find(who, AuditQuery())
    with pytest.raises(NotFound):
        site.auditing.download(who, AuditQuery())


@pytest.mark.parametrize("group_id", ["000512", "000777", "nowhere"])
def test_one_group_does_not_open_another(site: Site, boss: Administrator, group_id: str) -> None:
    """Whether somebody has another role there or none."""
    with pytest.raises(NotFound):
        site.auditing.find(boss, AuditQuery(), group_id)


def test_people_are_found_by_name_and_email(site: Site, boss: Administrator) -> None:
    """By a part, in any case."""
    site.upload(subscriber())
    for who in ("moreno", "ALEX@", "x m"):
        assert seen(site, boss, who=who) == [("Uploaded", "alex")]
    assert seen(site, boss, who="robin") == []
    assert site.auditing.find(boss, AuditQuery(), who="alex").names == {"alex": "Alex Moreno"}


def test_all_that_was_done_to_one_is_found(site: Site, boss: Administrator) -> None:
    """By its own id, by the confirmation ID however it is typed, and by its batch's."""
    one, _ = site.uploaded(subscriber(), subscriber(family_number="2", ssn="801-12-9999"))
    site.edit(one, city=Cell("Alameda"))
    (submission,) = site.submit(one)
    site.deliver()
    acts = [Act.ANSWERED, Act.SUBMITTED, Act.EDITED]
    confirmation = submission.confirmation_id.lower().replace("-", " ")
    for about in (one.id, confirmation, f"application {one.id}"):
        found = seen(site, boss, wanted=AuditQuery(about=about))
        assert [act for act, _ in found] == acts, about
    found = seen(site, boss, wanted=AuditQuery(about=one.batch_id))
    assert [act for act, _ in found] == [*acts, Act.UPLOADED]
    operators = site.auditing.everything(AuditQuery(about=confirmation), who="alex")
    assert len(operators.found.entries) == 2


def test_all_of_it_can_be_taken_along(
    site: Site, boss: Administrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which is written down before; each event once."""
    monkeypatch.setattr("domain.services.auditing._READ_AT_ONCE", 3)
    for number in range(7):
        views = views_of_groups(site.clock.now(), ALEX, f"page {number}", {"000341": 1})
        write_down(site.persistence, *views)
    parts: Sequence[Any] = list(site.auditing.download(boss, AuditQuery(act=Act.VIEWED)))
    pages = [one.event.facts["page"] for part in parts for one in part.found.entries]
    assert pages == [f"page {number}" for number in reversed(range(7))]
    assert (trail(site)[-1].act, trail(site)[-1].administrator_id) == (Act.TRAIL_DOWNLOADED, "boss")


def test_the_chain_is_verified_and_anchored(site: Site) -> None:
    """Nothing is there to be anchored before anything was done."""
    assert site.auditing.anchor() is None
    site.upload(subscriber())
    anchor = site.auditing.anchor()
    assert anchor is not None
    site.clock.advance(timedelta(days=1))
    site.upload(subscriber(), again=True)
    assert site.auditing.verify(anchor) == Checked(2)
