"""Checking a batch's applications against the carrier and one another."""

from collections.abc import Sequence

from domain.application import Application
from domain.carrier import Carrier, Group
from domain.errors import NotFound
from domain.people import Applicant, Identity, Member
from domain.ports import Clock, MemberRegistry
from domain.rules import Facts, Row, check, read_row


class Checker:
    """Looks up what the rules need, and applies them.

    The registry is asked outside any transaction (``ask``), once however many people; what was
    submitted is asked inside, by the caller's unit of work.
    """

    def __init__(self, registry: MemberRegistry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock

    def group(self, group_id: str) -> Group:
        """The group as the carrier has it now; NotFound when it has none such."""
        groups = self._registry.groups([group_id])
        if not groups:
            raise NotFound
        return groups[0]

    def groups(self, group_ids: Sequence[str]) -> Sequence[Group]:
        return self._registry.groups(group_ids)

    def carrier(self) -> Carrier:
        return self._registry.carrier()

    def members_like(self, group: Group, people: Sequence[Identity]) -> Sequence[Member]:
        return self._registry.possible_matches(group.id, people)

    def facts(
        self, group: Group, members: Sequence[Member] = (), applicants: Sequence[Applicant] = ()
    ) -> Facts:
        carrier = self._registry.carrier()
        return Facts(
            settings=carrier.settings,
            region=carrier.region(group.region),
            group=group,
            today=self._clock.today(),
            members=members,
            applicants=applicants,
        )


def rows_of(applications: Sequence[Application], facts: Facts) -> list[Row]:
    """The rows of applications, read and not yet checked; those submitted are settled."""
    return [
        read_row(one.row, one.entries, facts, settled=one.confirmation_id is not None)
        for one in applications
    ]


def identities(applications: Sequence[Application], facts: Facts) -> list[Identity]:
    """Who the unsubmitted applications are about."""
    return [row.answers.identity for row in rows_of(applications, facts) if not row.settled]


class Checked:
    """Applications of one batch after a check, with their rows."""

    def __init__(self, applications: Sequence[Application], facts: Facts) -> None:
        self.rows = rows_of(applications, facts)
        check(self.rows, facts)
        self.applications = [
            one if row.settled else one.checked(tuple(row.findings))
            for one, row in zip(applications, self.rows, strict=True)
        ]
