"""Forms that were sent, and what each made."""

from datetime import timedelta

from domain.accounts.sent_form import REMEMBERED_FOR, form_digest
from domain.ports import Persistence
from tests.builders import NOW

FORM = form_digest("alex", "a token")


def send(persistence: Persistence, made: str, digest: str = FORM) -> bool:
    with persistence.writing() as uow:
        added = uow.sent_forms.add(digest, made, NOW)
        uow.commit()
    return added


def made(persistence: Persistence, digest: str = FORM) -> str | None:
    with persistence.reading() as uow:
        return uow.sent_forms.made(digest)


def test_a_form_makes_something_once(persistence: Persistence) -> None:
    """What it made first stays what it made; the same token of somebody else's is another form."""
    assert made(persistence) is None
    assert send(persistence, "first")
    assert not send(persistence, "second")
    assert made(persistence) == "first"
    assert send(persistence, "another", form_digest("kim", "a token"))


def test_what_is_not_committed_was_not_sent(persistence: Persistence) -> None:
    """Whoever tries again makes it then."""
    with persistence.writing() as uow:
        assert uow.sent_forms.add(FORM, "lost", NOW)
    assert send(persistence, "kept")


def test_forms_are_remembered_for_a_day(persistence: Persistence) -> None:
    """Longer than anybody waits for an answer."""
    send(persistence, "first")
    persistence.purge(NOW + REMEMBERED_FOR - timedelta(seconds=1))
    assert made(persistence) == "first"
    persistence.purge(NOW + REMEMBERED_FOR)
    assert made(persistence) is None
