"""Arbitration agreements."""

import re
from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import ScannerUnavailable
from tests.documents import PDF, PNG
from tests.fakes.documents import FakeDocumentReader
from tests.web.pages import Page, part, said
from tests.web.reading import alert
from tests.web.site import Browser, Site, a_site
from tests.web.uploads import ALEX, a_dependent, a_person, applications, upload
from web.forms import UPLOAD_LIMIT


def two_families(site: Site) -> str:
    return upload(
        site,
        a_person("Jamal", "Rivera"),
        a_dependent("Ana", "Rivera"),
        a_person("Noa", "D'Angelo", Family_Number="12"),
    )


def page_of(batch: str) -> str:
    return f"/batches/{batch}/arbitration-agreements"


def test_documents_that_find_all_readers_busy_are_not_kept(site_folder: Path) -> None:
    """The answer is 503 with a sentence and when to try again."""
    documents = FakeDocumentReader()
    with closing(a_site(site_folder, documents=documents)) as site:
        alex, batch = site.signed_in(ALEX), two_families(site)
        jamal = applications(site, batch)[0]
        documents.busy = True
        answer = alex.post(page_of(batch), files={f"doc.{jamal.id}": ("scan.pdf", PDF)})
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        assert alert(answer.text) == (
            "Many files are being checked right now, so yours was not. Nothing was kept. Try again"
            " in a few seconds."
        )
        assert not site.files.kept


def downloads(html: str) -> list[str]:
    return re.findall(r'href="(/agreements/[^"]*)"', html)


def test_a_file_input_for_each_subscriber(site: Site, alex: Browser) -> None:
    """Labelled with whose it is; dependents sign nothing. One more takes several at once."""
    batch = two_families(site)
    jamal, _, noa = applications(site, batch)
    page = Page(alex.get(page_of(batch)).text)
    assert page.labels == {
        "several": "Several files at once",
        f"doc.{jamal.id}": "Agreement for Jamal Rivera, family 1",
        f"doc.{noa.id}": "Agreement for Noa D'Angelo, family 12",
    }
    assert "They are optional" in page.words


def test_a_document_is_kept_for_its_subscriber(site: Site, alex: Browser) -> None:
    """It is listed with a download, here and on the application's page."""
    batch = two_families(site)
    jamal = applications(site, batch)[0]
    answer = alex.post(
        page_of(batch), files={f"doc.{jamal.id}": ("scan.pdf", PDF, "application/pdf")}
    )
    assert answer.headers["Location"] == page_of(batch)
    html = alex.follow(answer).text
    assert said(html) == "1 agreement uploaded: scan.pdf for Jamal Rivera, family 1."
    assert len(downloads(html)) == 1
    edit = alex.get(f"/applications/{jamal.id}").text
    assert "scan.pdf" in part(edit, 'id="documents-title"', "</section>")
    assert downloads(edit) == downloads(html)


def test_several_at_once_go_by_family_number(site: Site, alex: Browser) -> None:
    """Each goes to the family in its name; one without is refused and stops no other."""
    batch = two_families(site)
    files = [
        ("several", ("family 12.png", PNG, "image/png")),
        ("several", ("Rivera 1 signed.pdf", PDF, "application/pdf")),
        ("several", ("scan.pdf", PDF, "application/pdf")),
    ]
    html = alex.follow(alex.post(page_of(batch), files=files)).text
    assert said(html).startswith("2 agreements uploaded: ")
    assert "family 12.png for Noa D'Angelo, family 12" in said(html)
    assert "Rivera 1 signed.pdf for Jamal Rivera, family 1" in said(html)
    assert "Not uploaded: scan.pdf. The file's name does not tell whose" in said(html, "alert")
    assert len(downloads(html)) == 2


def test_a_file_of_another_kind_is_refused(site: Site, alex: Browser) -> None:
    """Told from its content, whatever its name; the page says which and what to do."""
    batch = two_families(site)
    files = [("several", ("family 1.pdf", b"MZ a program", "application/pdf"))]
    answer = alex.post(page_of(batch), files=files)
    assert answer.status_code == 422
    assert "Not uploaded: family 1.pdf. This file is not a PDF, PNG or JPEG." in said(
        answer.text, "alert"
    )
    assert downloads(answer.text) == []
    assert site.files.kept == {}


