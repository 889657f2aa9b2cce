"""The page that asks somebody to show who they are, before what they were doing is done."""

from typing import Any

import msgspec
from litestar import Response

from domain.errors import TooManyTries
from web import paths
from web.addresses import own_address, page_before
from web.handlers.accounts.sign_in_flow import texts_of
from web.screen import Anyone, FieldProblem, Screen
from web.security.proof import ProofNeeded
from web.views.accounts.passwords import proof_problem, seconds_to_wait


class ProofView(msgspec.Struct, frozen=True, kw_only=True):
    """``action`` and ``fields`` are what was being sent; ``back`` is the page it came from."""

    action: str
    fields: tuple[tuple[str, str], ...]
    back: str
    by_code: bool
    problems: tuple[FieldProblem, ...] = ()


def ask_for_proof(screen: Screen, request: Anyone, needed: ProofNeeded) -> Response[Any]:
    """What was typed before is kept, but for secrets: a code is typed anew."""
    view = ProofView(
        action=own_address(request),
        fields=texts_of(needed.form),
        back=page_before(request) or paths.ACCOUNT,
        by_code=screen.administrator.second_factor,
        problems=(proof_problem(needed.refusal),) if needed.refusal else (),
    )
    status = 401 if needed.refusal is None else 422
    if isinstance(needed.refusal, TooManyTries):
        status = 429
    response = screen.page("pages/proof.html", view, title="Is it you?", status=status)
    if isinstance(needed.refusal, TooManyTries):
        response.headers["Retry-After"] = str(seconds_to_wait(needed.refusal))
    return response
