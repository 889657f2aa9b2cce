"""What every test of the services starts from."""

import pytest

from tests.unit.services.site import Site


@pytest.fixture
def site() -> Site:
    """A site on which nothing has happened yet."""
    return Site()