def test_nothing_chosen_is_said_beside_the_field(site: Site, alex: Browser) -> None:
    """Browsers send empty files for inputs without a choice; that is no document."""
    batch = two_families(site)
    jamal = applications(site, batch)[0]
    empty = ("", b"", "application/octet-stream")
    files = [("several", empty), (f"doc.{jamal.id}", empty)]
    answer = alex.post(page_of(batch), files=files)
    assert answer.status_code == 422
    assert '<a href="#f-several">Choose a signed document, then upload it.</a>' in answer.text


def test_too_large_a_document_is_refused_by_itself(site: Site, alex: Browser) -> None:
    """The others that came with it are kept."""
    batch = two_families(site)
    files = [
        ("several", ("family 1.pdf", PDF + bytes(5 * 1024 * 1024), "application/pdf")),
        ("several", ("family 12.pdf", PDF, "application/pdf")),
    ]
    html = alex.follow(alex.post(page_of(batch), files=files)).text
    assert "1 agreement uploaded" in said(html)
    assert "Not uploaded: family 1.pdf. This file is larger than 5 MB." in said(html, "alert")


def test_too_much_at_once_is_refused(site: Site, alex: Browser) -> None:
    """A body beyond the limit is a 413 page, and nothing of it is kept."""
    batch = two_families(site)
    files = [("several", ("family 1.pdf", PDF + bytes(UPLOAD_LIMIT), "application/pdf"))]
    assert alex.post(page_of(batch), files=files).status_code == 413
    assert site.files.kept == {}


def test_a_download_is_never_opened_in_the_site(site: Site, alex: Browser) -> None:
    """It is an attachment under a name of ours, of the type its content has."""
    batch = two_families(site)
    files = [("several", ("<b>1.pdf", PNG, "text/html"))]
    html = alex.follow(alex.post(page_of(batch), files=files)).text
    assert "&lt;b&gt;1.pdf" in html
    (address,) = downloads(html)
    answer = alex.get(address)
    assert answer.content == PNG
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    disposition = answer.headers["Content-Disposition"]
    assert re.match(r'attachment; filename="agreement-[\w-]+\.png"', disposition)


def test_a_store_that_cannot_be_reached_is_said_so(site: Site, alex: Browser) -> None:
    """Neither an upload nor a download blames the carrier, and both work again later."""
    batch = two_families(site)
    files = [("several", ("family 1.pdf", PDF, "application/pdf"))]
    (kept,) = downloads(alex.follow(alex.post(page_of(batch), files=files)).text)
    site.files.unreachable = True
    for answer in (alex.get(kept), alex.post(page_of(batch), files=files)):
        assert answer.status_code == 503
        assert "Signed documents cannot be reached right now" in answer.text
        assert "What you were uploading was not kept" in answer.text
        assert "carrier" not in Page(answer.text).words
    site.files.unreachable = False
    assert alex.get(kept).content == PDF
    html = alex.get(page_of(batch)).text
    assert downloads(html) == [kept]


def test_a_region_without_agreements_has_no_such_page(site: Site, kim: Browser) -> None:
    """There the address is a 404, to look and to upload."""
    row = a_person("Ana", "Ruiz", Plan="HMO 30", City="Portland", State="OR", ZIP_Code="97201")
    batch = upload(site, row, email="kim@evergreen.example", region="NW", group_id="000777")
    assert kim.get(page_of(batch)).status_code == 404
    files = [("several", ("family 1.pdf", PDF, "application/pdf"))]
    assert kim.post(page_of(batch), files=files).status_code == 404


