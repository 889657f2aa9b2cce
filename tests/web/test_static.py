"""The files that pages load, and what templates may hold under the content security policy."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest

from web.rendering import STATIC

TEMPLATES = Path(__file__).parents[2] / "templates"
VENDORED = STATIC / "vendor" / "htmx-4.0.1.min.js"


def _templates() -> list[Path]:
    found = sorted(TEMPLATES.rglob("*.html"))
    assert found
    return found


def _without_comments(path: Path) -> str:
    return re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)


def test_the_vendored_htmx_is_the_one_pages_ask_for() -> None:
    """The page's integrity value and the note beside the file are the file's own SHA-384."""
    digest = hashlib.sha384(VENDORED.read_bytes()).digest()
    expected = f"sha384-{base64.b64encode(digest).decode()}"
    assert f'integrity="{expected}"' in (TEMPLATES / "base.html").read_text()
    assert VENDORED.with_suffix(".js.sha384.txt").read_text().strip() == expected


def test_style_sheets_stay_small() -> None:
    """All style sheets together are at most 15 KB as they travel."""
    text = b"".join(path.read_bytes() for path in sorted(STATIC.glob("css/*.css")))
    assert 1_000 < len(gzip.compress(text)) <= 15_000


@pytest.mark.parametrize("path", _templates(), ids=lambda path: path.name)
def test_a_template_holds_no_inline_style_or_script(path: Path) -> None:
    """Style attributes, handlers in attributes, and style or script text are never in a page."""
    text = _without_comments(path)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|hx-on|javascript:|data:image", text)
    assert re.findall(r"<script\b[^>]*>([^<]*)</script>", text) in ([], ["", ""])


@pytest.mark.parametrize("path", _templates(), ids=lambda path: path.name)
def test_every_icon_a_template_names_is_drawn(path: Path) -> None:
    """A name given to an icon is a symbol of the sprite."""
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "icons.svg").read_text()))
    text = _without_comments(path)
    named = re.findall(r'(?:\bicon\(|icon_name=)"([a-z]+)"', text)
    assert drawn.issuperset(named)


def test_style_sheets_load_from_the_site_itself() -> None:
    """Every file a style sheet names is one of the static files."""
    for sheet in sorted(STATIC.glob("css/*.css")):
        for name in re.findall(r'url\("([^"]+)"\)', sheet.read_text()):
            assert (sheet.parent / name).resolve().is_relative_to(STATIC.resolve())
            assert (sheet.parent / name).is_file()
