"""Signed arbitration agreements, where a region uses them."""

import re
from pathlib import Path

from playwright.sync_api import expect

from e2e.person import EVERGREEN, PACIFIC, Person, payload
from e2e.rows import at_evergreen, in_hawaii
from tests.documents import PDF, PNG
from tests.web.uploads import a_dependent, a_person


def agreement(name: str, content: bytes = PDF):
    return payload(content, name, "application/octet-stream")


def test_agreements_are_uploaded_for_subscribers_in_hawaii(alex: Person) -> None:
    """One for a subscriber, several by the family numbers in their names; others are refused."""
    page = alex.page
    batch = alex.upload(
        [
            in_hawaii(
                a_person("Keoni", "Kahale") | {"Arbitration Agreement Signed On": "11/1/2026"}
            ),
            in_hawaii(a_dependent("Leilani", "Kahale")),
            in_hawaii(a_person("Malia", "Ogata", Family_Number="2")),
            in_hawaii(a_person("Nalu", "Pukui", Family_Number="12")),
        ],
        "hawaii.xlsx",
        PACIFIC,
    )
    alex.link("Upload Arbitration Agreements").click()
    expect(alex.heading("Arbitration Agreements")).to_be_visible()
    expect(page).to_have_url(re.compile(f"{batch}/arbitration-agreements$"))
    expect(page.get_by_label("Leilani")).to_have_count(0)
    alex.check()

    with alex.watch.refusal(422):
        alex.button("Upload Agreements").click()
        expect(alex.region("There is a problem")).to_be_visible()
    alex.check()

    page.get_by_label("Keoni Kahale").set_input_files(agreement("signed.pdf"))
    alex.button("Upload Agreements").click()
    expect(alex.status).to_contain_text("1 agreement uploaded")
    expect(alex.link("signed.pdf")).to_be_visible()
    with page.expect_download() as download:
        alex.link("signed.pdf").click()
    assert Path(download.value.path()).read_bytes() == PDF

    page.get_by_label("Several files at once").set_input_files(
        [
            agreement("family 2.pdf"),
            agreement("Pukui 12.png", PNG),
            agreement("family 99.pdf"),
            agreement("family 2 notes.pdf", b"just text"),
        ]
    )
    alex.button("Upload Agreements").click()
    expect(alex.status).to_contain_text("2 agreements uploaded")
    expect(alex.link("family 2.pdf")).to_be_visible()
    expect(alex.link("Pukui 12.png")).to_be_visible()
    expect(alex.alert).to_contain_text("family 99.pdf")
    expect(alex.alert).to_contain_text("family 2 notes.pdf")
    alex.check()

    alex.goto(batch)
    alex.act("Malia Ogata", 4, "Edit")
    expect(alex.link("family 2.pdf")).to_be_visible()
    expect(alex.field("Arbitration Agreement Signed On")).to_be_visible()
    alex.check()
    alex.goto(batch)
    alex.submit_ready(4)


def test_agreements_are_never_required(alex: Person) -> None:
    """In Hawaii, too, an application without a signed document is ready and gets its ID."""
    alex.upload([in_hawaii(a_person("Oren", "Quesada"))], "none.xlsx", PACIFIC)
    alex.submit_ready(1)


def test_regions_without_agreements_do_not_speak_of_them(visitor) -> None:
    """In Oregon there is no such link, no such column, and the address leads nowhere."""
    kim: Person = visitor("kim@evergreen.example")
    batch = kim.upload([at_evergreen(a_person("Pam", "Rasmussen"))], "oregon.xlsx", EVERGREEN)
    expect(kim.link("Upload Arbitration Agreements")).to_have_count(0)
    kim.act("Pam Rasmussen", 2, "Edit")
    expect(kim.field("Home Address")).to_be_visible()
    expect(kim.field("Arbitration Agreement Signed On")).to_have_count(0)
    with kim.watch.refusal(404):
        kim.goto(f"{batch}/arbitration-agreements")
    kim.check()
