"""A template is made once for as long as nothing in it changes."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

from msgspec.structs import replace

from adapters.spreadsheet.caching import CachedTemplates
from domain.carrier import Carrier, Group
from tests.contract.spreadsheet import CARRIER, HOTELS, REDWOOD


class CountingTemplates:
    """A writer that tells how often it was asked, and takes its time."""

    version = 1

    def __init__(self) -> None:
        self.made: list[str] = []

    def write(self, carrier: Carrier, group: Group) -> bytes:
        sleep(0.01)
        self.made.append(group.id)
        return f"{carrier.name} {group.name} {len(group.subgroups)}".encode()


def test_second_request_is_served_from_memory() -> None:
    """The same group's template is made once; another group has its own."""
    writer = CountingTemplates()
    templates = CachedTemplates(writer)
    assert templates.write(CARRIER, REDWOOD) == templates.write(CARRIER, REDWOOD)
    assert templates.write(CARRIER, HOTELS) != templates.write(CARRIER, REDWOOD)
    assert writer.made == ["000341", "000512"]


def test_changed_group_or_carrier_gets_a_new_one() -> None:
    """A new subgroup, or a new setting, is in the next template."""
    writer = CountingTemplates()
    templates = CachedTemplates(writer)
    fewer = replace(REDWOOD, subgroups=REDWOOD.subgroups[:1])
    other = replace(CARRIER, settings=replace(CARRIER.settings, max_members_per_file=10))
    contents = [
        templates.write(carrier, group)
        for carrier, group in ((CARRIER, REDWOOD), (CARRIER, fewer), (other, REDWOOD))
    ]
    assert contents[0] != contents[1]
    assert len(writer.made) == 3


def test_new_version_is_made_anew() -> None:
    """What an older version made is not served for a newer one."""
    writer = CountingTemplates()
    templates = CachedTemplates(writer)
    templates.write(CARRIER, REDWOOD)
    writer.version = 2
    templates.write(CARRIER, REDWOOD)
    assert (templates.version, len(writer.made)) == (2, 2)


def test_oldest_is_forgotten_when_full() -> None:
    """Memory is bounded; what was used last stays."""
    writer = CountingTemplates()
    templates = CachedTemplates(writer, size=2)
    first, second, third = (replace(REDWOOD, id=f"00000{number}") for number in range(3))
    for group in (first, second, first, third, first, second):
        templates.write(CARRIER, group)
    assert writer.made == ["000000", "000001", "000002", "000001"]


def test_many_at_once_make_one() -> None:
    """Of many who ask for a new template together, the first makes it for all."""
    writer = CountingTemplates()
    templates = CachedTemplates(writer)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: templates.write(CARRIER, REDWOOD), range(24)))
    assert len(set(made)) == 1
    assert len(writer.made) == 1
