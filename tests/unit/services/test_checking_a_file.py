"""Checking a completed workbook without keeping anything of it."""

from typing import Any

import pytest

from domain.accounts.access import Administrator
from domain.errors import FileRefused, NotAllowed, NotFound, RegistryUnavailable
from domain.findings import Verdict
from domain.services.upload import CheckedFile
from tests.unit.domain.rows import child, subscriber
from tests.unit.services.site import ALEX, KIM, ROBIN, Site


def checked(site: Site, content: bytes, by: Administrator = ALEX, **how: Any) -> CheckedFile:
    asked = {"group_id": "000341", "region": "NCAL", "file_name": "Hires.xlsx", "content": content}
    return site.uploads.check(by, **asked | how)


def test_the_verdicts_are_those_of_an_upload(site: Site) -> None:
    """Row for row, with the cells that are at fault; and nothing is written."""
    content = site.workbook(
        subscriber(),
        child(gender=None),
        subscriber(family_number="2", ssn="801-12-9999", subgroup_id="0042", first_name="Bea"),
    )
    commits = site.persistence.commits
    found = checked(site, content)
    assert site.persistence.commits == commits
    assert [one.verdict for one in found.applications] == [
        Verdict.READY,
        Verdict.ERROR,
        Verdict.REJECTED,
    ]
    uploaded = site.stored(site.upload(content=content).batch.id)
    assert [(one.row, one.findings) for one in found.applications] == [
        (one.row, one.findings) for one in uploaded
    ]
    assert found.group.name == "Redwood Manufacturing"
    assert found.batch.cell(3, "gender")[1:] == "3"


def test_a_file_is_checked_as_often_as_one_likes(site: Site) -> None:
    """Checking never counts as an upload; that it was uploaded before is told."""
    content = site.workbook(subscriber())
    assert [checked(site, content).batch.repeat for _ in range(2)] == [0, 0]
    site.upload(content=content)
    assert checked(site, content).batch.repeat == 1


def test_what_an_upload_refuses_is_refused(site: Site) -> None:
    """The file, the region, the group, the role, and while the carrier is away."""
    content = site.workbook(subscriber())
    with pytest.raises(FileRefused):
        checked(site, b"not a workbook")
    with pytest.raises(FileRefused, match="region_mismatch"):
        checked(site, content, region="HI")
    with pytest.raises(NotAllowed):
        checked(site, content, by=ROBIN)
    with pytest.raises(NotFound):
        checked(site, content, by=KIM)
    site.registry.unreachable = True
    with pytest.raises(RegistryUnavailable):
        checked(site, content)
