"""What a carrier says of somebody, as it may be kept and shown."""

import re

from domain.values import numbers_hidden

# What looks like somebody's number and is known to be none: a confirmation ID, which ends with a
# letter or digit more, and a file that is called by its control number.
_OF_THE_SITE = re.compile(
    r"((?<![\w-])[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{4}(?![\w-])|\b\d{3}_\d{9}\.\w{3}\b)"
)


def without_numbers(words: str) -> str:
    """The words with only the last four characters of each Social Security or Medicare number that
    the carrier quotes in them."""
    parts = _OF_THE_SITE.split(words)
    return "".join(part if at % 2 else numbers_hidden(part) for at, part in enumerate(parts))
