"""The list of common passwords that comes with the site."""

import base64
import gzip
import hashlib

import pytest

from adapters.common_passwords import LIST, CommonPasswords
from domain.accounts.passwords import SHORTEST_WITH_SECOND_FACTOR, PasswordRules
from domain.errors import PasswordTooCommon


def long_enough() -> list[str]:
    listed = gzip.decompress(LIST.read_bytes()).decode().splitlines()
    return [one for one in listed if len(one) >= SHORTEST_WITH_SECOND_FACTOR]


def test_the_vendored_list_is_the_one_that_was_taken() -> None:
    """The note beside the file is its own SHA-384, and its licence stands there too."""
    digest = base64.b64encode(hashlib.sha384(LIST.read_bytes()).digest()).decode()
    assert LIST.with_suffix(".gz.sha384.txt").read_text().strip() == f"sha384-{digest}"
    assert "Django Software Foundation" in (LIST.parent / "django-LICENSE.txt").read_text()


def test_none_of_the_commonest_is_taken() -> None:
    """All of the thousands that are long enough, in capitals as well."""
    rules = PasswordRules(listed=CommonPasswords())
    assert len(long_enough()) > 8000
    for one in long_enough():
        for typed in (one, one.upper()):
            with pytest.raises(PasswordTooCommon):
                rules.check(typed, "jo@redwood.example", "Jo Field", second_factor=True)


def test_what_is_not_in_it_is_not_common() -> None:
    """Nothing at all stands in no list."""
    assert "password" in CommonPasswords()
    assert "correct horse battery" not in CommonPasswords()
    assert "" not in CommonPasswords()
