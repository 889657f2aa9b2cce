"""Where figures go that are kept: marked sections of docs/performance.md, and plots beside it."""

import os
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
PLOTS = PAGE.with_suffix("")


def write_section(name: str, markdown: str) -> None:
    """Replace what stands between the section's two marks."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    page = PAGE.read_text(encoding="utf-8")
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{PAGE.name} has no section {name}")
    PAGE.write_text(f"{before}{begin}\n{markdown.strip()}\n{end}{after}", encoding="utf-8")


def write_plot(name: str, svg: str) -> None:
    """Keep a plot as docs/performance/NAME.svg."""
    PLOTS.mkdir(exist_ok=True)
    (PLOTS / f"{name}.svg").write_text(svg, encoding="utf-8")


def markdown_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The first column to the left, the others to the right."""
    marks = ["---"] + ["---:"] * (len(headers) - 1)
    return "\n".join(f"| {' | '.join(line)} |" for line in (headers, marks, *rows))


def plain_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same for a terminal."""
    lines = [headers, *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(headers))]
    return "\n".join(
        "  ".join(
            text.rjust(width) if at else text.ljust(width)
            for at, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def machine() -> str:
    """What it ran on, and when: "2 cores of Some Processor, 23 GB, Linux, Python 3.11.7"."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores of {_processor()}, {memory:.0f} GB of memory,"
        f" {platform.system()}, Python {platform.python_version()},"
        f" on {date.today().isoformat()}"  # noqa: DTZ011 - the machine's own day
    )


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        text = ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1].strip() if found else platform.machine()
