"""An administrator's groups: their members, templates and uploads."""

from datetime import timedelta

import pytest

from domain.accounts.access import Administrator, Role
from domain.errors import FileRefused, NotAllowed, NotFound, RegistryUnavailable
from tests.unit.domain.rows import members, subscriber
from tests.unit.services.site import ALEX, KIM, ROBIN, Site


def test_administrators_have_the_groups_granted_to_them(site: Site) -> None:
    """By Group ID, with at least the role that is asked for; nobody has any by default."""
    assert [one.id for one in site.groups.mine(ALEX)] == ["000341", "000512"]
    assert [one.id for one in site.groups.mine(ROBIN)] == ["000341"]
    assert list(site.groups.mine(ROBIN, Role.ENROLL)) == []
    assert list(site.groups.mine(Administrator("x", "x@example.com", "X", {}))) == []


def test_members_are_the_groups_own(site: Site) -> None:
    """Paged and searched; a viewer sees them, others don't."""
    page = site.groups.members(ROBIN, "000341")
    assert page.total == len(members())
    assert len(page.items) == 50
    found = site.groups.members(ALEX, "000341", members()[0].last_name, 1)
    assert members()[0] in found.items
    with pytest.raises(NotFound):
        site.groups.members(KIM, "000341")


def test_a_template_is_the_groups_own(site: Site) -> None:
    """Named for the group, and made for it."""
    name, content = site.groups.template(ALEX, "NCAL", "000341")
    assert name == "Mass Enrollment 000341.xlsx"
    assert content == site.workbook()


def test_a_template_needs_the_groups_region(site: Site) -> None:
    """Another region is refused, and the group's is named."""
    with pytest.raises(FileRefused) as refusal:
        site.groups.template(ALEX, "NCAL", "000512")
    assert refusal.value.message.startswith("Group 000512 is in Hawaii.")


def test_templates_are_for_those_who_enroll(site: Site) -> None:
    """A viewer is told so; to others the group isn't there, nor to anybody one that is gone."""
    with pytest.raises(NotAllowed):
        site.groups.template(ROBIN, "NCAL", "000341")
    with pytest.raises(NotFound):
        site.groups.template(KIM, "NCAL", "000341")
    somebody = Administrator("x", "x@example.com", "X", {"000999": Role.ENROLL})
    with pytest.raises(NotFound):
        site.groups.template(somebody, "NCAL", "000999")


def test_the_latest_uploads_are_listed(site: Site) -> None:
    """Newest first, of this group only, while they are kept."""
    batches = []
    for n in range(12):
        batches.append(site.upload(subscriber(middle_name="A" * (n + 1))).batch)
        site.clock.advance(timedelta(hours=1))
    site.upload(subscriber(), group_id="000512")
    assert list(site.groups.recent_batches(ROBIN, "000341").items) == batches[::-1]
    with pytest.raises(NotFound):
        site.groups.recent_batches(KIM, "000341")
    site.clock.advance(timedelta(days=30))
    assert list(site.groups.recent_batches(ROBIN, "000341").items) == []


def test_the_latest_uploads_of_all_groups_are_listed(site: Site) -> None:
    """Those of the administrator's own, without naming a group."""
    here = site.upload(subscriber()).batch
    site.clock.advance(timedelta(hours=1))
    there = site.upload(subscriber(), group_id="000512").batch
    assert list(site.groups.recent_batches(ALEX).items) == [there, here]
    assert list(site.groups.recent_batches(ROBIN).items) == [here]
    assert list(site.groups.recent_batches(KIM).items) == []


def test_an_unreachable_registry_is_told(site: Site) -> None:
    """Groups, members and templates are the carrier's to give."""
    site.registry.unreachable = True
    for ask in (
        lambda: site.groups.mine(ALEX),
        lambda: site.groups.members(ALEX, "000341"),
        lambda: site.groups.template(ALEX, "NCAL", "000341"),
    ):
        with pytest.raises(RegistryUnavailable):
            ask()
