"""A form that was sent twice, whatever came between the two: one upload, and its own answer."""

from collections.abc import Callable
from functools import partial

import pytest

from domain.errors import AlreadyUploaded
from domain.services.results import BatchSummary
from tests.unit.domain.rows import subscriber
from tests.unit.services.site import Site

Upload = Callable[[], BatchSummary]


@pytest.fixture
def upload(site: Site) -> Upload:
    """Sends the one form, or another form with the same file."""
    return partial(site.upload, content=site.workbook(subscriber()), form="token")


def test_once_more_afterwards(upload: Upload) -> None:
    """The answer of the first."""
    assert upload().batch == upload().batch


@pytest.mark.parametrize("when", ["while_asking", "while_keeping"])
def test_the_other_comes_between(site: Site, upload: Upload, when: str) -> None:
    """Whichever of the first one's steps it comes before, both get what was made."""
    made: list[BatchSummary] = []
    getattr(site, when).meanwhile = lambda: made.append(upload())
    assert upload().batch == made[0].batch
    assert site.acts() == [("Uploaded", "alex", f"batch {made[0].batch.id}")]


@pytest.mark.parametrize("when", ["while_asking", "while_keeping"])
def test_another_form_with_the_same_file_comes_between(
    site: Site, upload: Upload, when: str
) -> None:
    """It is told that the file was uploaded before, and of which upload."""
    made: list[BatchSummary] = []
    getattr(site, when).meanwhile = lambda: made.append(upload())
    with pytest.raises(AlreadyUploaded) as refused:
        site.upload(content=site.workbook(subscriber()), form="another")
    assert refused.value.batch_id == made[0].batch.id
