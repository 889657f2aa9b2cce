"""Pages that follow submissions on their way, asking by themselves."""

import re
from datetime import timedelta

import pytest

from domain.accounts.access import IDLE_LIMIT
from tests.web.pages import Page
from tests.web.reading import one_line
from tests.web.site import Browser, Site
from tests.web.test_transactions import listed, on_the_way, submitted
from tests.web.uploads import a_person, administrator, only_application, upload


def news(html: str) -> tuple[str, str]:
    """Where the page asks for news, and when; ("", "") where it does not."""
    found = re.search(r'hx-get="([^"]*)" hx-trigger="([^"]*)"', html)
    return (found[1].replace("&amp;", "&"), found[2]) if found else ("", "")


def words(html: str, part: str) -> str:
    """What the part of that id says."""
    return Page(html.partition(f'<div id="{part}"')[2].partition(">")[2]).words


def test_the_list_follows_what_is_under_way(site: Site, alex: Browser) -> None:
    """Every two seconds at first, with the same search, until nothing is under way."""
    (one,) = on_the_way(site, a_person("Jamal", "Rivera"))
    html = alex.get("/transactions?search=jamal&group=000341").text
    address, when = news(html)
    assert (address, when) == (
        "/transactions/news?search=jamal&group=000341&page=1",
        "every 2s",
    )
    assert "1 of these is under way." in Page(html).words
    assert listed(alex.part(address).text) == [one.confirmation_id]
    site.deliver()
    after = alex.part(address).text
    assert news(after) == ("", "")
    assert "Nothing here is under way any more." in words(after, "found")
    assert "Completed" in words(after, "found")
    later = alex.get("/transactions").text
    assert news(later) == ("", "")
    assert "under way" not in Page(later).words


def test_the_page_of_one_follows_it(site: Site, alex: Browser) -> None:
    """Its status and its steps, until there is nothing more to come."""
    (one,) = on_the_way(site, a_person("Jamal", "Rivera"))
    html = alex.get(f"/transactions/{one.confirmation_id}").text
    address, when = news(html)
    assert (address, when) == (f"/transactions/{one.confirmation_id}/news", "every 2s")
    assert "Status: Submitted" in words(alex.part(address).text, "way")
    site.deliver()
    after = alex.part(address).text
    assert "Status: Completed" in words(after, "way")
    assert "Handed over to Cascadia Health Plan" in words(after, "way")
    assert news(after) == ("", "")


def test_the_result_of_a_submission_follows_it(site: Site, alex: Browser) -> None:
    """A bar over its rows, then the answers; the list of confirmation IDs stays the same."""
    batch = upload(
        site, a_person("Jamal", "Rivera"), a_person("Noa", "D'Angelo", Family_Number="2")
    )
    html = alex.follow(alex.post(f"/batches/{batch}/submit", {"asked": "2"})).text
    assert '<label for="handed">Handed to Cascadia Health Plan: 0 of 2</label>' in html
    assert '<progress id="handed" value="0" max="2"></progress>' in html
    address, when = news(html)
    assert when == "every 2s"
    before = alex.part(address).text
    assert before.count("Submitted</span>") == 2
    site.deliver()
    after = alex.part(address).text
    assert "<progress" not in after
    assert words(after, "delivered").startswith("All answered Who was submitted")
    assert after.count("Completed</span>") == 2
    assert re.findall('href="/transactions/[^"]*"', after) == re.findall(
        'href="/transactions/[^"]*"', before
    )
    assert news(after) == ("", "")
    # What takes the focus after a submission doesn't when the page asks by itself.
    assert "autofocus" in html
    assert "autofocus" not in before + after


def test_a_batch_that_is_come_back_to_shows_how_far_it_is(site: Site, alex: Browser) -> None:
    """Its own page has the bar too, until all is answered."""
    (one,) = on_the_way(site, a_person("Jamal", "Rivera"))
    html = alex.get(f"/batches/{one.batch_id}?tab=error").text
    assert "Handed to Cascadia Health Plan: 0 of 1" in Page(html).words
    address, _ = news(html)
    assert address == f"/batches/{one.batch_id}/news?tab=error"
    site.deliver()
    assert words(alex.part(address).text, "delivered") == "All answered"
    assert "All answered" not in alex.get(f"/batches/{one.batch_id}").text


def test_what_was_submitted_from_the_saved_ones_is_followed(site: Site, alex: Browser) -> None:
    """The list of saved applications shows it as a batch's page does."""
    who = administrator(site)
    one = only_application(site, upload(site, a_person("Jamal", "Rivera")))
    saved = site.services.mending.save_for_later(who, one.id, one.version).after
    answer = alex.post(f"/applications/{one.id}/submit?v={saved.version}", {"asked": "1"})
    address, when = news(alex.follow(answer).text)
    assert when == "every 2s"
    site.deliver()
    assert words(alex.part(address).text, "delivered").startswith("All answered")


