"""Transaction History: every submission of the administrator's groups, and each on its own."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery

from domain.accounts.access import Role
from domain.services.results import Transaction
from domain.submission import Status
from web import paths
from web.forms import Form
from web.messages import Message, number_shown
from web.screen import Choice, Screen
from web.security.visits import PASSIVE
from web.services import Services
from web.views import exports
from web.views.enrollment import Part, as_submitted
from web.views.transactions import TransactionList, Way, found_view, way_view


class TransactionFilter(msgspec.Struct, frozen=True):
    """What the list is narrowed to."""

    search: str
    group: str
    status: Status | None

    @property
    def query(self) -> str:
        status = self.status.value if self.status else ""
        asked = paths.address("", search=self.search, group=self.group, status=status)
        return asked.removeprefix("?")


def _asked(
    search: FromQuery[str] = "", group: FromQuery[str] = "", status: FromQuery[str] = ""
) -> TransactionFilter:
    chosen = next((one for one in Status if one.value == status), None)
    return TransactionFilter(search.strip(), group, chosen)


_ASKED = {"asked": Provide(_asked, sync_to_thread=False)}


class TransactionsView(msgspec.Struct, frozen=True, kw_only=True):
    groups: Sequence[Choice]
    statuses: Sequence[Choice]
    search: str
    found: TransactionList


class TransactionView(msgspec.Struct, frozen=True):
    """A submission's way to the carrier, and what was sent. ``show`` is where a number is asked for
    in full; "" for people who may only look."""

    way: Way
    parts: Sequence[Part]
    show: str


@get(paths.TRANSACTIONS, dependencies=_ASKED, sync_to_thread=True)
def transactions_page(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    asked: NamedDependency[TransactionFilter],
    page: FromQuery[int] = 1,
) -> Response[Any]:
    found = services.history.transactions(
        screen.administrator, asked.search, asked.group, asked.status, page
    )
    groups = services.history.groups(screen.administrator)
    carrier = services.groups.carrier
    view = TransactionsView(
        groups=[
            Choice(one, f"{one} – {name}" if name else one, one == asked.group)
            for one, name in groups.items()
        ],
        statuses=[
            Choice(one.value, carrier.status_word(one), one is asked.status) for one in Status
        ],
        search=asked.search,
        found=found_view(found, groups, carrier, asked.query, services.clock.now()),
    )
    return screen.page(
        "pages/transactions.html",
        view,
        title="Transaction History",
        nav="transactions",
        part="partials/_transactions.html",
    )


@get(paths.TRANSACTIONS_NEWS, dependencies=_ASKED, opt=PASSIVE, sync_to_thread=True)
def transactions_news(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    asked: NamedDependency[TransactionFilter],
    page: FromQuery[int] = 1,
) -> Response[Any]:
    """The list as it is by now. The carrier is not asked what its groups are called: the page
    that asks knows."""
    found = services.history.transactions(
        screen.administrator, asked.search, asked.group, asked.status, page, again=True
    )
    now, carrier = services.clock.now(), services.groups.carrier
    view = found_view(found, {}, carrier, asked.query, now, again=True)
    return screen.news("partials/_transactions_found.html", view)


@get(paths.TRANSACTIONS_CSV, dependencies=_ASKED, sync_to_thread=True)
def transactions_csv(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    asked: NamedDependency[TransactionFilter],
) -> Response[Any]:
    """All that the list finds, on whatever page."""
    who = screen.administrator
    entries = services.history.all_transactions(who, asked.search, asked.group, asked.status)
    groups, carrier = services.history.groups(who), services.groups.carrier
    lines = exports.transactions_csv(entries, groups, carrier, screen.zone)
    return screen.stream(f"Transactions {services.clock.today()}.csv", lines, exports.MEDIA_TYPE)


@get(paths.TRANSACTION, sync_to_thread=True)
def transaction_page(
    confirmation_id: FromPath[str],
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
) -> Response[Any]:
    found = services.history.transaction(screen.administrator, confirmation_id, "Transaction")
    return _transaction_page(screen, services, found)


@post(paths.SHOW_SUBMITTED, sync_to_thread=True)
def show(
    confirmation_id: FromPath[str],
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    form: NamedDependency[Form],
) -> Response[Any]:
    """The same page, with a number in full for this once."""
    found = services.history.transaction(screen.administrator, confirmation_id)
    key = form.text("field")
    number = services.revealing.submitted(screen.administrator, confirmation_id, key)
    return _transaction_page(screen, services, found, {key: number}, number_shown())


def _transaction_page(
    screen: Screen,
    services: Services,
    found: Transaction,
    in_full: Mapping[str, str] | None = None,
    *messages: Message,
) -> Response[Any]:
    name = services.history.groups(screen.administrator)[found.submission.group_id]
    carrier = services.groups.carrier
    submission = found.submission
    may_enroll = screen.administrator.may(Role.ENROLL, submission.group_id)
    view = TransactionView(
        way=way_view(found, name, carrier, services.clock.now()),
        parts=as_submitted(submission.answers, carrier.columns, in_full),
        show=paths.SHOW_SUBMITTED(submission.confirmation_id) if may_enroll else "",
    )
    return screen.page(
        "pages/transaction.html",
        view,
        title=f"Transaction {submission.confirmation_id}",
        nav="transactions",
        messages=messages,
    )


@get(paths.TRANSACTION_NEWS, opt=PASSIVE, sync_to_thread=True)
def transaction_news(
    confirmation_id: FromPath[str],
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
) -> Response[Any]:
    found = services.history.transaction(screen.administrator, confirmation_id)
    way = way_view(found, "", services.groups.carrier, services.clock.now())
    return screen.news("partials/_transactions_way.html", way)
