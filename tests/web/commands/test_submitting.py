"""Submitting from the command line, and what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web.commands.conftest import ALEX, PAT, ROBIN, Enroll
from web import bootstrap
from web.background import Background


@contextmanager
def delivering(enroll: Enroll) -> Iterator[None]:
    """A server beside it that delivers."""
    with bootstrap.opened(enroll.settings) as services:
        background = Background(services, look_every=0.05)
        background.start()
        try:
            yield
        finally:
            background.stop()


def test_confirmation_ids_are_printed(enroll: Enroll, mixed: Path) -> None:
    """One for each that was ready, beside the person's name; they are durable by then."""
    batch = enroll.uploaded(mixed)
    ended = enroll("submit", batch, "--as", ALEX, "--yes")
    heading, *lines, count, onward = ended.out.splitlines()
    assert (ended.status, ended.err) == (0, "")
    assert heading.split() == ["Person", "Confirmation", "ID"]
    assert count == "4 applications submitted."
    assert "enroll status" in onward
    assert len(lines) == 4
    for line in lines:
        name, confirmation_id = line.rsplit(maxsplit=1)
        assert name in enroll("status", confirmation_id).out


def test_nobody_is_submitted_unasked(enroll: Enroll, mixed: Path) -> None:
    """Where there is no terminal to ask at, it must be said beforehand."""
    batch = enroll.uploaded(mixed)
    ended = enroll("submit", batch, "--as", ALEX, stdin="y\n")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("Submit 4 applications?")
    assert "--yes" in ended.err
    assert len(enroll("submit", batch, "--as", ALEX, "--yes", "--json").json["submitted"]) == 4


def test_what_is_submitted_is_submitted_once(enroll: Enroll, mixed: Path) -> None:
    """The second time there is nothing left, and that is said."""
    batch = enroll.uploaded(mixed)
    enroll("submit", batch, "--as", ALEX, "--yes")
    ended = enroll("submit", batch, "--as", ALEX, "--yes")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("No application of this batch can be submitted now.")


def test_a_batch_is_for_those_of_its_group(enroll: Enroll, mixed: Path) -> None:
    """For others it is not there; and who may only look may not submit."""
    batch = enroll.uploaded(mixed)
    others, nothing = (
        enroll("submit", which, "--as", PAT, "--yes") for which in (batch, "0" * len(batch))
    )
    assert others.status == nothing.status == 1
    assert others.err.replace(batch, "") == nothing.err.replace("0" * len(batch), "")
    ended = enroll("submit", batch, "--as", ROBIN, "--yes")
    assert ended.err.startswith("Their role for this group does not include this.")
    assert len(enroll("submit", batch, "--as", ALEX, "--yes", "--json").json["submitted"]) == 4


def test_it_waits_for_the_carrier(enroll: Enroll, clean: Path) -> None:
    """Until it has got all of them."""
    batch = enroll.uploaded(clean)
    with delivering(enroll):
        ended = enroll("submit", batch, "--as", ALEX, "--yes", "--wait")
    assert ended.status == 0
    assert ended.out.splitlines()[-1] == "The carrier has got all of them."
    assert enroll("delivery", "list", "--json").json["oldest_waiting"] is None


def test_it_waits_no_longer_than_wanted(enroll: Enroll, clean: Path) -> None:
    """The IDs are there all the same; the status says that nothing has arrived yet."""
    batch = enroll.uploaded(clean)
    ended = enroll("submit", batch, "--as", ALEX, "--yes", "--wait", "--timeout", "0.3", "--json")
    assert ended.status == 7
    assert {one["stage"] for one in ended.json["submitted"]} == {"waiting"}
    assert len({one["confirmation_id"] for one in ended.json["submitted"]}) == 8


def test_what_stays_behind_is_counted(enroll: Enroll, clean: Path) -> None:
    """Dependents of a subscriber who is saved for later."""
    batch = enroll.uploaded(clean)
    with bootstrap.opened(enroll.settings) as services:
        who = services.administrators.find(ALEX)
        first = services.submitting.plan_ready(who, batch).applications[0]
        services.mending.save_for_later(who, first.id, first.version)
    ended = enroll("submit", batch, "--as", ALEX, "--yes")
    assert "4 applications submitted." in ended.out
    assert "3 applications stayed, whose subscriber is saved for later" in ended.out


# What became of it


def test_the_way_of_a_submission_is_told(enroll: Enroll, clean: Path) -> None:
    """Its status, the carrier's words, and each step with its time, as on its page."""
    one, *_ = enroll.submitted(clean)
    before = enroll("status", one).out
    assert "Status:           Submitted" in before
    assert "Next:" in before
    enroll.deliver()
    ended = enroll("status", one.lower().replace("-", " "))
    assert ended.status == 0
    assert "Group:            000341 Redwood Manufacturing" in ended.out
    assert "Status:           Completed" in ended.out
    assert "Next:" not in ended.out
    steps = ended.out.split("\n\n")[1].splitlines()
    assert steps[0].split() == ["When", "What", "More"]
    assert "Submitted by Alex Rivera" in steps[1]
    assert "Completed" in steps[-1]


def test_the_way_for_programs(enroll: Enroll, clean: Path) -> None:
    """Times in UTC, in one form."""
    one, *_ = enroll.submitted(clean)
    enroll.deliver()
    said = enroll("status", one, "--json").json
    assert (said["confirmation_id"], said["status"], said["stage"]) == (one, "Completed", "done")
    assert said["submitted_by"] == "Alex Rivera"
    assert [step["event"] for step in said["steps"]][:2] == ["submitted", "sending"]
    assert all(step["at"].endswith("Z") for step in said["steps"])


def test_a_submission_is_for_those_of_its_group(enroll: Enroll, clean: Path) -> None:
    """For somebody of another group it is as if it weren't there."""
    one, *_ = enroll.submitted(clean)
    assert enroll("status", one, "--as", ROBIN).status == 0
    ended = enroll("status", one, "--as", PAT)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == f"There is no submission {one}.\n"


def test_a_mistyped_id_is_told_from_one_that_is_not_there(enroll: Enroll) -> None:
    """Its check character says so."""
    ended = enroll("status", "AAA-AAA-AAAB")
    assert ended.status == 2
    assert "is not a confirmation ID" in ended.err
