"""The operator's page against what there is."""

import re

from tests.architecture.tree import ROOT

PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


def test_every_setting_is_explained() -> None:
    """Each has a row in the table, and none stands there that the site does not read."""
    settings = (ROOT / "src" / "web" / "settings.py").read_text(encoding="utf-8")
    known = set(re.findall(r'"(ENROLL_\w+)"', settings))
    assert "ENROLL_SECRET_KEY" in known
    assert set(re.findall(r"^\| `(ENROLL_\w+)` \|", PAGE, re.MULTILINE)) == known
    assert set(re.findall(r"ENROLL_[A-Z_0-9]+", PAGE)) == known


def test_every_metric_is_explained() -> None:
    """By the name that Prometheus shows: what is counted ends with _total."""
    metrics = (ROOT / "src" / "web" / "metrics.py").read_text(encoding="utf-8")
    made = re.findall(r'(Counter|Histogram|GaugeMetricFamily)\(\s*"(enroll_\w+)"', metrics)
    known = {f"{name}_total" if kind == "Counter" else name for kind, name in made}
    assert "enroll_submitted_total" in known
    assert set(re.findall(r"^\| `(enroll_\w+)` \|", PAGE, re.MULTILINE)) == known
