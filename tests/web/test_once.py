"""Forms that make something, sent twice."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.web.site import Browser, Site, hidden
from tests.web.uploads import a_person, administrator
from tests.workbooks import fill_template

ALEX = "alex@redwood.example"
GROUP = {"region": "NCAL", "group_id": "000341", "group_name": "000341"}


def workbook(site: Site) -> dict[str, Any]:
    someone = administrator(site)
    _, template = site.services.groups.template(someone, "NCAL", "000341")
    return {"file": ("hires.xlsx", fill_template(template, [a_person("Ana", "Silva")]))}


def batches(site: Site) -> int:
    with site.persistence.reading() as uow:
        found = uow.batches.recent(["000341"], site.clock.now())
    return found.total


def form(alex: Browser) -> str:
    return hidden(alex.get("/mass-enrollment/upload").text, "once")


@pytest.mark.parametrize("again", [{}, {"again": "yes"}])
def test_an_upload_that_is_sent_twice_is_one(site: Site, again: dict[str, str]) -> None:
    """At the same time, and later: whoever sent it comes to the same batch."""
    alex = site.signed_in(ALEX)
    fields, files = {**GROUP, "once": form(alex), **again}, workbook(site)
    with ThreadPoolExecutor(4) as windows:
        sent = [
            windows.submit(alex.post, "/mass-enrollment/upload", fields, files=files)
            for _ in range(4)
        ]
        answers = [one.result() for one in sent]
    answers.append(alex.post("/mass-enrollment/upload", fields, files=files))
    assert {one.status_code for one in answers} == {303}
    assert len({one.headers["Location"] for one in answers}) == 1
    assert batches(site) == 1


def test_another_form_uploads_the_file_again_on_purpose(site: Site) -> None:
    """As does whoever sends no token, such as a program."""
    alex, files = site.signed_in(ALEX), workbook(site)
    for token in (form(alex), form(alex), "", "too short"):
        fields = {**GROUP, "once": token, "again": "yes"}
        assert alex.post("/mass-enrollment/upload", fields, files=files).status_code == 303
    assert batches(site) == 4


def test_a_form_that_was_refused_may_be_sent_again(site: Site) -> None:
    """It has made nothing."""
    alex = site.signed_in(ALEX)
    token = form(alex)
    nothing = alex.post("/mass-enrollment/upload", {**GROUP, "once": token})
    assert nothing.status_code == 422
    sent = alex.post("/mass-enrollment/upload", {**GROUP, "once": token}, files=workbook(site))
    assert sent.status_code == 303
    assert batches(site) == 1


def test_an_invitation_that_is_sent_twice_is_one(site: Site) -> None:
    """Both times its link is shown."""
    alex = site.signed_in(ALEX)
    fields = {
        "once": hidden(alex.get("/people").text, "once"),
        "email": "new@redwood.example",
        "name": "New Person",
        "group_id": "000341",
        "role": "enroll",
    }
    with ThreadPoolExecutor(2) as windows:
        sent = [windows.submit(alex.post, "/people/invitations", fields) for _ in range(2)]
        pages = [one.result() for one in sent]
    links = {re.search(r"/invitation/[\w-]{43}", one.text)[0] for one in pages}  # type: ignore[index]
    assert len(links) == 1
    with site.persistence.reading() as uow:
        assert len(uow.invitations.of_groups(["000341"], site.clock.now())) == 1
