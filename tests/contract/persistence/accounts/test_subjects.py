"""Who is whom of an identity provider's."""

from concurrent.futures import ThreadPoolExecutor

from domain.accounts.access import Administrator
from domain.ports import Persistence
from tests.builders import an_administrator
from tests.contract.persistence.acts import keep_administrator

HERE, ELSEWHERE = "https://id.redwood.example", "https://id.evergreen.example"


def kept(persistence: Persistence) -> Administrator:
    administrator = an_administrator()
    keep_administrator(persistence, administrator)
    return administrator


def link(persistence: Persistence, issuer: str, subject: str, administrator_id: str) -> bool:
    with persistence.writing() as uow:
        linked = uow.subjects.link(issuer, subject, administrator_id)
        uow.commit()
    return linked


def found(persistence: Persistence, issuer: str, subject: str) -> str | None:
    with persistence.reading() as uow:
        return uow.subjects.find(issuer, subject)


def test_a_subject_is_one_administrator(persistence: Persistence) -> None:
    """Of its own provider; what looks alike is another."""
    one = kept(persistence)
    assert link(persistence, HERE, "7", one.id)
    assert found(persistence, HERE, "7") == one.id
    for issuer, subject in ((ELSEWHERE, "7"), (HERE, "07"), (HERE, "7 "), (f"{HERE}/", "7")):
        assert found(persistence, issuer, subject) is None


def test_neither_is_linked_twice(persistence: Persistence) -> None:
    """With one provider; with another an administrator is somebody of its."""
    one = kept(persistence)
    other = kept(persistence)
    assert link(persistence, HERE, "7", one.id)
    assert not link(persistence, HERE, "7", other.id)
    assert not link(persistence, HERE, "8", one.id)
    assert link(persistence, ELSEWHERE, "8", one.id)
    assert found(persistence, HERE, "7") == one.id
    assert found(persistence, HERE, "8") is None


def test_of_two_at_once_one_is_linked(persistence: Persistence) -> None:
    """The other is told, and nothing breaks."""
    both = [kept(persistence) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        linked = list(pool.map(lambda one: link(persistence, HERE, "7", one.id), both))
    assert sorted(linked) == [False, True]
    assert found(persistence, HERE, "7") == both[linked.index(True)].id


def test_unlinking_makes_room(persistence: Persistence) -> None:
    """From every provider; nobody else's links go."""
    one = kept(persistence)
    other = kept(persistence)
    for issuer, subject, whose in ((HERE, "7", one), (ELSEWHERE, "1", one), (HERE, "9", other)):
        link(persistence, issuer, subject, whose.id)
    with persistence.writing() as uow:
        assert uow.subjects.unlink(one.id)
        assert not uow.subjects.unlink(one.id)
        uow.commit()
    assert found(persistence, HERE, "7") is None
    assert found(persistence, HERE, "9") == other.id
    assert link(persistence, HERE, "8", one.id)
