"""How the site bears large registries, many uploads at once, and thousands of uploads.

Run it with ``make bench-scale``; ``python -m bench.scale registry --members 100000`` is a quick
look at a part.
"""

import argparse
import tempfile
from pathlib import Path

from bench.scale import crowd, memory, registry, report

PARTS = ("registry", "crowd", "memory")
SIZES = (100_000, 1_000_000, 10_000_000)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; or all")
    parser.add_argument("--members", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=9, help="of uploads to each registry")
    parser.add_argument("--seconds", type=float, default=60, help="beside each number of uploads")
    parser.add_argument("--uploads", type=int, default=2_000, help="over which memory is watched")
    parser.add_argument(
        "--write", action="store_true", help="write the figures into docs/performance.md"
    )
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if options.uploads < memory.EARLY:
        parser.error(f"--uploads is {memory.EARLY} at least")
    for part in options.parts or PARTS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            if part == "registry":
                measured = registry.measure(folder, options.members, options.rounds)
                report.registry(measured, options.rounds, write=options.write)
            elif part == "crowd":
                waited = crowd.measure(folder, options.seconds)
                report.crowd(waited, options.seconds, write=options.write)
            else:
                report.memory(*memory.measure(folder, options.uploads), write=options.write)


if __name__ == "__main__":
    main()
