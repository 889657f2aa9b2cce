"""The figures of a run, as the table in docs/reliability.md."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.faults.judge import Tally

_BEGINS, _ENDS = "<!-- the figures begin -->", "<!-- the figures end -->"
_HEAD = """\
| What was done | Times | Submissions | In doubt, asked for | Of these had arrived \
| Accepted twice | Lost | Statuses differing |
|---|---:|---:|---:|---:|---:|---:|---:|"""


class _Row(NamedTuple):
    what: str
    times: int
    tally: Tally
    points: Sequence[str]
    seed: int | None


class Figures:
    """Collects what each test has done."""

    def __init__(self) -> None:
        self._rows: list[_Row] = []

    def add(
        self,
        what: str,
        times: int,
        tally: Tally,
        *,
        points: Iterable[str] = (),
        seed: int | None = None,
    ) -> None:
        """``what`` was done so many ``times``, at these ``points``; rows of one name are added
        up."""
        self._rows.append(_Row(what, times, tally, list(points), seed))

    def write(self, path: Path) -> None:
        """Put the figures between the file's two marks."""
        text = path.read_text()
        before, _, rest = text.partition(_BEGINS)
        _, _, after = rest.partition(_ENDS)
        path.write_text(f"{before}{_BEGINS}\n\n{self._text()}\n\n{_ENDS}{after}")

    def _text(self) -> str:
        lines = [_HEAD]
        names = dict.fromkeys(row.what for row in self._rows)
        for name in names:
            rows = [row for row in self._rows if row.what == name]
            lines.append(_line(name, rows))
        lines.append(_line("**Together**", self._rows))
        for name in names:
            rows = [row for row in self._rows if row.what == name]
            points = Counter(point for row in rows for point in row.points)
            seeds = [str(row.seed) for row in rows if row.seed is not None]
            if points:
                listed = "; ".join(f"{point} {times}" for point, times in sorted(points.items()))
                lines += ["", f"{name}, by point: {listed}."]
            if seeds:
                lines += ["", f"{name}, seeds: {', '.join(seeds)}."]
        return "\n".join(lines)


def _line(name: str, rows: Sequence[_Row]) -> str:
    columns = [sum(row.times for row in rows)]
    columns += map(sum, zip(*(row.tally for row in rows), strict=True))
    return f"| {name} | {' | '.join(map(str, columns))} |"
