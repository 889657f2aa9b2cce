"""Units of work over a database."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, text

from adapters.confidential import Vault
from adapters.persistence.accounts.administrators import SqlAdministrators, SqlSessions
from adapters.persistence.accounts.attempts import SqlAttempts
from adapters.persistence.accounts.invitations import SqlInvitations
from adapters.persistence.accounts.second_factors import SqlSecondFactors
from adapters.persistence.accounts.subjects import SqlSubjects
from adapters.persistence.agreements import SqlAgreements
from adapters.persistence.applications import SqlApplications
from adapters.persistence.audit import SqlAuditTrail
from adapters.persistence.batches import SqlBatches
from adapters.persistence.deliveries import SqlDeliveries
from adapters.persistence.engine import settle, writer
from adapters.persistence.purge import purge
from adapters.persistence.submissions import SqlSubmissions
from domain.ports import (
    AdministratorRepository,
    AgreementRepository,
    ApplicationRepository,
    AttemptRepository,
    AuditTrail,
    BatchRepository,
    DeliveryRepository,
    InvitationRepository,
    SecondFactorRepository,
    SessionRepository,
    SubjectRepository,
    SubmissionRepository,
    UnitOfWork,
)


class SqlUnitOfWork:
    """The repositories over one connection."""

    def __init__(self, connection: Connection, source: Callable[[], str], vault: Vault) -> None:
        vault.refresh()
        self.batches: BatchRepository = SqlBatches(connection, vault)
        self.applications: ApplicationRepository = SqlApplications(connection, vault)
        self.submissions: SubmissionRepository = SqlSubmissions(connection, vault)
        self.deliveries: DeliveryRepository = SqlDeliveries(connection, vault)
        self.agreements: AgreementRepository = SqlAgreements(connection, vault)
        self.administrators: AdministratorRepository = SqlAdministrators(connection)
        self.sessions: SessionRepository = SqlSessions(connection, vault)
        self.invitations: InvitationRepository = SqlInvitations(connection)
        self.second_factors: SecondFactorRepository = SqlSecondFactors(connection, vault)
        self.subjects: SubjectRepository = SqlSubjects(connection)
        self.attempts: AttemptRepository = SqlAttempts(connection)
        self._trail = SqlAuditTrail(connection, source)
        self.audit: AuditTrail = self._trail
        self._connection = connection

    def commit(self) -> None:
        self._trail.write()
        self._connection.commit()


class SqlPersistence:
    """Satisfies ``domain.ports.Persistence``. Leave the engine to it; close it at the end.

    ``source`` says where the request that is being answered came from, for the audit trail;
    ``vault`` has the keys that seal what people typed.
    """

    def __init__(
        self, engine: Engine, source: Callable[[], str] = lambda: "", *, vault: Vault
    ) -> None:
        self._vault = vault
        self._source = source
        self._reader = engine
        self._writer = writer(engine)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        # Closing a connection rolls back what was not committed.
        with self._reader.connect() as connection:
            yield SqlUnitOfWork(connection, self._source, self._vault)

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        with self._writer.connect() as connection:
            # On SQLite this waits for its turn: from here on, nobody else writes.
            connection.begin()
            yield SqlUnitOfWork(connection, self._source, self._vault)

    def purge(self, now: datetime) -> Sequence[str]:
        with self._writer.begin() as connection:
            orphaned, events = purge(connection, now)
            trail = SqlAuditTrail(connection, self._source)
            for event in events:
                trail.add(event)
            trail.write()
        settle(self._reader)
        return orphaned

    def ping(self) -> None:
        """Raises SQLAlchemyError when the database does not answer."""
        with self._reader.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close all connections."""
        self._reader.dispose()
