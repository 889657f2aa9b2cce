"""An identity provider in memory, and who is whom of its."""

from collections.abc import Mapping

from domain.accounts.single_sign_on import Departure, Vouched
from domain.errors import ProviderRefused, ProviderUnavailable
from tests.fakes.kept import Kept

ISSUER = "https://id.redwood.example"


class FakeProvider:
    """Vouches for whom ``people`` has by the code that they come back with."""

    name = "Redwood ID"

    def __init__(self, **people: Vouched) -> None:
        self.people: dict[str, Vouched] = people
        self.away = False
        self.left_for: list[str] = []

    def departure(self, back: str) -> Departure:
        self._reach()
        self.left_for.append(back)
        number = len(self.left_for)
        return Departure(f"{ISSUER}/login?state=s{number}", "s", f"n{number}", "v")

    def vouched(self, departure: Departure, back: str, answer: Mapping[str, str]) -> Vouched:
        self._reach()
        if answer.get("state") != departure.state:
            raise ProviderRefused("another state")
        found = self.people.get(answer.get("code", ""))
        if found is None:
            raise ProviderRefused("no code")
        return found

    def _reach(self) -> None:
        if self.away:
            raise ProviderUnavailable("no answer")


class FakeSubjects:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def find(self, issuer: str, subject: str) -> str | None:
        return self._kept.subjects.get((issuer, subject))

    def link(self, issuer: str, subject: str, administrator_id: str) -> bool:
        known = self._kept.subjects
        if (issuer, subject) in known or any(
            one[0] == issuer and whose == administrator_id for one, whose in known.items()
        ):
            return False
        known[issuer, subject] = administrator_id
        return True

    def is_linked(self, issuer: str, administrator_id: str) -> bool:
        return any(
            one[0] == issuer and whose == administrator_id
            for one, whose in self._kept.subjects.items()
        )

    def unlink(self, administrator_id: str) -> bool:
        known = self._kept.subjects
        gone = [one for one, whose in known.items() if whose == administrator_id]
        for one in gone:
            del known[one]
        return bool(gone)
