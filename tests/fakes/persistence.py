"""Persistence in memory: a unit of work has its own copy of everything until it commits."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock

from domain.accounts.sent_form import REMEMBERED_FOR
from domain.audit import Act, of_batch_id, of_visit
from domain.ports import UnitOfWork
from tests.fakes.accounts.administrators import FakeAdministrators, FakeSessions
from tests.fakes.accounts.attempts import FakeAttempts
from tests.fakes.accounts.invitations import FakeInvitations
from tests.fakes.accounts.second_factors import FakeSecondFactors
from tests.fakes.accounts.sent_forms import FakeSentForms
from tests.fakes.accounts.single_sign_on import FakeSubjects
from tests.fakes.audit import FakeAuditTrail
from tests.fakes.batches import FakeAgreements, FakeApplications, FakeBatches
from tests.fakes.deliveries import FakeDeliveries
from tests.fakes.kept import Kept
from tests.fakes.submissions import FakeSubmissions


class FakeUnitOfWork:
    def __init__(self, kept: Kept, keep: Callable[[Kept], None], source: Callable[[], str]) -> None:
        self.batches = FakeBatches(kept)
        self.applications = FakeApplications(kept)
        self.submissions = FakeSubmissions(kept)
        self.deliveries = FakeDeliveries(kept)
        self.agreements = FakeAgreements(kept)
        self.administrators = FakeAdministrators(kept)
        self.sessions = FakeSessions(kept)
        self.invitations = FakeInvitations(kept)
        self.second_factors = FakeSecondFactors(kept)
        self.subjects = FakeSubjects(kept)
        self.sent_forms = FakeSentForms(kept)
        self.attempts = FakeAttempts(kept)
        self._trail = self.audit = FakeAuditTrail(kept, source)
        self._kept, self._keep = kept, keep

    def commit(self) -> None:
        self._trail.write()
        self._keep(self._kept.copy())


class FakePersistence:
    """Writers wait for each other, as they do on SQLite. ``commits`` counts what was kept, and
    ``opened`` the units of work that there were."""

    def __init__(self, source: Callable[[], str] = lambda: "") -> None:
        self._source = source
        self._kept = Kept()
        self._writing = Lock()
        self.commits = self.opened = 0

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        self.opened += 1
        yield FakeUnitOfWork(self._kept.copy(), _refuse, self._source)

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        if not self._writing.acquire(timeout=300):
            raise AssertionError("a unit of work that writes was opened within another")
        self.opened += 1
        try:
            yield FakeUnitOfWork(self._kept.copy(), self._keep, self._source)
        finally:
            self._writing.release()

    def purge(self, now: datetime) -> Sequence[str]:
        with self._writing:
            kept = self._kept.copy()
            trail = FakeAuditTrail(kept, self._source)
            lost: Counter[tuple[str, str]] = Counter()
            undone_before = now - timedelta(hours=1)
            for one in list(kept.applications.values()):
                if one.expired(now) or (one.deleted_at and one.deleted_at < undone_before):
                    del kept.applications[one.id]
                    lost[one.batch_id, one.group_id] += 1
            named = {one.stored_name for one in kept.agreements.values()}
            for agreement in list(kept.agreements.values()):
                if agreement.application_id not in kept.applications:
                    del kept.agreements[agreement.id]
            in_use = {one.batch_id for one in kept.applications.values()}
            for batch in list(kept.batches.values()):
                if batch.expires_at <= now and batch.id not in in_use:
                    del kept.batches[batch.id]
                    lost[batch.id, batch.group_id] += 0
            for (batch_id, group_id), many in sorted(lost.items()):
                trail.add(of_batch_id(Act.PURGED, now, None, group_id, batch_id, applications=many))
            for session in list(kept.sessions.values()):
                if not session.alive(now):
                    del kept.sessions[session.token_hash]
                    trail.add(of_visit(Act.SESSION_ENDED, now, session.administrator_id))
            for invitation in list(kept.invitations.values()):
                if invitation.expires_at <= now:
                    del kept.invitations[invitation.token_hash]
            for digest, (_, sent_at) in list(kept.sent_forms.items()):
                if sent_at <= now - REMEMBERED_FOR:
                    del kept.sent_forms[digest]
            for key, tally in list(kept.tallies.items()):
                if (until := tally.kept_until()) and until <= now:
                    del kept.tallies[key]
            trail.write()
            self._keep(kept)
            return sorted(named - {one.stored_name for one in kept.agreements.values()})

    def _keep(self, kept: Kept) -> None:
        self._kept = kept
        self.commits += 1


def _refuse(_: Kept) -> None:
    raise AssertionError("a unit of work for reading was committed")
