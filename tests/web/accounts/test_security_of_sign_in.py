"""What passwords are asked for, and what they are not."""

import re
from datetime import timedelta

from tests.web.site import PASSWORD, Site


def test_the_password_is_masked_and_may_be_pasted(site: Site) -> None:
    """Managers of passwords find both fields by what they are called, and nothing stops them."""
    page = site.client().get("/sign-in").text
    fields = {re.search(r'name="(\w+)"', one)[1]: one for one in re.findall(r"<input[^>]*>", page)}  # type: ignore[index]
    assert 'type="password"' in fields["password"]
    assert 'autocomplete="current-password"' in fields["password"]
    assert re.search(r'autocomplete="(username|email)"', fields["email"])
    assert "maxlength" not in fields["password"]
    assert "onpaste" not in page


def test_a_password_does_not_expire(site: Site) -> None:
    """However long ago it was set."""
    site.clock.advance(timedelta(days=3650))
    assert site.client().sign_in("alex@redwood.example", PASSWORD).status_code == 303
