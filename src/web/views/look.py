"""How somebody looks at a batch: which tab, which page of it, in which order."""

from collections.abc import Sequence
from typing import Self

import msgspec
from litestar.di import Provide
from litestar.params import FromQuery

from domain.findings import Verdict
from web import paths
from web.forms import Form

SORTS = ("row", "name", "family", "relationship")
_TABS = frozenset(one.value for one in Verdict)


class Look(msgspec.Struct, frozen=True):
    """A tab ("" for the first that is not empty) with its search, order and page."""

    tab: str = ""
    page: int = 1
    q: str = ""
    sort: str = "row"
    desc: bool = False
    grouped: bool = False

    @classmethod
    def of(cls, tab: str, page: int, q: str, sort: str, desc: bool, grouped: bool) -> Self:
        """From an address; what is unknown there is as if it were not."""
        return cls(
            tab if tab in _TABS else "",
            max(1, page),
            q.strip(),
            sort if sort in SORTS else "row",
            desc,
            grouped and tab == Verdict.ERROR,
        )

    @classmethod
    def from_form(cls, form: Form) -> Self:
        """From the hidden fields that the forms around a tab's rows carry."""
        page = form.text("page")
        return cls.of(
            form.text("tab"),
            int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
            form.text("q"),
            form.text("sort"),
            form.ticked("desc"),
            form.ticked("grouped"),
        )

    def fields(self) -> list[tuple[str, str]]:
        """What differs from a plain look, as (name, value)."""
        plain = Look()
        return [
            (name, "1" if value is True else str(value))
            for name in self.__struct_fields__
            if (value := getattr(self, name)) != getattr(plain, name)
        ]

    def but(self, **changes: object) -> "Look":
        """The same look with something else about it."""
        return msgspec.structs.replace(self, **changes)

    def href(self, batch_id: str, **more: str) -> str:
        return paths.BATCH(batch_id, **dict(self.fields()), **more)


class Back(msgspec.Struct, frozen=True):
    """The page that a question was asked on: its name, address, and the address's query."""

    place: str
    path: str
    fields: Sequence[tuple[str, str]] = ()


def _asked(
    tab: FromQuery[str] = "",
    page: FromQuery[int] = 1,
    q: FromQuery[str] = "",
    sort: FromQuery[str] = "",
    desc: FromQuery[str] = "",
    grouped: FromQuery[str] = "",
) -> Look:
    return Look.of(tab, page, q, sort, bool(desc), bool(grouped))


ASKED_LOOK = {"look": Provide(_asked, sync_to_thread=False)}
"""For handlers that take the look from their address."""
