"""From an exception to a page that says what to do next.

Every error page carries a reference number that stands in the log with the cause. What was
thrown never reaches the page, nor its text the log: it might hold personal data.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
from litestar import MediaType, Request, Response
from litestar.concurrency import sync_to_thread
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.types import Scope

from domain import errors as domain
from domain.errors import NotAllowed, NotFound
from domain.services.auditing import Auditing
from web import paths
from web.forms import FormUnreadable, VisitorGone
from web.logs import HUNG_UP, facts_of, reference_of
from web.rendering import Frame, Renderer
from web.security.csrf import TokenRefused, Tokens
from web.security.visits import Visit, visit_of
from web.views.accounts.passwords import wait_sentence

log = logging.getLogger("enroll.web")
Anyone = Request[Any, Any, Any]

_MEMBERS = ("Go to Manage Members", paths.MEMBERS)


class ErrorView(msgspec.Struct, frozen=True):
    """An error as a person reads it: what is wrong, what to do, and where to go on."""

    status: int
    title: str
    sentence: str
    link: tuple[str, str] = _MEMBERS
    reference: str = ""


_BY_STATUS = {
    one.status: one
    for one in (
        ErrorView(
            400,
            "This request could not be read",
            "Something in its address is not as this site makes it. Check the address, or start"
            " again from Manage Members.",
        ),
        ErrorView(
            403,
            "You may look, but not change",
            "Your role for this group does not include this. Ask whoever manages the group's"
            " access to give you the role you need.",
        ),
        ErrorView(
            404,
            "There is nothing at this address",
            "It may have been deleted or have expired, or it belongs to a group that is not"
            " yours. Check the address, or look for it from Manage Members.",
        ),
        ErrorView(
            405,
            "This address does not work that way",
            "It only answers to a button on one of the site's pages. Go to that page and use the"
            " button.",
        ),
        ErrorView(
            413,
            "What you sent is too large",
            "A spreadsheet may have 5 MB, and so may each document. Send a smaller file, or fewer"
            " at once.",
        ),
        ErrorView(
            422,
            "This could not be accepted",
            "Go back, check what you entered and try again.",
        ),
        ErrorView(
            429,
            "That was too many tries in a short time",
            "Wait a minute, then try again.",
        ),
        ErrorView(
            500,
            "Something went wrong on our side",
            "Your last action may not have been done. Check the page you came from before you try"
            " again; if it happens again, tell support the reference number.",
        ),
        ErrorView(
            503,
            "The carrier cannot be reached right now",
            "Nothing was kept. Try again in a few minutes.",
        ),
    )
}
_NO_FORM = ErrorView(
    400,
    "This request could not be read",
    "What arrived was not a form as this site makes them. Go back, reload the page and try again.",
)
_NOT_SHOWN = ErrorView(
    503,
    "The carrier cannot be reached right now",
    "This page needs the carrier, so it cannot be shown yet. What was done before, such as"
    " submitting, stays done. Reload the page in a few minutes.",
)
_BUSY = ErrorView(
    503,
    "Many files are being checked right now",
    "Yours was not, and nothing was kept. Try again in a few seconds.",
)
_MANY_SIGN_IN = ErrorView(
    503,
    "Many people are signing in right now",
    "Your password was not looked at, and nothing was changed. Try again in a few seconds.",
)
_NOTHING_KEPT = ErrorView(
    503,
    "The site cannot reach or keep its data right now",
    "What you just did may not have been kept. Leave this page open, and try again in a few"
    " minutes: everything goes on from where it was.",
)
_NO_DOCUMENTS = ErrorView(
    503,
    "Signed documents cannot be reached right now",
    "They can be neither uploaded nor downloaded for the moment. What you were uploading was not"
    " kept; what is on file already stays there. Try again in a few minutes.",
)
_NOT_SCANNED = ErrorView(
    503,
    "Uploaded files cannot be scanned right now",
    "Each is scanned for malware before it is kept, so nothing was. Try again in a few minutes.",
)
_DAMAGED = ErrorView(
    500,
    "This document is not as it was uploaded",
    "It was changed or damaged where it is kept, so it is not given out. Tell support the reference"
    " number, and upload the signed document again.",
)
_TOKEN_REFUSED = ErrorView(
    403,
    "This page was open too long",
    "To protect your account, its buttons no longer work, and nothing was changed. Go back,"
    " reload the page and try again.",
)
_CHANGED = ErrorView(
    409,
    "Somebody else changed this in the meantime",
    "Nothing of yours was saved. Open it again to see how it stands now, then make your change.",
)
_SUBSCRIBER_FIRST = ErrorView(
    409,
    "The subscriber comes first",
    "A dependent can be submitted with or after the family's subscriber. Submit the subscriber,"
    " then this person.",
)
_NOTHING_TO_SUBMIT = ErrorView(
    409,
    "There is nothing to submit",
    "No application of this file can be submitted now. They may have been submitted already, or"
    " wait for a subscriber who is saved for later. Look under Transaction History and Saved"
    " Applications, or mend what stands on the Error tab.",
    ("Go to Transaction History", paths.TRANSACTIONS),
)


class ErrorPages:
    """The exception handlers of the application."""

    def __init__(self, renderer: Renderer, tokens: Tokens) -> None:
        self._renderer = renderer
        self._tokens = tokens

    def handlers(self) -> Mapping[Any, Any]:
        return {
            Exception: self.unexpected,
            HTTPException: self.http,
            domain.DomainError: self.refused,
            FormUnreadable: lambda request, _: self.show(request, _NO_FORM),
            TokenRefused: lambda request, _: self.show(request, _TOKEN_REFUSED),
            # The rest of a body that comes too slowly is not waited for either.
            VisitorGone: lambda *_: Response(
                b"", status_code=HUNG_UP, headers={"Connection": "close"}
            ),
        }

    def unexpected(self, request: Anyone, error: Exception) -> Response[str]:
        """A defect: the log gets the way through the code, without the exception's text."""
        log.error("failed", extra={"facts": facts_of(error)})
        return self.show(request, _BY_STATUS[500])

    def http(self, request: Anyone, error: HTTPException) -> Response[str]:
        """What the framework itself refuses; its own words are for programmers."""
        known = error.status_code if error.status_code in _BY_STATUS else 400
        if error.status_code >= 500:
            return self.unexpected(request, error)
        problem = msgspec.structs.replace(_BY_STATUS[known], status=error.status_code)
        return self.show(request, problem, error.headers)

    def refused(self, request: Anyone, error: domain.DomainError) -> Response[str]:
        """A command that the domain refused and that the handler had no better answer to."""
        problem = problem_of(error)
        if problem.status == 500:
            log.error("failed", extra={"facts": facts_of(error)})
        # After an action that was carried out, browsers look for its result: it was kept.
        looking = request.method in ("GET", "HEAD")
        carrier_gone = isinstance(error, domain.RegistryUnavailable)
        return self.show(request, _NOT_SHOWN if looking and carrier_gone else problem)

    def show(
        self, request: Anyone, problem: ErrorView, headers: Mapping[str, str] | None = None
    ) -> Response[str]:
        problem = msgspec.structs.replace(problem, reference=reference_of(request.scope))
        visit = visit_of(request)
        partial = request.headers.get("HX-Request-Type") == "partial"
        frame = Frame(
            site=self._renderer.site,
            user=visit.administrator if visit else None,
            csrf_token=self._tokens.token(visit.token) if visit else "",
            session_seconds=visit.seconds_left if visit else None,
            partial=partial,
        )
        template = "partials/_problem.html" if partial else "pages/error.html"
        text = self._renderer.render(template, frame, title=problem.title, view=problem)
        return Response(
            text,
            status_code=problem.status,
            media_type=MediaType.HTML,
            # A part of a page has no place for an error: it goes to the alert region.
            headers={
                **(headers or {}),
                **({"HX-Retarget": "#alert", "HX-Reswap": "innerHTML show:top"} if partial else {}),
            },
        )


