"""A carrier: its regions, groups, subgroups and settings."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from domain.columns import Columns
from domain.core_columns import COLUMNS
from domain.submission import Status


class CarrierSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a carrier decides for itself; days are calendar days, ages whole years.

    ``saved_for_days`` is how long an upload is kept, too.
    """

    max_members_per_file: Annotated[int, Meta(ge=1, le=2_000)] = 250
    saved_for_days: Annotated[int, Meta(ge=1, le=365)] = 30
    event_within_days: Annotated[int, Meta(ge=1, le=365)] = 60
    effective_days_back: Annotated[int, Meta(ge=0, le=365)] = 60
    effective_days_ahead: Annotated[int, Meta(ge=0, le=365)] = 90
    dependent_age_limit: Annotated[int, Meta(ge=1, le=99)] = 26
    subscriber_minimum_age: Annotated[int, Meta(ge=0, le=99)] = 14


class Region(msgspec.Struct, frozen=True):
    """Where the carrier offers coverage."""

    code: Annotated[
        str,
        Meta(
            pattern="^[A-Za-z0-9-]{1,12}$",
            description="up to 12 letters, digits and hyphens",
        ),
    ]
    name: Annotated[
        str, Meta(min_length=1, max_length=80, description="the region's name, up to 80 characters")
    ]
    arbitration_agreements: bool = False
    states: tuple[str, ...] = ()


class Carrier(msgspec.Struct, frozen=True):
    """The insurer that runs the site, as its file describes it. ``status_words`` are its own words
    for statuses."""

    name: str
    settings: CarrierSettings
    regions: tuple[Region, ...]
    columns: Columns = COLUMNS
    status_words: Mapping[Status, str] = {}

    def region(self, code: str) -> Region:
        """The region of that code; one that the file does not list is called by its code."""
        for region in self.regions:
            if region.code == code:
                return region
        return Region(code, code)

    def columns_in(self, region: str) -> Columns:
        """The columns of a region's template; arbitration only where it uses agreements."""
        if self.region(region).arbitration_agreements:
            return self.columns
        return self.columns.without_arbitration

    def status_word(self, status: Status) -> str:
        """What the status is called on screen: by the carrier's own word, if it has one."""
        return self.status_words.get(status, status.value)


class Subgroup(msgspec.Struct, frozen=True, cache_hash=True):
    """A part of a group with its own plans and dates; ``active_to`` is its last day."""

    id: str
    name: str
    plans: tuple[str, ...]
    active_from: date
    active_to: date | None = None

    def active_on(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or day <= self.active_to)


class Group(msgspec.Struct, frozen=True, cache_hash=True):
    """An employer with coverage in one region."""

    id: str
    name: str
    region: str
    subgroups: tuple[Subgroup, ...]

    def subgroup(self, subgroup_id: str) -> Subgroup | None:
        for subgroup in self.subgroups:
            if subgroup.id == subgroup_id:
                return subgroup
        return None

    @property
    def plans(self) -> Sequence[str]:
        """Every plan some subgroup offers, in the carrier's order, each once."""
        return tuple(dict.fromkeys(plan for one in self.subgroups for plan in one.plans))
