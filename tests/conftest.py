"""Settings that hold for every test below the browser."""

import pytest
from hypothesis import settings

from tests.object_store import bucket, credentials, object_store
from tests.postgresql import postgresql

__all__ = ["bucket", "credentials", "object_store", "postgresql"]

# A slow machine is no fault of the code: examples have no deadline, and a failure prints how to
# see the same example again.
STEADY = settings(deadline=None, print_blob=True)
settings.register_profile("steady", STEADY)
# Where what counts is which lines are reached.
settings.register_profile("few", STEADY, max_examples=5, stateful_step_count=20)
settings.load_profile("steady")

# Fixtures and parameters that start a server.
SERVERS = {"postgresql", "object_store", "bucket", "s3", "at_once", "later", "server", "real"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs a server is slow."""
    for item in items:
        parameters = getattr(item, "callspec", None)
        values = parameters.params.values() if parameters else ()
        needs = {*getattr(item, "fixturenames", ()), *(one for one in values if type(one) is str)}
        if needs & SERVERS:
            item.add_marker(pytest.mark.slow)
