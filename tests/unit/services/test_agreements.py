"""Arbitration agreements: signed documents for subscribers, never required."""

from datetime import timedelta
from hashlib import sha256

import pytest

from domain.application import Application
from domain.audit import Act, Event
from domain.errors import (
    DocumentDamaged,
    NotAllowed,
    NotFound,
    ScannerUnavailable,
    StoreUnavailable,
)
from domain.services.agreements import (
    MAX_DOCUMENTS_AT_ONCE,
    MAX_DOCUMENTS_EACH,
    Document,
    family_of,
)
from tests.documents import JPEG, PDF, PNG, pdf
from tests.unit.domain.rows import child, subscriber
from tests.unit.services.site import ALEX, KIM, ROBIN, Site

SIGNED = Document("signed.pdf", PDF)


@pytest.fixture
def made(site: Site) -> list[Application]:
    """Families 1 and 12, and a child of the first."""
    other = {"family_number": "12", "ssn": "801-12-9999", "first_name": "Bea", "gender": None}
    return site.uploaded(subscriber(), child(), subscriber(**other))


def on_file(site: Site, batch_id: str) -> list[int]:
    """How many documents each subscriber has."""
    return [len(one.agreements) for one in site.agreements.subscribers(ALEX, batch_id)[1]]


# Whose a document is


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("family 12.pdf", 12),
        ("12.pdf", 12),
        ("0012_signed.png", 12),
        ("Agreement-1-.jpeg", 1),
        ("12 and 12 again.pdf", 12),
        ("scan 2026 family 12.pdf", 12),
        ("123.pdf", None),
        ("families 1 and 12.pdf", None),
        ("signed.pdf", None),
        ("", None),
        (f"{'1' * 5000}.pdf", None),
    ],
)
def test_the_family_stands_in_the_files_name(name: str, family: int | None) -> None:
    """One number that is a family's, among whatever other numbers; none or several tell nothing."""
    assert family_of(name, {1, 12}) == family


# Keeping documents


def test_the_batchs_subscribers_are_listed(site: Site, made: list[Application]) -> None:
    """With their family numbers, by row; dependents sign nothing."""
    batch, subscribers = site.agreements.subscribers(ROBIN, made[0].batch_id)
    assert batch.id == made[0].batch_id
    assert [(one.application.id, one.family_number) for one in subscribers] == [
        (made[0].id, 1),
        (made[2].id, 12),
    ]


def test_a_document_is_kept_for_its_subscriber(site: Site, made: list[Application]) -> None:
    """Under a name of our own, with its hash, and it comes back as it was."""
    (kept,) = site.agreements.attach(ALEX, made[0].batch_id, {made[0].id: SIGNED}).agreements
    assert (kept.application_id, kept.file_name) == (made[0].id, "signed.pdf")
    assert (kept.media_type, kept.size) == ("application/pdf", len(PDF))
    assert kept.digest == sha256(PDF).hexdigest()
    assert "signed" not in kept.stored_name
    assert kept.stored_name.endswith(".pdf")
    assert (kept.uploaded_by, kept.uploaded_at) == (ALEX.id, site.clock.now())
    assert site.agreements.document(ROBIN, kept.id) == (kept, PDF)
    assert on_file(site, made[0].batch_id) == [1, 0]
    assert site.looking.application(ALEX, made[0].id).agreements == [kept]


def test_several_documents_find_their_families_by_name(site: Site, made: list[Application]) -> None:
    """And one that can't be matched never stops the others."""
    several = [
        Document("family 12.png", PNG),
        Document("who knows.pdf", PDF),
        Document("1.jpg", JPEG),
        Document("family 1 notes.txt", b"notes"),
    ]
    done = site.agreements.attach(ALEX, made[0].batch_id, {}, several)
    assert [one.application_id for one in done.agreements] == [made[2].id, made[0].id]
    assert [one.stored_name.rpartition(".")[2] for one in done.agreements] == ["png", "jpg"]
    assert [name for name, _ in done.refused] == ["who knows.pdf", "family 1 notes.txt"]
    assert "Put the family number in it" in done.refused[0][1]
    assert "not a PDF, PNG or JPEG" in done.refused[1][1]
    assert len(site.files.kept) == 2


def test_only_the_batchs_subscribers_get_documents(site: Site, made: list[Application]) -> None:
    """Neither a dependent nor another batch's application, whatever a form says."""
    (other,) = site.uploaded(subscriber(middle_name="Q"))
    done = site.agreements.attach(
        ALEX, made[0].batch_id, {made[1].id: SIGNED, other.id: SIGNED, "x": SIGNED}
    )
    assert done.agreements == []
    assert len(done.refused) == 3
    assert site.files.kept == {}


