"""Nothing of the people who are enrolled is in the audit trail, whatever is typed where."""

import re
from datetime import timedelta

from sqlalchemy import text

from adapters.persistence import open_engine
from tests.documents import PDF
from tests.web.pages import form_of
from tests.web.site import Browser, Site
from tests.web.trail import make_boss, trail
from tests.web.uploads import a_person, administrator, applications
from tests.workbooks import fill_template

FIRST, LAST, SSN, BORN = "Zebulon", "Quackenbush", "831-44-2217", "03/14/1971"
STREET, MAIL, PHONE = "17 Planted Lane", "zeb@planted.example", "(510) 555-0142"
FILE = "Quackenbush hires.xlsx"
PLANTED = re.compile(
    "zebulon|quackenbush|831-?44-?2217|2217|03/14/1971|1971-03-14|planted|555-?0142|5105550142"
    "|no such password",
    re.IGNORECASE,
)


def planted(**changes: str) -> dict[str, object]:
    own = {"SSN_or_ITIN": SSN, "Birth_Date": BORN, "Home_Address": STREET, "E-mail": MAIL}
    return a_person(FIRST, LAST, **own | {"Day_Phone": PHONE} | changes)  # type: ignore[arg-type]


def sent(browser: Browser, name: str, content: bytes) -> str:
    """Upload a file for group 000341; where that leads, or ""."""
    fields = {"region": "NCAL", "group_id": "000341", "group_name": "000341"}
    answer = browser.post("/mass-enrollment/upload", fields, files={"file": (name, content)})
    return answer.headers.get("Location", "")


def test_nothing_of_anybody_is_in_the_trail(site: Site, alex: Browser, kim: Browser) -> None:
    """Names, numbers, dates, addresses and file names are uploaded, typed, searched for, put into
    addresses and refused; no column of any entry has any of them."""
    make_boss(site, "alex@redwood.example")
    _, template = site.services.groups.template(administrator(site), "NCAL", "000341")
    bea = planted(First_Name="Bea", SSN_or_ITIN="", Family_Number="2", Gender="")
    content = fill_template(template, [planted(), bea])  # type: ignore[list-item]
    batch = sent(alex, FILE, content)
    assert batch
    for name, refused in ((FILE, content), (f"{LAST}.csv", f"{LAST},{SSN}".encode())):
        assert sent(alex, name, refused) == ""
    one, other = applications(site, batch.removeprefix("/batches/"))
    assert one.text("ssn") or PLANTED.search(str(one.entries))
    for path in (
        *(f"{batch}?tab=ready", f"{batch}?q={LAST}", f"{batch}?tab=error&grouped=1"),
        *(f"/members?search={LAST}", f"/transactions?search={SSN}", f"/batches/{LAST}"),
        *(f"/applications/{SSN}", f"/transactions/{LAST}", f"/audit?who={LAST}&subject={SSN}"),
        *(f"/audit.csv?who={LAST}", f"/members?group={LAST}", f"/transactions.csv?search={LAST}"),
    ):
        alex.get(path)
        kim.get(path)
    edited = form_of(alex, other.id) | {"f.city": STREET, "f.gender": "Female", "f.email": MAIL}
    answer = alex.post(f"/applications/{other.id}", {**edited, "action": "save"})
    assert answer.status_code == 303
    documents = {f"doc.{one.id}": (f"{LAST}.pdf", PDF), "several": (f"{FIRST}.txt", b"x")}
    assert alex.post(f"{batch}/arbitration-agreements", files=documents).status_code == 303
    assert alex.post(f"/applications/{one.id}/submit?v={one.version}").status_code == 303
    site.deliver()
    site.client().sign_in(MAIL, "no such password")
    alex.get("/transactions")
    site.clock.advance(timedelta(days=31))
    site.services.upkeep.purge()
    assert len({one.act for one in trail(site)}) >= 14
    engine = open_engine(site.settings.database_url)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT * FROM audit")).all()
    engine.dispose()
    assert len(kept) > 40
    # A digest is chance, and may hold any four digits.
    leaked = [row for row in kept if PLANTED.search(" ".join(map(str, row[:-1])))]
    assert leaked == []
