"""What the domain asks of the outside. Each port has a contract suite under tests/contract.

Every method that reaches outside may raise what its docstring names and nothing else that a
caller should handle.
"""

from domain.ports.paging import PAGE_SIZE, Page
from domain.ports.persistence import (
    AdministratorRepository,
    AgreementRepository,
    ApplicationRepository,
    BatchRepository,
    Change,
    Conflict,
    Persistence,
    SessionRepository,
    SubmissionRepository,
    UnitOfWork,
)
from domain.ports.registry import MemberRegistry
from domain.ports.system import Clock, FileStore, Ids, PasswordHasher
from domain.ports.workbooks import (
    MAX_WORKBOOK_BYTES,
    Sheet,
    SheetRow,
    SpreadsheetReader,
    TemplateWriter,
)

__all__ = [
    "MAX_WORKBOOK_BYTES",
    "PAGE_SIZE",
    "AdministratorRepository",
    "AgreementRepository",
    "ApplicationRepository",
    "BatchRepository",
    "Change",
    "Clock",
    "Conflict",
    "FileStore",
    "Ids",
    "MemberRegistry",
    "Page",
    "PasswordHasher",
    "Persistence",
    "SessionRepository",
    "Sheet",
    "SheetRow",
    "SpreadsheetReader",
    "SubmissionRepository",
    "TemplateWriter",
    "UnitOfWork",
]
