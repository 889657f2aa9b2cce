"""Confirmation IDs: short, unambiguous when read aloud, with a check character."""

import re

from domain.values import Problem

# Nineteen, a prime number, for the check character: without 0 and O, 1 and I and L, and most of
# the letters that sound or look like another that is here.
CONFIRMATION_ALPHABET = "23456789AFHJKMPRWXY"
CONFIRMATION_DIGITS = 9


def confirmation_id(body: str) -> str:
    """The confirmation ID of nine characters of the alphabet: XXX-XXX-XXXC.

    C is the check character. As in ISBN-10, each character's value is weighted by its place, and
    the sum is divisible by a prime number, the alphabet's size: that tells any one wrong
    character and any two exchanged. (The hybrid systems of ISO 7064 miss some exchanged pairs.)
    """
    values = map(CONFIRMATION_ALPHABET.index, reversed(body))
    total = sum(weight * value for weight, value in enumerate(values, start=2))
    check = CONFIRMATION_ALPHABET[-total % len(CONFIRMATION_ALPHABET)]
    return f"{body[:3]}-{body[3:6]}-{body[6:]}{check}"


def parse_confirmation_id(text: str) -> str | Problem:
    """A confirmation ID as read aloud or copied: any case, dashes and spaces optional."""
    characters = re.sub(r"[^0-9A-Za-z]", "", text).upper()
    if len(characters) == CONFIRMATION_DIGITS + 1 and set(characters) <= set(CONFIRMATION_ALPHABET):
        right = confirmation_id(characters[:-1])
        if right[-1] == characters[-1]:
            return right
    return Problem("confirmation_id", "This is not a confirmation ID. Check each character.")
