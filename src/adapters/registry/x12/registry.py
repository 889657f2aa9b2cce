"""The registry of a carrier that takes files."""

from collections.abc import Sequence
from contextlib import suppress

from adapters.persistence.resealing import SealedTables
from adapters.registry.members import MemberList
from adapters.registry.x12.batching import Plan, plan
from adapters.registry.x12.inbox import Inbox
from adapters.registry.x12.interchange import write_interchange
from adapters.registry.x12.ledger import Ledger
from adapters.registry.x12.ledger_transaction import LedgerTransaction
from adapters.registry.x12.options import X12Options
from adapters.registry.x12.outbox import LedgerTooOld, Outbox
from adapters.registry.x12.tables import members
from domain.carrier import Carrier, Group
from domain.errors import NothingArrived, RegistryRefused, RegistryUnavailable
from domain.people import Identity, Member
from domain.ports import Clock, Page
from domain.submission import Answer, Submission

_LAST_NUMBER = 999_999_999


class X12Registry:
    """``domain.ports.MemberRegistry`` over an outbox, an inbox and a ledger.

    A key goes into one file. What makes it so is the ledger's commit, which comes after the file
    was written where nobody takes it, and before it appears in the outbox.
    """

    def __init__(
        self,
        *,
        ledger: Ledger,
        outbox: Outbox,
        inbox: Inbox,
        carrier: Carrier,
        groups: Sequence[Group],
        options: X12Options,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._outbox = outbox
        self._inbox = inbox
        self._carrier = carrier
        self._groups = {group.id: group for group in sorted(groups, key=lambda group: group.id)}
        self._options = options
        self._clock = clock
        self._members = MemberList(ledger.engine, members, ledger.vault)

    def ping(self) -> None:
        self._ledger.ping()
        try:
            self._outbox.check()
            self._inbox.check()
        except OSError as error:
            raise RegistryUnavailable from error

    def close(self) -> None:
        self._ledger.close()

    def sealed(self) -> SealedTables:
        return self._ledger.sealed()

    def groups(self, group_ids: Sequence[str]) -> Sequence[Group]:
        return [group for group in self._groups.values() if group.id in group_ids]

    def possible_matches(self, group_id: str, people: Sequence[Identity]) -> Sequence[Member]:
        return self._members.possible_matches(group_id, people)

    def members(self, group_id: str, search: str, page: int) -> Page[Member]:
        return self._members.page(group_id, search, page)

    def submit(self, submissions: Sequence[Submission]) -> Sequence[Answer]:
        if not submissions:
            return ()
        keys = {one.key for one in submissions}
        with self._ledger.writing() as book:
            subscribers = {one.subscriber_key for one in submissions if one.subscriber_key}
            planned = plan(submissions, book.known(keys | subscribers), self._groups, self._options)
            if planned.sets:
                self._write(planned, book)
        # What is in the ledger goes out. If it cannot now, it does as soon as anybody asks.
        with suppress(OSError):
            self._have_all_appear()
        known = self._ledger.known(keys)
        return [*(one.answer for one in known.values()), *planned.refusals]

    def ask(self, keys: Sequence[str]) -> Sequence[Answer]:
        if not keys:
            return ()
        # Folders that are away for a while don't change what the ledger says. ping tells of them.
        with suppress(OSError):
            self._have_all_appear()
        with suppress(OSError):
            self._inbox.read()
        return [one.answer for one in self._ledger.known(keys).values()]

    def _write(self, planned: Plan, book: LedgerTransaction) -> None:
        if book.next_number > _LAST_NUMBER:
            raise RegistryRefused("no control numbers left", whatever_it_is=True)
        interchange = write_interchange(
            book.next_number, planned.sets, self._carrier.name, self._options, self._clock.now()
        )
        file_name = f"834_{book.next_number:09d}.x12"
        try:
            # Nobody else is between staging and the commit now: what the ledger doesn't know was
            # given up.
            self._outbox.sweep([one.staged_as for one in book.staged()])
            staged_as = self._outbox.stage(
                file_name, interchange.text.encode("ascii"), book.next_number - 1
            )
        except (FileExistsError, LedgerTooOld):
            # The ledger has forgotten that file, so it may have forgotten keys, too.
            raise RegistryRefused(
                "the outbox has later files than the ledger", whatever_it_is=True
            ) from None
        except OSError as error:
            raise NothingArrived from error
        book.record(file_name, staged_as, planned.sets, interchange, planned.subscriber_numbers)

    def _have_all_appear(self) -> None:
        """Finish what is staged, one's own or what somebody who died has left."""
        for one in self._ledger.staged():
            self._outbox.deliver(one.staged_as, one.file_name, one.number)
            self._ledger.mark_written(one.number)
