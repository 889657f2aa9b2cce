"""Which requests write which events into the audit trail."""

from dataclasses import asdict, dataclass

import pytest
from litestar.routes import HTTPRoute
from sqlalchemy import text

from adapters.persistence import open_engine
from domain.accounts.access import IDLE_LIMIT
from domain.audit import Act
from tests.documents import PDF
from tests.web.site import HTMX, Browser, Site
from tests.web.trail import make_boss, trail, written
from tests.web.uploads import a_person, administrator, applications, upload

BATCH, APPLICATION = "/batches/{batch_id:str}", "/applications/{application_id:str}"

# The page that each address shows, by what its view says; None where it shows nobody.
VIEWS = {
    "/members": "Manage Members",
    BATCH: "Ready tab",
    f"{BATCH}/arbitration-agreements": "Arbitration Agreements",
    APPLICATION: "Edit application",
    f"{APPLICATION}/submit": "Submit",
    f"{APPLICATION}/reason": "Why this was rejected",
    "/saved-applications": "Saved Applications",
    "/transactions": "Transaction History",
    "/transactions/{confirmation_id:str}": "Transaction",
    "/": None,
    "/audit": None,
    "/mass-enrollment": None,
    "/mass-enrollment/upload": None,
    "/sign-in": None,
    f"{BATCH}/submit": None,  # asks with a number
    f"{BATCH}/delete-errors": None,
}
# Those about who signs in, not about who is enrolled: looking at them is no event.
OF_USERS = {
    "/account",
    "/account/second-factor",
    "/account/second-factor/off",
    "/account/second-factor/picture",
    "/invitation/{token:str}",
    "/people",
    "/people/{person_id:str}",
    "/sign-in/code",
    "/sign-in/single-sign-on",
    "/sign-in/single-sign-on/back",
    "/sign-in/single-sign-on/first",
}
DOWNLOADS = {
    "/mass-enrollment/template": Act.TEMPLATE_DOWNLOADED,
    "/transactions.csv": Act.TRANSACTIONS_DOWNLOADED,
    "/audit.csv": Act.TRAIL_DOWNLOADED,
    "/agreements/{agreement_id:str}": Act.AGREEMENT_DOWNLOADED,
}


@dataclass
class Work:
    """What Alex has made in group 000341: the values of an address's parameters."""

    batch_id: str
    application_id: str
    agreement_id: str
    confirmation_id: str


@pytest.fixture
def work(site: Site, alex: Browser) -> Work:
    """A batch with one that is ready, one rejected, one saved, one submitted, and an agreement."""
    make_boss(site, "alex@redwood.example")
    batch_id = upload(
        site,
        a_person("Ana", "Silva"),
        a_person("Ben", "Okoro", Family_Number="2"),
        a_person("Cal", "Reyes", Family_Number="3"),
    )
    waiting, going, saving = applications(site, batch_id)
    alex_themself = administrator(site)
    site.services.mending.save_for_later(alex_themself, saving.id, saving.version)
    (submission,) = site.services.submitting.submit_one(alex_themself, going.id, going.version)
    address = f"/batches/{batch_id}/arbitration-agreements"
    assert alex.post(address, files={f"doc.{waiting.id}": ("a.pdf", PDF)}).status_code == 303
    with site.persistence.reading() as uow:
        (agreement,) = uow.agreements.of_application(waiting.id)
    return Work(batch_id, waiting.id, agreement.id, submission.confirmation_id)


def asked(route: str, work: Work) -> str:
    """The route's address, with what it needs."""
    for name, value in asdict(work).items():
        route = route.replace(f"{{{name}:str}}", value)
    if route.endswith("template"):
        return f"{route}?region=NCAL&group_id=000341&group_name=000341"
    return route


def test_every_page_is_known(site: Site) -> None:
    """Each address that is looked at is in the tables above, unless pages ask for it by
    themselves."""
    looked_at = {
        route.path
        for route in site.app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if "GET" in handler.http_methods and not handler.opt.get("passive")
        if not route.path.startswith(("/health", "/static", "/metrics", "/{address"))
    }
    assert looked_at == {*VIEWS, *OF_USERS, *DOWNLOADS}


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("route", [one for one in VIEWS if not one.endswith("/reason")])
def test_a_page_that_shows_people_is_a_view(
    site: Site, alex: Browser, work: Work, route: str, headers: dict[str, str]
) -> None:
    """One event, by whoever asked for it, whether for a whole page or a part; of a page that
    shows nobody, none."""
    told = written(site, lambda: alex.get(asked(route, work), headers=headers))
    page = VIEWS[route]
    assert [(one.act, one.facts["page"]) for one in told] == ([(Act.VIEWED, page)] if page else [])
    assert {one.administrator_id for one in told} <= {administrator(site).id}
    assert {one.source for one in told} <= {"testclient"}


