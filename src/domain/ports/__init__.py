"""What the domain asks of the outside. Each port has a contract suite under tests/contract.

Every method that reaches outside may raise what its docstring names and nothing else that a
caller should handle.
"""

from domain.ports.accounts.persistence import (
    AdministratorRepository,
    AttemptRepository,
    InvitationRepository,
    SecondFactorRepository,
    SentFormRepository,
    SessionRepository,
    SubjectRepository,
)
from domain.ports.accounts.vouching import IdentityProvider, PasswordHasher
from domain.ports.audit import AuditPage, AuditQuery, AuditTrail
from domain.ports.deliveries import STUBBORN, Backlog, DeliveryRepository
from domain.ports.documents import DocumentReader, Scanner
from domain.ports.paging import PAGE_SIZE, Page
from domain.ports.persistence import (
    AgreementRepository,
    ApplicationRepository,
    BatchRepository,
    Change,
    Conflict,
    Persistence,
    SubmissionRepository,
    UnitOfWork,
)
from domain.ports.registry import CALL_LIMIT, MemberRegistry
from domain.ports.system import Clock, FileStore, Ids
from domain.ports.workbooks import (
    MAX_WORKBOOK_BYTES,
    Sheet,
    SheetRow,
    SpreadsheetReader,
    TemplateWriter,
)

__all__ = [
    "CALL_LIMIT",
    "MAX_WORKBOOK_BYTES",
    "PAGE_SIZE",
    "STUBBORN",
    "AdministratorRepository",
    "AgreementRepository",
    "ApplicationRepository",
    "AttemptRepository",
    "AuditPage",
    "AuditQuery",
    "AuditTrail",
    "Backlog",
    "BatchRepository",
    "Change",
    "Clock",
    "Conflict",
    "DeliveryRepository",
    "DocumentReader",
    "FileStore",
    "IdentityProvider",
    "Ids",
    "InvitationRepository",
    "MemberRegistry",
    "Page",
    "PasswordHasher",
    "Persistence",
    "Scanner",
    "SecondFactorRepository",
    "SentFormRepository",
    "SessionRepository",
    "Sheet",
    "SheetRow",
    "SpreadsheetReader",
    "SubjectRepository",
    "SubmissionRepository",
    "TemplateWriter",
    "UnitOfWork",
]
