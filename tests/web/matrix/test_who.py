"""Who is asked to sign in, who is told that their role is too low, and who finds nothing there."""

from itertools import count

import httpx

from tests.documents import PDF
from tests.web.matrix.declared import (
    BY_GROUP,
    FORMS,
    NOT_THERE,
    NUMBERS,
    OPEN,
    WHO,
    WORDS,
    Who,
)
from tests.web.matrix.world import ALEX, ERIN, NOA, ROBIN, World, looks

PAGE_AND_PART = (False, True)
TYPED = {"f.first_name", "f.ssn", "email", "password", "kept.note", "name", "code"}
TYPED |= {"current_password", "new_password", "new_password_again"}
"""Fields that people write in: what stands there is kept, and shown again."""
ALIKE = {"rejected_id", "saved_id", "own_token"}
"""Of the ids, those of a kind that another stands for already."""
FIRST_THE_PASSWORD = "GET /sign-in/code"
"""Open, and yet leads whoever has given no password to the page where they do."""
NO_IDS = ("/submit", "/withdraw", "able", "/end", "/end-others", "/sign-out")
"""How the paths of forms end that say nothing but that something be done."""


def test_a_visitor_is_asked_to_sign_in(world: World) -> None:
    """By all that is not open to anybody, and nothing is done; a part that a page asks for by
    itself is empty."""
    before = world.kept()
    for one in world.addresses:
        for htmx in PAGE_AND_PART:
            answer = world.send(world.person(""), one, token="none", htmx=htmx)
            asked = answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in")
            silent = htmx and answer.status_code == 204
            is_open = WHO[one.name] in OPEN and one.name != FIRST_THE_PASSWORD
            wrong = asked if is_open else not (asked or silent)
            world.tally.made("a visitor", one, wrong, answer.status_code)
    assert world.kept() == before


def test_a_cookie_of_nobodys_is_no_session(world: World) -> None:
    """One that was made up, or is of a session that has ended, opens nothing."""
    ended = world.site.signed_in(ALEX)
    old = ended.cookie
    ended.post("/sign-out")
    for one in world.addresses:
        if WHO[one.name] in OPEN:
            continue
        for cookie in ("A" * 43, old):
            browser = world.person("")
            browser.client.cookies.set("enroll", cookie)
            answer = world.send(browser, one)
            world.tally.made(
                "a cookie of nobody's", one, answer.status_code not in (303, 401), looks(answer)[:2]
            )


def test_a_role_too_low_is_said_so(world: World) -> None:
    """To a viewer of the group whatever does more than look is a 403, or not there, and nothing is
    done."""
    before = world.kept()
    for one in world.addresses:
        who = WHO[one.name]
        if who in (*BY_GROUP, Who.ADMINISTERS):
            answer = world.ask(ROBIN, one)
            wrong = answer.status_code != (404 if one.name in NOT_THERE else 403)
            if who is Who.VIEWER:
                wrong = answer.status_code in (401, 403)
            world.tally.made("a viewer", one, wrong, answer.status_code)
    assert world.kept() == before


def test_who_enrolls_administers_nothing(world: World) -> None:
    """Enrolling in the group is too little as well."""
    before = world.kept()
    for one in world.addresses:
        if WHO[one.name] in (Who.ADMINISTRATOR, Who.ADMINISTERS):
            answer = world.ask(ERIN, one)
            wrong = answer.status_code != (404 if one.name in NOT_THERE else 403)
            world.tally.made("who enrolls", one, wrong, answer.status_code)
    assert world.kept() == before


def test_a_viewer_uploads_nothing(world: World) -> None:
    """The group is in the form there, and theirs to see."""
    before = world.kept()
    (one,) = (one for one in world.addresses if one.name == "POST /mass-enrollment/upload")
    answer = world.ask(ROBIN, one)
    world.tally.made("a viewer", one, answer.status_code != 403, answer.status_code)
    assert world.kept() == before


def test_whoever_may_is_let_in(world: World) -> None:
    """Otherwise the refusals would say nothing."""
    for one in world.addresses:
        if WHO[one.name] not in (Who.ANYBODY, Who.SIGNED_IN):
            answer = world.ask(ALEX, one)
            wrong = answer.status_code in (401, 403, 404)
            world.tally.made("whoever may", one, wrong, answer.status_code)


