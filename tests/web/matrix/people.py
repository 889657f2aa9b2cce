"""Whom the matrix asks as, and whom it asks about."""

from dataclasses import dataclass

import pytest

from adapters.registry.demonstration import PASSWORD
from domain.accounts.access import Role
from domain.errors import CodeNeeded
from domain.services.accounts.sessions import token_hash
from tests.web.codes import set_up
from tests.web.matrix.addresses import Ids
from tests.web.site import Browser, Site
from tests.web.uploads import administrator

ALEX, ROBIN = "alex@redwood.example", "robin@cascadia.example"
"""Administers 000341, and sees 000341."""
ERIN = "erin@redwood.example"
"""May enroll in 000341."""
NOA = "noa@surf.example"
"""Administers 000512 alone, whose region has agreements as well."""
FAY = "fay@peachtree.example"
"""Has a second factor."""
UNKNOWN = {
    "person_id": "0123456789abcdef",
    "reference": "0123456789abcdef",
    "session": "0123456789abcdef",
    "token": "A" * 43,
    "own_token": "A" * 43,
}
_UMA = "uma@evergreen.example"


@dataclass(frozen=True)
class People:
    """``ids`` are of people, invitations and a session that are Alex's to do something with;
    ``own`` are the same of Noa. ``fay`` is a browser of Fay's, who has given her password in
    another: that one's cookie is ``pending``."""

    ids: Ids
    own: Ids
    fay: Browser
    pending: str


def some_people(site: Site) -> People:
    add = site.services.administrators.add
    for email, name, grants in (
        (NOA, "Noa Kealoha", {"000512": Role.ADMINISTER}),
        (ERIN, "Erin Walsh", {"000341": Role.ENROLL}),
        ("mia@redwood.example", "Mia Lund", {"000341": Role.VIEW}),
        ("ivo@surf.example", "Ivo Mann", {"000512": Role.VIEW}),
        (FAY, "Fay Winter", {"000888": Role.VIEW}),
        (_UMA, "Uma Prior", {"000777": Role.ADMINISTER}),
    ):
        add(email, name, grants, PASSWORD)
    # Alex has begun a second factor, so that looking at the page of it begins none.
    site.signed_in(ALEX).get("/account/second-factor")
    fay = site.signed_in(FAY)
    set_up(site, fay)
    with pytest.raises(CodeNeeded) as needed:
        site.services.access.sign_in(FAY, PASSWORD)
    return People(
        ids=_ids(site, ALEX, "000341", "mia@redwood.example"),
        own=_ids(site, NOA, "000512", "ivo@surf.example"),
        fay=fay,
        pending=needed.value.token,
    )


def _ids(site: Site, email: str, group_id: str, other: str) -> Ids:
    """What there is of somebody who administers that group."""
    who, uma = administrator(site, email), administrator(site, _UMA)
    invite = site.services.invitations.invite
    mark = email.partition("@")[0]
    invited = invite(who, f"one.{mark}@new.example", "One Newcomer", group_id, Role.VIEW)
    return {
        "person_id": administrator(site, other).id,
        "reference": token_hash(invited)[:16],
        "session": token_hash(site.signed_in(email).cookie)[:16],
        "token": invite(who, f"two.{mark}@new.example", "Two Newcomer", group_id, Role.ENROLL),
        "own_token": invite(uma, email, who.name, "000777", Role.VIEW),
    }
