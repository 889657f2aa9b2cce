"""Two employers' work in one site, and people who may enroll in one, the other, or only look."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import delete, select

from adapters.persistence import open_engine
from adapters.persistence.tables import metadata
from tests.documents import PDF
from tests.web.matrix.addresses import Address, Ids, addresses
from tests.web.matrix.declared import CHANGES_NOTHING, ENDS_SESSIONS, FORMS, VISITS
from tests.web.matrix.people import ALEX, ERIN, FAY, NOA, ROBIN, UNKNOWN, some_people
from tests.web.matrix.tally import Tally
from tests.web.site import HTMX, Browser, Site, hidden
from tests.web.uploads import a_person, administrator, applications, upload

__all__ = ["ALEX", "ERIN", "FAY", "NOA", "ROBIN", "TOKEN", "World", "a_world", "looks"]
TOKEN = "a token that Prometheus has been given"
# Addresses whose parameter is another than its name says elsewhere.
_OTHERWISE = {
    "/applications/{application_id}/reason": ("application_id", "rejected_id"),
    "/account/sessions/{reference}/end": ("reference", "session"),
    "/accept-invitation/{token}": ("token", "own_token"),
}
# What a session notes of its own life, and the trail of what was refused, are no change.
# Nor are the tries at signing in that are counted, right and wrong ones, and forms that were sent.
_NOT_WORK = {"sessions", "audit", "attempts", "sent_forms"}
_REFERENCE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
_FORM_TOKEN = re.compile(r"\b[0-9a-f]{64}\b")
_LINK = re.compile(r"/invitation/[\w-]{43}")
_ONCE = re.compile(r'name="once" value="[\w-]{43}"')


@dataclass
class World:
    """A site with work of two groups. ``ids`` are of group 000341, ``own`` Noa's of 000512;
    ``unknown`` are of the same shapes, and nobody's."""

    site: Site
    tally: Tally
    ids: Ids
    own: Ids
    unknown: Ids
    pending: str = ""
    """The cookie of whoever has given Fay's password, and no code."""
    _people: dict[str, Browser] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._engine = open_engine(self.site.settings.database_url)

    def close(self) -> None:
        self._engine.dispose()
        self.site.close()

    @property
    def addresses(self) -> list[Address]:
        return addresses(self.site.app)

    @property
    def changes(self) -> list[Address]:
        """Those that do something."""
        return [one for one in self.addresses if one.changes and one.name not in CHANGES_NOTHING]

    def person(self, email: str) -> Browser:
        """Somebody signed in; "" is a visitor, new each time."""
        if not email:
            return self.watched(self.site.client())
        if email not in self._people:
            self._people[email] = self.watched(self.site.signed_in(email))
        return self._people[email]

    def enters(self, email: str, browser: Browser) -> None:
        """They are signed in there."""
        self._people[email] = self.watched(browser)

    def watched(self, browser: Browser) -> Browser:
        """Each of its answers is looked at."""
        browser.client.event_hooks = {"response": [self.tally.watch]}
        return browser

    def path(self, address: Address, ids: Ids | None = None) -> str:
        ids = self.ids if ids is None else ids
        known = {"file_path": "favicon.svg", "address": "nowhere"}
        name, meant = _OTHERWISE.get(address.path, ("", ""))
        if meant in ids:
            known[name] = ids[meant]
        return address.with_ids({**ids, **known})

    def send(
        self,
        browser: Browser,
        address: Address,
        ids: Ids | None = None,
        *,
        token: str | None = "",
        htmx: bool = False,
        fields: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """What a page would send, or with another ``token``; None for none at all."""
        params = {"v": "1"} if "v" in address.query else {}
        sent: dict[str, str] = {**(HTMX if htmx else {}), **(headers or {})}
        data = None
        if address.changes:
            group_id = (self.ids if ids is None else ids)["group_id"]
            data = {
                name.replace("000341", group_id): value.replace("000341", group_id)
                for name, value in FORMS.get(address.name, {}).items()
            }
            data |= fields or {}
            if token is not None:
                data["csrf_token"] = token or self.token(browser, address)
        return browser.client.request(
            address.method,
            self.path(address, ids),
            params={**params, **(query or {})},
            data=data,
            headers=sent,
            follow_redirects=False,
        )

    def ask(
        self, email: str, address: Address, ids: Ids | None = None, **how: Any
    ) -> httpx.Response:
        """As ``send``, by that person, who signs in again where it ended their session."""
        answer = self.send(self.person(email), address, ids, **how)
        if address.path in ENDS_SESSIONS:
            self._people.pop(email, None)
        return answer

    def token(self, browser: Browser, address: Address) -> str:
        """What the page with this form carries in it."""
        if address.path not in VISITS:
            return browser.token
        visitor = self.site.client()
        page = visitor.get("/sign-in")
        visit = visitor.client.cookies["enroll-visit"]
        browser.client.cookies.set("enroll-visit", visit, domain="enroll.test")
        if address.path == "/sign-in/code":
            browser.client.cookies.set("enroll-code", self.pending, domain="enroll.test")
        return hidden(page.text, "csrf_token")

    def forget_tries(self) -> None:
        """As if nobody had guessed at a secret, so that nobody has to wait."""
        with self._engine.begin() as connection:
            connection.execute(delete(metadata.tables["attempts"]))

    def kept(self) -> dict[str, list[str]]:
        """All rows of all tables, but sessions and the audit trail; and the documents."""
        with self._engine.connect() as connection:
            rows = {
                table.name: sorted(repr(row) for row in connection.execute(select(table)))
                for table in metadata.sorted_tables
                if table.name not in _NOT_WORK
            }
        return {**rows, "files": sorted(self.site.files.kept)}


def looks(answer: httpx.Response, *ids: str) -> tuple[int, str, str]:
    """What tells one answer from another: all but its reference number, the tokens of the form,
    and the ids that were asked for."""
    text = answer.text
    for another_each_time in (_ONCE, _FORM_TOKEN, _REFERENCE, _LINK):
        text = another_each_time.sub("", text)
    place = answer.headers.get("Location", "")
    for one in ids:
        text, place = text.replace(one, "…"), place.replace(one, "…")
    return answer.status_code, place, text


def a_world(site: Site, tally: Tally) -> World:
    people = some_people(site)
    who = administrator(site, ALEX)
    batch_id = upload(
        site,
        a_person("Ana", "Silva"),
        a_person("Ben", "Okoro", Family_Number="2"),
        a_person("Mei", "Chen", Family_Number="3", Hire_Date=None),
        a_person("Omar", "Haddad", Family_Number="4", Subgroup_ID="9999"),
        a_person("Sam", "Ek", Family_Number="5"),
    )
    waiting, going, _, rejected, later = applications(site, batch_id)
    (submission,) = site.services.submitting.submit_one(who, going.id, going.version)
    site.services.mending.save_for_later(who, later.id, later.version)
    address = f"/batches/{batch_id}/arbitration-agreements"
    sent = site.signed_in(ALEX).post(address, files={f"doc.{waiting.id}": ("signed.pdf", PDF)})
    assert sent.status_code == 303, sent.text
    with site.persistence.reading() as uow:
        (agreement,) = uow.agreements.of_application(waiting.id)
    hawaii = {"State": "HI", "ZIP_Code": "96815", "City": "Honolulu", "Plan": "HMO Basic"}
    own = upload(
        site,
        a_person("Kai", "Akana", **hawaii),
        email=NOA,
        region="HI",
        group_id="000512",
    )
    (kai,) = applications(site, own)
    world = World(
        site,
        tally,
        ids={
            "batch_id": batch_id,
            "application_id": waiting.id,
            "rejected_id": rejected.id,
            "saved_id": later.id,
            "agreement_id": agreement.id,
            "confirmation_id": submission.confirmation_id,
            "group_id": "000341",
            **people.ids,
        },
        own={
            "batch_id": own,
            "application_id": kai.id,
            "group_id": "000512",
            **people.own,
        },
        unknown={
            "batch_id": "0123456789abcdef",
            "application_id": "0123456789abcdef",
            "rejected_id": "0123456789abcdef",
            "saved_id": "0123456789abcdef",
            "agreement_id": "0123456789abcdef",
            "confirmation_id": "0123456789",
            "group_id": "000999",
            **UNKNOWN,
        },
        pending=people.pending,
    )
    world.enters(FAY, people.fay)
    return world
