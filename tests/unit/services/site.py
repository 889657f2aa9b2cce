"""The whole site without its technology: every service over the ports' stand-ins."""

from collections.abc import Callable, Sequence
from typing import Any

from domain.accounts.access import Administrator, Role
from domain.accounts.passwords import PasswordRules
from domain.application import Application
from domain.cells import Entries
from domain.core_columns import COLUMNS
from domain.findings import Verdict
from domain.people import Identity, Member
from domain.ports import Persistence
from domain.services.accounts.access import Access
from domain.services.accounts.proving import Proving
from domain.services.accounts.second_factor import SecondFactors
from domain.services.agreements import Agreements
from domain.services.auditing import Auditing
from domain.services.checking import Checker
from domain.services.delivering import Delivering, Report
from domain.services.groups import Groups
from domain.services.history import History
from domain.services.looking import Looking
from domain.services.mending import Mending
from domain.services.results import BatchSummary
from domain.services.submission import Submitting
from domain.services.upload import Uploads
from domain.submission import Submission
from tests.fakes.accounts.passwords import FakeHasher
from tests.fakes.documents import FakeDocumentReader
from tests.fakes.files import FakeFiles
from tests.fakes.persistence import FakePersistence
from tests.fakes.registry import FakeRegistry
from tests.fakes.scanning import FakeScanner
from tests.fakes.spreadsheet import FakeReader, FakeTemplates, fill
from tests.fakes.system import FakeClock, FakeIds
from tests.unit.domain.rows import FILE, TODAY, group

ALEX = Administrator(
    "alex", "alex@redwood.example", "Alex Moreno", {"000341": Role.ENROLL, "000512": Role.ENROLL}
)
ROBIN = Administrator("robin", "robin@cascadia.example", "Robin Lee", {"000341": Role.VIEW})
KIM = Administrator("kim", "kim@evergreen.example", "Kim Osei", {"000777": Role.ENROLL})
PASSWORD = "correct horse battery"


class Interruption:
    """Something that happens once, at the moment it is waited for."""

    def __init__(self) -> None:
        self.meanwhile: Callable[[], object] | None = None

    def __call__(self) -> None:
        act, self.meanwhile = self.meanwhile, None
        if act:
            act()


class InterruptedRegistry(FakeRegistry):
    """A registry during whose answer about members something else may happen."""

    interruption = Interruption()

    def possible_matches(self, group_id: str, people: Sequence[Identity]) -> Sequence[Member]:
        self.interruption()
        return super().possible_matches(group_id, people)


class InterruptedIds(FakeIds):
    """Ids before whose giving something else may happen."""

    interruption = Interruption()

    def new(self, count: int = 1) -> Sequence[str]:
        self.interruption()
        return super().new(count)


