"""Print what the service is made of besides itself, as a CycloneDX bill of materials: the packages
of its lock, and the files of others that are kept in the tree."""

import hashlib
import json
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent
LOCK = TOP / "requirements.lock"
_PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)", re.MULTILINE)

VENDORED = (
    ("htmx.org", "4.0.1", "0BSD", "pkg:npm/htmx.org@4.0.1", "web/static/vendor/*.js"),
    ("public-sans", "", "OFL-1.1", "pkg:github/uswds/public-sans", "web/static/fonts/*.woff2"),
    (
        "django-common-passwords",
        "5.2.19",
        "BSD-3-Clause",
        "pkg:pypi/django@5.2.19",
        "adapters/common_passwords/vendor/*.gz",
    ),
)
"""Name, version where it has one, licence, where it is from, and its files under src."""


def bill() -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "mass-enrollment",
                "version": version("mass-enrollment"),
            }
        },
        "components": [*_packages(), *_vendored()],
    }


def _packages() -> Iterator[dict[str, Any]]:
    for name, pinned in _PIN.findall(LOCK.read_text(encoding="utf-8")):
        yield _component("library", name, pinned, _licence(name), f"pkg:pypi/{name}@{pinned}")


def _vendored() -> Iterator[dict[str, Any]]:
    for name, pinned, licence, source, files in VENDORED:
        for path in sorted((TOP / "src").glob(files)):
            digest = hashlib.sha384(path.read_bytes()).hexdigest()
            component = _component("file", path.name, pinned, licence, source)
            yield component | {"group": name, "hashes": [{"alg": "SHA-384", "content": digest}]}


def _component(kind: str, name: str, pinned: str, licence: str, source: str) -> dict[str, Any]:
    named = [{"license": {"name": licence}}] if licence else []
    numbered = {"version": pinned} if pinned else {}
    return {"type": kind, "name": name, **numbered, "licenses": named, "purl": source}


def _licence(name: str) -> str:
    """As the package says itself, in a line; "" where it does not, or is for other systems."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return ""
    classified = [
        one.rpartition(" :: ")[2]
        for one in said.get_all("Classifier", [])
        if one.startswith("License ::")
    ]
    licence = said.get("License-Expression") or ", ".join(classified) or said.get("License") or ""
    return str(licence).partition("\n")[0]


if __name__ == "__main__":
    print(json.dumps(bill(), indent=2))
