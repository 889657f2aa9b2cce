"""Uploaded batches for tests of pages: real workbooks through the real services."""

from itertools import count

from domain.accounts.access import Administrator
from domain.application import Application
from domain.findings import Verdict
from tests.web.site import Site
from tests.workbooks import Value, fill_template

ALEX = "alex@redwood.example"
_numbers = count(1)


def a_person(first_name: str, last_name: str, **changes: Value) -> dict[str, Value]:
    """A row that is ready to submit in group 000341, by header; ``changes`` are of columns whose
    header is that name with spaces for underscores."""
    row: dict[str, Value] = {
        "Family Number": "1",
        "Relationship": "Subscriber",
        "Subgroup ID": "0001",
        "Plan": "HMO 20",
        "Enrollment Reason": "New hire",
        "Hire Date": "11/02/2026",
        "Effective Date": "12/01/2026",
        "Last Name": last_name,
        "First Name": first_name,
        "SSN or ITIN": f"987-65-{next(_numbers):04}",
        "Birth Date": "04/12/1990",
        "Gender": "Male",
        "Home Address": "12 Oak Street",
        "City": "Oakland",
        "State": "CA",
        "ZIP Code": "94607",
    }
    return row | {name.replace("_", " "): value for name, value in changes.items()}


def a_dependent(first_name: str, last_name: str, **changes: Value) -> dict[str, Value]:
    """The subscriber's child, ready to submit."""
    row: dict[str, Value] = {
        "Family Number": "1",
        "Relationship": "Child",
        "Last Name": last_name,
        "First Name": first_name,
        "SSN or ITIN": f"987-65-{next(_numbers):04}",
        "Birth Date": "05/02/2015",
        "Gender": "Female",
    }
    return row | {name.replace("_", " "): value for name, value in changes.items()}


def administrator(site: Site, email: str = ALEX) -> Administrator:
    with site.persistence.reading() as uow:
        found = uow.administrators.credentials(email)
    assert found is not None
    return found.administrator


def upload(
    site: Site,
    *rows: dict[str, Value],
    email: str = ALEX,
    region: str = "NCAL",
    group_id: str = "000341",
    file_name: str = "November hires.xlsx",
) -> str:
    """The id of the batch that these rows became."""
    who = administrator(site, email)
    _, template = site.services.groups.template(who, region, group_id)
    summary = site.services.uploads.upload(
        who,
        group_id=group_id,
        region=region,
        file_name=file_name,
        content=fill_template(template, rows),
        again=False,
    )
    return summary.batch.id


def applications(site: Site, batch_id: str) -> list[Application]:
    """Those of the batch that are not deleted, by row."""
    with site.persistence.reading() as uow:
        return list(uow.applications.of_batch(batch_id, site.clock.now()))


def only_application(site: Site, batch_id: str) -> Application:
    """The batch's one application."""
    (one,) = applications(site, batch_id)
    return one


def application(site: Site, application_id: str) -> Application:
    """As it is kept now; a deleted one too."""
    with site.persistence.reading() as uow:
        found = uow.applications.get(application_id, site.clock.now())
    assert found is not None
    return found


def tab(site: Site, batch_id: str, verdict: Verdict, email: str = ALEX) -> list[str]:
    """The names on a tab."""
    shown = site.services.looking.tab(administrator(site, email), batch_id, verdict)
    return [one.person_name for one in shown.page.items]
