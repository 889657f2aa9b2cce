"""Manage Members."""

import re

import pytest

from domain.accounts.access import Administrator
from tests.web.reading import one_line, options, selected
from tests.web.site import Browser, Site


def people(html: str) -> list[str]:
    """The row headers of the members' table."""
    table = html.partition('<table id="members">')[2].partition("</table>")[0]
    return re.findall(r'<th scope="row">([^<]*)</th>', table)


def test_the_first_group_is_shown(alex: Browser) -> None:
    """Without a choice it is the first of the administrator's groups."""
    page = alex.get("/members").text
    assert selected(page, "group") == "000341"
    assert options(page, "group") == ["000341", "000512"]
    assert "000777" not in page
    assert "members in Redwood Manufacturing" in page


def test_a_table_has_50_people_a_page(site: Site, alex: Browser) -> None:
    """The last page has the rest."""
    total = len([one for one in site.registry.enrolled if one.group_id == "000341"])
    assert 100 < total < 150
    first = people(alex.get("/members?group=000341").text)
    last = people(alex.get("/members?group=000341&page=3").text)
    assert (len(first), len(last)) == (50, total - 100)


def test_an_ssn_is_its_last_four_digits(site: Site, alex: Browser) -> None:
    """No whole Social Security number is on the page."""
    page = alex.get("/members?group=000341").text
    assert re.search(r"\*\*\*-\*\*-\d{4}", page)
    for member in site.registry.enrolled:
        if member.ssn:
            assert member.ssn not in page.replace("-", "")


def test_search_finds_part_of_a_name(site: Site, alex: Browser) -> None:
    """Whoever is found has the words in their name, and the search stays in its box."""
    member = next(one for one in site.registry.enrolled if one.group_id == "000341")
    page = alex.get("/members", params={"group": "000341", "search": member.last_name[:4]}).text
    found = people(page)
    assert found
    assert all(member.last_name[:4].lower() in name.lower() for name in found)
    assert f'type="search" value="{member.last_name[:4]}"' in one_line(page)


def test_a_search_without_a_match_says_so(alex: Browser) -> None:
    """An empty table is not shown; a link shows everybody again."""
    page = alex.get("/members?group=000341&search=Zzyzx").text
    assert "Nobody here matches “Zzyzx”" in page
    assert 'href="/members?group=000341"' in page
    assert people(page) == []


def test_htmx_gets_the_working_part_alone(alex: Browser) -> None:
    """The part is the same as in the whole page, with what the message regions say."""
    part = alex.part("/members?group=000512")
    assert part.text.lstrip().startswith('<div id="work">')
    assert "<html" not in part.text
    assert 'hx-target="#status"' in part.text
    assert "HX-Request-Type" in part.headers["Vary"]


@pytest.mark.parametrize("group", ["000777", "999999", "'", "000341 "])
def test_another_group_is_not_there(alex: Browser, group: str) -> None:
    """A group that is not the administrator's looks the same as one that does not exist."""
    assert alex.get("/members", params={"group": group}).status_code == 404


def test_an_administrator_without_groups_is_told_so(site: Site) -> None:
    """There is a sentence and a next step instead of an empty table."""
    new = Administrator("new", "new@redwood.example", "New Person", {})
    with site.persistence.reading() as uow:
        known = uow.administrators.credentials("alex@redwood.example")
    assert known is not None
    with site.persistence.writing() as uow:
        uow.administrators.add(new, known.password_hash)
        uow.commit()
    page = site.signed_in("new@redwood.example").get("/members")
    assert page.status_code == 200
    assert "No group is yours yet" in page.text


def test_a_page_that_is_no_number_is_refused(alex: Browser) -> None:
    """A malformed address is a 400 page, not a failure."""
    assert alex.get("/members?group=000341&page=two").status_code == 400


def test_a_viewer_sees_the_members(robin: Browser) -> None:
    """Looking needs no more than the role of a viewer."""
    assert people(robin.get("/members?group=000341").text)


def test_a_carrier_out_of_reach_is_said_in_a_sentence(site: Site, alex: Browser) -> None:
    """The page says when to try again."""
    site.registry.unreachable = True
    answer = alex.get("/members")
    assert answer.status_code == 503
    assert "The carrier cannot be reached right now" in answer.text