def test_what_is_in_trouble_is_told(site: Site, alex: Browser) -> None:
    """On the page of the batch, without a bar that never fills."""
    site.registry.loses_answers = site.registry.cannot_be_asked = True
    (one,) = submitted(site, a_person("Jamal", "Rivera"))
    site.clock.advance(timedelta(minutes=1))
    site.deliver()
    html = alex.get(f"/batches/{one.batch_id}").text
    assert "1 submission needs the site’s operators" in Page(html).words
    assert "<progress id" not in html
    assert news(html) == ("", "")


@pytest.fixture
def asked(site: Site) -> list[str]:
    """Every address that pages ask by themselves, of something that is under way."""
    (one,) = on_the_way(site, a_person("Jamal", "Rivera"))
    return [
        "/transactions/news",
        f"/transactions/{one.confirmation_id}/news",
        f"/batches/{one.batch_id}/news",
        f"/batches/{one.batch_id}/news?submitted=all",
        f"/saved-applications/news?submitted={one.confirmation_id}",
    ]


def test_every_address_asked_is_found(site: Site, asked: list[str]) -> None:
    """The list above is complete."""
    asking = {route.path for route in site.app.routes if route.path.endswith("/news")}
    paths = " ".join(address.partition("?")[0] for address in asked)
    assert len(asking) == 4
    for path in asking:
        assert re.search(re.sub(r"\{[^}]*\}", "[^/ ]+", path), paths), path


def test_asking_does_not_keep_a_session_alive(site: Site, alex: Browser, asked: list[str]) -> None:
    """A page left open ends its session as if it were closed, and stays as it is."""
    end = site.clock.now() + IDLE_LIMIT
    alex.get("/members")
    while site.clock.now() + timedelta(minutes=1) < end:
        for address in asked:
            assert alex.part(address).status_code == 200, address
        site.clock.advance(timedelta(minutes=1))
    site.clock.advance(timedelta(minutes=1))
    for address in asked:
        answer = alex.part(address)
        assert (answer.status_code, answer.text) == (204, ""), address
        assert "HX-Redirect" not in answer.headers
    assert alex.get(asked[0]).headers["Location"].startswith("/sign-in")


def test_asking_takes_no_message_away(site: Site, alex: Browser, asked: list[str]) -> None:
    """What an action in another window has left to say is for the next page."""
    batch = upload(site, a_person("Noa", "D'Angelo"))
    left = alex.post(f"/batches/{batch}/submit", {"asked": "1"})
    for address in asked:
        assert "1 application submitted." not in alex.part(address).text
    assert "1 application submitted." in alex.follow(left).text


def test_asking_never_asks_the_carrier(site: Site, alex: Browser, asked: list[str]) -> None:
    """However many pages are open, and however far away it is."""
    before = site.registry.asked.copy()
    for address in asked:
        alex.part(address)
    assert site.registry.asked == before
    site.registry.unreachable = True
    for address in asked:
        assert alex.part(address).status_code == 200, address


def test_what_the_page_knows_is_left_to_it(site: Site, alex: Browser) -> None:
    """The carrier's name of the group, which the answer lacks, is not swapped."""
    (one,) = on_the_way(site, a_person("Jamal", "Rivera"))
    for page in ("/transactions", f"/transactions/{one.confirmation_id}"):
        html = alex.get(page).text
        assert re.search(
            r"<(td data-l=\"Group\"|p) hx-morph-skip>.*Redwood Manufacturing", one_line(html)
        )
        again = alex.part(news(html)[0]).text
        assert "hx-morph-skip" in again
        assert "Redwood" not in again


def test_without_javascript_there_is_a_link(site: Site, alex: Browser) -> None:
    """To the same page again, as long as something is under way."""
    (one,) = on_the_way(site, a_person("Jamal", "Rivera"))
    pages = {
        "/transactions?status=Submitted": "/transactions?status=Submitted&amp;page=1",
        f"/transactions/{one.confirmation_id}": f"/transactions/{one.confirmation_id}",
        f"/batches/{one.batch_id}?submitted=all&tab=ready": (
            f"/batches/{one.batch_id}?tab=ready&amp;submitted=all"
        ),
    }
    for page, link in pages.items():
        assert f'<noscript><a href="{link}">Refresh</a></noscript>' in alex.get(page).text
    site.deliver()
    for page in pages:
        assert "<noscript>" not in alex.get(page).text


def test_news_of_nothing_is_not_there(alex: Browser) -> None:
    """What does not exist, or not any more, is a 404 as everywhere."""
    for address in ("/transactions/222-222-2222", "/batches/gone"):
        assert alex.part(f"{address}/news").status_code == 404
    assert alex.part("/saved-applications/news").status_code == 404


def test_news_of_another_submitting_is_not_there(site: Site, alex: Browser) -> None:
    """Of the same batch, at a moment when nobody submitted."""
    (one,) = on_the_way(site, a_person("Jamal", "Rivera"))
    assert alex.part(f"/batches/{one.batch_id}/news?submitted=1").status_code == 404
