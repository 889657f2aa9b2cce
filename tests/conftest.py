"""Settings that hold for every test below the browser."""

from hypothesis import settings

from tests.object_store import bucket, credentials, object_store
from tests.postgresql import postgresql

__all__ = ["bucket", "credentials", "object_store", "postgresql"]

# A slow machine is no fault of the code: examples have no deadline, and a failure prints how to
# see the same example again.
settings.register_profile("steady", deadline=None, print_blob=True)
settings.load_profile("steady")
