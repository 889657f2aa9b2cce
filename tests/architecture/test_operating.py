"""The operator's page against what there is."""

import re

from tests.architecture.tree import ROOT
from tools.settings_table import written
from web.settings import DECLARED

PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


def test_every_setting_is_explained() -> None:
    """As it is declared: `make tables` would write the table as it is."""
    assert written(PAGE) == PAGE
    known = [one.variable for one in DECLARED]
    assert "ENROLL_SECRET_KEY" in known
    assert re.findall(r"^\| `(ENROLL_\w+)` \|", PAGE, re.MULTILINE) == known
    assert set(re.findall(r"ENROLL_[A-Z_0-9]+", PAGE)) == set(known)


def test_every_metric_is_explained() -> None:
    """By the name that Prometheus shows: what is counted ends with _total."""
    metrics = (ROOT / "src" / "web" / "metrics.py").read_text(encoding="utf-8")
    made = re.findall(r'(Counter|Histogram|GaugeMetricFamily)\(\s*"(enroll_\w+)"', metrics)
    known = {f"{name}_total" if kind == "Counter" else name for kind, name in made}
    assert "enroll_submitted_total" in known
    assert set(re.findall(r"^\| `(enroll_\w+)` \|", PAGE, re.MULTILINE)) == known
