"""Looking at a batch, and who may look and act."""

from datetime import timedelta

import pytest

from domain.errors import (
    NotAllowed,
    NotFound,
)
from domain.findings import Verdict
from tests.unit.domain.rows import child, members, subscriber
from tests.unit.services.acts import ACTS, LOOKS
from tests.unit.services.site import ALEX, KIM, ROBIN, Site

ENROLLED = members()[0]
OTHER = {"family_number": "2", "ssn": "801-12-9999", "first_name": "Bea"}
READY, ERROR, REJECTED = Verdict.READY, Verdict.ERROR, Verdict.REJECTED


def test_each_tab_shows_its_applications(site: Site) -> None:
    """By row, and searched by name."""
    rows = [subscriber(), child(gender=None), child(first_name="Mia", gender=None, ssn=None)]
    batch_id = site.upload(*rows).batch.id
    assert [one.row for one in site.looking.tab(ALEX, batch_id).page.items] == [2]
    assert [one.row for one in site.looking.tab(ALEX, batch_id, ERROR).page.items] == [3, 4]
    assert site.looking.tab(ALEX, batch_id, REJECTED).page.total == 0
    found = site.looking.tab(ALEX, batch_id, ERROR, search="mia").page
    assert [one.person_name for one in found.items] == ["Mia Moreno"]
    backwards = site.looking.tab(ALEX, batch_id, ERROR, sort="name", descending=True).page
    assert [one.row for one in backwards.items] == [4, 3]


def test_a_viewer_sees_the_batch_and_may_not_act(site: Site) -> None:
    """The summary says so."""
    batch_id = site.upload(subscriber()).batch.id
    assert not site.looking.batch(ROBIN, batch_id).may_enroll
    assert site.looking.batch(ALEX, batch_id).may_enroll
    assert site.looking.tab(ROBIN, batch_id, READY).page.total == 1


def test_problems_are_grouped_by_cause(site: Site) -> None:
    """The most frequent first; an application with two causes is under both."""
    rows = [
        subscriber(hire_date="soon", gender=None),
        subscriber(**OTHER | {"hire_date": "later", "zip": "9453"}),
        subscriber(family_number="3", ssn="801-12-9998", first_name="Cai", gender="?"),
        subscriber(family_number="4", ssn="801-12-9997", first_name="Dee"),
    ]
    batch_id = site.upload(*rows).batch.id
    causes = [
        (cause, [one.row for one in applications])
        for cause, applications in site.looking.problems(ALEX, batch_id).problems
    ]
    assert causes[0] == ("Enter the hire date as MM/DD/YYYY.", [2, 3])
    assert len(causes) == 4
    assert [len(rows) for _, rows in causes] == [2, 1, 1, 1]


def test_warnings_and_saved_applications_are_no_problems(site: Site) -> None:
    """Only what stands on the Error tab is grouped."""
    first, second = site.uploaded(subscriber(day_phone=None), subscriber(**OTHER, gender=None))
    site.mending.save_for_later(ALEX, second.id, second.version)
    assert list(site.looking.problems(ALEX, first.batch_id).problems) == []


def test_an_application_is_opened_with_what_its_form_needs(site: Site) -> None:
    """Columns, the group's own lists, and how cells were understood."""
    (row,) = site.uploaded(subscriber(state="california", subgroup_id="1"))
    detail = site.looking.application(ALEX, row.id)
    assert detail.application == row
    assert detail.readings == {"state": "CA", "subgroup_id": "0001"}
    assert detail.choices["subgroup_id"] == ("0001", "0002", "0003", "0009", "7000")
    assert detail.columns[-1].key == "arbitration_signed_on"
    assert (detail.group.id, detail.may_enroll) == ("000341", True)


def test_regions_without_agreements_have_no_column_for_them(site: Site) -> None:
    """The form is that of the batch's template."""
    row = subscriber(plan="HMO 30", state="OR", zip="97201", city="Portland")
    (made,) = site.uploaded(row, by=KIM, group_id="000777")
    detail = site.looking.application(KIM, made.id)
    assert "arbitration_signed_on" not in {one.key for one in detail.columns}


@pytest.mark.parametrize("name", LOOKS | ACTS)
def test_another_groups_batch_is_not_found(site: Site, name: str) -> None:
    """To an administrator of other groups it looks as if it weren't there."""
    (row,) = site.uploaded(subscriber())
    with pytest.raises(NotFound):
        (LOOKS | ACTS)[name](site, KIM, row)


@pytest.mark.parametrize("name", ACTS)
def test_a_viewer_may_do_nothing(site: Site, name: str) -> None:
    """Every act is refused, and nothing changes."""
    (row,) = site.uploaded(subscriber())
    with pytest.raises(NotAllowed):
        ACTS[name](site, ROBIN, row)
    assert site.now(row) == row


@pytest.mark.parametrize("name", LOOKS | ACTS)
def test_what_has_expired_is_not_found(site: Site, name: str) -> None:
    """Thirty days after the upload it is as if it had never been there."""
    (row,) = site.uploaded(subscriber())
    site.clock.advance(timedelta(days=30))
    with pytest.raises(NotFound):
        (LOOKS | ACTS)[name](site, ALEX, row)


def test_what_is_needed_is_read_once(site: Site) -> None:
    """A tab, an opened application, an edit and a submission each read in one unit of work, and
    write in another."""
    first, second = site.uploaded(subscriber(), subscriber(**OTHER))
    acts = [
        lambda: site.looking.tab(ALEX, first.batch_id),
        lambda: site.looking.problems(ALEX, first.batch_id),
        lambda: site.looking.application(ALEX, first.id, "Edit application"),
        lambda: site.mending.edit(ALEX, first.id, {"middle_name": "Bea"}, first.version),
        lambda: site.mending.delete(ALEX, second.id, second.version),
        lambda: site.submitting.submit_ready(ALEX, first.batch_id),
    ]
    for act in acts:
        before = site.persistence.opened
        act()
        assert site.persistence.opened - before == 2
