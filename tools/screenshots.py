"""Take the pictures of docs/screenshots: the main job, page by page, in a demonstration of its own.

``python -m tools.screenshots`` needs a browser, as tools/browser.py finds it. The pictures stand at
a fixed day with the samples of samples/, so that a new run changes only what looks different.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from e2e.person import REDWOOD, Person
from e2e.server import PATIENCE, Server, running
from tools import browser

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
ALEX = "alex@redwood.example"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def main() -> int:
    """Take all pictures; the exit status."""
    path = os.environ.get("CHROMIUM") or browser.find()
    if path is None:
        print("No browser was found. Install Chromium or Chrome, or set CHROMIUM to its path.")
        return 1
    expect.set_options(timeout=1000 * PATIENCE)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        with running(Path(folder)) as server:
            for name in _taken(chromium, server):
                print(FOLDER.relative_to(ROOT) / name)
        chromium.close()
    return 0


def _taken(chromium: Browser, server: Server) -> Iterator[str]:
    """The main job with a picture at each step; the pictures' file names."""
    alex = Person(chromium, server, viewport=DESK, reduced_motion="reduce")

    def shot(name: str, of: Person = alex) -> str:
        of.page.screenshot(path=FOLDER / f"{name}.png", animations="disabled", caret="hide")
        return f"{name}.png"

    alex.sign_in(ALEX)
    yield shot("manage-members")
    alex.goto("/mass-enrollment")
    alex.choose_group(REDWOOD)
    yield shot("mass-enrollment")
    alex.send((ROOT / "samples" / "mixed.xlsx").read_bytes(), "mixed.xlsx")
    expect(alex.dialog("Upload complete")).to_be_visible()
    yield shot("upload-complete")
    alex.button("Close").click()
    alex.page.get_by_role("tab", name="Error").click()
    expect(alex.button("Delete All Error Applications")).to_be_visible()
    yield shot("error-tab")
    actions = alex.page.get_by_role("button", name="Actions for ").first
    actions.click()
    alex.page.get_by_role("menuitem", name="Edit").first.click()
    expect(alex.region("There is a problem")).to_be_visible()
    yield shot("edit")
    alex.link("Cancel").click()
    alex.page.get_by_role("tab", name="Ready").click()
    alex.button("Submit Ready Applications").click()
    question = alex.page.get_by_role("dialog")
    expect(question).to_be_visible()
    yield shot("submit")
    question.get_by_role("button", name="Submit").click()
    expect(alex.region("Submission result")).to_be_visible()
    yield shot("submission-result")
    alex.link("Transaction History").click()
    expect(alex.heading("Transaction History")).to_be_visible()
    yield shot("transaction-history")

    alex.goto("/members")
    batch = alex.link("mixed.xlsx").get_attribute("href")
    phone = Person(
        chromium,
        server,
        viewport=PHONE,
        color_scheme="dark",
        device_scale_factor=2,
        reduced_motion="reduce",
        storage_state=alex.context.storage_state(),
    )
    phone.goto(f"{batch}?tab=error")
    phone.page.get_by_role("tablist").evaluate("one => one.scrollIntoView()")
    yield shot("phone-dark", phone)
    for person in (alex, phone):
        person.close()


if __name__ == "__main__":
    raise SystemExit(main())
