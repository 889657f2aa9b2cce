"""Nothing is served that nobody has thought about."""

from collections.abc import Iterator

from litestar.handlers import HTTPRouteHandler

from tests.web.matrix.addresses import addresses
from tests.web.matrix.declared import BY_ID, FORMS, OPEN, SENSITIVE, VISITS, WHO
from tests.web.site import Site

PARAMETERS = {"batch_id", "application_id", "agreement_id", "confirmation_id"}
PARAMETERS |= {"person_id", "reference", "token"}
OTHERS = {"address", "file_path"}
GUARDS = [
    "needs_host",
    "needs_session",
    "needs_second_factor",
    "needs_role",
    "needs_token",
    "needs_proof",
]


def test_every_address_is_declared(site: Site) -> None:
    """A new one fails here until somebody has said whom it is for, and one that is gone too."""
    names = {one.name for one in addresses(site.app)}
    new, gone = sorted(names - WHO.keys()), sorted(WHO.keys() - names)
    assert not new, f"Say in tests/web/matrix/declared.py who may use: {', '.join(new)}"
    assert not gone, f"These are served no more; take them out of declared.py: {', '.join(gone)}"


def test_every_form_is_declared(site: Site) -> None:
    """What changes something has a form to be tried with."""
    changing = {one.name for one in addresses(site.app) if one.changes}
    missing = sorted(changing - FORMS.keys())
    assert not missing, f"Say in declared.FORMS what a page sends to: {', '.join(missing)}"
    assert FORMS.keys() <= changing


def test_every_parameter_is_known(site: Site) -> None:
    """The ids in paths are all of kinds that the matrix has work of another group for."""
    found = {name for one in addresses(site.app) for name in one.parameters}
    strange = sorted(found - PARAMETERS - OTHERS)
    assert not strange, f"Make one of another group's in world.py, for the parameter: {strange}"


def test_an_id_in_the_path_is_somebodys(site: Site) -> None:
    """Whoever may use such an address is told by whose it is, a group's or a person's, and never
    by being signed in alone."""
    for one in addresses(site.app):
        by_id = WHO[one.name] in BY_ID
        assert by_id == bool(PARAMETERS & set(one.parameters)), one.name


def test_every_form_has_all_guards_and_one_decoder(site: Site) -> None:
    """So that what is broken is tried at one address of each kind, and no other knows better."""
    for name, handler in _handlers(site):
        guards = [getattr(one, "func", one) for one in handler.resolve_guards()]
        assert [one.__qualname__.partition(".")[0] for one in guards[:6]] == GUARDS, name
        assert not {"data", "body"} & handler.parsed_fn_signature.parameters.keys(), name
        assert handler.resolve_dependencies()["form"] is site.app.dependencies["form"], name


def test_what_asks_for_a_proof_is_declared(site: Site) -> None:
    """And what is bound to a visit, where there is no session yet."""
    opts = {
        name.replace(":str}", "}"): handler.opt
        for name, handler in _handlers(site)
        if not name.startswith("OPTIONS ")
    }
    assert {name for name, opt in opts.items() if opt.get("sensitive")} == SENSITIVE
    visits = {name.split(" ")[1] for name, opt in opts.items() if opt.get("token_of") == "visit"}
    assert visits == VISITS


def test_what_is_open_is_declared_open(site: Site) -> None:
    """The routes that ask for no session are those that the list says, and no others."""
    for name, handler in _handlers(site):
        is_open = bool(handler.opt.get("public"))
        listed = [
            key for key, who in WHO.items() if who in OPEN and _same(key, *name.split(" ", 1))
        ]
        assert is_open == bool(listed), f"{name} is open, or declared to be; not both"


def _handlers(site: Site) -> Iterator[tuple[str, HTTPRouteHandler]]:
    """By method and path."""
    for route in site.app.routes:
        for method, (handler, _) in route.route_handler_map.items():  # type: ignore[union-attr]
            yield f"{method} {route.path}", handler


def _same(key: str, method: str, path: str) -> bool:
    listed_method, _, listed = key.partition(" ")
    start = listed.partition("{")[0]
    if listed_method != method:
        return False
    if ":str}" in path:
        return path.replace(":str}", "}") == listed
    return path == listed or ("{" in listed and path.startswith(start) and ":path}" in path)
