"""What every member registry must do, as tests that a registry's own tests inherit.

Needs pytest; only tests import it. Fill the registry under test with ``GROUPS`` and ``MEMBERS``
before each test and hand it over in a fixture:

    from adapters.registry.contract import GROUPS, MEMBERS, MemberRegistryContract

    class TestOurRegistry(MemberRegistryContract):
        @pytest.fixture
        def registry(self):
            ...

``AnswersAtOnceContract`` is for registries that decide as the demonstration carrier does.
"""

import pytest

# Before they are imported: their asserts shall tell what they compared.
pytest.register_assert_rewrite(
    "adapters.registry.contract.answers_at_once", "adapters.registry.contract.member_registry"
)

from adapters.registry.contract.answers_at_once import AnswersAtOnceContract  # noqa: E402
from adapters.registry.contract.member_registry import MemberRegistryContract  # noqa: E402
from adapters.registry.contract.sample import (  # noqa: E402
    EVERGREEN,
    GROUPS,
    HOTELS,
    MEMBERS,
    REDWOOD,
    XAVIER,
    by_key,
    enrolled,
    submission,
)

__all__ = [
    "EVERGREEN",
    "GROUPS",
    "HOTELS",
    "MEMBERS",
    "REDWOOD",
    "XAVIER",
    "AnswersAtOnceContract",
    "MemberRegistryContract",
    "by_key",
    "enrolled",
    "submission",
]
