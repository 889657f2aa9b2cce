"""Watches everything a browser does while a test runs, and looks for barriers to people."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

# Whatever WCAG 2.2 asks at the levels A and AA, and what axe's makers recommend beyond.
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without this, a violation is only told to the console.
_TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI}`));
"""
# How Chromium tells of an answer of 400 or more; the answer itself is watched.
_REFUSED_ANSWER = "Failed to load resource: the server responded with a status of"


class Watch:
    """What went wrong in a browser's pages: errors, violations, answers nobody expected."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.problems: list[str] = []
        self._ours: tuple[str, ...] = (site, "data:", "blob:")
        self._expected: set[int] = set()
        self._seen: list[int] = []
        context.add_init_script(_TELL_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"page error: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def expect_also(self, site: str) -> None:
        """Another site that people are sent to on purpose."""
        self._ours += (site,)

    @contextmanager
    def refusal(self, status: int) -> Iterator[None]:
        """What is done meanwhile must be answered with this status, at least once."""
        self._expected.add(status)
        self._seen.clear()
        yield
        self._expected.discard(status)
        assert status in self._seen, f"nothing was answered with {status}"

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_REFUSED_ANSWER):
            self.problems.append(f"{message.type} in the console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self._ours):
            self.problems.append(f"request to another site: {request.url}")

    def _failed(self, request: Request) -> None:
        # Aborted: a download, or a page left while it was loading.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"{request.failure} at {request.url}")

    def _response(self, response: Response) -> None:
        self._seen.append(response.status)
        if response.status >= 400 and response.status not in self._expected:
            self.problems.append(f"{response.status} at {response.request.method} {response.url}")


def barriers(page: Page) -> str:
    """What axe-core finds on the page as it stands, "" when it finds nothing."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # What passes is left there: a page's worth of it takes longer to hand over than to find.
    violations = page.evaluate(
        "options => axe.run(options).then(found => found.violations)",
        {"runOnly": _RULES, "resultTypes": ["violations"]},
    )
    return AxeResults({"violations": violations}).generate_report() if violations else ""


def overflow(page: Page) -> list[str]:
    """What makes the page wider than its window; [] when nothing has to be scrolled sideways."""
    found: list[Any] = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.scrollingElement.scrollWidth <= width) return [];
          const scrolls = (one) => one && (getComputedStyle(one).overflowX !== "visible" ||
            scrolls(one.parentElement?.closest("body *")));
          const found = [...document.querySelectorAll("body *")]
            .filter((one) => one.getBoundingClientRect().right > width + 1 && !scrolls(one))
            .map((one) => one.outerHTML.slice(0, 120));
          return found.length ? found : ["something that scrolls by itself"];
        }"""
    )
    return [str(one) for one in found]
