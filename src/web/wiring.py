"""Wiring the services of a site over an adapter for each port, whatever these are."""

import gc
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from threading import Event

from domain import ports
from domain.accounts.passwords import PasswordRules
from domain.carrier import Carrier
from domain.delivery import Pace
from domain.errors import (
    PasswordsBusy,
    ProviderUnavailable,
    RegistryUnavailable,
    ScannerUnavailable,
    StoreUnavailable,
)
from domain.services.accounts.access import Access
from domain.services.accounts.administrators import Administrators
from domain.services.accounts.invitations import Invitations
from domain.services.accounts.own_account import OwnAccount
from domain.services.accounts.people import People
from domain.services.accounts.proving import Proving
from domain.services.accounts.second_factor import SecondFactors
from domain.services.accounts.single_sign_on import SingleSignOn
from domain.services.agreements import Agreements
from domain.services.auditing import Auditing
from domain.services.checking import Checker
from domain.services.delivering import Delivering
from domain.services.groups import Groups
from domain.services.history import History
from domain.services.looking import Looking
from domain.services.mending import Mending
from domain.services.operating import Operating
from domain.services.retention import Retention
from domain.services.revealing import Revealing
from domain.services.submission import Submitting
from domain.services.upload import Uploads
from domain.values import parse_phone
from web.bulkheads import PASSWORDS, Bulkhead, behind
from web.readiness import reached
from web.services import Services, Upkeep


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The carrier, and an adapter for each port. ``checks``, ``warm`` and ``close`` are theirs
    together. ``common_passwords`` are in lower case."""

    carrier: Carrier
    persistence: ports.Persistence
    registry: ports.MemberRegistry
    reader: ports.SpreadsheetReader
    documents: ports.DocumentReader
    templates: ports.TemplateWriter
    files: ports.FileStore
    hasher: ports.PasswordHasher
    common_passwords: Container[str]
    clock: ports.Clock
    ids: ports.Ids
    scanner: ports.Scanner | None = None
    provider: ports.IdentityProvider | None = None
    checks: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    warm: Callable[[], None] = lambda: None
    close: Callable[[], None] = lambda: None


def wire(parts: Parts, pace: Pace | None = None) -> Services:
    """The services over these parts. A slow neighbour holds up what needs it: pages reach it
    through a bulkhead; deliveries, purges and health checks have threads of their own."""
    kept = (parts.persistence, parts.clock)
    registry = behind(Bulkhead(RegistryUnavailable), parts.registry)
    hasher = behind(Bulkhead(PasswordsBusy, PASSWORDS, may_wait=0), parts.hasher)
    files = behind(Bulkhead(StoreUnavailable), parts.files)
    scanner = parts.scanner and behind(Bulkhead(ScannerUnavailable), parts.scanner)
    provider = parts.provider and behind(Bulkhead(ProviderUnavailable), parts.provider)
    checker = Checker(parts.carrier, registry, parts.clock)
    secrets = (parts.ids, hasher)
    rules = PasswordRules((parts.carrier.name,), parts.common_passwords)
    bell = Event()

    def warm() -> None:
        parts.warm()
        load_lists()

    return Services(
        access=Access(parts.persistence, hasher, parts.clock, parts.ids),
        administrators=Administrators(parts.persistence, hasher, parts.ids, parts.clock, rules),
        own_account=OwnAccount(*kept, parts.ids, hasher, rules),
        second_factors=SecondFactors(*kept, *secrets, rules),
        proving=Proving(*kept, *secrets),
        people=People(*kept),
        invitations=Invitations(*kept, *secrets, rules),
        single_sign_on=SingleSignOn(*kept, parts.ids, provider),
        groups=Groups(parts.carrier, registry, *kept, parts.templates),
        uploads=Uploads(parts.reader, checker, *kept, parts.ids),
        looking=Looking(checker, *kept),
        mending=Mending(checker, *kept),
        revealing=Revealing(*kept),
        submitting=Submitting(checker, *kept, parts.ids, ring=bell.set),
        delivering=Delivering(parts.registry, *kept, parts.ids, pace),
        operating=Operating(*kept, parts.ids),
        history=History(registry, *kept),
        agreements=Agreements(
            parts.documents,
            checker,
            parts.persistence,
            files,
            parts.clock,
            parts.ids,
            scanner,
        ),
        auditing=Auditing(*kept),
        clock=parts.clock,
        bell=bell,
        upkeep=Upkeep(
            checks={
                "registry": reached(parts.registry),
                "documents": reached(parts.files),
                **({"scanner": reached(parts.scanner)} if parts.scanner else {}),
                **parts.checks,
            },
            warm=warm,
            purge=Retention(parts.persistence, parts.files, parts.clock).purge,
            close=parts.close,
        ),
    )


def load_lists() -> None:
    """Load what the first upload would otherwise wait for: telephone plans."""
    parse_phone("(202) 555-0100")
    # Hundreds of thousands of objects that stay for good: no use to look through them for garbage.
    gc.collect()
    gc.freeze()
