"""What was not done is not in the audit trail."""

import pytest

from domain.accounts.access import Administrator
from domain.cells import Cell
from domain.errors import (
    ChangedByAnother,
    NotAllowed,
    NotFound,
    RegistryUnavailable,
)
from tests.unit.domain.rows import subscriber
from tests.unit.services.acts import ACTS
from tests.unit.services.site import ALEX, KIM, ROBIN, Site
from tests.unit.services.trail import written


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("who", [ROBIN, KIM])
def test_an_act_that_is_not_theirs_writes_nothing(
    site: Site, name: str, who: Administrator
) -> None:
    """Whoever refuses it says so; nothing was done."""
    (one,) = site.uploaded(subscriber())

    def act() -> None:
        with pytest.raises((NotAllowed, NotFound)):
            ACTS[name](site, who, one)

    assert written(site, act) == []


@pytest.mark.parametrize("name", ["edit", "save", "delete", "submit"])
def test_an_act_that_comes_too_late_writes_nothing(site: Site, name: str) -> None:
    """Somebody else's was written down."""
    (one,) = site.uploaded(subscriber())
    site.edit(one, city=Cell("Alameda"))

    def act() -> None:
        with pytest.raises(ChangedByAnother):
            ACTS[name](site, ALEX, one)

    assert written(site, act) == []


@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_cannot_be_checked_writes_nothing(site: Site, name: str) -> None:
    """While the carrier is away."""
    (one,) = site.uploaded(subscriber(gender=None) if "errors" in name else subscriber())
    if name == "restore":
        one = site.mending.delete(ALEX, one.id, one.version)
    site.registry.unreachable = True

    def act() -> None:
        with pytest.raises(RegistryUnavailable):
            ACTS[name](site, ALEX, one)

    assert written(site, act) == []