def problem_of(error: domain.DomainError) -> ErrorView:
    """What to tell a person about a refused command."""
    match error:
        case domain.NotFound():
            return _BY_STATUS[404]
        case domain.NotAllowed():
            return _BY_STATUS[403]
        case domain.TooManyTries():
            return msgspec.structs.replace(_BY_STATUS[429], sentence=wait_sentence(error))
        case domain.RegistryUnavailable():
            return _BY_STATUS[503]
        case domain.DatabaseUnavailable():
            return _NOTHING_KEPT
        case domain.CannotBeRead(reference=reference):
            return ErrorView(
                409,
                "This entry cannot be read",
                "What is kept of it was damaged, so nothing is shown and nothing is done with it."
                " Everything else works as usual. Tell whoever runs the site, with this reference:"
                f" {reference}.",
            )
        case domain.StoreUnavailable():
            return _NO_DOCUMENTS
        case domain.ScannerUnavailable():
            return _NOT_SCANNED
        case domain.DocumentDamaged():
            return _DAMAGED
        case domain.ReadersBusy():
            return _BUSY
        case domain.PasswordsBusy():
            return _MANY_SIGN_IN
        case domain.ChangedByAnother():
            return _CHANGED
        case domain.SubscriberFirst():
            return _SUBSCRIBER_FIRST
        case domain.NothingToSubmit():
            return _NOTHING_TO_SUBMIT
        case domain.ActionRefused(act=act, state=state):
            return ErrorView(
                409,
                "That is not possible any more",
                f"This application is {_STATES.get(state, state)} now, so it cannot be {act}."
                " Go back and reload the page to see how it stands.",
            )
        case domain.FileRefused(message=message) | domain.DocumentRefused(message=message):
            return ErrorView(422, "This file was not accepted", message)
        case _:
            return _BY_STATUS[422]


_STATES = {
    "ready": "ready to submit",
    "error": "marked with errors",
    "rejected": "rejected",
    "saved": "saved for later",
    "submitted": "submitted",
    "deleted": "deleted",
}


_REASONS: dict[type[Exception], str] = {
    NotAllowed: "not allowed",
    NotFound: "not found",
    TokenRefused: "not from our page",
}


def note_refusals(auditing: Auditing) -> Callable[[Exception, Scope], Awaitable[None]]:
    """Writes refused requests of people who are signed in to the audit trail, before they are
    answered; the route is named, never the address."""

    async def note(error: Exception, scope: Scope) -> None:
        visit, reason = scope.get("auth"), _REASONS.get(type(error))
        if reason is None or not isinstance(visit, Visit) or scope["type"] != ScopeType.HTTP:
            return
        request = f"{scope['method']} {scope['path_template']}"
        ids = [str(value) for value in scope["path_params"].values()]
        await sync_to_thread(auditing.refused, visit.administrator, request, reason, ids)

    return note
