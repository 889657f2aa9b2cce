"""Transaction History: every submission of the administrator's groups, and each on its own."""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from domain.application import Application
from domain.batch import Batch
from domain.ports import Page
from domain.services.views import HistoryEntry
from domain.submission import Status
from web.rendering import address
from web.screen import Choice, Screen
from web.services import Services
from web.views.enrollment import Part, as_submitted


class TransactionsView(msgspec.Struct, frozen=True, kw_only=True):
    """``query`` is the list's own search without its page, for the links to other pages."""

    groups: Sequence[Choice]
    statuses: Sequence[Choice]
    search: str
    query: str
    found: Page[HistoryEntry]


class TransactionView(msgspec.Struct, frozen=True, kw_only=True):
    """A submission with the row of the file that it came from, and what was sent."""

    entry: HistoryEntry
    application: Application
    batch: Batch
    parts: Sequence[Part]


@get("/transactions", sync_to_thread=True)
def transactions_page(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    search: FromQuery[str] = "",
    group: FromQuery[str] = "",
    status: FromQuery[str] = "",
    page: FromQuery[int] = 1,
) -> Response[Any]:
    chosen = next((one for one in Status if one.value == status), None)
    search = search.strip()
    found = services.history.transactions(screen.administrator, search, group, chosen, page)
    query = address("", search=search, group=group, status=chosen.value if chosen else "")
    view = TransactionsView(
        groups=[
            Choice(one.id, f"{one.id} – {one.name}", one.id == group)
            for one in services.groups.mine(screen.administrator)
        ],
        statuses=[Choice(one.value, one.value, one is chosen) for one in Status],
        search=search,
        query=query.removeprefix("?"),
        found=found,
    )
    return screen.page(
        "pages/transactions.html",
        view,
        title="Transaction History",
        nav="transactions",
        part="partials/_transactions.html",
    )


@get("/transactions/{confirmation_id:str}", sync_to_thread=True)
def transaction_page(
    confirmation_id: FromPath[str],
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
) -> Response[Any]:
    administrator = screen.administrator
    entry = services.history.transaction(administrator, confirmation_id)
    detail = services.review.application(administrator, entry.submission.application_id)
    view = TransactionView(
        entry=entry,
        application=detail.application,
        batch=detail.batch,
        parts=as_submitted(entry.submission.answers),
    )
    return screen.page(
        "pages/transaction.html",
        view,
        title=f"Transaction {entry.submission.confirmation_id}",
        nav="transactions",
    )


HANDLERS = [transactions_page, transaction_page]
