"""The demonstration's carrier, its groups and its first members."""

from typing import NamedTuple

from adapters.carrier_file import load_carrier
from adapters.registry.demonstration.first_data import CARRIER_FILE, FirstMember, read_data
from domain.carrier import Carrier, Group


class Demonstration(NamedTuple):
    carrier: Carrier
    groups: tuple[Group, ...]
    members: tuple[FirstMember, ...]


FILE = Demonstration(load_carrier(CARRIER_FILE).carrier, read_data().groups, read_data().members)
