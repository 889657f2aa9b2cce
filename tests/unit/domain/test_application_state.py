"""What may be done with an application, and what comes of it: the product's table of states."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from domain.application import Application, State
from domain.cells import Cell
from domain.errors import ActionRefused, ChangedByAnother
from domain.findings import Finding, Severity, Verdict, error, rejection, warning

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
MONTH = timedelta(days=30)

FINDINGS: dict[Verdict, tuple[Finding, ...]] = {
    Verdict.READY: (warning("day_phone", "no_phone", "Nobody can be called."),),
    Verdict.ERROR: (
        warning("day_phone", "no_phone", "Nobody can be called."),
        error("hire_date", "required", "Enter the hire date as MM/DD/YYYY."),
    ),
    Verdict.REJECTED: (
        error("hire_date", "required", "Enter the hire date as MM/DD/YYYY."),
        rejection("ssn", "enrolled", "This person is already enrolled in this group."),
    ),
}

READY = Application(
    id="application",
    batch_id="batch",
    group_id="000341",
    row=14,
    entries={"first_name": Cell("Noa"), "last_name": Cell("Silva")},
    findings=FINDINGS[Verdict.READY],
    submission_key="key",
    expires_at=NOW + MONTH,
)
ERROR = READY.checked(FINDINGS[Verdict.ERROR])
REJECTED = READY.checked(FINDINGS[Verdict.REJECTED])

Act = Callable[[Application, int], Application]
ACTS: dict[str, Act] = {
    "edit": lambda one, version: one.edit({"first_name": Cell("Noah")}, version),
    "save": lambda one, version: one.save_for_later(NOW + 2 * MONTH, version),
    "delete": lambda one, version: one.delete(NOW, version),
    "restore": lambda one, version: one.restore(version),
    "submit": lambda one, version: one.submit("ABC-DEF-GHJK", version),
}

# Every state an application can be in, and the acts it allows; all others are refused.
SITUATIONS: dict[str, tuple[Application, set[str]]] = {
    "ready": (READY, {"edit", "save", "delete", "submit"}),
    "error": (ERROR, {"edit", "save", "delete"}),
    "rejected": (REJECTED, {"delete"}),
    "saved, ready": (replace(READY, saved=True), {"edit", "save", "delete", "submit"}),
    "saved, error": (replace(ERROR, saved=True), {"edit", "save", "delete"}),
    "saved, rejected since": (replace(REJECTED, saved=True), {"delete"}),
    "deleted": (replace(READY, deleted_at=NOW), {"restore"}),
    "deleted, error": (replace(ERROR, deleted_at=NOW), {"restore"}),
    "deleted, rejected": (replace(REJECTED, deleted_at=NOW), {"restore"}),
    "deleted, saved": (replace(READY, saved=True, deleted_at=NOW), {"restore"}),
    "submitted": (replace(READY, confirmation_id="ABC-DEF-GHJK"), set()),
    "submitted, rejected since": (replace(REJECTED, confirmation_id="ABC-DEF-GHJK"), set()),
}
ALLOWED = [(name, act) for name, (_, acts) in SITUATIONS.items() for act in sorted(acts)]
REFUSED = [(name, act) for name, (_, acts) in SITUATIONS.items() for act in sorted({*ACTS} - acts)]


@pytest.mark.parametrize(("situation", "act"), ALLOWED)
def test_allowed_acts_make_a_new_version(situation: str, act: str) -> None:
    """What the table allows is done, to a new version; the former one stays as it was."""
    before = SITUATIONS[situation][0]
    kept = replace(before)
    after = ACTS[act](before, before.version)
    assert after.version == before.version + 1
    assert after != before == kept


@pytest.mark.parametrize(("situation", "act"), REFUSED)
def test_other_acts_are_refused(situation: str, act: str) -> None:
    """What the table doesn't allow is refused, saying where the application stands."""
    application = SITUATIONS[situation][0]
    with pytest.raises(ActionRefused) as refused:
        ACTS[act](application, application.version)
    assert refused.value.state in (application.state, application.verdict)
    assert "Noa" not in str(refused.value)


@pytest.mark.parametrize(("situation", "act"), ALLOWED)
@pytest.mark.parametrize("behind", [1, -1])
def test_stale_versions_are_told_so(situation: str, act: str, behind: int) -> None:
    """An act on a version that isn't the current one is refused: somebody else was first."""
    application = replace(SITUATIONS[situation][0], version=5)
    with pytest.raises(ChangedByAnother):
        ACTS[act](application, 5 - behind)


@pytest.mark.parametrize(
    ("situation", "act", "state"),
    [
        ("ready", "edit", State.READY),
        ("error", "edit", State.ERROR),
        ("ready", "save", State.SAVED),
        ("error", "save", State.SAVED),
        ("saved, error", "save", State.SAVED),
        ("saved, ready", "edit", State.SAVED),
        ("saved, ready", "submit", State.SUBMITTED),
        ("ready", "submit", State.SUBMITTED),
        ("rejected", "delete", State.DELETED),
        ("saved, rejected since", "delete", State.DELETED),
        ("deleted, rejected", "restore", State.REJECTED),
        ("deleted, error", "restore", State.ERROR),
        ("deleted, saved", "restore", State.SAVED),
    ],
)
def test_acts_lead_where_the_table_says(situation: str, act: str, state: State) -> None:
    """Each act leads to the state the table names, and Undo to where it was."""
    application = SITUATIONS[situation][0]
    assert ACTS[act](application, application.version).state is state


