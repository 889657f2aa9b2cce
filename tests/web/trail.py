"""What stands in a site's audit trail."""

from collections.abc import Callable

from domain.accounts.access import Role
from domain.audit import Entry, Event
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
