"""What fails may quote a number in what it says of the failure."""

from pathlib import Path

import pytest

from adapters.persistence import open_engine
from tests.installation import Installation
from tests.postgresql import PostgresqlServer
from tests.reference_server import TOKEN, reference_server
from tests.web.planted import dashed, shapes

QUOTED = "987699999"


def quoted_in(content: bytes) -> bool:
    return any(shape in content for shape in shapes(QUOTED))


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.rare)])
def test_a_fault_that_quotes_a_number_tells_it_to_nobody(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Where the database fails with somebody's number in what it says, neither the page nor the
    log has it; the log names the kind of error and the place."""
    url = f"sqlite:///{tmp_path / 'site.sqlite3'}"
    if database == "postgresql":
        server_of: PostgresqlServer = request.getfixturevalue("postgresql")
        url = server_of.new_database()
    with reference_server(tmp_path) as carrier:
        installation = Installation(
            tmp_path,
            REGISTRY="http",
            REGISTRY_URL=carrier.url,
            REGISTRY_TOKEN=TOKEN,
            DATABASE_URL=url,
        )
        with installation.server() as server, server.jo() as visitor:
            assert visitor.get("/members").status_code == 200
            break_the_trail(url)
            for answer in (visitor.get("/members"), visitor.post("/sign-out")):
                assert answer.status_code == 500
                assert not quoted_in(answer.content + str(answer.headers).encode())
            log = server.process.log
    assert not quoted_in(log.encode())
    assert '"status": 500' in log
    assert "Error" in log


def break_the_trail(url: str) -> None:
    """Have the database refuse each new entry, and quote a number."""
    engine = open_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            fails = f"SELECT RAISE(ABORT, 'the index has {dashed(QUOTED)} already');"
            connection.exec_driver_sql(
                f"CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN {fails} END"
            )
        else:
            fails = f"RAISE EXCEPTION 'the index has {dashed(QUOTED)} already';"
            connection.exec_driver_sql(
                "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN {fails} END $$"
            )
            connection.exec_driver_sql(
                "CREATE TRIGGER broken BEFORE INSERT ON audit EXECUTE FUNCTION broken()"
            )
    engine.dispose()
