"""The site of a carrier unlike the demonstration's, and people of its groups."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from litestar.testing import TestClient
from sqlalchemy import select

from adapters.passwords import Argon2PasswordHasher
from adapters.persistence import SqlPersistence, open_engine
from adapters.registry.demonstration import connect
from adapters.registry.demonstration.database import accepted
from domain.accounts.access import Administrator, Role
from tests.fakes.system import FakeClock
from tests.keys import TEXT, VAULT
from tests.web.site import HOST, SECRET, Browser
from tests.workbooks import Value
from web import bootstrap, maintenance
from web.app import create_app
from web.security.csrf import Tokens
from web.services import Services
from web.settings import Settings

FILES = Path(__file__).parents[1] / "data" / "second_carrier"
SHIPYARDS = {"region": "GULF", "group_id": "PM-0040", "group_name": "PM-0040"}
INES = Administrator(
    "ines", "ines@bayou.example", "Ines Boudreaux", {"PM-0040": Role.ENROLL, "PM-0077": Role.ENROLL}
)
PASSWORD = "a password of her own"
PERSON: dict[str, Value] = {
    "Family Number": "1",
    "Relationship": "Subscriber",
    "Subgroup ID": "0100",
    "Plan": "Silver",
    "Enrollment Reason": "New hire",
    "Hire Date": "11/02/2026",
    "Effective Date": "12/01/2026",
    "Employee ID": "1001",
    "Cost Center": "LA-7",
    "Last Name": "Fontenot",
    "First Name": "Lucille",
    "SSN or ITIN": "987-65-4001",
    "Birth Date": "04/12/1990",
    "Gender": "Female",
    "Home Address": "12 Oak Street",
    "City": "Houma",
    "State": "LA",
    "ZIP Code": "70360",
    "E-mail": "lucille@bayou.example",
}
CHILD: dict[str, Value] = {
    "Family Number": "1",
    "Relationship": "Child",
    "Last Name": "Fontenot",
    "First Name": "Beau",
    "SSN or ITIN": "987-65-4002",
    "Birth Date": "05/02/2015",
    "Gender": "Male",
}


class Bayou:
    """The second carrier's site, which is opened and closed like a server."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.settings = Settings(
            carrier_file=folder / "carrier.toml",
            database_url=f"sqlite:///{folder / 'site.sqlite3'}",
            secret_key=SECRET,
            keys=TEXT,
            registry="demonstration",
            registry_url=f"sqlite:///{folder / 'carrier.sqlite3'}",
            allowed_hosts=(HOST,),
            time_zone="America/Chicago",
            https=False,
        )

    @contextmanager
    def opened(self) -> Iterator[tuple[Browser, Services]]:
        """Somebody signed in to the site as the carrier's file has it now."""
        services = bootstrap.services(self.settings, self.clock)
        app = create_app(services, self.settings, background=False)
        with TestClient(app, base_url=f"http://{HOST}") as client:
            browser = Browser(client, Tokens(SECRET))
            assert browser.sign_in(INES.email, PASSWORD).status_code == 303
            yield browser, services
        services.upkeep.close()

    def edit_file(self, old: str, new: str) -> None:
        """Change something in the carrier's file."""
        text = self.settings.carrier_file.read_text()
        assert old in text
        self.settings.carrier_file.write_text(text.replace(old, new))

    def log(self) -> list[tuple[str, str]]:
        """What the carrier took: confirmation IDs, and what it said."""
        engine = connect(self.settings.registry_url)
        with engine.connect() as connection:
            rows = connection.execute(select(accepted.c.confirmation_id, accepted.c.status)).all()
        engine.dispose()
        return sorted((row.confirmation_id, row.status) for row in rows)


def a_second_carrier(folder: Path) -> Bayou:
    """Over the database in the folder, with its own groups and members, and with Ines."""
    shutil.copytree(FILES, folder, dirs_exist_ok=True)
    bayou = Bayou(folder)
    maintenance.seed_demonstration(bayou.settings)
    persistence = SqlPersistence(open_engine(bayou.settings.database_url), vault=VAULT)
    with persistence.writing() as uow:
        uow.administrators.add(INES, Argon2PasswordHasher().hash(PASSWORD))
        uow.commit()
    persistence.close()
    return bayou
