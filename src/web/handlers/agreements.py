"""Arbitration agreements: signed documents for a batch's subscribers, never required."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency
from litestar.params import FromPath

from domain.accounts.access import Role
from domain.agreement import Agreement
from domain.batch import Batch
from domain.errors import ReadersBusy, ScannerUnavailable
from domain.services.agreements import Attached, Document
from domain.services.results import Subscriber
from web import paths, telemetry
from web.forms import UPLOAD_LIMIT, Form, SentFile
from web.messages import READERS_BUSY, Message, done, failed
from web.rendering import count
from web.screen import FieldProblem, Screen
from web.security.roles import ENROLLS
from web.services import Services
from web.upload_slots import TRY_AFTER, UploadSlots

_NAMED_AT_MOST = 5
_UNSCANNED = (
    "Uploaded files cannot be scanned for malware right now, so none was kept. Try again in a few"
    " minutes."
)


class SubscriberRow(msgspec.Struct, frozen=True):
    """A subscriber, the file input's label, and what is on file."""

    application_id: str
    label: str
    agreements: Sequence[Agreement]


class AgreementsView(msgspec.Struct, frozen=True, kw_only=True):
    batch: Batch
    rows: Sequence[SubscriberRow]
    may_enroll: bool
    problems: Sequence[FieldProblem] = ()


@get(paths.AGREEMENTS, sync_to_thread=True)
def agreements_page(
    batch_id: FromPath[str], screen: NamedDependency[Screen], services: NamedDependency[Services]
) -> Response[Any]:
    batch, subscribers = services.agreements.subscribers(
        screen.administrator, batch_id, "Arbitration Agreements"
    )
    return _page(screen, batch, subscribers)


@post(paths.AGREEMENTS, request_max_body_size=UPLOAD_LIMIT, opt=ENROLLS)
async def upload_agreements(
    batch_id: FromPath[str],
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    form: NamedDependency[Form],
    upload_slots: NamedDependency[UploadSlots],
) -> Response[Any]:
    administrator = screen.administrator
    batch, subscribers = await sync_to_thread(
        services.agreements.subscribers, administrator, batch_id
    )
    administrator.require(Role.ENROLL, batch.group_id)
    try:
        async with upload_slots.one(administrator.id, batch.group_id):
            return await sync_to_thread(_attach, screen, services, form, batch, subscribers)
    except ReadersBusy:
        telemetry.documents_not_read()
        busy = [failed(READERS_BUSY)]
        response = await sync_to_thread(
            _page, screen, batch, subscribers, messages=busy, status=503
        )
        response.headers["Retry-After"] = str(TRY_AFTER)
        return response


def _attach(
    screen: Screen,
    services: Services,
    form: Form,
    batch: Batch,
    subscribers: Sequence[Subscriber],
) -> Response[Any]:
    chosen = {
        one.application.id: file
        for one in subscribers
        if (file := form.file(f"doc.{one.application.id}")) is not None
    }
    several = form.files("several")
    if not chosen and not several:
        problem = FieldProblem("Choose a signed document, then upload it.", "several")
        return _page(screen, batch, subscribers, problems=[problem], status=422)
    try:
        attached = services.agreements.attach(
            screen.administrator,
            batch.id,
            {key: _document(file) for key, file in chosen.items()},
            [_document(file) for file in several],
        )
    except ScannerUnavailable:
        telemetry.documents_not_scanned()
        return _page(screen, batch, subscribers, messages=[failed(_UNSCANNED)], status=503)
    telemetry.documents_refused(attached.codes)
    messages = _messages(attached, subscribers)
    if not attached.agreements:
        return _page(screen, batch, subscribers, messages=messages, status=422)
    return screen.go(paths.AGREEMENTS(batch.id), *messages)


@get(paths.AGREEMENT, sync_to_thread=True)
def download_agreement(
    agreement_id: FromPath[str],
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
) -> Response[Any]:
    agreement, content = services.agreements.document(screen.administrator, agreement_id)
    # A name of ours: the one it came with is somebody else's, and may be anything.
    ending = agreement.stored_name.rpartition(".")[2]
    return screen.file(f"agreement-{agreement.id}.{ending}", content, agreement.media_type)


def _page(
    screen: Screen,
    batch: Batch,
    subscribers: Sequence[Subscriber],
    problems: Sequence[FieldProblem] = (),
    messages: Sequence[Message] = (),
    status: int = 200,
) -> Response[Any]:
    view = AgreementsView(
        batch=batch,
        rows=[
            SubscriberRow(one.application.id, f"Agreement for {_whose(one)}", one.agreements)
            for one in subscribers
        ],
        may_enroll=screen.administrator.may(Role.ENROLL, batch.group_id),
        problems=problems,
    )
    return screen.page(
        "pages/agreements.html",
        view,
        title="Arbitration Agreements",
        part="partials/_agreements.html",
        messages=tuple(messages),
        status=status,
    )


def _whose(subscriber: Subscriber) -> str:
    application, family = subscriber.application, subscriber.family_number
    where = f"row {application.row}" if family is None else f"family {family}"
    return f"{application.person_name}, {where}"


def _document(file: SentFile) -> Document:
    return Document(file.name, file.content)


def _messages(attached: Attached, subscribers: Sequence[Subscriber]) -> list[Message]:
    """What became of the files: one message for those kept, one for each cause of refusal."""
    whose = {one.application.id: _whose(one) for one in subscribers}
    messages = []
    if attached.agreements:
        kept = [f"{one.file_name} for {whose[one.application_id]}" for one in attached.agreements]
        messages.append(done(f"{count(len(kept), 'agreement')} uploaded: {_listed(kept)}."))
    refused: Mapping[str, list[str]] = defaultdict(list)
    for name, sentence in attached.refused:
        refused[sentence].append(name)
    for sentence, names in refused.items():
        messages.append(failed(f"Not uploaded: {_listed(names)}. {sentence}"))
    return messages


def _listed(names: Sequence[str]) -> str:
    shown, more = names[:_NAMED_AT_MOST], len(names) - _NAMED_AT_MOST
    return "; ".join(shown) + (f"; and {more} more" if more > 0 else "")
