"""Reading pages as a person does: their words, tables, tabs and choices."""

import re
from html import unescape


def words(html: str) -> str:
    """What a page says, in one line."""
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    return re.sub(r" ([,.])(?= |$)", r"\1", said)


def one_line(html: str) -> str:
    """The page as it would be without line breaks, which its tags may have within."""
    return " ".join(html.split())


def part(html: str, beginning: str, tag: str) -> str:
    """From an opening text to the next closing tag of that name."""
    _, found, rest = html.partition(beginning)
    assert found, f"the page has no {beginning}"
    return beginning + rest.partition(f"</{tag}>")[0]


def tabs(html: str) -> list[str]:
    """The tabs by name, the selected one with a star."""
    found = re.findall(r'<a\s+role="tab"[^>]*aria-selected="(true|false)"[^>]*>(.*?)</a>', html)
    return [words(label) + ("*" if selected == "true" else "") for selected, label in found]


def people(html: str, table: str = "rows") -> list[str]:
    """The row headers of a table, by its id."""
    if f'<table id="{table}"' not in html:
        return []
    body = part(html, f'<table id="{table}"', "table").partition("<tbody")[2]
    return [unescape(name) for name in re.findall(r'<th scope="row">([^<]*)</th>', body)]


def row(html: str, person: str) -> str:
    """The table row named by a person, as HTML."""
    found = re.search(rf'<tr[^>]*>\s*<th scope="row">{re.escape(person)}</th>.*?</tr>', html, re.S)
    assert found, f"no row is named {person}"
    return found[0]


def menu(html: str, person: str) -> dict[str, str]:
    """A row's Actions: where each leads or is sent to, by its name."""
    items = re.findall(
        r'<(?:a|button) role="menuitem"[^>]*?(?:href|formaction)="([^"]*)">([^<]*)<',
        row(html, person),
    )
    return {label: unescape(address) for address, label in items}


def selected(html: str, name: str) -> str:
    """The value chosen in a select; "" when nothing is."""
    found = re.search(
        r'<option\s+value="([^"]*)"[^>]*\sselected', part(html, f'name="{name}"', "select")
    )
    return unescape(found[1]) if found else ""


def options(html: str, name: str) -> list[str]:
    """The values offered by a select, without its placeholder."""
    found = re.findall(r'<option\s+value="([^"]+)"', part(html, f'name="{name}"', "select"))
    return [unescape(one) for one in found]


def alert(html: str) -> str:
    """What stands in the page's role=alert region, or in a partial answer's."""
    return _region(html, "alert")


def status(html: str) -> str:
    """What stands in the page's role=status region, or in a partial answer's."""
    return _region(html, "status")


def _region(html: str, name: str) -> str:
    whole = re.search(rf'<div id="{name}" role="{name}">(.*?)<div id="', html, re.S)
    partial = re.search(rf'<hx-partial hx-target="#{name}"[^>]*>(.*?)</hx-partial>', html, re.S)
    found = whole or partial
    return words(found[1]) if found else ""


def dialog(html: str) -> str:
    """What the open dialog says; "" without one. The session's warning is not open."""
    found = re.search(r"<dialog open.*?</dialog>", html, re.S)
    return words(found[0]) if found else ""
