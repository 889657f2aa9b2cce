"""What operators do about what is stuck, from the command line."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.persistence import SqlPersistence, open_engine
from adapters.system import SystemClock
from domain.delivery import Stage
from domain.submission import Submission
from tests.web.commands.conftest import Enroll

MINUTE = timedelta(minutes=1)


def stand(enroll: Enroll, *stages: Stage) -> list[str]:
    """Have the first submissions there are stand at these stages; their confirmation IDs."""
    persistence = SqlPersistence(open_engine(enroll.settings.database_url), vault=enroll.vault)
    now = SystemClock().now()

    def at(stage: Stage, one: Submission) -> Submission:
        sent = one.sending(now)
        return {
            Stage.HELD: lambda: sent.held("", now, "401 Unauthorized"),
            Stage.UNKNOWN: lambda: sent.unknown(now),
            Stage.SENDING: lambda: sent.unanswered(now, now + MINUTE, "no answer"),
            Stage.WAITING: lambda: sent.not_reached(now, now + MINUTE, "not reached"),
        }[stage]()

    with persistence.writing() as uow:
        batch_id = uow.deliveries.claim("a test", now, now)
        assert batch_id is not None
        first = uow.deliveries.undone(batch_id)
        changed = [at(stage, one) for stage, one in zip(stages, first, strict=False)]
        uow.submissions.update(changed)
        uow.deliveries.release(batch_id, "a test")
        uow.commit()
    persistence.close()
    return [one.confirmation_id for one in changed]


def stages(enroll: Enroll) -> dict[str, int]:
    counted: dict[str, int] = enroll("delivery", "list", "--json").json["stages"]
    return counted


@pytest.fixture
def submitted(enroll: Enroll, clean: Path) -> list[str]:
    """Eight submissions of one batch."""
    return enroll.submitted(clean)


def test_what_needs_a_person_is_listed(enroll: Enroll, submitted: list[str]) -> None:
    """With why, and how much is on its way besides; nobody's name is in it."""
    held, unknown, failed = stand(enroll, Stage.HELD, Stage.UNKNOWN, Stage.WAITING)
    lines = enroll("delivery", "list").out.splitlines()
    assert lines[0].split()[:2] == ["Confirmation", "ID"]
    assert {line.split()[0] for line in lines[1:-2]} == {held, unknown}
    assert any("held" in line and "401 Unauthorized" in line for line in lines)
    assert lines[-2] == "In all: 6 waiting, 1 held, 1 unknown."
    assert lines[-1].startswith("The oldest that the carrier hasn't got was submitted ")
    failing = enroll("delivery", "list", "--failing", "--json").json["submissions"]
    assert {one["confirmation_id"] for one in failing} == {held, unknown, failed}
    only = enroll("delivery", "list", "--stage", "held", "--json").json["submissions"]
    assert [(one["confirmation_id"], one["trouble"]) for one in only] == [
        (held, "401 Unauthorized")
    ]


def test_where_nothing_is_stuck_it_says_so(enroll: Enroll, submitted: list[str]) -> None:
    """Also once nothing is on its way any more."""
    ended = enroll("delivery", "list")
    assert ended.out.splitlines()[:2] == ["Nothing here needs a person.", "In all: 8 waiting."]
    enroll.deliver()
    assert "In all: nothing on its way." in enroll("delivery", "list").out


def test_all_that_was_refused_goes_again(enroll: Enroll, submitted: list[str]) -> None:
    """But not what may have arrived, unless that is said."""
    stand(enroll, Stage.HELD, Stage.HELD, Stage.UNKNOWN)
    ended = enroll("delivery", "retry", "--all")
    assert (ended.status, ended.out) == (0, "2 submissions will be sent again.\n")
    assert stages(enroll) == {"waiting": 7, "unknown": 1}


