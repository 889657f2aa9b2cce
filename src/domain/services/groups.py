"""An administrator's groups: their members, templates and uploads."""

from collections.abc import Sequence

from domain.accounts.access import Administrator, Role
from domain.audit import Act, of_group, views_of_groups
from domain.batch import Batch
from domain.carrier import Carrier, Group
from domain.people import Member
from domain.ports import Clock, MemberRegistry, Page, Persistence, TemplateWriter
from domain.services.checking import group_of, require_region
from domain.services.visible import write_down


class Groups:
    """What is there before anything is uploaded."""

    def __init__(
        self,
        carrier: Carrier,
        registry: MemberRegistry,
        persistence: Persistence,
        clock: Clock,
        templates: TemplateWriter,
    ) -> None:
        self.carrier = carrier
        self._registry = registry
        self._persistence = persistence
        self._clock = clock
        self._templates = templates

    def mine(self, administrator: Administrator, role: Role = Role.VIEW) -> Sequence[Group]:
        """The groups where the administrator has at least the role, by Group ID."""
        return self._registry.groups(administrator.group_ids(role))

    def members(
        self, administrator: Administrator, group_id: str, search: str = "", page: int = 1
    ) -> Page[Member]:
        administrator.require(Role.VIEW, group_id)
        found = self._registry.members(group_id, search, page)
        shown = {group_id: len(found.items)}
        viewed = views_of_groups(self._clock.now(), administrator, "Manage Members", shown)
        write_down(self._persistence, *viewed)
        return found

    def template(
        self, administrator: Administrator, region: str, group_id: str
    ) -> tuple[str, bytes]:
        """The group's own workbook and the name to save it under."""
        administrator.require(Role.ENROLL, group_id)
        group = group_of(self._registry, group_id)
        require_region(self.carrier, group, region)
        workbook = self._templates.write(self.carrier, group)
        with self._persistence.writing() as uow:
            uow.audit.add(
                of_group(Act.TEMPLATE_DOWNLOADED, self._clock.now(), administrator, group.id)
            )
            uow.commit()
        return f"Mass Enrollment {group.id}.xlsx", workbook

    def recent_batches(
        self, administrator: Administrator, group_id: str = "", page: int = 1
    ) -> Page[Batch]:
        """The uploads that are still kept, newest first: the group's, or those of all groups of
        the administrator's."""
        if group_id:
            administrator.require(Role.VIEW, group_id)
        group_ids = [group_id] if group_id else administrator.group_ids()
        with self._persistence.reading() as uow:
            return uow.batches.recent(group_ids, self._clock.now(), page)
