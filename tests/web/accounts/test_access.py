"""Who may do what: every address that names something of a group, asked by others."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from litestar.routes import HTTPRoute

from tests.documents import PDF
from tests.web.site import Browser, Site
from tests.web.uploads import a_person, administrator, application, applications, upload


@dataclass
class Work:
    """What Alex has made in group 000341: the values of an address's parameters."""

    batch_id: str
    application_id: str
    agreement_id: str
    confirmation_id: str


@pytest.fixture
def work(site: Site, alex: Browser) -> Work:
    """A batch with an application that waits, one submitted, and an agreement on file."""
    alex_themself = administrator(site)
    batch_id = upload(site, a_person("Ana", "Silva"), a_person("Ben", "Okoro", Family_Number="2"))
    waiting, going = applications(site, batch_id)
    (submission,) = site.services.submitting.submit_one(alex_themself, going.id, going.version)
    address = f"/batches/{batch_id}/arbitration-agreements"
    sent = alex.post(address, files={f"doc.{waiting.id}": ("signed.pdf", PDF)})
    assert sent.status_code == 303, sent.text
    with site.persistence.reading() as uow:
        (agreement,) = uow.agreements.of_application(waiting.id)
    return Work(batch_id, waiting.id, agreement.id, submission.confirmation_id)


def addresses(site: Site, **ids: str) -> Iterator[tuple[str, str]]:
    """Every method and address with one of these ids in it."""
    for route in site.app.routes:
        assert isinstance(route, HTTPRoute)
        for name, value in ids.items():
            if f"{{{name}:str}}" in route.path:
                path = route.path.replace(f"{{{name}:str}}", value)
                for method in sorted(set(route.methods) - {"OPTIONS"}):
                    yield method, f"{path}?v=1"


def ask(browser: Browser, method: str, path: str) -> int:
    """The status of the answer to a request with the session's own token."""
    token = {"X-CSRF-Token": browser.token}
    answer = browser.client.request(method, path, headers=token, follow_redirects=False)
    return answer.status_code


def test_no_address_is_left_out(site: Site, work: Work) -> None:
    """Every parameter of every address is one that the tests below fill in."""
    named = {path for _, path in addresses(site, **vars(work))}
    assert len(named) >= 12
    assert not [path for path in named if "{" in path]


def test_what_belongs_to_another_group_is_not_there(site: Site, work: Work, kim: Browser) -> None:
    """To an administrator of other groups every address and method is a 404."""
    before = application(site, work.application_id)
    for method, path in addresses(site, **vars(work)):
        assert ask(kim, method, path) == 404, (method, path)
    assert application(site, work.application_id) == before


def test_what_does_not_exist_looks_the_same(site: Site, work: Work, alex: Browser) -> None:
    """An id that nothing has is a 404 as well, on every address and method."""
    unknown = dict.fromkeys(vars(work), "0123456789abcdef")
    for method, path in addresses(site, **unknown):
        assert ask(alex, method, path) == 404, (method, path)


def test_a_viewer_changes_nothing(site: Site, work: Work, robin: Browser) -> None:
    """Whatever does more than look is refused as not allowed."""
    before = application(site, work.application_id)
    for method, path in addresses(site, **vars(work)):
        if method != "GET":
            assert ask(robin, method, path) == 403, (method, path)
    assert application(site, work.application_id) == before


def test_a_viewer_sees_the_batch_and_its_confirmation(work: Work, robin: Browser) -> None:
    """The batch, the history and the documents are open to a viewer of the group."""
    for path in (
        f"/batches/{work.batch_id}",
        f"/transactions/{work.confirmation_id}",
        f"/agreements/{work.agreement_id}",
    ):
        assert robin.get(path).status_code == 200, path
