"""Write the table of ZIP codes in src/domain/zip_table.py, from the library `zipcodes`.

Reading all 42,000 codes takes seconds, at every start; what the site asks of them is little.
"""

from collections import defaultdict
from pathlib import Path
from textwrap import wrap

import zipcodes

MODULE = Path(__file__).resolve().parent.parent / "src" / "domain" / "zip_table.py"
_HEAD = '''\
"""Which states ZIP codes are in, by their first three digits. Made by `make tables`."""

# First and last prefix of those that follow one another, and their states.
PREFIXES = """
{prefixes}
"""

# A place in each state: its ZIP code and city.
PLACES = """
{places}
"""
'''


def written() -> str:
    """The module as it has to be."""
    states = defaultdict[str, set[str]](set)
    places: dict[str, str] = {}
    seldom: dict[str, str] = {}
    for one in zipcodes.list_all():
        states[one["zip_code"][:3]].add(one["state"])
        place = f"{one['state']} {one['zip_code']} {one['city']}"
        seldom.setdefault(one["state"], place)
        # Some places have nothing but P.O. boxes.
        if one["zip_code_type"] == "STANDARD":
            places.setdefault(one["state"], place)
    places = {**seldom, **places}
    runs: list[tuple[int, int, str]] = []
    for prefix in sorted(states):
        here, number = "/".join(sorted(states[prefix])), int(prefix)
        first, last, before = runs[-1] if runs else (0, -1, "")
        if (before, last) == (here, number - 1):
            runs[-1] = (first, number, here)
        else:
            runs.append((number, number, here))
    return _HEAD.format(
        prefixes="\n".join(wrap(" ".join(f"{a:03}-{b:03}:{here}" for a, b, here in runs), 96)),
        places="\n".join(places[state] for state in sorted(places)),
    )


if __name__ == "__main__":
    MODULE.write_text(written(), encoding="utf-8")
