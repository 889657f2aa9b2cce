"""What every spreadsheet technology must do: its reader and its template writer together."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

import pytest
from msgspec.structs import replace

from domain.carrier import Carrier, Group
from domain.columns import Column, Columns, Kind, Section
from domain.core_columns import COLUMNS
from domain.errors import FileRefused
from domain.ports import Sheet, SpreadsheetReader, TemplateWriter
from tests.demonstration import FILE

CARRIER = FILE.carrier
GROUPS = {group.id: group for group in FILE.groups}
REDWOOD, HOTELS, EVERGREEN = GROUPS["000341"], GROUPS["000512"], GROUPS["000777"]
# A carrier that hides the last column but one, and has one of its own in front of it.
PETS = Column("pets", "Pets", Section.ABOUT, Kind.TEXT, max_length=9, extra=True)
OTHERWISE = replace(
    CARRIER, columns=Columns((*COLUMNS.all[:-2], PETS, COLUMNS.by_key["arbitration_signed_on"]))
)
PERSON = {"Family Number": "1", "Relationship": "Subscriber", "Last Name": "Quispe"}


class Fill(Protocol):
    def __call__(
        self, template: bytes, rows: Sequence[Mapping[str, str]], *, first_row: int = 2
    ) -> bytes: ...


class Kit(NamedTuple):
    """A technology under test: ``fill`` fills rows in, ``head`` writes another row 1 into an
    unfilled template."""

    reader: SpreadsheetReader
    writer: Callable[..., TemplateWriter]
    fill: Fill
    head: Callable[[bytes, Sequence[str]], bytes]

    def template(self, group: Group = REDWOOD, carrier: Carrier = CARRIER, **version: int) -> bytes:
        return self.writer(**version).write(carrier, group)

    def read(self, content: bytes, group: Group = REDWOOD, carrier: Carrier = CARRIER) -> Sheet:
        return self.reader.read(content, "members.xlsx", carrier=carrier, group=group)

    def refusal(
        self, content: bytes, group: Group = REDWOOD, carrier: Carrier = CARRIER
    ) -> FileRefused:
        with pytest.raises(FileRefused) as refused:
            self.read(content, group, carrier)
        return refused.value


def headers(group: Group = REDWOOD) -> list[str]:
    """The headers of a group's template."""
    return [column.header for column in CARRIER.columns_in(group.region)]


