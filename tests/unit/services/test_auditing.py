"""Views and refusals in the audit trail, and looking through it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from domain.accounts.access import Administrator, Role
from domain.audit import Act, Entry
from domain.audit_chain import Checked
from domain.cells import Cell
from domain.errors import (
    NotFound,
    SignInRefused,
)
from domain.ports import AuditQuery
from domain.services.agreements import Document
from tests.documents import PDF
from tests.unit.domain.rows import subscriber
from tests.unit.services.site import ALEX, KIM, PASSWORD, ROBIN, Site
from tests.unit.services.trail import Told, trail, written

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


def test_views_are_written_down_of_each_group(site: Site) -> None:
    """With how many people of it were shown; of nobody too."""
    viewed = site.auditing.viewed
    told = written(site, lambda: viewed(ALEX, "Saved Applications", {"000341": 2, "000512": 1}))
    assert [(one[0], one[2], one[5]) for one in told] == [
        ("Viewed", "000341", {"page": "Saved Applications", "people": 2}),
        ("Viewed", "000512", {"page": "Saved Applications", "people": 1}),
    ]
    assert [one[2] for one in written(site, lambda: viewed(ALEX, "Saved Applications", {}))] == [""]


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
        site.auditing.viewed(ALEX, f"page {number}", {"000341": 1})
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
