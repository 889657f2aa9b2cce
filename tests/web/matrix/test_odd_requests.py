"""However a request is broken, it is refused in a sentence: never a failure, never a trace."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count

import pytest

from tests.web.matrix.addresses import Address, one_of_each
from tests.web.matrix.declared import ENDS_SESSIONS, FORMS, NUMBERS, WITH_FACTOR
from tests.web.matrix.odd import BODIES, HEADERS, TEXTS, encoded, many_parameters
from tests.web.matrix.world import ALEX, FAY, World
from tests.web.site import HTMX

# What the site does not read is no body to it, and a right token in a header is a right token.
UNREAD = {"/session/stay", "/sign-out", "/account/sessions/end-others"}
UNREAD |= {"/account/second-factor/recovery-codes"}

# All that is odd everywhere takes a minute; a fourth of it here, the next fourth there, a quarter.
step = pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.rare)])


@pytest.mark.parametrize("kind", BODIES)
def test_an_odd_body_is_refused(still: World, kind: str) -> None:
    """Without a token, whoever sends it; nothing is done. One address of each kind is asked:
    ``test_declared`` holds that the same guards and one decoder stand before all of a kind."""
    content_type, body = BODIES[kind]
    headers = {b"Content-Type": content_type.encode("latin-1")} if content_type else {}
    before = still.kept()
    for email in (ALEX, ""):
        browser = still.person(email)
        for one in one_of_each(still.changes):
            answer = browser.client.request(
                one.method,
                still.path(one),
                content=body,
                headers=list(headers.items()),
                params={"v": "1"} if "v" in one.query else {},
                follow_redirects=False,
            )
            asked = not email and answer.status_code == 303
            wrong = not asked and not 400 <= answer.status_code < 500
            still.tally.made("an odd body", one, wrong, (kind, email, answer.status_code))
    assert still.kept() == before


@pytest.mark.parametrize("kind", BODIES)
def test_an_odd_body_with_a_right_token_is_refused(still: World, kind: str) -> None:
    """The token came in a header, as from a script of a page. To an id that nothing has, so that
    nothing is done even where the body is a form after all."""
    content_type, body = BODIES[kind]
    headers = [(b"Content-Type", content_type.encode("latin-1"))] if content_type else []
    for one in one_of_each(one for one in still.changes if one.path not in UNREAD):
        browser = still.person(_who(one))
        token = (b"X-CSRF-Token", still.token(browser, one).encode())
        answer = browser.client.request(
            one.method,
            still.path(one, still.unknown),
            content=body,
            headers=[token, *headers],
            params={"v": "1"} if "v" in one.query else {},
            follow_redirects=False,
        )
        wrong = not 400 <= answer.status_code < 500
        still.tally.made("an odd body, a right token", one, wrong, (kind, answer.status_code))


@step
def test_an_odd_query_is_answered(still: World, step: int) -> None:
    """Whatever stands for whichever name, on pages and their parts; and what nobody asked for."""
    alex, turn = still.person(ALEX), count()
    looks = [one for one in still.addresses if not one.changes]
    for one in [*(one for one in looks if one.query), *one_of_each(looks)]:
        numbers = NUMBERS & set(one.query)
        texts = (set(one.query) - numbers) | {"unknown"}
        for names in (texts, *({name} for name in sorted(numbers))):
            for kind, value in _in_turn(encoded(), step, turn):
                twice = 1 if len(value) > 1000 else 2  # an address has room for so much
                query = "&".join(f"{name}={value}" for name in sorted(names) * twice)
                answer = alex.client.request(
                    one.method, f"{still.path(one)}?{query}", follow_redirects=False
                )
                wrong = answer.status_code >= 500 or _shown(answer.text)
                still.tally.made("an odd query", one, wrong, (names, kind, answer.status_code))


def test_many_parameters_are_answered(still: World) -> None:
    """Also to visitors, who are led on to the page once they are signed in."""
    for email in (ALEX, ""):
        browser = still.person(email)
        for one in one_of_each(still.addresses):
            for query in many_parameters():
                answer = browser.client.request(
                    one.method, f"{still.path(one)}?{query}", follow_redirects=False
                )
                wrong = answer.status_code >= 500
                still.tally.made("many parameters", one, wrong, (email, answer.status_code))


def test_an_odd_version_changes_nothing(still: World) -> None:
    """In the query of a form with a right token."""
    alex = still.person(ALEX)
    before = still.kept()
    for one in still.changes:
        if "v" not in one.query:
            continue
        for kind, value in encoded():
            answer = alex.client.request(
                one.method,
                f"{still.path(one)}?v={value}",
                headers={"X-CSRF-Token": alex.token},
                follow_redirects=False,
            )
            wrong = not 400 <= answer.status_code < 500
            still.tally.made("an odd version", one, wrong, (kind, answer.status_code))
    assert still.kept() == before


@step
def test_an_odd_path_is_not_there(still: World, step: int) -> None:
    """Whatever stands where an id should, to look or to change."""
    alex, turn = still.person(ALEX), count()
    asked = {(one.parameters, one.method): one for one in still.addresses}
    for one in asked.values():
        for name in one.parameters:
            for kind, value in _in_turn(encoded(), step, turn):
                path = one.with_ids({**still.ids, name: value})
                if value in ("", "%20") or name in ("address", "file_path"):
                    path = one.base.replace(f"{{{name}}}", value)
                    path = path if "{" not in path else still.path(one)
                answer = alex.client.request(
                    one.method,
                    path + ("?v=1" if "v" in one.query else ""),
                    headers={"X-CSRF-Token": alex.token, **HTMX},
                    follow_redirects=False,
                )
                wrong = answer.status_code >= 500 or _shown(answer.text)
                still.tally.made("an odd path", one, wrong, (kind, answer.status_code))


@pytest.mark.parametrize("kind", HEADERS)
def test_an_odd_header_is_answered(still: World, kind: str) -> None:
    """On an address of each kind, to visitors and administrators."""
    name, value = HEADERS[kind]
    before = still.kept()
    for email in (ALEX, ""):
        browser = still.person(email)
        for one in one_of_each(still.addresses):
            answer = browser.client.request(
                one.method,
                still.path(one),
                headers=[(name.encode(), value)],
                follow_redirects=False,
            )
            still.tally.made(
                "an odd header", one, answer.status_code >= 500, (kind, answer.status_code)
            )
    assert still.kept() == before


@step
def test_odd_fields_are_answered(world: World, step: int) -> None:
    """Each field with odd values, with a right token: as a sentence or a 4xx. What has one name on
    several forms is tried on each with some of them."""
    seen, turn = Counter[str](), count()
    for one, fields in _forms(world):
        for name in fields:
            again = seen[name]
            seen[name] += 1
            some = list(TEXTS.items())[again :: 9 if again else 1]
            for kind, value in _in_turn(some, step, turn):
                if "\ud83d" in value:
                    continue  # no text: as bytes it is among the bodies
                world.forget_tries()
                answer = world.ask(_who(one), one, fields={name: value})
                wrong = answer.status_code >= 500 or _shown(answer.text)
                world.tally.made("an odd field", one, wrong, (name, kind, answer.status_code))


def test_an_odd_role_changes_none(world: World) -> None:
    """Only the words that a page's select has give, change or take away what somebody may do."""
    (one,) = (one for one in world.changes if one.name == "POST /people/{person_id}/roles")
    before = world.kept()
    for kind, value in TEXTS.items():
        if "\ud83d" not in value:
            answer = world.ask(ALEX, one, fields={"role.000341": value})
            wrong = not 400 <= answer.status_code < 500
            world.tally.made("an odd role", one, wrong, (kind, answer.status_code))
    assert world.kept() == before


def _in_turn(
    texts: Iterable[tuple[str, str]], step: int, turn: Iterator[int]
) -> list[tuple[str, str]]:
    return list(texts)[next(turn) % step :: step]


def _who(one: Address) -> str:
    """Somebody for whom there is something to do there."""
    return FAY if one.path in WITH_FACTOR else ALEX


def _forms(world: World) -> Iterator[tuple[Address, dict[str, str]]]:
    for one in world.changes:
        fields = FORMS[one.name]
        if fields and (one.path not in ENDS_SESSIONS or one.path == "/sign-in"):
            yield one, {**fields, "extra": ""}


def _shown(text: str) -> bool:
    """Whether markup came back as markup, or a template as what it comes to."""
    return "<script>alert(1)" in text or "<img src=x" in text or str(7919 * 7907) in text