class SpreadsheetContract:
    """A template that was filled in comes back as it was, or is refused with its reason."""

    def test_filled_template_comes_back(self, kit: Kit) -> None:
        """What is filled in is read under its column's key, in the row where it stood."""
        sheet = kit.read(kit.fill(kit.template(), [PERSON, {"City": "Fremont"}]))
        assert (sheet.region, sheet.group_id, sheet.template_version) == ("NCAL", "000341", 1)
        assert [(row.number, {key: cell.text for key, cell in row.entries.items()})
                for row in sheet.rows] == [
            (2, {"family_number": "1", "relationship": "Subscriber", "last_name": "Quispe"}),
            (3, {"city": "Fremont"}),
        ]  # fmt: skip

    def test_rows_keep_their_numbers(self, kit: Kit) -> None:
        """Empty rows count for nothing, and those after them keep the numbers they have."""
        sheet = kit.read(kit.fill(kit.template(), [PERSON, {}, {}, PERSON], first_row=7))
        assert [row.number for row in sheet.rows] == [7, 10]

    def test_template_has_the_carriers_columns(self, kit: Kit) -> None:
        """Its own among the others, without those that it hides, and read under their keys."""
        template = kit.template(carrier=OTHERWISE)
        sheet = kit.read(kit.fill(template, [PERSON | {"Pets": "One dog"}]), carrier=OTHERWISE)
        assert sheet.layout[-2:] == ("pets", "arbitration_signed_on")
        assert "disabled_dependent" not in sheet.layout
        assert sheet.rows[0].entries["pets"].text == "One dog"

    def test_template_of_other_columns_is_refused(self, kit: Kit) -> None:
        """One from before the carrier changed its columns: it says which, and what to do."""
        before = kit.refusal(kit.fill(kit.template(), [PERSON]), carrier=OTHERWISE)
        assert before.code == "headers_changed"
        assert "Missing: “Pets”." in before.message
        assert "Added: “Disabled Dependent”." in before.message
        assert "download the template again" in before.message

    @pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
    def test_layout_is_the_template_of_the_groups_region(self, kit: Kit, group: Group) -> None:
        """Every group's template has its region's columns, in the spec's order."""
        sheet = kit.read(kit.fill(kit.template(group), [PERSON]), group)
        assert list(sheet.layout) == [one.key for one in CARRIER.columns_in(group.region)]

    def test_headers_decide_the_columns(self, kit: Kit) -> None:
        """Columns in another order are read by their headers, and the layout says where."""
        turned = headers()[::-1]
        sheet = kit.read(kit.fill(kit.head(kit.template(), turned), [PERSON]))
        assert sheet.layout[-1] == "family_number"
        assert sheet.rows[0].entries["last_name"].text == "Quispe"

    def test_missing_renamed_and_added_headers_are_named(self, kit: Kit) -> None:
        """The refusal names every header that is not as it was."""
        changed = [
            {"Last Name": "Surname"}.get(one, one) for one in headers() if one != "County"
        ] + ["Nickname"]  # fmt: skip
        refused = kit.refusal(kit.fill(kit.head(kit.template(), changed), [{"City": "Fremont"}]))
        assert refused.code == "headers_changed"
        for words in ("“Last Name” to “Surname”", "Missing: “County”", "Added: “Nickname”"):
            assert words in refused.message

    def test_a_number_among_the_headers_is_not_told(self, kit: Kit) -> None:
        """What stands in row 1 may be a person's SSN: its last four digits are enough."""
        changed = ["801-12-3456", *headers()[1:], "801123457"]
        refused = kit.refusal(kit.head(kit.template(), changed))
        assert "***-**-3456" in refused.message
        assert "***-**-3457" in refused.message
        assert "801" not in refused.message

    def test_header_that_stands_twice_is_refused(self, kit: Kit) -> None:
        """Nobody can say which of two columns of one name is meant."""
        twice = [*headers(), "Last Name"]
        refused = kit.refusal(kit.fill(kit.head(kit.template(), twice), [{"City": "Fremont"}]))
        assert refused.code == "headers_changed"
        assert "twice: “Last Name”" in refused.message

    @pytest.mark.parametrize("other", [HOTELS, EVERGREEN], ids=["same columns", "other columns"])
    def test_another_groups_template_is_told_as_such(self, kit: Kit, other: Group) -> None:
        """The refusal names both groups, whether or not the two have the same columns."""
        refused = kit.refusal(kit.fill(kit.template(other), [PERSON]))
        assert refused.code == "another_group"
        assert f"This template is for group {other.id}. You chose 000341." in refused.message

    def test_changed_headers_come_before_another_group(self, kit: Kit) -> None:
        """Of several things wrong, the first in the product's order is told."""
        changed = kit.head(kit.template(HOTELS), ["Name", *headers()[1:]])
        assert kit.refusal(changed).code == "headers_changed"

    def test_too_old_a_template_is_refused(self, kit: Kit) -> None:
        """A version that is not read any more is refused, with what to do."""
        refused = kit.refusal(kit.fill(kit.template(version=0), [PERSON]))
        assert refused.code == "template_too_old"
        assert "Download the template again" in refused.message

    def test_unfilled_template_is_refused(self, kit: Kit) -> None:
        """A template as downloaded has no rows."""
        assert kit.refusal(kit.template()).code == "no_rows"

    def test_as_many_rows_as_the_carrier_allows(self, kit: Kit) -> None:
        """The limit itself is read, one more is refused with both numbers."""
        carrier = replace(CARRIER, settings=replace(CARRIER.settings, max_members_per_file=3))
        template = kit.writer().write(carrier, REDWOOD)
        assert len(kit.read(kit.fill(template, [PERSON] * 3), carrier=carrier).rows) == 3
        with pytest.raises(FileRefused) as refused:
            kit.read(kit.fill(template, [PERSON] * 4), carrier=carrier)
        assert refused.value.code == "too_many_rows"
        assert "has 4 filled rows. The limit is 3." in refused.value.message

    def test_file_over_5_mb_is_refused(self, kit: Kit) -> None:
        """Size comes first, whatever the file is."""
        assert kit.refusal(b"0" * (5 * 1024 * 1024 + 1)).code == "too_large"

    def test_what_is_no_workbook_is_refused(self, kit: Kit) -> None:
        """A file of another kind is refused, with what to do."""
        refused = kit.refusal(b"\x89PNG\r\n\x1a\n\x00\x00")
        assert refused.code == "unknown"
        assert "Upload the filled template" in refused.message

    def test_same_input_gives_the_same_template(self, kit: Kit) -> None:
        """Two templates of a group, filled alike, are read alike."""
        first, second = (kit.read(kit.fill(kit.template(), [PERSON])) for _ in range(2))
        assert first == second
