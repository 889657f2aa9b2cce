"""Sent forms in memory."""

from datetime import datetime

from tests.fakes.kept import Kept


class FakeSentForms:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def made(self, digest: str) -> str | None:
        made, _ = self._kept.sent_forms.get(digest, (None, None))
        return made

    def add(self, digest: str, made: str, at: datetime) -> bool:
        if digest in self._kept.sent_forms:
            return False
        self._kept.sent_forms[digest] = (made, at)
        return True
