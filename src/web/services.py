"""What handlers may call: the domain's services and the site's own upkeep."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event

from domain.ports import Clock
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
from domain.services.delivering import Delivering
from domain.services.groups import Groups
from domain.services.history import History
from domain.services.looking import Looking
from domain.services.mending import Mending
from domain.services.operating import Operating
from domain.services.revealing import Revealing
from domain.services.submission import Submitting
from domain.services.upload import Uploads


@dataclass(frozen=True)
class Upkeep:
    """What a server does beside answering people.

    ``checks`` are by name what must work before traffic is sent here; each says whether it does
    and may raise. ``warm`` makes the first upload as quick as the next, once, after the start.
    ``purge`` removes what has expired and returns how many documents went.
    ``close`` lets go of connections, at the very end.
    """

    checks: Mapping[str, Callable[[], bool]]
    warm: Callable[[], None]
    purge: Callable[[], int]
    close: Callable[[], None]


@dataclass(frozen=True)
class Services:
    """The services of one site, wired together by ``web.bootstrap``. The ``bell`` rings when
    something was submitted in this process."""

    access: Access
    administrators: Administrators
    own_account: OwnAccount
    second_factors: SecondFactors
    proving: Proving
    people: People
    invitations: Invitations
    single_sign_on: SingleSignOn
    groups: Groups
    uploads: Uploads
    looking: Looking
    mending: Mending
    revealing: Revealing
    submitting: Submitting
    delivering: Delivering
    operating: Operating
    history: History
    agreements: Agreements
    auditing: Auditing
    clock: Clock
    bell: Event
    upkeep: Upkeep
