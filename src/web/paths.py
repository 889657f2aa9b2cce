"""The site's addresses, each once: routes are declared with them, and links lead to them."""

import re
from urllib.parse import urlencode

_PARAMETER = re.compile(r"\{\w+:\w+\}")


def address(path: str, **query: object) -> str:
    """A local address with those parts of its query that are not empty."""
    parts = {name: value for name, value in query.items() if value not in ("", None, False)}
    return f"{path}?{urlencode(parts)}" if parts else path


class Path(str):
    """A path of the site as a route declares it, and as it is where it has no parameters. Called
    with their values it is filled in, and gets the parts of a query that are not empty."""

    __slots__ = ()

    def __call__(self, *values: str, **query: object) -> str:
        return address(_PARAMETER.sub("{}", self).format(*values), **query)


START = Path("/")

SIGN_IN = Path("/sign-in")
SIGN_IN_CODE = Path("/sign-in/code")
SINGLE_SIGN_ON = Path("/sign-in/single-sign-on")
SINGLE_SIGN_ON_BACK = Path("/sign-in/single-sign-on/back")
SINGLE_SIGN_ON_FIRST = Path("/sign-in/single-sign-on/first")
SIGN_OUT = Path("/sign-out")
STAY_SIGNED_IN = Path("/session/stay")
INVITATION = Path("/invitation/{token:str}")
ACCEPT_INVITATION = Path("/accept-invitation/{token:str}")

ACCOUNT = Path("/account")
PASSWORD = Path("/account/password")
SECOND_FACTOR = Path("/account/second-factor")
SECOND_FACTOR_PICTURE = Path("/account/second-factor/picture")
SECOND_FACTOR_OFF = Path("/account/second-factor/off")
RECOVERY_CODES = Path("/account/second-factor/recovery-codes")
END_SESSION = Path("/account/sessions/{reference:str}/end")
END_OTHER_SESSIONS = Path("/account/sessions/end-others")

PEOPLE = Path("/people")
PERSON = Path("/people/{person_id:str}")
ROLES = Path("/people/{person_id:str}/roles")
DISABLE = Path("/people/{person_id:str}/disable")
ENABLE = Path("/people/{person_id:str}/enable")
INVITE = Path("/people/invitations")
WITHDRAW_INVITATION = Path("/people/invitations/{reference:str}/withdraw")

AUDIT = Path("/audit")
AUDIT_CSV = Path("/audit.csv")

MEMBERS = Path("/members")

MASS_ENROLLMENT = Path("/mass-enrollment")
TEMPLATE = Path("/mass-enrollment/template")
UPLOAD = Path("/mass-enrollment/upload")

BATCH = Path("/batches/{batch_id:str}")
BATCH_NEWS = Path("/batches/{batch_id:str}/news")
SUBMIT_BATCH = Path("/batches/{batch_id:str}/submit")
DELETE_ERRORS = Path("/batches/{batch_id:str}/delete-errors")
AGREEMENTS = Path("/batches/{batch_id:str}/arbitration-agreements")
AGREEMENT = Path("/agreements/{agreement_id:str}")

APPLICATION = Path("/applications/{application_id:str}")
SHOW_TYPED = Path("/applications/{application_id:str}/show")
DELETE = Path("/applications/{application_id:str}/delete")
RESTORE = Path("/applications/{application_id:str}/restore")
SAVE_FOR_LATER = Path("/applications/{application_id:str}/save-for-later")
SUBMIT = Path("/applications/{application_id:str}/submit")
REASON = Path("/applications/{application_id:str}/reason")

SAVED = Path("/saved-applications")
SAVED_NEWS = Path("/saved-applications/news")

TRANSACTIONS = Path("/transactions")
TRANSACTIONS_NEWS = Path("/transactions/news")
TRANSACTIONS_CSV = Path("/transactions.csv")
TRANSACTION = Path("/transactions/{confirmation_id:str}")
TRANSACTION_NEWS = Path("/transactions/{confirmation_id:str}/news")
SHOW_SUBMITTED = Path("/transactions/{confirmation_id:str}/show")

METRICS = Path("/metrics")
LIVE = Path("/health/live")
READY = Path("/health/ready")
STATIC = Path("/static/{version:str}")
ANYWHERE_ELSE = Path("/{address:path}")
