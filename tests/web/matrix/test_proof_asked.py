"""What matters is done by who has shown lately who they are, and otherwise asked about first."""

from datetime import timedelta

from adapters.registry.demonstration import PASSWORD
from domain.accounts.access import PROOF_LASTS
from tests.web.matrix.declared import SENSITIVE, WITH_FACTOR
from tests.web.matrix.world import ALEX, FAY, NOA, ROBIN, World

_UNPROVED = "proved too long ago"


def test_who_it_is_is_asked_and_nothing_is_done(world: World) -> None:
    """Of an unattended browser: with no proof, with a wrong one, and with too many. All else is
    done as it was."""
    for email in (ALEX, FAY):
        world.person(email)
    world.site.clock.advance(PROOF_LASTS + timedelta(seconds=1))
    before = world.kept()
    for one in world.changes:
        if one.name not in SENSITIVE:
            continue
        email = FAY if one.path in WITH_FACTOR else ALEX
        for fields in ({}, {"proof": ""}, {"proof": "not this one"}):
            answer = world.ask(email, one, fields=fields)
            asked = answer.status_code in ((422, 429) if fields else (401,))
            wrong = not asked or 'name="proof"' not in answer.text
            world.tally.made(_UNPROVED, one, wrong, (fields, answer.status_code))
        answer = world.ask(email, one, token="0" * 64, fields={"proof": PASSWORD})
        world.tally.made(_UNPROVED, one, answer.status_code != 403, answer.status_code)
    assert world.kept() == before


def test_a_proof_gives_no_right(world: World) -> None:
    """Whoever proves who they are may do what they might before, and no more."""
    for one in world.changes:
        if one.name not in SENSITIVE or one.path in WITH_FACTOR or "people" not in one.path:
            continue
        for email, refused in ((ROBIN, 403), (NOA, 404), (ALEX, 0)):
            browser = world.watched(world.site.signed_in(email))
            world.site.clock.advance(PROOF_LASTS + timedelta(seconds=1))
            answer = world.send(browser, one, fields={"proof": PASSWORD})
            wrong = answer.status_code != refused if refused else answer.status_code >= 400
            world.tally.made("a right proof", one, wrong, (email, answer.status_code))
