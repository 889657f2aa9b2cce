"""Plots as SVG, drawn here: bars and lines, readable on light and on dark.

A plot brings its own ground, so that its colours always fit, whatever page it stands on.
"""

from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

WIDTH = 760
_STYLE = """
.title{font-size:16px;font-weight:600}
.ground{fill:#ffffff}.text{fill:#1f2328}.quiet{fill:#59636e}.grid{stroke:#d1d9e0}
.ours{fill:#0969da}.theirs{fill:#9a6700}.line{fill:none;stroke-width:2}
.s0{stroke:#0969da}.s1{stroke:#9a6700}.s2{stroke:#1a7f37}.s3{stroke:#8250df}
.t0{fill:#0969da}.t1{fill:#9a6700}.t2{fill:#1a7f37}.t3{fill:#8250df}
@media (prefers-color-scheme:dark){
.ground{fill:#0d1117}.text{fill:#f0f6fc}.quiet{fill:#9198a1}.grid{stroke:#3d444d}
.ours{fill:#4493f8}.theirs{fill:#d29922}
.s0{stroke:#4493f8}.s1{stroke:#d29922}.s2{stroke:#3fb950}.s3{stroke:#ab7df8}
.t0{fill:#4493f8}.t1{fill:#d29922}.t2{fill:#3fb950}.t3{fill:#ab7df8}}
"""


class Bar(NamedTuple):
    """One, with what stands before it; ``ours`` tells it from the others by colour."""

    label: str
    value: float
    ours: bool = True


class Line(NamedTuple):
    """A named series of points."""

    label: str
    points: Sequence[tuple[float, float]]


def bars(title: str, unit: str, of: Sequence[Bar]) -> str:
    """Horizontal bars from nought, each with its value at its end."""
    left, right, top, step = 240, 60, 70, 30
    longest = max(bar.value for bar in of)
    drawn = []
    for at, bar in enumerate(of):
        y = top + at * step
        width = (WIDTH - left - right) * bar.value / longest
        kind = "ours" if bar.ours else "theirs"
        drawn += [
            _text(left - 10, y + 15, bar.label, "text", anchor="end"),
            f'<rect class="{kind}" x="{left}" y="{y}" width="{width:.1f}" height="20" rx="2"/>',
            _text(left + width + 6, y + 15, f"{bar.value:.{1 if bar.value >= 10 else 2}f}", "text"),
        ]
    return _plot(title, unit, drawn, height=top + len(of) * step + 16)


def lines(title: str, unit: str, across: str, of: Sequence[Line]) -> str:
    """Series over a common scale from nought; ``unit`` is what goes up, ``across`` what along."""
    left, right, top, high = 70, 150, 70, 240
    most_x = max(x for line in of for x, _ in line.points)
    most_y = _ceiling(max(y for line in of for _, y in line.points))
    width = WIDTH - left - right
    drawn = []
    for part in range(5):
        y = top + high - high * part / 4
        drawn += [
            f'<line class="grid" x1="{left}" x2="{left + width}" y1="{y:.1f}" y2="{y:.1f}"/>',
            _text(left - 8, y + 4, _number(most_y * part / 4), "quiet", anchor="end"),
        ]
        x = left + width * part / 4
        drawn.append(
            _text(x, top + high + 20, _number(most_x * part / 4), "quiet", anchor="middle")
        )
    drawn.append(_text(left + width / 2, top + high + 42, across, "quiet", anchor="middle"))
    below = 0.0
    for at, line in sorted(enumerate(of), key=lambda one: one[1].points[-1][1], reverse=True):
        points = [
            (left + width * x / most_x, top + high - high * y / most_y) for x, y in line.points
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        below = max(points[-1][1] + 4, below + 16)  # names that end close together make room
        drawn += [
            f'<polyline class="line s{at % 4}" points="{path}"/>',
            _text(points[-1][0] + 8, below, line.label, f"t{at % 4}"),
        ]
    return _plot(title, unit, drawn, height=top + high + 60)


def _plot(title: str, unit: str, drawn: Sequence[str], height: int) -> str:
    parts = "\n".join(drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"'
        f' height="{height}" role="img" aria-label="{escape(title, {chr(34): "&quot;"})}"'
        ' font-family="system-ui, sans-serif" font-size="13">\n'
        f"<style>{_STYLE}</style>\n"
        f'<rect class="ground" width="{WIDTH}" height="{height}" rx="6"/>\n'
        f"{_text(16, 28, title, 'text title')}\n{_text(16, 48, unit, 'quiet')}\n{parts}\n</svg>\n"
    )


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {where}>{escape(text)}</text>'


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"


def _ceiling(value: float) -> float:
    """The next round number, as the top of a scale."""
    step = 10.0 ** len(str(int(value))) / 10
    return next(step * times for times in (1, 2, 4, 6, 8, 10, 20) if step * times >= value)
