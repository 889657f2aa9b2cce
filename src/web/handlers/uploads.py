"""Upload Members: from a completed spreadsheet to its batch."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency
from litestar.params import FromQuery

from domain.errors import AlreadyUploaded, FileRefused, ReadersBusy, RegistryUnavailable
from web import paths, telemetry
from web.forms import UPLOAD_LIMIT, Form
from web.handlers.mass_enrollment import boxes_or_ids, choosing
from web.messages import READERS_BUSY, failed, uploaded
from web.screen import FieldProblem, Screen
from web.security.once import token_of
from web.security.roles import ENROLLS
from web.services import Services
from web.upload_slots import TRY_AFTER, UploadSlots
from web.views.group_choice import Choosing, Chosen, GroupBoxes

_UNREACHABLE = (
    "The carrier cannot be reached right now, so the file could not be checked. Nothing was kept."
    " Try again in a few minutes."
)


class Earlier(msgspec.Struct, frozen=True):
    """The upload that had the same file."""

    batch_id: str
    uploaded_at: datetime


class UploadView(msgspec.Struct, frozen=True, kw_only=True):
    """The form; ``problems`` are sentences by the field they belong to."""

    boxes: GroupBoxes
    problems: dict[str, list[str]] = {}
    earlier: Earlier | None = None

    @property
    def file_may_stay(self) -> bool:
        """Whether the file chosen is as good as any."""
        return self.earlier is not None or "file" not in self.problems


@get(paths.UPLOAD, sync_to_thread=True)
def upload_page(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    region: FromQuery[str] = "",
    group_id: FromQuery[str] = "",
    group_name: FromQuery[str] = "",
) -> Response[Any]:
    boxes = choosing(services, screen.administrator, Chosen(region, group_id, group_name)).boxes()
    return _page(screen, UploadView(boxes=boxes))


@post(
    paths.UPLOAD,
    request_max_body_size=UPLOAD_LIMIT,
    opt={"keeps": ("region", "group_id", "group_name"), **ENROLLS},
)
async def upload(
    screen: NamedDependency[Screen],
    services: NamedDependency[Services],
    form: NamedDependency[Form],
    upload_slots: NamedDependency[UploadSlots],
) -> Response[Any]:
    try:
        async with upload_slots.one(screen.administrator.id, form.text("group_id")):
            return await sync_to_thread(_answer, screen, services, form)
    except ReadersBusy:
        return await sync_to_thread(_busy, screen, services, form)


def _answer(screen: Screen, services: Services, form: Form) -> Response[Any]:
    chosen = _chosen(form)
    try:
        choice = choosing(services, screen.administrator, chosen)
        if problem := choice.problem():
            return _refused(screen, choice.boxes(), [problem, *_no_file(form)])
        return _upload(screen, services, form, choice)
    except RegistryUnavailable:
        telemetry.file_not_checked()
        boxes = boxes_or_ids(services, screen.administrator, chosen)
        return _page(screen, UploadView(boxes=boxes), _UNREACHABLE, status=503)


def _busy(screen: Screen, services: Services, form: Form) -> Response[Any]:
    telemetry.readers_busy()
    boxes = boxes_or_ids(services, screen.administrator, _chosen(form))
    response = _page(screen, UploadView(boxes=boxes), READERS_BUSY, status=503)
    response.headers["Retry-After"] = str(TRY_AFTER)
    return response


def _chosen(form: Form) -> Chosen:
    return Chosen(form.text("region"), form.text("group_id"), form.text("group_name"))


def _upload(screen: Screen, services: Services, form: Form, choice: Choosing) -> Response[Any]:
    file = form.file("file")
    try:
        summary = services.uploads.upload(
            screen.administrator,
            group_id=choice.group_id,
            region=choice.region,
            file_name=file.name if file else "",
            content=file.content if file else None,
            again=form.ticked("again"),
            form=token_of(form),
        )
    except AlreadyUploaded as refusal:
        telemetry.file_refused(refusal)
        earlier = Earlier(refusal.batch_id, refusal.uploaded_at)
        problem = FieldProblem(refusal.message, "file")
        return _refused(screen, choice.boxes(), [problem], earlier)
    except FileRefused as refusal:
        telemetry.file_refused(refusal)
        field = "region" if refusal.code == "region_mismatch" else "file"
        return _refused(screen, choice.boxes(), [FieldProblem(refusal.message, field)])
    telemetry.uploaded(summary)
    return screen.leave(paths.BATCH(summary.batch.id), uploaded(summary.batch.id))


def _no_file(form: Form) -> list[FieldProblem]:
    if form.file("file"):
        return []
    return [FieldProblem("Choose the completed spreadsheet to upload.", "file")]


def _refused(
    screen: Screen,
    boxes: GroupBoxes,
    problems: list[FieldProblem],
    earlier: Earlier | None = None,
) -> Response[Any]:
    by_field: dict[str, list[str]] = {}
    for problem in problems:
        by_field.setdefault(problem.field, []).append(problem.text)
    view = UploadView(boxes=boxes, problems=by_field, earlier=earlier)
    return _page(screen, view, " ".join(one.text for one in problems), status=422)


def _page(screen: Screen, view: UploadView, sentence: str = "", status: int = 200) -> Response[Any]:
    response = screen.page(
        "pages/upload.html",
        view,
        title="Upload Members",
        nav="mass-enrollment",
        part="partials/_upload.html",
        messages=(failed(sentence),) if sentence else (),
        status=status,
    )
    if sentence and view.file_may_stay:
        # Merged into the page as it is, the form keeps the file that was chosen. One that must be
        # mended first is let go of: browsers do not send a file that has changed since.
        response.headers["HX-Reswap"] = "outerMorph show:none"
    return response
