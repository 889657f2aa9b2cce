"""Who may use each address: written down once more, so that a new one is thought about.

An address that is missing here, or stands here and is gone, fails ``test_declared``.
"""

from enum import Enum

from adapters.registry.demonstration import PASSWORD


class Who(Enum):
    """Whom an address answers to."""

    ANYBODY = "anybody, signed in or not"
    SIGNED_IN = "whoever is signed in"
    VIEWER = "a viewer of the group whose id stands in it"
    ENROLLER = "who may enroll in the group whose id stands in it"
    ADMINISTRATOR = "who administers the group whose person or invitation stands in it"
    ADMINISTERS = "whoever administers some group"
    OWNER = "the one person whose session, or whose invitation, stands in it"
    LINK = "whoever has the link that stands in it, signed in or not"


_ANYBODY, _SIGNED_IN, _VIEWER, _ENROLLER, _ADMINISTRATOR, _ADMINISTERS, _OWNER, _LINK = Who
OPEN = (_ANYBODY, _LINK)
"""Asked for without a session."""
BY_GROUP = (_VIEWER, _ENROLLER, _ADMINISTRATOR)
BY_ID = (*BY_GROUP, _OWNER, _LINK)
"""What stands in the address decides, and being signed in does not do."""

WHO: dict[str, Who] = {
    "GET /": _SIGNED_IN,
    "GET /account": _SIGNED_IN,
    "POST /account/password": _SIGNED_IN,
    "GET /account/second-factor": _SIGNED_IN,
    "POST /account/second-factor": _SIGNED_IN,
    "GET /account/second-factor/off": _SIGNED_IN,
    "POST /account/second-factor/off": _SIGNED_IN,
    "GET /account/second-factor/picture": _SIGNED_IN,
    "POST /account/second-factor/recovery-codes": _SIGNED_IN,
    "POST /account/sessions/end-others": _SIGNED_IN,
    "POST /account/sessions/{reference}/end": _OWNER,
    "POST /accept-invitation/{token}": _OWNER,
    "GET /agreements/{agreement_id}": _VIEWER,
    "GET /applications/{application_id}": _VIEWER,
    "POST /applications/{application_id}": _ENROLLER,
    "POST /applications/{application_id}/delete": _ENROLLER,
    "GET /applications/{application_id}/reason": _VIEWER,
    "POST /applications/{application_id}/restore": _ENROLLER,
    "POST /applications/{application_id}/save-for-later": _ENROLLER,
    "POST /applications/{application_id}/show": _ENROLLER,
    "GET /applications/{application_id}/submit": _ENROLLER,
    "POST /applications/{application_id}/submit": _ENROLLER,
    "GET /audit": _ADMINISTERS,
    "GET /audit.csv": _ADMINISTERS,
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
    "GET /invitation/{token}": _LINK,
    "POST /invitation/{token}": _LINK,
    "GET /mass-enrollment": _SIGNED_IN,
    "GET /mass-enrollment/template": _SIGNED_IN,
    "GET /mass-enrollment/upload": _SIGNED_IN,
    "POST /mass-enrollment/upload": _SIGNED_IN,
    "GET /members": _SIGNED_IN,
    "GET /metrics": _ANYBODY,  # to whoever has its token; there is nothing without one
    "GET /people": _ADMINISTERS,
    "POST /people/invitations": _ADMINISTERS,
    "POST /people/invitations/{reference}/withdraw": _ADMINISTRATOR,
    "GET /people/{person_id}": _ADMINISTRATOR,
    "POST /people/{person_id}/disable": _ADMINISTRATOR,
    "POST /people/{person_id}/enable": _ADMINISTRATOR,
    "POST /people/{person_id}/roles": _ADMINISTRATOR,
    "GET /saved-applications": _SIGNED_IN,
    "GET /saved-applications/news": _SIGNED_IN,
    "POST /session/stay": _SIGNED_IN,
    "GET /sign-in": _ANYBODY,
    "POST /sign-in": _ANYBODY,
    "GET /sign-in/code": _ANYBODY,
    "POST /sign-in/code": _ANYBODY,
    "GET /sign-in/single-sign-on": _ANYBODY,  # where there is an identity provider
    "GET /sign-in/single-sign-on/back": _ANYBODY,
    "GET /sign-in/single-sign-on/first": _ANYBODY,
    "POST /sign-in/single-sign-on/first": _ANYBODY,
    "POST /sign-out": _SIGNED_IN,
    "GET /static/{file_path}": _ANYBODY,
    "HEAD /static/{file_path}": _ANYBODY,
    "OPTIONS /static/{file_path}": _ANYBODY,
    "GET /transactions": _SIGNED_IN,
    "GET /transactions.csv": _SIGNED_IN,
    "GET /transactions/news": _SIGNED_IN,
    "GET /transactions/{confirmation_id}": _VIEWER,
    "GET /transactions/{confirmation_id}/news": _VIEWER,
    "POST /transactions/{confirmation_id}/show": _ENROLLER,
    # Whatever else there might be: a page that says that there is nothing.
    "DELETE /{address}": _ANYBODY,
    "GET /{address}": _ANYBODY,
    "PATCH /{address}": _ANYBODY,
    "POST /{address}": _ANYBODY,
    "PUT /{address}": _ANYBODY,
}

