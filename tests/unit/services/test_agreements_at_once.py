"""Documents for a batch that somebody else is at work on."""

from collections.abc import Callable

import pytest

from domain.services.agreements import MAX_DOCUMENTS_EACH, Document
from tests.documents import PDF, pdf
from tests.unit.domain.rows import subscriber
from tests.unit.services.site import ALEX, Site

Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture
def while_storing(site: Site, monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Has something done by somebody else while the next document is stored."""
    put = site.files.put

    def do(act: Callable[[], object]) -> None:
        def slowly(name: str, content: bytes) -> None:
            monkeypatch.setattr(site.files, "put", put)
            act()
            put(name, content)

        monkeypatch.setattr(site.files, "put", slowly)

    return do


def test_two_who_upload_at_once_pass_no_limit(site: Site, while_storing: Meanwhile) -> None:
    """Whoever is second is told of what has no room any more."""
    (one,) = site.uploaded(subscriber())
    three, others = (
        [Document(f"family 1 {letter}.pdf", pdf(f"({whose}{letter})".encode())) for letter in "abc"]
        for whose in (1, 2)
    )
    while_storing(lambda: site.agreements.attach(ALEX, one.batch_id, {}, three))
    done = site.agreements.attach(ALEX, one.batch_id, {}, others)
    (there,) = site.agreements.subscribers(ALEX, one.batch_id)[1]
    assert (len(done.agreements), len(there.agreements)) == (2, MAX_DOCUMENTS_EACH)
    assert [name for name, _ in done.refused] == ["family 1 c.pdf"]
    assert "has 5 documents on file already" in done.refused[0][1]


def test_a_subscriber_who_is_deleted_meanwhile_gets_no_document(
    site: Site, while_storing: Meanwhile
) -> None:
    """The others do."""
    one, other = site.uploaded(
        subscriber(), subscriber(family_number="2", ssn="801-12-9999", first_name="Bea")
    )
    several = [Document("family 1.pdf", PDF), Document("family 2.pdf", PDF)]
    while_storing(lambda: site.mending.delete(ALEX, other.id, other.version))
    done = site.agreements.attach(ALEX, one.batch_id, {}, several)
    assert [one.file_name for one in done.agreements] == ["family 1.pdf"]
    assert [name for name, _ in done.refused] == ["family 2.pdf"]
    assert "was deleted meanwhile" in done.refused[0][1]
