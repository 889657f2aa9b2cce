"""What people type, as hypothesis strategies: anything at all, and what is nearly right."""

from hypothesis import strategies as st

from domain.cells import Cell, CellKind, Entries, clean
from domain.columns import Column, Kind
from domain.core_columns import COLUMNS

NUMBER_SHAPES = (
    "{0}{1}{2}", "{0}-{1}-{2}", "{0} {1} {2}", "{0}.{1}.{2}", "{0}–{1}–{2}", "{0}/{1}/{2}",
    "{0}{1}-{2}", "no. {0}-{1}-{2}!", "{0}_{1}_{2}", "({0}) {1} - {2}",
)  # fmt: skip

_cell_kinds = st.sampled_from([*[CellKind.TEXT] * 6, *CellKind])
anything = st.text(max_size=60)
_dates = st.dates().map(lambda day: f"{day:%m/%d/}{day.year:04}") | st.sampled_from(
    ["2026-12-01", "12/01/2026", "11/01/2026", "3/10/1977", "02/30/2026", "1/2/26", "12/15/2000"]
)
_plausible: dict[Kind, st.SearchStrategy[str]] = {
    Kind.INTEGER: st.sampled_from(["1", "2", "1.0", "0", "12345"]),
    Kind.DATE: _dates,
    Kind.NAME: st.sampled_from(["Moreno", "O’Brien", "Nguyễn", "Ana", "Leo", "R2D2", "-"]),
    Kind.SSN: st.integers(0, 999_999_999).map("{:09}".format) | st.just("801-12-3456"),
    Kind.MBI: st.sampled_from(["1EG4-TE5-MK73", "1EG4TE5MK7", "SLOIBZ"]),
    Kind.ZIP: st.sampled_from(["94536", "2138", "601", "94536-1234", "21381234", "9453"]),
    Kind.PHONE: st.sampled_from(["510-555-0154", "555-0101", "(808) 555-0177 x4", "+44 20 7946"]),
    Kind.EMAIL: st.emails() | st.just("ana@mail"),
    Kind.CODE: st.sampled_from(["0001", "1", "0002", "0042", "0009", "12A"]),
    Kind.TEXT: st.sampled_from(["9004 Lake St", "PO Box 9", "E1007", "Fremont", "Merger"]),
}


def numbers_of(digits: str) -> st.SearchStrategy[str]:
    """The nine digits as people write them."""
    return st.sampled_from(NUMBER_SHAPES).map(
        lambda shape: shape.format(digits[:3], digits[3:5], digits[5:])
    )


def rows_of_entries(also: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Entries]:
    """A row's filled cells: most of them plausible, ``also`` now and then, the rest anything."""
    cells = {column.key: _cells(column, also) for column in COLUMNS}
    return st.fixed_dictionaries({}, optional=cells).map(
        lambda row: {key: cell for key, cell in row.items() if cell.text}
    )


def _cells(column: Column, also: st.SearchStrategy[str] | None) -> st.SearchStrategy[Cell]:
    if column.choices:
        plausible = st.sampled_from(column.choices)
    elif column.key == "plan":
        plausible = st.sampled_from(["HMO 20", "hdhp 1800", "HMO 40", "Gold"])
    else:
        plausible = _plausible[column.kind]
    others = [anything] if also is None else [anything, also]
    return st.builds(Cell, st.one_of(plausible, plausible, *others).map(clean), _cell_kinds)
