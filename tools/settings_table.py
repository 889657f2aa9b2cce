"""Write the table of settings in docs/operating.md, from how they are declared."""

from pathlib import Path

from web.settings import DECLARED

PAGE = Path(__file__).resolve().parent.parent / "docs" / "operating.md"
_BEGINNING = "<!-- Made by `make tables`, from src/web/settings.py -->\n"
_END = "<!-- until here -->\n"


def written(page: str) -> str:
    """The page with the table as it has to be."""
    before, _, rest = page.partition(_BEGINNING)
    _, _, after = rest.partition(_END)
    rows = ["| variable | default | what it is |", "| --- | --- | --- |"]
    rows += [one.row for one in DECLARED]
    return "".join([before, _BEGINNING, *(f"{row}\n" for row in rows), _END, after])


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
