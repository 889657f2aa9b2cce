"""``make fuzz``: mutated uploads for as long as it is told, and what came of them.

Each that breaks a property is made as small as it gets, kept as a file, and told with the steps
that make it again.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import SystemRandom

from tests.fuzz.changes import Upload, by_chance
from tests.fuzz.properties import Hangs, judge

_TELL_EVERY = 30  # seconds


def main() -> int:
    """Fuzz as the command line says. Returns the status to exit with: 1 when something broke."""
    options = _options()
    end = time.monotonic() + options.seconds
    told = time.monotonic()
    codes: Counter[str] = Counter()
    broken: dict[str, Upload] = {}
    slowest, seed = (0.0, options.seed), options.seed
    _say(f"From seed {seed}, for {options.seconds} s")
    while time.monotonic() < end and seed - options.seed < options.most:
        upload, began = by_chance(seed), time.process_time()
        code, what = _judged(upload)
        slowest = max(slowest, (time.process_time() - began, seed))
        codes[code or f"BROKEN: {what}"] += 1
        if what and what not in broken:
            broken[what] = _smallest(upload, what)
            _tell(what, broken[what], seed, options.keep)
        seed += 1
        if time.monotonic() > told + _TELL_EVERY:
            told = time.monotonic()
            _say(f"{seed - options.seed} so far, {len(broken)} broken")
    for code, count in codes.most_common():
        _say(f"{count:8} {code}")
    _say(f"{codes.total()} uploads, the slowest {slowest[0]:.2f} s (seed {slowest[1]}), all checks")
    _say(f"included; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most")
    return 1 if broken else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz OPTIONS=", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120, help="how long (120)")
    parser.add_argument("--most", type=int, default=sys.maxsize, help="how many uploads at most")
    parser.add_argument(
        "--seed", type=int, default=SystemRandom().getrandbits(40), help="where to begin (anywhere)"
    )
    parser.add_argument(
        "--keep", type=Path, help="the folder for files that break something (a temporary one)"
    )
    return parser.parse_args()


def _judged(upload: Upload) -> tuple[str, str]:
    """The code of the upload's refusal, or "read"; and which property it breaks, or "". What is
    raised and was not foreseen breaks one, too."""
    try:
        return judge(upload.content()), ""
    except AssertionError as broken:
        return "", str(broken)
    except (Exception, Hangs) as unforeseen:
        return "", f"raises {type(unforeseen).__name__}: {unforeseen}"


def _smallest(upload: Upload, what: str) -> Upload:
    """The upload with as few changes as break the same."""
    at = 0
    while at < len(upload.changes):
        fewer = upload._replace(changes=upload.changes[:at] + upload.changes[at + 1 :])
        if _alike(_judged(fewer)[1], what):
            upload = fewer
        else:
            at += 1
    return upload


def _alike(one: str, other: str) -> bool:
    return one.partition(":")[0] == other.partition(":")[0]


def _tell(what: str, upload: Upload, seed: int, keep: Path | None) -> None:
    folder = keep or Path(tempfile.mkdtemp(prefix="fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"seed-{seed}.xlsx"
    path.write_bytes(upload.content())
    _say(f"BROKEN: {what}\n  {path}\n  {upload}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
