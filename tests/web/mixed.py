"""A batch with something on every tab, as many tests need one."""

from domain.application import Application
from tests.web.site import Site
from tests.web.uploads import ALEX, a_dependent, a_person, administrator, applications
from tests.workbooks import Value, fill_template

_made: list[bytes] = []


def reachable(first_name: str, last_name: str, **changes: Value) -> dict[str, Value]:
    """A person whose row has not even a warning."""
    return a_person(first_name, last_name, **{"E-mail": "someone@example.com", **changes})


def mixed_batch(site: Site) -> str:
    """The id of a batch of group 000341.

    Ready: Ana Ruiz (row 2) and her child Leo Ruiz (3). Error: Mei Chen (4) without a hire date,
    Zoe Abel (5) without one and with an unknown gender. Rejected: Omar Haddad (6), of a subgroup
    that is not there.
    """
    who = administrator(site, ALEX)
    if not _made:
        _, template = site.services.groups.template(who, "NCAL", "000341")
        rows = [
            reachable("Ana", "Ruiz"),
            a_dependent("Leo", "Ruiz"),
            reachable("Mei", "Chen", Family_Number="2", Hire_Date=None),
            reachable("Zoe", "Abel", Family_Number="3", Hire_Date=None, Gender="?"),
            reachable("Omar", "Haddad", Family_Number="4", Subgroup_ID="9999"),
        ]
        _made.append(fill_template(template, rows))  # once: it takes longer than most tests
    summary = site.services.uploads.upload(
        who,
        group_id="000341",
        region="NCAL",
        file_name="November hires.xlsx",
        content=_made[0],
    )
    return summary.batch.id


def named(site: Site, batch: str, person: str) -> Application:
    return next(one for one in applications(site, batch) if one.person_name == person)


def act(site: Site, batch: str, person: str, name: str) -> str:
    """The address that an act on the application as it is now is sent to."""
    one = named(site, batch, person)
    return f"/applications/{one.id}/{name}?v={one.version}"