def test_a_document_that_is_on_file_is_kept_once(site: Site, made: list[Application]) -> None:
    """As when a form is sent twice; for another subscriber it is another agreement."""
    batch_id = made[0].batch_id
    site.agreements.attach(ALEX, batch_id, {}, [Document("1.pdf", PDF)])
    again = site.agreements.attach(ALEX, batch_id, {}, [Document("signed 1.pdf", PDF)])
    assert (again.agreements, again.codes) == ([], ["on_file"])
    with site.persistence.reading() as uow:
        assert len(uow.agreements.of_batch(batch_id)) == 1


def test_a_subscriber_has_five_documents_at_most(site: Site, made: list[Application]) -> None:
    """Those on file before and those of this time counted together."""
    batch_id = made[0].batch_id
    documents = [Document("1.pdf", pdf(b"(%d)" % number)) for number in range(6)]
    first = site.agreements.attach(ALEX, batch_id, {}, documents[:3])
    then = site.agreements.attach(ALEX, batch_id, {}, documents[3:])
    assert (len(first.agreements), len(then.agreements)) == (3, MAX_DOCUMENTS_EACH - 3)
    assert "has 5 documents on file already" in then.refused[0][1]
    assert on_file(site, batch_id) == [MAX_DOCUMENTS_EACH, 0]


def test_fifty_files_at_once_at_most(site: Site, made: list[Application]) -> None:
    """The rest are refused by name."""
    several = [Document(f"{n}.txt", b"no") for n in range(MAX_DOCUMENTS_AT_ONCE)]
    done = site.agreements.attach(ALEX, made[0].batch_id, {}, [*several, Document("1.pdf", PDF)])
    assert done.agreements == []
    assert done.refused[-1] == ("1.pdf", "Upload at most 50 files at once.")


def test_agreements_go_on_after_the_submission(site: Site, made: list[Application]) -> None:
    """The signature may come later."""
    site.submit(made[0])
    site.agreements.attach(ALEX, made[0].batch_id, {made[0].id: SIGNED})
    assert on_file(site, made[0].batch_id) == [1, 0]


# Who may, and where


def test_regions_without_agreements_have_none(site: Site) -> None:
    """The page isn't there, and nothing is taken."""
    row = subscriber(plan="HMO 30", state="OR", zip="97201", city="Portland")
    (made,) = site.uploaded(row, by=KIM, group_id="000777")
    with pytest.raises(NotFound):
        site.agreements.subscribers(KIM, made.batch_id)
    with pytest.raises(NotFound):
        site.agreements.attach(KIM, made.batch_id, {made.id: SIGNED})


def test_a_viewer_adds_none(site: Site, made: list[Application]) -> None:
    """Looking is all they may."""
    with pytest.raises(NotAllowed):
        site.agreements.attach(ROBIN, made[0].batch_id, {made[0].id: SIGNED})
    assert site.files.kept == {}


def test_other_groups_documents_are_not_there(site: Site, made: list[Application]) -> None:
    """Neither the page nor a document by its id."""
    (kept,) = site.agreements.attach(ALEX, made[0].batch_id, {made[0].id: SIGNED}).agreements
    with pytest.raises(NotFound):
        site.agreements.subscribers(KIM, made[0].batch_id)
    with pytest.raises(NotFound):
        site.agreements.document(KIM, kept.id)
    with pytest.raises(NotFound):
        site.agreements.document(ALEX, "unknown")


def test_a_document_whose_file_is_gone_is_not_found(site: Site, made: list[Application]) -> None:
    """Told as any other missing page."""
    (kept,) = site.agreements.attach(ALEX, made[0].batch_id, {made[0].id: SIGNED}).agreements
    site.files.remove([kept.stored_name])
    with pytest.raises(NotFound):
        site.agreements.document(ALEX, kept.id)


def test_documents_go_with_the_batch(site: Site, made: list[Application]) -> None:
    """Thirty days later they are not shown, and the purge names their files for removal."""
    (kept,) = site.agreements.attach(ALEX, made[0].batch_id, {made[0].id: SIGNED}).agreements
    site.clock.advance(timedelta(days=30))
    with pytest.raises(NotFound):
        site.agreements.document(ALEX, kept.id)
    assert list(site.persistence.purge(site.clock.now())) == [kept.stored_name]


