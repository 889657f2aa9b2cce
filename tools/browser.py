"""Find a browser for the end-to-end tests, or install one, and print where it is.

In this order: the one named in CHROMIUM; one on the path; Debian's, through apt, as root;
Playwright's own download. Chromium's headless shell, which has the same pages and no windows around
them, comes before the whole browser: the tests take a tenth less in it. Only the path goes to
standard output. Exits with 1 and a sentence that says what to install when none of these gives a
browser that starts.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)


def starts(path: str) -> bool:
    """Whether the browser at this path runs here, with all the system libraries it needs."""
    try:
        answer = subprocess.run(
            [path, "--headless", "--no-sandbox", "--version"], capture_output=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def on_path() -> Iterator[str]:
    """Every browser of a known name on the path."""
    for name in NAMES:
        if path := shutil.which(name):
            yield path


def from_apt() -> Iterator[str]:
    """Debian's Chromium, installed for the whole machine."""
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return
    print("Installing Chromium with apt", file=sys.stderr)
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": sys.stderr}
    subprocess.run([apt, "update", "-qq"], check=False, **quiet)
    for browser in NAMES[:2]:
        packages = [browser, "fonts-liberation"]
        command = [apt, "install", "-y", "-qq", "--no-install-recommends", *packages]
        if subprocess.run(command, check=False, **quiet).returncode == 0:
            break
    yield from on_path()


def from_playwright() -> Iterator[str]:
    """The browser that Playwright downloads into the user's cache."""
    from playwright.sync_api import sync_playwright

    print("Downloading Chromium with Playwright", file=sys.stderr)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(command, check=False, stdout=sys.stderr).returncode == 0:
        with sync_playwright() as playwright:
            yield playwright.chromium.executable_path


def find() -> str | None:
    """The path of the first browser that starts; None when there is none."""
    for source in (on_path, from_apt, from_playwright):
        for path in source():
            if starts(path):
                return path
    return None


def main() -> int:
    """Print the browser's path; return the exit status."""
    if chosen := os.environ.get("CHROMIUM"):
        path = shutil.which(chosen)
        if path is None or not starts(path):
            print(
                f"CHROMIUM names {chosen}, which does not start. Set it to the path of Chromium"
                " or Chrome, or unset it to have one found or installed.",
                file=sys.stderr,
            )
            return 1
    else:
        path = find()
        if path is None:
            print(
                "The end-to-end tests need a browser. Install Chromium or Chrome (on Debian or"
                " Ubuntu: sudo apt-get install chromium), or set CHROMIUM to its path, then run"
                " make test again.",
                file=sys.stderr,
            )
            return 1
    print(Path(path).absolute())
    return 0


if __name__ == "__main__":
    sys.exit(main())
