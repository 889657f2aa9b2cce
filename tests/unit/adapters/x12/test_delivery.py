"""The site delivers to a carrier that takes files."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.registry.x12 import X12Registry
from domain.delivery import Stage
from domain.services.delivering import Delivering
from domain.services.operating import Operating
from domain.submission import Status, Submission
from tests.unit.adapters.x12.acknowledging import of_set, ta1, x999
from tests.unit.adapters.x12.carrier import FileCarrier
from tests.unit.adapters.x12.others_reader import acknowledgement, faults
from tests.unit.adapters.x12.people import loops
from tests.unit.domain.rows import child, subscriber
from tests.unit.services.outbox import stands
from tests.unit.services.site import ALEX, Site

LATER = timedelta(hours=2)


@pytest.fixture
def site(registry: X12Registry) -> Site:
    """Its deliveries go to the carrier that takes files."""
    site = Site()
    site.delivering = Delivering(registry, site.persistence, site.clock, site.ids)
    return site


def submitted(site: Site, **changes: str) -> str:
    """A batch of a family, delivered."""
    (first, *_) = site.uploaded(subscriber(**changes), child())
    site.submitting.submit_ready(ALEX, first.batch_id)
    site.deliver()
    return first.batch_id


def later(site: Site, batch_id: str) -> list[Submission]:
    """How the batch's submissions stand after the carrier was asked."""
    site.clock.advance(LATER)
    site.deliver()
    return list(stands(site, batch_id))


def result(*people: Submission) -> str:
    rows = "".join(f"{one.confirmation_id},completed,Welcome.\n" for one in people)
    return f"confirmation_id,status,words\n{rows}"


def test_family_goes_and_comes_back(carrier: FileCarrier, site: Site) -> None:
    """What was uploaded is written, acknowledged by another's translator, and completed."""
    batch_id = submitted(site)
    (text,) = carrier.written().values()
    assert faults(text) == []
    assert len(loops(text)) == 2
    carrier.says("answer.x12", acknowledgement(text))
    found = later(site, batch_id)
    assert {(one.status, one.delivery.stage) for one in found} == {
        (Status.PROCESSING, Stage.WITH_CARRIER)
    }
    assert {"accepted the content" in one.carrier_words for one in found} == {True}
    carrier.says("results.csv", result(*found))
    assert {
        (one.status, one.delivery.stage, one.carrier_words) for one in later(site, batch_id)
    } == {(Status.COMPLETED, Stage.DONE, "Welcome.")}


@pytest.mark.parametrize(
    "rejection",
    [ta1(1, "R", "025"), x999(1, *of_set(1, "R", notes="5"), group="AK9*R*1*1*0")],
    ids=["TA1", "999"],
)
def test_given_back_waits_for_a_person(carrier: FileCarrier, site: Site, rejection: str) -> None:
    """What the carrier rejected is held with its words; sent again, it goes into a new file."""
    batch_id = submitted(site)
    carrier.says("answer.x12", rejection)
    held = later(site, batch_id)
    assert {one.delivery.stage for one in held} == {Stage.HELD}
    assert all("code" in one.steps[-1].words for one in held)
    later(site, batch_id)
    assert len(carrier.written()) == 1
    list(Operating(site.persistence, site.clock, site.ids).send_again(held))
    site.deliver()
    assert list(carrier.written()) == ["834_000000001.x12", "834_000000002.x12"]
    assert {one.carrier_words for one in stands(site, batch_id)} == {
        "Written to file 834_000000002.x12."
    }
    carrier.says("results.csv", result(*held))
    assert {one.status for one in later(site, batch_id)} == {Status.COMPLETED}


def test_name_that_cannot_be_written_is_held(carrier: FileCarrier, site: Site) -> None:
    """A person whom the file cannot hold waits for somebody to look, with what to do; the
    dependent waits for them."""
    batch_id = submitted(site, last_name="张")
    later(site, batch_id)
    subscriber_, child_ = sorted(stands(site, batch_id), key=lambda one: one.subscriber_key or "")
    assert subscriber_.delivery.stage is Stage.HELD
    assert "nothing was sent" in subscriber_.steps[-1].words
    assert child_.delivery.stage is Stage.WAITING
    assert carrier.written() == {}


def test_outbox_that_was_away_gets_everything(
    carrier: FileCarrier, site: Site, tmp_path: Path
) -> None:
    """While the outbox is away submissions wait, and then go out once."""
    away = tmp_path / "away"
    carrier.outbox.rename(away)
    batch_id = submitted(site)
    assert {one.delivery.stage for one in stands(site, batch_id)} == {Stage.WAITING}
    away.rename(carrier.outbox)
    later(site, batch_id)
    (text,) = carrier.written().values()
    assert len(loops(text)) == 2
