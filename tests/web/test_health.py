"""What load balancers ask."""

import pytest

from tests.web.site import Site


def test_a_living_server_says_so_to_anybody(site: Site) -> None:
    """No sign-in is needed, and nothing is looked up."""
    answer = site.client().get("/health/live")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}


def test_a_ready_server_names_what_it_checked(site: Site) -> None:
    """Everything it depends on answers."""
    answer = site.client().get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["checks"]["registry"] == "ok"


def test_a_server_whose_carrier_is_out_of_reach_is_not_ready(site: Site) -> None:
    """The answer names what failed, and is still JSON."""
    site.registry.unreachable = True
    answer = site.client().get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "failed", "checks": {"registry": "failed"}}


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_a_load_balancer_may_ask_for_the_head_alone(site: Site, path: str) -> None:
    """It gets the status, and nothing to read."""
    answer = site.client().client.head(path)
    assert (answer.status_code, answer.content) == (200, b"")
