"""What people typed is read from where it was kept, and from nowhere else."""

import json

import msgspec
import pytest
from sqlalchemy import Engine, select, update

from adapters.confidential import SealBroken, key_of
from adapters.keyring import Keyring, Keyset, KeySource, text_of
from adapters.persistence import SqlPersistence, Vault
from adapters.persistence.tables import applications
from tests.builders import GROUP, NOW, SSN, a_batch, a_submission, an_application, some_answers
from tests.contract.persistence.acts import keep_batch, keep_submissions
from tests.keys import RING, VAULT, a_keyset


def vault_of(ring: Keyring) -> Vault:
    return Vault(KeySource.in_variable(text_of(ring)))


def both_of(keyset: Keyset, name: str) -> Keyset:
    """With another key of this name, which is not the current one."""
    return Keyset(keyset.current, {**keyset.keys, **a_keyset(name).keys})


def test_the_same_text_is_never_kept_the_same() -> None:
    """Nobody sees who has the same number."""
    sealed = {VAULT.seal("applications", "a", "confidential", SSN) for _ in range(100)}
    assert len(sealed) == 100
    assert {VAULT.unseal("applications", "a", "confidential", one) for one in sealed} == {SSN}


@pytest.mark.parametrize(
    "place",
    [
        ("submissions", "a", "confidential"),
        ("applications", "b", "confidential"),
        ("applications", "a", "findings"),
    ],
)
def test_what_is_moved_is_not_read(place: tuple[str, str, str]) -> None:
    """Neither in another table, nor another row, nor another column."""
    sealed = VAULT.seal("applications", "a", "confidential", SSN)
    with pytest.raises(SealBroken) as caught:
        VAULT.unseal(*place, sealed)
    assert SSN not in str(caught.value)


def test_what_is_changed_is_not_read() -> None:
    """Not by one character, nor under another key's name."""
    two = vault_of(Keyring(both_of(RING.data, "2b2b2b2b"), RING.lookup))
    sealed = VAULT.seal("applications", "a", "confidential", SSN)
    for changed in (
        sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:],
        sealed[:-4],
        sealed + "AAAA",
        sealed.replace("0d0d0d0d", "2b2b2b2b"),
    ):
        with pytest.raises(SealBroken):
            two.unseal("applications", "a", "confidential", changed)


def test_a_key_that_is_not_here_is_named() -> None:
    """By its id."""
    sealed = vault_of(Keyring(a_keyset("2b2b2b2b"), RING.lookup)).seal("a", "b", "c", SSN)
    with pytest.raises(SealBroken, match="2b2b2b2b"):
        VAULT.unseal("a", "b", "c", sealed)


@pytest.mark.parametrize("text", ["{}", "s1.xlsx", "s1.deadbeef.xlsx", '{"ssn":["9"]}', " "])
def test_what_was_never_sealed_is_believed_of_an_older_site_alone(text: str) -> None:
    """Also a file whose name looks like it."""
    assert key_of(text) is None
    with pytest.raises(SealBroken):
        VAULT.unseal("batches", "a", "file_name", text)
    assert VAULT.of_older_site().unseal("batches", "a", "file_name", text) == text


@pytest.mark.parametrize("text", ["", "[]"])
def test_that_there_is_nothing_is_no_secret(text: str) -> None:
    """No notices, no findings."""
    assert VAULT.unseal("applications", "a", "findings", text) == text


def test_a_number_is_found_by_a_value_of_its_key() -> None:
    """Always the same with one key, another with another, and none that tells the number."""
    other = vault_of(Keyring(RING.data, a_keyset("2b2b2b2b")))
    assert VAULT.lookup(SSN) == VAULT.lookup(SSN)
    assert VAULT.lookup(SSN).partition(".")[2] != other.lookup(SSN).partition(".")[2]
    assert VAULT.lookup(SSN) != VAULT.lookup(f"ssn:{SSN}")
    assert SSN not in VAULT.lookup(SSN)
    changed = both_of(RING.lookup, "2b2b2b2b")
    both = vault_of(Keyring(RING.data, msgspec.structs.replace(changed, current="2b2b2b2b")))
    assert both.lookups(SSN) == [other.lookup(SSN), VAULT.lookup(SSN)]


def test_rows_that_change_places_are_not_read(engine: Engine) -> None:
    """Whoever can write to the database gives nobody another's number."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch = a_batch()
    one, two = an_application(batch, 2), an_application(batch, 3)
    keep_batch(persistence, batch, [one, two])
    with engine.begin() as connection:
        sealed = select(applications.c.confidential).where(applications.c.id == one.id)
        connection.execute(
            update(applications)
            .where(applications.c.id == two.id)
            .values(confidential=sealed.scalar_subquery())
        )
    with persistence.reading() as uow:
        found = uow.applications.get(two.id, NOW)
        assert uow.applications.get(one.id, NOW) == one
    assert found is not None
    assert (found.unreadable, found.entries) == (True, {})


def test_sealed_rows_come_back_whole(engine: Engine) -> None:
    """Also what is not confidential, as its own kind."""
    persistence = SqlPersistence(engine, vault=VAULT)
    batch = a_batch()
    application = an_application(batch)
    answers = some_answers(ssn=SSN, extra={"cost_center": "LA-7"})
    submission = a_submission(application, answers, warnings=("A warning.",))
    keep_batch(persistence, batch, [application])
    keep_submissions(persistence, submission)
    with persistence.reading() as uow:
        assert uow.submissions.of_batch(batch.id) == [submission]
        (found,) = uow.submissions.applicants(GROUP, [answers.identity])
        assert found.identity == answers.identity
    with engine.connect() as connection:
        row = connection.execute(select(applications)).one()
    assert json.loads(row.entries) == {}
    assert key_of(row.confidential) == "0d0d0d0d"
