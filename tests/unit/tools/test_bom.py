"""The bill of what the service is made of."""

from tests.architecture.test_dependencies import pins
from tests.architecture.tree import ROOT, files
from tools.bom import bill


def test_every_package_of_the_lock_is_on_it() -> None:
    """At its very version, by an address that scanners know."""
    libraries = [one for one in bill()["components"] if one["type"] == "library"]
    locked = {name: version for name, (version, _) in pins("requirements.lock").items()}
    assert {one["name"]: one["version"] for one in libraries} == locked
    assert all(one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}" for one in libraries)


def test_every_file_of_others_is_on_it() -> None:
    """With its digest and licence, whose text stands beside it."""
    kept = [one for one in bill()["components"] if one["type"] == "file"]
    others = {
        path.name
        for path in files()
        if (ROOT / "src") in path.parents
        and ("vendor" in path.parts or "fonts" in path.parts)
        and path.suffix != ".txt"
    }
    assert {one["name"] for one in kept} == others
    for one in kept:
        assert len(one["hashes"][0]["content"]) == 96
        assert one["licenses"]