NOT_THERE = {
    "GET /audit",
    "GET /audit.csv",
    "POST /people/invitations/{reference}/withdraw",
}
"""To who has a role in the group, and too low a one, there are none of these: what is in a trail,
and who is invited, is told to those who administer the group alone. All else says that the role is
too low: people of one group know that the others are there."""

FORMS: dict[str, dict[str, str]] = {
    "POST /accept-invitation/{token}": {},
    # The same password again, so that whoever sends it can go on signing in.
    "POST /account/password": {
        "current_password": PASSWORD,
        "new_password": PASSWORD,
        "new_password_again": PASSWORD,
    },
    "POST /account/second-factor": {"code": "000000"},
    "POST /account/second-factor/off": {"current_password": PASSWORD, "code": "000000"},
    "POST /account/second-factor/recovery-codes": {},
    "POST /account/sessions/end-others": {},
    "POST /account/sessions/{reference}/end": {},
    "POST /applications/{application_id}": {
        "action": "save",
        "version": "1",
        "f.first_name": "Ana",
        "f.ssn": "",
    },
    "POST /applications/{application_id}/delete": {"tab": "ready", "page": "1", "q": ""},
    "POST /applications/{application_id}/restore": {},
    "POST /applications/{application_id}/save-for-later": {"tab": "ready", "page": "1"},
    "POST /applications/{application_id}/show": {
        "field": "ssn",
        "version": "1",
        "f.first_name": "Ana",
    },
    "POST /applications/{application_id}/submit": {"asked": "1", "tab": "ready"},
    "POST /batches/{batch_id}/arbitration-agreements": {},
    "POST /batches/{batch_id}/delete-errors": {},
    "POST /batches/{batch_id}/submit": {"asked": "1"},
    "POST /invitation/{token}": {
        "new_password": "a tall ladder of light",
        "new_password_again": "a tall ladder of light",
    },
    "POST /mass-enrollment/upload": {
        "region": "NCAL",
        "group_id": "000341",
        "group_name": "000341",
        "again": "1",
    },
    "POST /people/invitations": {
        "email": "jo@redwood.example",
        "name": "Jo Field",
        "group_id": "000341",
        "role": "enroll",
    },
    "POST /people/invitations/{reference}/withdraw": {},
    "POST /people/{person_id}/disable": {},
    "POST /people/{person_id}/enable": {},
    "POST /people/{person_id}/roles": {"role.000341": "enroll"},
    "POST /session/stay": {},
    "POST /sign-in": {
        "email": "alex@redwood.example",
        "password": "not this one",
        "next": "/members",
        "kept_action": "/session/stay",
        "kept.note": "x",
    },
    "POST /sign-in/single-sign-on/first": {"group": "000341"},
    "POST /sign-in/code": {
        "code": "000000",
        "next": "/members",
        "kept_action": "/session/stay",
        "kept.note": "x",
    },
    "POST /sign-out": {},
    "POST /transactions/{confirmation_id}/show": {"field": "ssn"},
    "DELETE /{address}": {},
    "PATCH /{address}": {},
    "POST /{address}": {},
    "PUT /{address}": {},
}
"""What each changing address reads of a form, as a page would send it, beside the token. Where
the group 000341 stands, that of whoever sends it is put."""

CHANGES_NOTHING = {"DELETE /{address}", "PATCH /{address}", "POST /{address}", "PUT /{address}"}
"""These look at no form and need no token: there is nothing behind them."""

NUMBERS = {"page", "v", "ended", "before"}
"""What no text will do for in a query."""
WORDS = {"act", "since", "until"}
"""Days, and words of a list: nothing that could be an id."""

ENDS_SESSIONS = {"/sign-out", "/sign-in"}
"""After these, whoever sent the form has to sign in again."""

VISITS = {"/sign-in", "/sign-in/code", "/sign-in/single-sign-on/first", "/invitation/{token}"}
"""Their forms have no session to be bound to, and are bound to the visit."""

WITH_FACTOR = {"/account/second-factor/off", "/account/second-factor/recovery-codes"}
"""There is nothing to do here without a second factor."""

SENSITIVE = {
    "POST /account/second-factor",
    "POST /account/second-factor/recovery-codes",
    "POST /account/sessions/end-others",
    "POST /account/sessions/{reference}/end",
    "POST /people/invitations",
    "POST /people/{person_id}/disable",
    "POST /people/{person_id}/enable",
    "POST /people/{person_id}/roles",
}
"""What is done by who has shown lately who they are. Changing one's password and turning the second
factor off ask for the password in their own forms, each time."""
