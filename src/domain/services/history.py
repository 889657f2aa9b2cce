"""Transaction History: every submission and its status."""

from domain.access import Administrator, Role
from domain.errors import NotFound
from domain.ports import MemberRegistry, Page, Persistence
from domain.services.checking import group_of
from domain.services.views import HistoryEntry
from domain.submission import Status
from domain.values import Problem, parse_confirmation_id


class History:
    """Submissions of the administrator's groups."""

    def __init__(self, registry: MemberRegistry, persistence: Persistence) -> None:
        self._registry = registry
        self._persistence = persistence

    def transactions(
        self,
        administrator: Administrator,
        search: str = "",
        group_id: str = "",
        status: Status | None = None,
        page: int = 1,
    ) -> Page[HistoryEntry]:
        """Newest first; ``group_id`` "" is all groups."""
        if group_id:
            administrator.require(Role.VIEW, group_id)
        group_ids = (group_id,) if group_id else administrator.group_ids()
        groups = {group.id: group for group in self._registry.groups(group_ids)}
        with self._persistence.reading() as uow:
            found = uow.submissions.history(
                tuple(groups), search=_search(search), status=status, page=page
            )
            names = uow.administrators.names([one.submitted_by for one in found.items])
        items = [
            HistoryEntry(one, groups[one.group_id], names.get(one.submitted_by, ""))
            for one in found.items
        ]
        return Page(items, found.total, found.number, found.size)

    def transaction(self, administrator: Administrator, confirmation_id: str) -> HistoryEntry:
        with self._persistence.reading() as uow:
            found = uow.submissions.by_confirmation(confirmation_id)
            if found is None:
                raise NotFound
            administrator.require(Role.VIEW, found.group_id)
            names = uow.administrators.names([found.submitted_by])
        group = group_of(self._registry, found.group_id)
        return HistoryEntry(found, group, names.get(found.submitted_by, ""))


def _search(text: str) -> str:
    """A whole confirmation ID in the form it is kept in; anything else as it is."""
    parsed = parse_confirmation_id(text)
    return text.strip() if isinstance(parsed, Problem) else parsed
