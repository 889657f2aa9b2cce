"""What stands in the audit trail of a site under test."""

from collections.abc import Callable

from domain.audit import Entry, Event
from tests.unit.services.site import Site

Told = tuple[str, str, str, str, str, dict[str, str | int]]


def trail(site: Site) -> list[Event]:
    """All events, as they came."""
    with site.persistence.reading() as uow:
        return [one.event for one in uow.audit.all() if isinstance(one, Entry)]


def written(site: Site, act: Callable[[], object]) -> list[Told]:
    """What an act writes."""
    before = len(trail(site))
    act()
    return [
        (one.act, one.administrator_id, one.group_id, one.subject, one.batch_id, dict(one.facts))
        for one in trail(site)[before:]
    ]
