"""Who may use each address: written down once more, so that a new one is thought about.

An address that is missing here, or stands here and is gone, fails ``test_declared``.
"""

from enum import Enum


class Who(Enum):
    """Whom an address answers to."""

    ANYBODY = "anybody, signed in or not"
    SIGNED_IN = "whoever is signed in"
    VIEWER = "a viewer of the group whose id stands in it"
    ENROLLER = "who may enroll in the group whose id stands in it"


_ANYBODY, _SIGNED_IN, _VIEWER, _ENROLLER = Who

WHO: dict[str, Who] = {
    "GET /": _SIGNED_IN,
    "GET /agreements/{agreement_id}": _VIEWER,
    "GET /applications/{application_id}": _VIEWER,
    "POST /applications/{application_id}": _ENROLLER,
    "POST /applications/{application_id}/delete": _ENROLLER,
    "GET /applications/{application_id}/reason": _VIEWER,
    "POST /applications/{application_id}/restore": _ENROLLER,
    "POST /applications/{application_id}/save-for-later": _ENROLLER,
    "GET /applications/{application_id}/submit": _ENROLLER,
    "POST /applications/{application_id}/submit": _ENROLLER,
    "GET /batches/{batch_id}": _VIEWER,
    "GET /batches/{batch_id}/arbitration-agreements": _VIEWER,
    "POST /batches/{batch_id}/arbitration-agreements": _ENROLLER,
    "GET /batches/{batch_id}/delete-errors": _ENROLLER,
    "POST /batches/{batch_id}/delete-errors": _ENROLLER,
    "GET /batches/{batch_id}/news": _VIEWER,
    "GET /batches/{batch_id}/submit": _ENROLLER,
    "POST /batches/{batch_id}/submit": _ENROLLER,
    "GET /health/live": _ANYBODY,
    "HEAD /health/live": _ANYBODY,
    "GET /health/ready": _ANYBODY,
    "HEAD /health/ready": _ANYBODY,
    "GET /mass-enrollment": _SIGNED_IN,
    "GET /mass-enrollment/template": _SIGNED_IN,
    "GET /mass-enrollment/upload": _SIGNED_IN,
    "POST /mass-enrollment/upload": _SIGNED_IN,
    "GET /members": _SIGNED_IN,
    "GET /metrics": _ANYBODY,  # to whoever has its token; there is nothing without one
    "GET /saved-applications": _SIGNED_IN,
    "GET /saved-applications/news": _SIGNED_IN,
    "POST /session/stay": _SIGNED_IN,
    "GET /sign-in": _ANYBODY,
    "POST /sign-in": _ANYBODY,
    "POST /sign-out": _SIGNED_IN,
    "GET /static/{file_path}": _ANYBODY,
    "HEAD /static/{file_path}": _ANYBODY,
    "OPTIONS /static/{file_path}": _ANYBODY,
    "GET /transactions": _SIGNED_IN,
    "GET /transactions.csv": _SIGNED_IN,
    "GET /transactions/news": _SIGNED_IN,
    "GET /transactions/{confirmation_id}": _VIEWER,
    "GET /transactions/{confirmation_id}/news": _VIEWER,
    # Whatever else there might be: a page that says that there is nothing.
    "DELETE /{address}": _ANYBODY,
    "GET /{address}": _ANYBODY,
    "PATCH /{address}": _ANYBODY,
    "POST /{address}": _ANYBODY,
    "PUT /{address}": _ANYBODY,
}

FORMS: dict[str, dict[str, str]] = {
    "POST /applications/{application_id}": {
        "action": "save",
        "version": "1",
        "f.first_name": "Ana",
        "f.ssn": "",
    },
    "POST /applications/{application_id}/delete": {"tab": "ready", "page": "1", "q": ""},
    "POST /applications/{application_id}/restore": {},
    "POST /applications/{application_id}/save-for-later": {"tab": "ready", "page": "1"},
    "POST /applications/{application_id}/submit": {"asked": "1", "tab": "ready"},
    "POST /batches/{batch_id}/arbitration-agreements": {},
    "POST /batches/{batch_id}/delete-errors": {},
    "POST /batches/{batch_id}/submit": {"asked": "1"},
    "POST /mass-enrollment/upload": {
        "region": "NCAL",
        "group_id": "000341",
        "group_name": "000341",
        "again": "1",
    },
    "POST /session/stay": {},
    "POST /sign-in": {
        "email": "alex@redwood.example",
        "password": "not this one",
        "next": "/members",
        "kept_action": "/session/stay",
        "kept.note": "x",
    },
    "POST /sign-out": {},
    "DELETE /{address}": {},
    "PATCH /{address}": {},
    "POST /{address}": {},
    "PUT /{address}": {},
}
"""What each changing address reads of a form, as a page would send it, beside the token."""

CHANGES_NOTHING = {"DELETE /{address}", "PATCH /{address}", "POST /{address}", "PUT /{address}"}
"""These look at no form and need no token: there is nothing behind them."""

NUMBERS = {"page", "v", "ended"}
"""What no text will do for in a query."""

ENDS_SESSIONS = {"/sign-out", "/sign-in"}
"""After these, whoever sent the form has to sign in again."""
