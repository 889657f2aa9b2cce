"""Forms that make something carry a token of their own, so that each makes it once."""

import re
import secrets

from web.forms import Form

FIELD = "once"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def form_token() -> str:
    """For a form that is being shown."""
    return secrets.token_urlsafe(32)


def token_of(form: Form) -> str:
    """The token of a form that was sent; "" where it has none, as what programs send."""
    sent = form.text(FIELD)
    return sent if _TOKEN.fullmatch(sent) else ""
