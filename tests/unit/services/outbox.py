"""Batches on their way to the carrier."""

from collections.abc import Sequence

from domain.submission import Submission
from tests.unit.domain.rows import subscriber
from tests.unit.services.site import ALEX, Site


def batch_of(site: Site, count: int) -> str:
    """A batch of so many subscribers, submitted and not yet delivered."""
    rows = [
        subscriber(family_number=str(n), ssn=f"801-12-{1000 + n}", first_name="A" + "b" * n)
        for n in range(1, count + 1)
    ]
    (first, *_) = site.uploaded(*rows)
    site.submitting.submit_ready(ALEX, first.batch_id)
    return first.batch_id


def stands(site: Site, batch_id: str) -> Sequence[Submission]:
    return site.looking.submissions(ALEX, batch_id)


def only(site: Site, batch_id: str) -> Submission:
    (submission,) = stands(site, batch_id)
    return submission