class Site:
    """Every service over stand-ins, on one fixed day that may be advanced.

    ``while_asking`` happens once while the registry is next asked about members, after what is
    stored was read; ``while_keeping`` once before ids are next given, just before storing.
    """

    def __init__(self, persistence: Persistence | None = None) -> None:
        self.clock = FakeClock.on(TODAY)
        self.registry = InterruptedRegistry(FILE.groups, [one.member() for one in FILE.members])
        self.while_asking = self.registry.interruption = Interruption()
        self.ids = InterruptedIds(200_000_000_007)  # so that confirmation IDs are varied
        self.while_keeping = self.ids.interruption = Interruption()
        self.persistence = persistence or FakePersistence()
        self.files = FakeFiles(self.clock)
        self.rings = 0
        self.templates = FakeTemplates()
        checker = Checker(FILE.carrier, self.registry, self.clock)
        hasher = FakeHasher()
        self.uploads = Uploads(FakeReader(), checker, self.persistence, self.clock, self.ids)
        self.looking = Looking(checker, self.persistence, self.clock)
        self.mending = Mending(checker, self.persistence, self.clock)
        self.submitting = Submitting(checker, self.persistence, self.clock, self.ids, self._ring)
        self.delivering = Delivering(self.registry, self.persistence, self.clock, self.ids)
        self.history = History(self.registry, self.persistence, self.clock)
        self.scanner = FakeScanner()
        self.documents = FakeDocumentReader()
        self.agreements = Agreements(
            self.documents,
            checker,
            self.persistence,
            self.files,
            self.clock,
            self.ids,
            self.scanner,
        )
        self.groups = Groups(
            FILE.carrier, self.registry, self.persistence, self.clock, self.templates
        )
        self.auditing = Auditing(self.persistence, self.clock)
        self.access = Access(self.persistence, hasher, self.clock, self.ids)
        self.second_factors = SecondFactors(
            self.persistence, self.clock, self.ids, hasher, PasswordRules()
        )
        self.proving = Proving(self.persistence, self.clock, self.ids, hasher)
        with self.persistence.writing() as uow:
            for administrator in (ALEX, ROBIN, KIM):
                uow.administrators.add(administrator, hasher.hash(PASSWORD))
            uow.commit()

    def acts(self) -> list[tuple[str, str, str]]:
        """What the audit trail tells: each act, by whom and on what."""
        with self.persistence.reading() as uow:
            events = [entry.event for entry in uow.audit.all()]
        return [(one.act, one.administrator_id, one.subject) for one in events]

    def _ring(self) -> None:
        self.rings += 1

    def workbook(self, *rows: Entries, group_id: str = "000341") -> bytes:
        """The group's template, filled in with the rows."""
        template = self.templates.write(FILE.carrier, group(group_id))
        return fill(
            template,
            [{COLUMNS.by_key[key].header: cell.text for key, cell in row.items()} for row in rows],
        )

    def upload(
        self, *rows: Entries, by: Administrator = ALEX, group_id: str = "000341", **how: Any
    ) -> BatchSummary:
        """Upload a workbook of the rows."""
        return self.uploads.upload(
            by,
            **{
                "group_id": group_id,
                "region": group(group_id).region,
                "file_name": "November hires.xlsx",
                "content": self.workbook(*rows, group_id=group_id),
                **how,
            },
        )

    def stored(self, batch_id: str) -> list[Application]:
        """All applications of the batch that are not deleted, by row."""
        with self.persistence.reading() as uow:
            return list(uow.applications.of_batch(batch_id, self.clock.now()))

    def uploaded(self, *rows: Entries, **how: Any) -> list[Application]:
        """The applications made of the rows."""
        return self.stored(self.upload(*rows, **how).batch.id)

    def now(self, application: Application) -> Application:
        """The application as it is now; it is there."""
        with self.persistence.reading() as uow:
            found = uow.applications.get(application.id, self.clock.now())
        assert found is not None
        return found

    def verdicts(self, *applications: Application) -> list[Verdict]:
        return [self.now(one).verdict for one in applications]

    def tally(self, batch_id: str) -> tuple[int, int, int]:
        found = self.looking.batch(ALEX, batch_id).tally
        return found.ready, found.error, found.rejected

    def edit(
        self, application: Application, by: Administrator = ALEX, **changes: Any
    ) -> Application:
        """Type something else in some of the fields; None clears one."""
        before = self.now(application)
        fields = {key: cell.text if cell else "" for key, cell in changes.items()}
        return self.mending.edit(by, before.id, fields, before.version).after

    def submit(self, application: Application) -> Sequence[Submission]:
        before = self.now(application)
        return self.submitting.submit_one(ALEX, before.id, before.version)

    def submit_and_deliver(self, application: Application) -> Sequence[Submission]:
        """Submit it, deliver what is due, and show how its batch's submissions stand then."""
        self.submit(application)
        self.deliver()
        return self.looking.submissions(ALEX, application.batch_id)

    def deliver(self) -> list[Report]:
        """Deliver everything that is due now."""
        return list(iter(self.delivering.round, None))
