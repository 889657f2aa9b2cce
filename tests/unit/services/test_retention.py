"""Forgetting in time: what has expired, and documents that belong to nothing."""

from datetime import timedelta

import pytest

from domain.agreement import Agreement
from domain.application import Application
from domain.errors import StoreUnavailable
from domain.services.agreements import Document
from domain.services.retention import Retention
from tests.documents import PDF
from tests.unit.domain.rows import subscriber
from tests.unit.services.site import ALEX, Site

HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def retention(site: Site) -> Retention:
    return Retention(site.persistence, site.files, site.clock)


@pytest.fixture
def made(site: Site) -> Application:
    (application,) = site.uploaded(subscriber())
    return application


def attach(site: Site, application: Application) -> Agreement:
    document = {application.id: Document("signed.pdf", PDF)}
    (agreement,) = site.agreements.attach(ALEX, application.batch_id, document).agreements
    return agreement


def test_what_has_expired_goes_with_its_documents(
    site: Site, made: Application, retention: Retention
) -> None:
    """At thirty days, and not a moment before."""
    agreement = attach(site, made)
    site.clock.advance(timedelta(days=30) - MOMENT)
    assert retention.purge() == 0
    assert site.files.get(agreement.stored_name) == PDF
    site.clock.advance(MOMENT)
    assert retention.purge() == 1
    assert site.files.kept == {}
    assert site.stored(made.batch_id) == []


def test_documents_that_nothing_names_go_after_an_hour(
    site: Site, made: Application, retention: Retention
) -> None:
    """Younger ones may still get their record; those that have one stay."""
    agreement = attach(site, made)
    site.files.put("forgotten.pdf", PDF)
    site.clock.advance(HOUR)
    site.files.put("underway.pdf", PDF)
    assert retention.purge() == 0
    assert "forgotten.pdf" in site.files.kept
    site.clock.advance(MOMENT)
    assert retention.purge() == 1
    assert sorted(site.files.kept) == sorted([agreement.stored_name, "underway.pdf"])


def test_every_document_is_looked_at(site: Site, made: Application, retention: Retention) -> None:
    """However many there are, and wherever among them those with a record stand."""
    agreement = attach(site, made)
    for number in range(1500):
        site.files.put(f"a{number}.pdf", PDF)
        site.files.put(f"z{number}.pdf", PDF)
    site.clock.advance(2 * HOUR)
    assert retention.purge() == 3000
    assert list(site.files.kept) == [agreement.stored_name]


def test_a_purge_that_was_interrupted_is_finished_by_the_next(
    site: Site, made: Application, retention: Retention
) -> None:
    """Documents whose records went while the store was out of reach go once it is back."""
    attach(site, made)
    site.clock.advance(timedelta(days=30))
    site.files.unreachable = True
    with pytest.raises(StoreUnavailable):
        retention.purge()
    assert site.stored(made.batch_id) == []
    site.files.unreachable = False
    assert len(site.files.kept) == 1
    assert retention.purge() == 1
    assert site.files.kept == {}
    assert retention.purge() == 0
