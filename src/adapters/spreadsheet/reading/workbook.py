"""What a package says of itself: its tabs, names and properties, and where its texts are.

Everything is found as ECMA-376, part 2, has it: from the package's relationships to the workbook's
part, and from that one's to all others, whatever they are called.
"""

import posixpath
from collections.abc import Iterator

import msgspec

from adapters.spreadsheet.reading.markup import YES, Element, elements
from adapters.spreadsheet.reading.package import Package, Unreadable

MAX_STRUCTURE = 2 * 1024 * 1024  # bytes of a part that is held as a list; a template's are 10 kB

_USUAL_PLACE = "xl/workbook.xml"
_PROPERTY = "/p:Properties/p:property"
_ID = " id"  # of a relationship: its namespace differs between flavours of the format


class Tab(msgspec.Struct, frozen=True):
    """A worksheet: its name, "visible", "hidden" or "veryHidden", and its part's name."""

    name: str
    state: str
    part: str


class Workbook:
    """The workbook of a package. Raises Unreadable where there is none to be found."""

    def __init__(self, package: Package) -> None:
        self._package = package
        own = self._targets("").get("officeDocument", [_USUAL_PLACE])[0]
        if own not in package:
            raise Unreadable("damaged")
        found = self._elements(own)
        if found[0].place != "/workbook":
            strict = found[0].place == "/strict:workbook"
            raise Unreadable("strict_xlsx" if strict else "damaged")
        self._found = found
        self._relations = {one.attributes.get("Id", ""): one for one in self._relationships(own)}
        self._folder = posixpath.dirname(own)
        self.counts_from_1904 = any(
            one.attributes.get("date1904") in YES
            for one in found
            if one.place == "/workbook/workbookPr"
        )
        self.tabs = list(self._tabs())

    def names(self) -> list[tuple[str, str]]:
        """The whole workbook's defined names, and what each stands for."""
        return [
            (one.attributes.get("name", ""), one.text)
            for one in self._found
            if one.place == "/workbook/definedNames/definedName"
            and "localSheetId" not in one.attributes
        ]

    def properties(self) -> list[tuple[str, str]]:
        """The custom document properties: none where there are none that can be read."""
        pairs: list[tuple[str, str]] = []
        try:
            for part in dict.fromkeys(self._targets("").get("custom-properties", ())):
                for one in self._elements(part):
                    if one.place == _PROPERTY:
                        pairs.append((one.attributes.get("name", ""), ""))
                    elif one.place.startswith(f"{_PROPERTY}/") and one.text.strip():
                        pairs[-1] = (pairs[-1][0], one.text)
        except (Unreadable, KeyError):
            return []  # one mark less; there are others
        return pairs

    def part(self, kind: str) -> bytes:
        """The content of the workbook's part of that kind, such as "styles"; b"" without one."""
        for one in self._relations.values():
            if one.attributes.get("Type", "").endswith(f"/{kind}"):
                name = _target(one, self._folder)
                if name in self._package:
                    return self._package.read(name)
        return b""

    def _tabs(self) -> Iterator[Tab]:
        for one in self._found:
            if one.place != "/workbook/sheets/sheet":
                continue
            id = next((value for key, value in one.attributes.items() if key.endswith(_ID)), "")
            relation = self._relations.get(id)
            if relation is None or not relation.attributes.get("Type", "").endswith("/worksheet"):
                continue  # a sheet that is one chart, or a dialog
            part = _target(relation, self._folder)
            if part in self._package:
                name, state = (one.attributes.get(key, "") for key in ("name", "state"))
                yield Tab(name, state or "visible", part)

    def _targets(self, part: str) -> dict[str, list[str]]:
        """Names of the parts that a part is related to, by the last word of the relation."""
        found: dict[str, list[str]] = {}
        for one in self._relationships(part):
            kind = one.attributes.get("Type", "").rpartition("/")[2]
            found.setdefault(kind, []).append(_target(one, posixpath.dirname(part)))
        return found

    def _relationships(self, part: str) -> Iterator[Element]:
        folder, name = posixpath.split(part)
        own = posixpath.join(folder, "_rels", f"{name}.rels")
        if own not in self._package:
            return
        for one in self._elements(own):
            # What lies outside of the file is never looked at.
            if (
                one.place == "/r:Relationships/r:Relationship"
                and one.attributes.get("TargetMode") != "External"
            ):
                yield one

    def _elements(self, part: str) -> list[Element]:
        content = self._package.read(part)
        if len(content) > MAX_STRUCTURE:
            raise Unreadable("part_too_large")
        return elements(content)


def _target(relation: Element, folder: str) -> str:
    """The name of the part that a relationship points to, from a part in that folder."""
    target = relation.attributes.get("Target", "").replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
