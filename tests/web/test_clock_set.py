"""A machine's clock that was a day ahead, or behind, and is set right: what goes on afterwards."""

from datetime import timedelta

import pytest

from domain.accounts.access import CLOCKS_DIFFER
from domain.delivery import LONGEST_LEASE, Stage
from tests.web.site import Site
from tests.web.uploads import ALEX, a_person, administrator, only_application, upload

DAY = timedelta(days=1)


@pytest.mark.parametrize("wrong", [DAY, -DAY, 7 * DAY], ids=["ahead", "behind", "a week ahead"])
def test_everything_goes_on_once_a_clock_is_set_right(site: Site, wrong: timedelta) -> None:
    """Sessions of then are worth nothing, wrong passwords of then put nobody off for long, and what
    was being delivered then is delivered within what a lease may last."""
    site.clock.advance(wrong)
    one = only_application(site, upload(site, a_person("Ana", "Silva")))
    site.services.submitting.submit_one(administrator(site), one.id, one.version)
    with site.persistence.writing() as uow:  # a worker takes it, and its machine stops there
        now = site.clock.now()
        assert uow.deliveries.claim("gone", now, now + timedelta(minutes=1))
        uow.commit()
    stale = site.signed_in(ALEX)
    for _ in range(5):
        assert site.client().sign_in(ALEX, "a wrong password").status_code == 422
    site.clock.advance(-wrong)
    if abs(wrong) > CLOCKS_DIFFER:
        assert stale.get("/members").status_code == 303
    site.clock.advance(LONGEST_LEASE + timedelta(minutes=1))
    assert site.signed_in(ALEX).get("/members").status_code == 200
    site.deliver()
    with site.persistence.reading() as uow:
        (after,) = uow.submissions.of_batch(one.batch_id)
        backlog = uow.deliveries.backlog()
    assert after.delivery.stage in (Stage.DONE, Stage.WITH_CARRIER)
    assert site.registry.accepted == [one.submission_key]
    assert backlog.waited(site.clock.now()) >= timedelta()
