"""What stands in a site's audit trail."""

from collections.abc import Callable, Mapping

from domain.accounts.access import Administrator, Role
from domain.audit import Entry, Event, views_of_groups
from domain.services.visible import write_down
from tests.web.site import Site


def trail(site: Site) -> list[Event]:
    """All events, as they came."""
    with site.persistence.reading() as uow:
        return [one.event for one in uow.audit.all() if isinstance(one, Entry)]


def written(site: Site, act: Callable[[], object]) -> list[Event]:
    """What an act writes."""
    before = len(trail(site))
    act()
    return trail(site)[before:]


def make_boss(site: Site, email: str, group_id: str = "000341") -> None:
    """From now on they administer the group."""
    site.services.administrators.grant(email, {group_id: Role.ADMINISTER})


def viewed(site: Site, administrator: Administrator, page: str, people: Mapping[str, int]) -> None:
    """They were shown a page with so many people of each group."""
    views = views_of_groups(site.clock.now(), administrator, page, people)
    write_down(site.persistence, *views)