def test_anothers_id_in_the_path_looks_like_none(world: World) -> None:
    """A group's, a person's, an invitation's, a session's. To who administers other groups it is
    a 404, to the letter that of an id that nothing has, and nothing is done."""
    before = world.kept()
    for one in world.addresses:
        if WHO[one.name] not in (*BY_GROUP, Who.OWNER):
            continue
        for htmx in PAGE_AND_PART:
            foreign = world.ask(NOA, one, htmx=htmx)
            nothing = world.ask(NOA, one, world.unknown, htmx=htmx)
            world.tally.made(
                "another group's id in the path",
                one,
                foreign.status_code != 404 or _seen(world, foreign) != _seen(world, nothing),
                (foreign.status_code, nothing.status_code),
            )
    assert world.kept() == before


def test_anothers_id_in_the_query_looks_like_none(world: World) -> None:
    """Whatever name it has there."""
    turn = count()
    for one in world.addresses:
        for name in sorted(set(one.query) - NUMBERS - WORDS):
            for kind, foreign in _some_ids(world, name, next(turn)):
                theirs = world.ask(NOA, one, _own(world), query={name: foreign})
                nobodys = world.ask(NOA, one, _own(world), query={name: world.unknown[kind]})
                world.tally.made(
                    "another group's id in the query",
                    one,
                    _seen(world, theirs) != _seen(world, nobodys),
                    (name, kind, theirs.status_code, nobodys.status_code),
                )


def test_anothers_id_in_a_form_looks_like_none(world: World) -> None:
    """In any field of it, and as the name of one, and nothing is done."""
    turn = count()
    before = world.kept()
    for one in world.changes:
        if one.path.endswith(NO_IDS) or "delete" in one.path:
            continue  # they read no id of a form; what they do to one's own is another matter
        for _ in range(2):  # what there is to change is changed, and messages are shown
            world.ask(NOA, one, _own(world))
        for name in sorted({*FORMS[one.name], "application_id", "batch_id"} - TYPED):
            for kind, foreign in _some_ids(world, name, next(turn)):
                world.forget_tries()
                # Of a version that never was: the first of the two changes nothing either.
                theirs, nobodys = (
                    world.ask(NOA, one, _own(world), fields={"version": "999", name: value})
                    for value in (foreign, world.unknown[kind])
                )
                world.tally.made(
                    "another group's id in a form",
                    one,
                    _seen(world, theirs) != _seen(world, nobodys),
                    (name, kind, theirs.status_code, nobodys.status_code),
                )
    after = world.kept()
    own = (world.own["application_id"], world.own["group_id"], "Noa")
    for table, rows in before.items():
        others = [row for row in rows if not any(one in row for one in own)]
        assert not set(others) - set(after[table]), table


def test_a_document_for_anothers_subscriber_is_not_kept(world: World) -> None:
    """Though its field is on a page of one's own group."""
    (one,) = (
        one
        for one in world.changes
        if one.name == "POST /batches/{batch_id}/arbitration-agreements"
    )
    before = world.kept()
    noa = world.person(NOA)
    seen = []
    for whose in (world.ids, world.unknown):
        name = f"doc.{whose['application_id']}"
        answer = noa.post(world.path(one, world.own), files={name: ("scan.pdf", PDF)})
        seen.append(_seen(world, answer))
    world.tally.made("another group's id in a form", one, seen[0] != seen[1], seen[0][0])
    assert world.kept() == before


def test_no_role_is_given_in_anothers_group(world: World) -> None:
    """In the form of a person of one's own group, the name of a field says which group."""
    before = world.kept()
    (one,) = (one for one in world.changes if one.name == "POST /people/{person_id}/roles")
    for htmx in PAGE_AND_PART:
        theirs, nobodys = (
            world.ask(NOA, one, world.own, htmx=htmx, fields={f"role.{group_id}": "administer"})
            for group_id in (world.ids["group_id"], world.unknown["group_id"])
        )
        wrong = theirs.status_code != 404 or _seen(world, theirs) != _seen(world, nobodys)
        world.tally.made("another group's id in a form", one, wrong, theirs.status_code)
    assert world.kept() == before


def _some_ids(world: World, name: str, turn: int) -> list[tuple[str, str]]:
    """Another group's: one of each kind where the name is an id's, else one of them in turn."""
    ids = [(kind, one) for kind, one in world.ids.items() if kind not in ALIKE]
    return ids if name.endswith("_id") or name == "group" else [ids[turn % len(ids)]]


def _own(world: World) -> dict[str, str]:
    """Noa's ids where there are any."""
    return {**world.unknown, **world.own}


def _seen(world: World, answer: httpx.Response) -> tuple[int, str, str]:
    return looks(answer, *world.ids.values(), *world.unknown.values())
