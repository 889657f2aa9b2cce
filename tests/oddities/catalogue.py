"""All odd workbooks, by theme."""

from collections.abc import Mapping, Sequence

from tests.oddities import (
    archives,
    arranged,
    dates,
    formulas,
    libreoffice,
    limits,
    numbers,
    other_files,
    programs,
    sheets,
    strays,
    tabs,
    words,
)
from tests.oddities.oddity import Oddity

THEMES: Mapping[str, Sequence[Oddity]] = {
    "Programs": (*programs.ODDITIES, *libreoffice.ODDITIES),
    "Sheets": arranged.ODDITIES,
    "Tabs and headers": tabs.ODDITIES,
    "Rows that are no person": strays.ODDITIES,
    "Dates": dates.ODDITIES,
    "Numbers": numbers.ODDITIES,
    "Words": words.ODDITIES,
    "Formulas": formulas.ODDITIES,
    "Markup": sheets.ODDITIES,
    "Other files": other_files.ODDITIES,
    "Archives": archives.ODDITIES,
    "Limits": limits.ODDITIES,
}
ODDITIES = tuple(oddity for theme in THEMES.values() for oddity in theme)