def test_documents_go_with_their_application(site: Site, made: list[Application]) -> None:
    """A deleted or expired one's are not shown, although its batch is still there."""
    several = [Document("family 1.pdf", PDF), Document("family 12.pdf", PDF)]
    batch_id = made[0].batch_id
    first, second = site.agreements.attach(ALEX, batch_id, {}, several).agreements
    site.submit(made[0])  # keeps the batch
    site.mending.delete(ALEX, made[2].id, site.now(made[2]).version)
    with pytest.raises(NotFound):
        site.agreements.document(ALEX, second.id)
    assert site.agreements.document(ALEX, first.id) == (first, PDF)


def test_a_number_of_two_subscribers_is_nobodys(site: Site) -> None:
    """The document is refused rather than kept for the wrong one of them."""
    twin = {"ssn": "801-12-9999", "first_name": "Bea"}
    first, _ = site.uploaded(subscriber(), subscriber(**twin))
    done = site.agreements.attach(ALEX, first.batch_id, {}, [Document("family 1.pdf", PDF)])
    assert done.agreements == []
    assert "does not tell whose agreement this is" in done.refused[0][1]


def test_documents_of_an_upload_that_failed_are_on_nobodys_file(
    site: Site, made: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the second cannot be kept, the first has no record either."""
    put = site.files.put

    def full(name: str, content: bytes) -> None:
        if site.files.kept:
            raise StoreUnavailable
        put(name, content)

    monkeypatch.setattr(site.files, "put", full)
    several = [Document("family 1.pdf", PDF), Document("family 12.pdf", PDF)]
    with pytest.raises(StoreUnavailable):
        site.agreements.attach(ALEX, made[0].batch_id, {}, several)
    assert on_file(site, made[0].batch_id) == [0, 0]


# What was refused, and what was scanned


def test_a_document_with_malware_is_refused(site: Site, made: list[Application]) -> None:
    """It stops no other, nothing of it is kept, and the trail has what it was called."""
    batch_id = made[0].batch_id
    bad = PDF + b"\n"
    site.scanner.infected.add(bad)
    several = [Document("family 1.pdf", bad), Document("family 12.pdf", PDF)]
    done = site.agreements.attach(ALEX, batch_id, {}, several)
    assert [one.file_name for one in done.agreements] == ["family 12.pdf"]
    assert done.codes == ["infected"]
    assert "malware" in done.refused[0][1]
    assert list(site.files.kept.values()) == [PDF]
    (event,) = refusals(site)
    assert (event.administrator_id, event.group_id) == (ALEX.id, "000341")
    assert event.subject == f"batch {batch_id}"
    assert event.facts == {"code": "infected", "found": "Test.Signature"}


def test_nothing_is_kept_that_cannot_be_scanned(
    site: Site, made: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even what came before the scanner stopped to answer."""
    scan = site.scanner.scan

    def once(content: bytes) -> str | None:
        found = scan(content)
        site.scanner.unreachable = True
        return found

    monkeypatch.setattr(site.scanner, "scan", once)
    several = [Document("family 1.pdf", PDF), Document("family 12.pdf", PDF)]
    with pytest.raises(ScannerUnavailable):
        site.agreements.attach(ALEX, made[0].batch_id, {}, several)
    assert site.scanner.scanned == 1
    assert site.files.kept == {}
    assert on_file(site, made[0].batch_id) == [0, 0]


def test_what_is_no_document_is_not_scanned(site: Site, made: list[Application]) -> None:
    """And is in the trail by its reason, without its name."""
    done = site.agreements.attach(
        ALEX, made[0].batch_id, {made[0].id: Document("Ana Silva.exe", b"MZ")}
    )
    assert (done.codes, site.scanner.scanned) == (["type"], 0)
    (event,) = refusals(site)
    assert event.facts == {"code": "type"}
    assert "Ana" not in str(event)


def test_a_document_that_was_changed_is_not_given_out(site: Site, made: list[Application]) -> None:
    """Wherever it is kept, it is what was uploaded, or it is nothing."""
    (kept,) = site.agreements.attach(ALEX, made[0].batch_id, {made[0].id: SIGNED}).agreements
    site.files.kept[kept.stored_name] = PDF + b"\n"
    with pytest.raises(DocumentDamaged):
        site.agreements.document(ALEX, kept.id)


def refusals(site: Site) -> list[Event]:
    with site.persistence.reading() as uow:
        events = [one.event for one in uow.audit.all()]
    return [one for one in events if one.act == Act.AGREEMENT_REFUSED]