def test_what_may_have_arrived_goes_again_on_purpose_only(
    enroll: Enroll, submitted: list[str]
) -> None:
    """Whoever is not there to be asked must have said so beforehand."""
    (one,) = stand(enroll, Stage.UNKNOWN)
    for chosen in ([one], ["--all", "--stage", "unknown"]):
        ended = enroll("delivery", "retry", *chosen, stdin="y\n")
        assert (ended.status, ended.out) == (1, "")
        assert "may have got 1 of these 1 already" in ended.err
    assert stages(enroll) == {"waiting": 7, "unknown": 1}
    ended = enroll("delivery", "retry", one, "--yes")
    assert (ended.status, ended.out) == (0, "1 submission will be sent again.\n")
    assert stages(enroll) == {"waiting": 8}


def test_what_cannot_be_done_is_told_for_each(enroll: Enroll, submitted: list[str]) -> None:
    """The others are done."""
    sending, held = stand(enroll, Stage.SENDING, Stage.HELD)
    ended = enroll("delivery", "retry", sending, held)
    assert (ended.status, ended.out) == (1, "1 submission will be sent again.\n")
    assert ended.err == (
        f"{sending}: it may have arrived. Ask the carrier first: enroll delivery ask\n"
    )
    enroll.deliver()
    ended = enroll("delivery", "retry", held)
    assert (ended.status, ended.err) == (1, f"{held}: it is Completed already.\n")


def test_nothing_is_done_under_a_workers_hands(enroll: Enroll, submitted: list[str]) -> None:
    """It is told so, and to try again."""
    (one,) = stand(enroll, Stage.HELD)
    persistence = SqlPersistence(open_engine(enroll.settings.database_url), vault=enroll.vault)
    now = SystemClock().now()
    with persistence.writing() as uow:
        assert uow.deliveries.claim("a worker", now, now + MINUTE)
        uow.commit()
    persistence.close()
    ended = enroll("delivery", "retry", one)
    assert (ended.status, ended.out) == (1, "0 submissions will be sent again.\n")
    assert ended.err == f"{one}: it is being delivered right now. Try again in a minute.\n"


def test_the_carrier_is_asked_now(enroll: Enroll, submitted: list[str]) -> None:
    """About the ones that are named, or about all that need a person."""
    unknown, sending = stand(enroll, Stage.UNKNOWN, Stage.SENDING)
    ended = enroll("delivery", "ask", sending)
    assert (ended.status, ended.out) == (0, "1 submission will be taken up at once.\n")
    assert enroll("delivery", "ask", "--all").out == "1 submission will be taken up at once.\n"
    assert stages(enroll) == {"waiting": 6, "sending": 2}
    enroll.deliver()
    assert enroll("status", unknown, "--json").json["status"] == "Completed"


def test_the_carriers_last_word_is_written_down(enroll: Enroll, submitted: list[str]) -> None:
    """As it told the operator."""
    (one,) = stand(enroll, Stage.UNKNOWN)
    words = "Enrolled by hand."
    ended = enroll("delivery", "settle", one, "--status", "needs-review", "--words", words)
    assert (ended.status, ended.out) == (0, "1 submission settled as Needs Review.\n")
    said = enroll("status", one, "--json").json
    assert (said["status"], said["carrier_words"]) == ("Needs Review", words)
    ended = enroll("delivery", "settle", one, "--status", "completed")
    assert (ended.status, ended.err) == (1, f"{one}: it is Needs Review already.\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("retry",),
        ("ask",),
        ("retry", "ID", "--all"),
        ("ask", "ID", "--stage", "held"),
        ("ask", "--stage", "held"),
    ],
)
def test_it_must_be_clear_which(
    enroll: Enroll, submitted: list[str], arguments: tuple[str, ...]
) -> None:
    """Either some by their IDs or all; otherwise nothing is done."""
    stand(enroll, Stage.HELD)
    named = [submitted[0] if one == "ID" else one for one in arguments]
    ended = enroll("delivery", *named)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == "Name confirmation IDs, or --all, which --stage may narrow.\n"
    assert stages(enroll) == {"waiting": 7, "held": 1}


def test_one_that_is_not_there_stops_all(enroll: Enroll, submitted: list[str]) -> None:
    """A slip in one ID does nothing to the others."""
    (held,) = stand(enroll, Stage.HELD)
    ended = enroll("delivery", "retry", held, "M39-J9J-39Y9")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == "There is no submission M39-J9J-39Y9. Nothing was done.\n"
    assert stages(enroll) == {"waiting": 7, "held": 1}
