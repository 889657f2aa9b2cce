"""The suites that a carrier's own tests import come with the product, and are no part of it."""

from tests.architecture.tree import ROOT, files, imports, name

SUITES = "adapters.registry.contract"


def test_product_needs_no_pytest() -> None:
    """Only the suites import pytest, and nothing of the product imports the suites."""
    folder = ROOT / "src" / SUITES.replace(".", "/")
    sources = ROOT / "src"
    importing = [
        f"{name(path)}:{line} imports {module}"
        for path in files()
        if path.suffix == ".py" and path.is_relative_to(sources) and folder not in path.parents
        for line, module in imports(path)
        if module.split(".")[0] == "pytest" or module.startswith(SUITES)
    ]
    assert importing == []
