"""Units of work over a database."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property

from sqlalchemy import Connection, Engine

from adapters.confidential import Vault
from adapters.persistence.accounts.administrators import SqlAdministrators, SqlSessions
from adapters.persistence.accounts.attempts import SqlAttempts
from adapters.persistence.accounts.invitations import SqlInvitations
from adapters.persistence.accounts.second_factors import SqlSecondFactors
from adapters.persistence.accounts.sent_forms import SqlSentForms
from adapters.persistence.accounts.subjects import SqlSubjects
from adapters.persistence.agreements import SqlAgreements
from adapters.persistence.applications import SqlApplications
from adapters.persistence.audit import SqlAuditTrail
from adapters.persistence.batches import SqlBatches
from adapters.persistence.deliveries import SqlDeliveries
from adapters.persistence.engine import available, settle, writer
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
    SentFormRepository,
    SessionRepository,
    SubjectRepository,
    SubmissionRepository,
    UnitOfWork,
)


class SqlUnitOfWork:
    """The repositories over one connection, each made when it is first asked for."""

    def __init__(self, connection: Connection, source: Callable[[], str], vault: Vault) -> None:
        vault.refresh()
        self._connection = connection
        self._source = source
        self._vault = vault

    @cached_property
    def batches(self) -> BatchRepository:
        return SqlBatches(self._connection, self._vault)

    @cached_property
    def applications(self) -> ApplicationRepository:
        return SqlApplications(self._connection, self._vault)

    @cached_property
    def submissions(self) -> SubmissionRepository:
        return SqlSubmissions(self._connection, self._vault)

    @cached_property
    def deliveries(self) -> DeliveryRepository:
        return SqlDeliveries(self._connection, self._vault)

    @cached_property
    def agreements(self) -> AgreementRepository:
        return SqlAgreements(self._connection, self._vault)

    @cached_property
    def administrators(self) -> AdministratorRepository:
        return SqlAdministrators(self._connection)

    @cached_property
    def sessions(self) -> SessionRepository:
        return SqlSessions(self._connection, self._vault)

    @cached_property
    def invitations(self) -> InvitationRepository:
        return SqlInvitations(self._connection)

    @cached_property
    def second_factors(self) -> SecondFactorRepository:
        return SqlSecondFactors(self._connection, self._vault)

    @cached_property
    def subjects(self) -> SubjectRepository:
        return SqlSubjects(self._connection)

    @cached_property
    def attempts(self) -> AttemptRepository:
        return SqlAttempts(self._connection)

    @cached_property
    def sent_forms(self) -> SentFormRepository:
        return SqlSentForms(self._connection)

    @cached_property
    def audit(self) -> AuditTrail:
        return self._trail

    @cached_property
    def _trail(self) -> SqlAuditTrail:
        return SqlAuditTrail(self._connection, self._source)

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
        with available(), self._reader.connect() as connection:
            yield SqlUnitOfWork(connection, self._source, self._vault)

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        with available(), self._writer.connect() as connection:
            # On SQLite this waits for its turn: from here on, nobody else writes.
            connection.begin()
            yield SqlUnitOfWork(connection, self._source, self._vault)

    def purge(self, now: datetime) -> Sequence[str]:
        with available(), self._writer.begin() as connection:
            orphaned, events = purge(connection, now)
            trail = SqlAuditTrail(connection, self._source)
            for event in events:
                trail.add(event)
            trail.write()
        settle(self._reader)
        return orphaned

    def ping(self) -> None:
        """Raises DatabaseUnavailable when the database does not keep what it is given."""
        with available(), self._writer.begin() as connection:
            SqlSentForms(connection).keep_trying(datetime.now(UTC))

    def close(self) -> None:
        """Close all connections."""
        self._reader.dispose()
