"""Writing texts into elements, and noting what could not be written as it is."""

from adapters.registry.x12.characters import plain


class Pen:
    """Writes in the allowed characters. ``notes`` are sentences that hold no personal data."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self.notes: list[str] = []

    def can_write(self, text: str | None) -> bool:
        """Whether something is left of the text, and no letter lost."""
        written = plain(text or "", self._allowed)
        return bool(written.text) and not written.lost

    def write(self, text: str | None, noun: str, longest: int) -> str:
        """The text for an element of so many characters; "" where nothing can be written."""
        written = plain(text or "", self._allowed)
        if written.lost:
            self.notes.append(f"Letters that an 834 file cannot hold were left out of the {noun}.")
        if len(written.text) <= longest:
            return written.text
        self.notes.append(f"The {noun} was cut to {longest} characters.")
        return written.text[:longest].rstrip()

    def address(self, email: str | None) -> str:
        """An e-mail address as it is, since another spelling would be another address."""
        if not email or self._allowed.issuperset(email):
            return email or ""
        self.notes.append("The e-mail address was left out: an 834 file cannot hold it.")
        return ""
