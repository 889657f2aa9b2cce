"""The demonstration's administrators."""

import pytest

from adapters.registry.demonstration import ADMINISTRATORS, PASSWORD, seed_administrators
from domain.accounts.access import Administrator, Role
from domain.services.accounts.access import Access
from tests.fakes.accounts.passwords import FakeHasher
from tests.fakes.persistence import FakePersistence
from tests.fakes.system import FakeClock, FakeIds

IDS = FakeIds(1000)  # for sessions, apart from the administrators' own


@pytest.fixture
def persistence() -> FakePersistence:
    persistence = FakePersistence()
    seed_administrators(persistence, FakeHasher(), FakeIds())
    return persistence


def sign_in(persistence: FakePersistence, email: str, password: str = PASSWORD) -> Administrator:
    access = Access(persistence, FakeHasher(), FakeClock(), IDS)
    resumed = access.resume(access.sign_in(email, password))
    assert resumed
    return resumed[1]


@pytest.mark.parametrize(
    ("email", "grants"),
    [
        ("alex@redwood.example", {"000341": Role.ADMINISTER, "000512": Role.ENROLL}),
        ("kim@evergreen.example", {"000777": Role.ENROLL, "000778": Role.ENROLL}),
        ("pat@peachtree.example", {"000888": Role.ENROLL}),
        ("robin@cascadia.example", {"000341": Role.VIEW}),
    ],
)
def test_each_signs_in_to_their_groups(
    persistence: FakePersistence, email: str, grants: dict[str, Role]
) -> None:
    """Each signs in with the demonstration's password and may act where they should only."""
    assert sign_in(persistence, email).grants == grants


def test_nobody_else_is_there(persistence: FakePersistence) -> None:
    """The four named ones are all."""
    assert len({one.email for one in ADMINISTRATORS}) == len(ADMINISTRATORS) == 4


def test_seeding_again_changes_nothing(persistence: FakePersistence) -> None:
    """A second seeding adds nobody."""
    commits = persistence.commits
    seed_administrators(persistence, FakeHasher(), FakeIds())
    assert persistence.commits == commits


def test_whoever_is_there_keeps_their_roles() -> None:
    """Seeding takes back no role that somebody has been given."""
    persistence, hasher = FakePersistence(), FakeHasher()
    robin = Administrator("r", "robin@cascadia.example", "Robin Hale", {"000341": Role.ENROLL})
    with persistence.writing() as uow:
        uow.administrators.add(robin, hasher.hash(PASSWORD))
        uow.commit()
    seed_administrators(persistence, hasher, FakeIds())
    assert sign_in(persistence, "robin@cascadia.example") == robin