def test_submitted_is_not_saved_any_more() -> None:
    """What was saved and is submitted leaves the saved applications."""
    saved = replace(READY, saved=True)
    submitted = saved.submit("ABC-DEF-GHJK", saved.version)
    assert not submitted.saved
    assert submitted.confirmation_id == "ABC-DEF-GHJK"


@pytest.mark.parametrize("verdict", Verdict)
def test_state_follows_the_worst_finding(verdict: Verdict) -> None:
    """A check alone moves an application between the tabs, and is no new version."""
    application = READY.checked(FINDINGS[verdict])
    assert application.verdict is verdict
    assert application.state.value == verdict.value
    assert application.version == READY.version


def test_no_findings_are_ready() -> None:
    """Nothing noticed, nothing in the way."""
    assert READY.checked(()).state is State.READY


def test_findings_are_told_apart() -> None:
    """Findings can be had by how bad they are."""
    assert [one.code for one in ERROR.of_severity(Severity.ERROR)] == ["required"]
    assert [one.code for one in ERROR.of_severity(Severity.WARNING)] == ["no_phone"]
    assert ERROR.of_severity(Severity.REJECTION) == ()


@pytest.mark.parametrize(
    ("entries", "name"),
    [
        ({"first_name": "Noa", "last_name": "Silva"}, "Noa Silva"),
        ({"first_name": "Noa"}, "Noa"),
        ({"last_name": "Silva"}, "Silva"),
        ({"city": "Hilo"}, "Row 14"),
    ],
)
def test_people_are_named_as_typed(entries: dict[str, str], name: str) -> None:
    """A person is called by what was typed of the name, or by the row."""
    cells = {column: Cell(text) for column, text in entries.items()}
    assert replace(READY, entries=cells).person_name == name


def test_blank_columns_have_no_text() -> None:
    """A column that isn't filled reads as nothing."""
    assert (READY.text("first_name"), READY.text("city")) == ("Noa", "")


class Life(RuleBasedStateMachine):
    """Any acts in any order, with checks, other people's acts and time in between."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.application = READY
        # What must be true of it, kept apart from the application itself.
        self.verdict = Verdict.READY
        self.version = 1
        self.saved = self.deleted = self.submitted = False
        self.kept_until = NOW + MONTH

    def expected(self) -> State:
        if self.submitted:
            return State.SUBMITTED
        if self.deleted:
            return State.DELETED
        return State.SAVED if self.saved else State(self.verdict.value)

    def may(self, act: str) -> bool:
        at_hand = not self.submitted and not self.deleted
        return {
            "edit": at_hand and self.verdict is not Verdict.REJECTED,
            "save": at_hand and self.verdict is not Verdict.REJECTED,
            "delete": at_hand,
            "restore": self.deleted and not self.submitted,
            "submit": at_hand and self.verdict is Verdict.READY,
        }[act]

    def do(self, act: str, behind: int) -> bool:
        """Try the act; whether it was done. What is refused changes nothing."""
        before = self.application
        acts: dict[str, Act] = {
            **ACTS,
            "save": lambda one, version: one.save_for_later(self.now + MONTH, version),
            "delete": lambda one, version: one.delete(self.now, version),
        }
        try:
            self.application = acts[act](before, self.version - behind)
        except ActionRefused:
            assert not self.may(act)
            return False
        except ChangedByAnother:
            assert self.may(act)
            assert behind
            return False
        assert self.may(act)
        assert not behind
        self.version += 1
        return True

    stale = st.sampled_from([0, 0, 0, 1])

    @rule(behind=stale)
    def edit(self, behind: int) -> None:
        if self.do("edit", behind):
            assert self.application.text("first_name") == "Noah"

    @rule(behind=stale)
    def save(self, behind: int) -> None:
        if self.do("save", behind):
            self.saved, self.kept_until = True, self.now + MONTH

    @rule(behind=stale)
    def delete(self, behind: int) -> None:
        if self.do("delete", behind):
            self.deleted = True
            assert self.application.deleted_at == self.now

    @rule(behind=stale)
    def restore(self, behind: int) -> None:
        if self.do("restore", behind):
            self.deleted = False

    @rule(behind=stale)
    def submit(self, behind: int) -> None:
        if self.do("submit", behind):
            self.submitted = True

    @rule(verdict=st.sampled_from(Verdict))
    def check(self, verdict: Verdict) -> None:
        self.application, self.verdict = self.application.checked(FINDINGS[verdict]), verdict

    @precondition(lambda self: self.now < NOW + 4 * MONTH)
    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def stands_where_it_must(self) -> None:
        assert self.application.state is self.expected()
        assert self.application.version == self.version

    @invariant()
    def is_kept_as_long_as_it_must(self) -> None:
        minute = timedelta(minutes=1)
        assert not self.application.expired(self.kept_until - minute)
        assert self.application.expired(self.kept_until) is not self.submitted
        assert self.application.expired(self.now) is (
            not self.submitted and self.now >= self.kept_until
        )

    @invariant()
    def is_the_same_application(self) -> None:
        for field in ("id", "batch_id", "group_id", "row", "submission_key"):
            assert getattr(self.application, field) == getattr(READY, field)


# Any life an application can have keeps to the table of states.
TestLife = Life.TestCase
