"""Settings that hold for every test below the browser."""

from hypothesis import settings

from tests.postgresql import postgresql

__all__ = ["postgresql"]

# A slow machine is no fault of the code: examples have no deadline, and a failure prints how to
# see the same example again.
settings.register_profile("steady", deadline=None, print_blob=True)
settings.load_profile("steady")
