"""Letters and the accents that belong to them, in whatever number they come."""

import unicodedata


def taken_apart(text: str) -> str:
    """Each character taken apart into its letter and its accents (NFKD), the accents in the order
    in which they came. Sorting them, as normalising a whole text does, takes time by the square of
    how many stand in a row."""
    if text.isascii():
        return text
    return "".join([unicodedata.normalize("NFKD", character) for character in text])