def test_a_viewer_reads_what_is_on_file(site: Site, alex: Browser, robin: Browser) -> None:
    """Without a form; sending one is refused."""
    batch = two_families(site)
    files = [("several", ("family 1.pdf", PDF, "application/pdf"))]
    alex.post(page_of(batch), files=files)
    html = robin.get(page_of(batch)).text
    assert "family 1.pdf" in html
    assert "Upload Agreements" not in html
    assert robin.get(downloads(html)[0]).content == PDF
    assert robin.post(page_of(batch), files=files).status_code == 403


def test_another_groups_documents_are_not_there(site: Site, alex: Browser, kim: Browser) -> None:
    """Neither the page nor a document by its address."""
    batch = two_families(site)
    files = [("several", ("family 1.pdf", PDF, "application/pdf"))]
    html = alex.follow(alex.post(page_of(batch), files=files)).text
    assert kim.get(page_of(batch)).status_code == 404
    assert kim.post(page_of(batch), files=files).status_code == 404
    assert kim.get(downloads(html)[0]).status_code == 404


def test_a_file_without_subscribers_says_so(site: Site, alex: Browser) -> None:
    """There is nobody to sign, so there is no form."""
    batch = upload(site, a_dependent("Ana", "Rivera"))
    html = alex.get(page_of(batch)).text
    assert "This file has no subscribers" in html
    assert "Upload Agreements" not in html


def test_with_htmx_the_list_comes_back(site: Site, alex: Browser) -> None:
    """The same address gives the part with its messages."""
    batch = two_families(site)
    files = [("several", ("family 1.pdf", PDF, "application/pdf"))]
    answer = alex.post(page_of(batch), files=files, htmx=True)
    text = alex.follow(answer, htmx=True).text
    assert text.lstrip().startswith('<div id="work">')
    assert "1 agreement uploaded" in text


def test_malware_is_said_so(site: Site, alex: Browser) -> None:
    """With what to do; the file is not kept, and is counted."""
    batch = two_families(site)
    bad = PDF + b"\n"
    site.scanner.infected.add(bad)
    answer = alex.post(page_of(batch), files=[("several", ("family 1.pdf", bad))])
    assert answer.status_code == 422
    assert "A scan found malware in this file." in said(answer.text, "alert")
    assert site.files.kept == {}


def test_without_its_scanner_nothing_is_taken(site: Site, alex: Browser) -> None:
    """A sentence says so, on the page; what is on file can be had all the same."""
    batch = two_families(site)
    files = [("several", ("family 1.pdf", PDF))]
    html = alex.follow(alex.post(page_of(batch), files=files)).text
    site.scanner.unreachable = True
    answer = alex.post(page_of(batch), files=[("several", ("family 12.pdf", PDF))])
    assert answer.status_code == 503
    assert "cannot be scanned for malware right now, so none was kept" in said(answer.text, "alert")
    assert len(site.files.kept) == 1
    assert alex.get(downloads(html)[0]).content == PDF
    assert site.services.upkeep.checks["documents"]()
    with pytest.raises(ScannerUnavailable):
        site.services.upkeep.checks["scanner"]()


def test_a_document_that_was_changed_is_not_given_out(site: Site, alex: Browser) -> None:
    """The page says what to do, and has a number for support."""
    batch = two_families(site)
    files = [("several", ("family 1.pdf", PDF))]
    html = alex.follow(alex.post(page_of(batch), files=files)).text
    (name,) = site.files.kept
    site.files.kept[name] = PDF.replace(b"612", b"613")
    answer = alex.get(downloads(html)[0])
    assert answer.status_code == 500
    assert "not as it was uploaded" in answer.text
    assert "Reference number" in answer.text


def test_what_is_saved_may_do_nothing_here(site: Site, alex: Browser) -> None:
    """Opened in the browser all the same, it has no scripts, no forms and no cookies of ours."""
    batch = two_families(site)
    files = [("several", ("family 1.pdf", PDF))]
    html = alex.follow(alex.post(page_of(batch), files=files)).text
    for address in (downloads(html)[0], "/transactions.csv"):
        policy = alex.get(address).headers["Content-Security-Policy"]
        assert policy.endswith("; sandbox")
        assert "default-src 'none'" in policy
