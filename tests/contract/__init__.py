"""One suite a port, run on its fake and on every real adapter."""

import pytest

# Suites that other test modules inherit from: their asserts shall tell what they compared.
pytest.register_assert_rewrite("tests.contract.member_registry", "tests.contract.answers_at_once")
