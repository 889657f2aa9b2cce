"""No form of the site, however it is filled in, makes it fail."""

from collections.abc import Callable

import pytest

from adapters.registry.demonstration import ADMINISTRATORS
from domain.accounts.access import Role
from tests.web.crawl import NASTY, Crawl, Sent, spoilt
from tests.web.mixed import mixed_batch, named
from tests.web.site import Site
from tests.web.uploads import ALEX, administrator

MOST = 1000
"""Requests by each administrator; all of them together take about a minute."""


@pytest.mark.rare
def test_a_walk_through_all_forms_finds_no_failure(
    site: Site, capsys: pytest.CaptureFixture[str], record_property: Callable[[str, object], None]
) -> None:
    """As each administrator of the demonstration, along every link: no failure, no trace, no
    markup that comes back as markup, and no way out of the site."""
    batch = mixed_batch(site)
    who = administrator(site, ALEX)
    leo = named(site, batch, "Mei Chen")
    site.services.mending.save_for_later(who, leo.id, leo.version)
    ana = named(site, batch, "Ana Ruiz")
    site.services.submitting.submit_one(who, ana.id, ana.version)
    forms, sent, pages, made, faults = set(), set(), set(), 0, []
    # Whoever administers a group comes last: the others have no access any more afterwards.
    for one in sorted(ADMINISTRATORS, key=lambda one: Role.ADMINISTER in one.grants.values()):
        browser = site.signed_in(one.email)
        crawl = Crawl(browser, MOST)
        crawl.run()
        assert crawl.made > 50, one.email
        # No form with a field spoilt ends the session that sends it, or the walk were none.
        assert browser.get("/account").status_code == 200, one.email
        forms |= crawl.forms
        sent |= crawl.sent
        pages |= crawl.pages
        made += crawl.made
        faults += crawl.faults
    record_property("tried", made)
    with capsys.disabled():
        many = f"{len(sent)} of {len(forms)} of form sent"
        print(f"\nThe walk: {len(pages)} kinds of page, {many}, {made} requests.")  # noqa: T201
    assert not faults, "\n".join(faults)
    actions = {str(form[1]) for form in forms}
    assert {
        "/mass-enrollment/upload",
        "/batches/·/submit",
        "/batches/·/delete-errors",
        "/batches/·/arbitration-agreements",
        "/applications/·",
        "/applications/·/delete",
        "/applications/·/save-for-later",
        "/transactions",
        "/members",
        "/applications/·/show",
        "/account/password",
        "/account/second-factor",
        "/audit",
        "/people/invitations",
        "/people/·/roles",
    } <= actions


def test_every_field_is_spoilt_in_every_way() -> None:
    """One at a time, so that the others do not hide what comes of it."""
    form = Sent("POST", "/x", {"a": "1", "b": "2"}, ())
    sent = dict(spoilt(form))
    assert len(sent) == 2 * len(NASTY)
    assert sent["a missing"] == {"b": "2"}
    assert sent["b empty"] == {"a": "1", "b": ""}
