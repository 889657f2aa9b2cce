"""What handlers may call: the domain's services and the site's own upkeep."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event

from domain.ports import Clock
from domain.services.agreements import Agreements
from domain.services.auditing import Auditing
from domain.services.delivering import Delivering
from domain.services.groups import Groups
from domain.services.history import History
from domain.services.operating import Operating
from domain.services.revealing import Revealing
from domain.services.review import Review
from domain.services.submission import Submitting
from domain.services.upload import Uploads
from web.accounts import Accounts


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
class Services(Accounts):
    """The services of one site, wired together by ``web.bootstrap``. The ``bell`` rings when
    something was submitted in this process."""

    groups: Groups
    uploads: Uploads
    review: Review
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