def test_a_view_says_of_what_and_of_how_many(site: Site, alex: Browser, work: Work) -> None:
    """The group, the batch or application, and the number of people."""
    told = written(site, lambda: alex.get(f"/batches/{work.batch_id}"))[0]
    assert (told.group_id, told.subject, told.batch_id) == (
        *("000341", f"batch {work.batch_id}", work.batch_id),
    )
    assert told.facts == {"page": "Ready tab", "people": 1}
    told = written(site, lambda: alex.get(f"/applications/{work.application_id}"))[0]
    assert told.subject == f"application {work.application_id}"
    told = written(site, lambda: alex.get("/members?group=000512"))[0]
    assert told.group_id == "000512"
    assert told.facts["people"] > 0  # type: ignore[operator]


def test_a_reason_is_a_view(site: Site, alex: Browser) -> None:
    """It names a person."""
    batch_id = upload(site, a_person("Ana", "Silva", Subgroup_ID="0042"))
    (one,) = applications(site, batch_id)
    (told,) = written(site, lambda: alex.get(f"/applications/{one.id}/reason"))
    assert (told.facts["page"], told.subject) == ("Why this was rejected", f"application {one.id}")


@pytest.mark.parametrize("route", DOWNLOADS)
def test_downloads_are_written_down(site: Site, alex: Browser, work: Work, route: str) -> None:
    """Of each group that they are of."""
    told = written(site, lambda: alex.get(asked(route, work)))
    assert {one.act for one in told} == {DOWNLOADS[route]}
    groups = ["000341", "000512"] if route == "/transactions.csv" else ["000341"]
    assert [one.group_id for one in told] == groups


def test_what_pages_ask_for_by_themselves_is_no_view(site: Site, alex: Browser, work: Work) -> None:
    """However often they do."""
    for path in (
        f"/batches/{work.batch_id}/news?submitted=all",
        f"/saved-applications/news?submitted={work.confirmation_id}",
        "/transactions/news",
        f"/transactions/{work.confirmation_id}/news",
    ):
        assert written(site, lambda path=path: alex.part(path)) == [], path


def test_a_page_whose_view_cannot_be_written_down_is_not_shown(
    site: Site, alex: Browser, work: Work
) -> None:
    """Nobody sees people without it being known."""
    engine = open_engine(site.settings.database_url)
    with engine.begin() as connection:
        connection.execute(
            text("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END")
        )
    engine.dispose()
    for route, page in VIEWS.items():
        if page and not route.endswith("/reason"):
            answer = alex.get(asked(route, work))
            assert answer.status_code == 500, route
            for name in ("Ana", "Silva", "Cal", "Okoro"):
                assert name not in answer.text


def test_refusals_are_written_down(site: Site, kim: Browser, robin: Browser, work: Work) -> None:
    """By the name of the route, with what was asked for; never the address as it was typed."""
    (told,) = written(site, lambda: kim.get(f"/batches/{work.batch_id}?q=Silva"))
    assert (told.act, told.group_id, told.batch_id) == (Act.REFUSED, "000341", work.batch_id)
    assert told.facts == {"request": "GET /batches/{batch_id}", "reason": "not found"}
    assert told.administrator_id == administrator(site, "kim@evergreen.example").id
    assert told.source == "testclient"
    path = f"/applications/{work.application_id}/delete?v=1"
    (told,) = written(site, lambda: robin.post(path))
    assert told.facts["reason"] == "not allowed"
    assert told.subject == f"application {work.application_id}"
    (told,) = written(site, lambda: robin.post(path, token="x"))
    assert told.facts["reason"] == "not from our page"
    (told,) = written(site, lambda: kim.get("/batches/Ana%20Silva"))
    assert (told.subject, told.batch_id, told.group_id) == ("", "", "")
    assert "Silva" not in str(trail(site))


def test_visitors_are_refused_without_a_word(site: Site, work: Work) -> None:
    """Whoever has not signed in cannot fill the trail by asking."""
    visitor = site.client()
    assert written(site, lambda: visitor.get(f"/batches/{work.batch_id}")) == []
    assert written(site, lambda: visitor.get("/nowhere")) == []
    assert written(site, lambda: visitor.post("/sign-out")) == []


def test_the_way_in_and_out_is_written_down(site: Site) -> None:
    """With where it came from; a refusal without the e-mail that was typed."""
    browser = site.client()
    told = written(site, lambda: browser.sign_in("nobody@planted.example", "wrong"))
    assert [(one.act, one.administrator_id) for one in told] == [(Act.SIGN_IN_REFUSED, "")]
    assert "planted" not in str(told)
    browser.sign_in("alex@redwood.example")
    browser.post("/sign-out")
    alex = administrator(site).id
    assert [(one.act, one.administrator_id, one.source) for one in trail(site)[1:]] == [
        (Act.SIGNED_IN, alex, "testclient"),
        (Act.SIGNED_OUT, alex, "testclient"),
    ]


def test_a_session_that_ran_out_is_written_down(site: Site, alex: Browser) -> None:
    """Once, with where the next request came from."""
    site.clock.advance(IDLE_LIMIT)
    told = written(site, lambda: alex.get("/members"))
    assert [(one.act, one.source) for one in told] == [(Act.SESSION_ENDED, "testclient")]
    assert written(site, lambda: alex.get("/members")) == []
