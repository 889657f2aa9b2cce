"""Every two acts at once, on both databases: one of them is first, and the other is done after it
or told how things stand. Nothing is done twice, and nothing by halves."""

from collections import Counter
from collections.abc import Callable
from itertools import combinations_with_replacement, count

import pytest
from sqlalchemy import Engine

from adapters.persistence import SqlPersistence
from domain.application import Application, State
from domain.audit import Act
from domain.errors import (
    ActionRefused,
    ChangedByAnother,
    FileRefused,
    NotFound,
    NothingToSubmit,
)
from tests.contract.persistence.test_at_once import at_once
from tests.keys import VAULT
from tests.unit.domain.rows import subscriber
from tests.unit.services.site import ALEX, Site

TOLD = (ActionRefused, ChangedByAnother, FileRefused, NothingToSubmit, NotFound)
"""What whoever comes second may be told."""

Do = Callable[[Site, Application], object]
ACTS: dict[str, Do] = {
    "edit": lambda site, one: site.mending.edit(ALEX, one.id, {"city": "Fremont"}, one.version),
    "save": lambda site, one: site.mending.save_for_later(ALEX, one.id, one.version),
    "delete": lambda site, one: site.mending.delete(ALEX, one.id, one.version),
    "delete all errors": lambda site, one: site.mending.delete_errors(ALEX, one.batch_id),
    "submit": lambda site, one: site.submitting.submit_one(ALEX, one.id, one.version),
    "submit all": lambda site, one: site.submitting.submit_ready(ALEX, one.batch_id),
    "upload the same": lambda site, one: site.upload(subscriber()),
    "upload again": lambda site, one: site.upload(subscriber(), again=True),
    "deliver": lambda site, one: site.deliver(),
    "look": lambda site, one: site.looking.tab(ALEX, one.batch_id),
}
PAIRS = list(combinations_with_replacement(ACTS, 2))
# What makes another version of the application, by what the audit trail calls it.
CHANGES = {Act.EDITED, Act.SAVED_FOR_LATER, Act.DELETED, Act.SUBMITTED}
_numbers = count(1)


@pytest.fixture
def site(engine: Engine) -> Site:
    """Every service over a real database."""
    return Site(SqlPersistence(engine, vault=VAULT))


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=["+".join(pair) for pair in PAIRS])
def test_of_two_acts_at_once_one_is_first(site: Site, one: str, other: str) -> None:
    """Whatever the two are; the audit trail tells what was done, and no more."""
    (application,) = site.uploaded(subscriber(ssn=f"801-13-{next(_numbers):04}"))
    before = len(site.acts())
    came = at_once(lambda: ACTS[one](site, application), lambda: ACTS[other](site, application))
    refusals = [one for one in came if isinstance(one, type)]
    assert all(issubclass(one, TOLD) for one in refusals), refusals
    assert len(refusals) < 2
    done = Counter(
        act for act, _, subject in site.acts()[before:] if subject.endswith(application.id)
    )
    assert max((done[act] for act in CHANGES), default=0) <= 1
    after = site.now(application)
    assert after.version == application.version + sum(done[act] for act in CHANGES)
    submitted = site.looking.submissions(ALEX, application.batch_id)
    assert len(submitted) == done[Act.SUBMITTED]
    for submission in submitted:
        assert after.state is State.SUBMITTED
        assert after.confirmation_id == submission.confirmation_id
        assert after.text("city") == submission.answers.city
    site.deliver()
    assert site.registry.accepted.count(application.submission_key) == len(submitted)
