"""Whatever administrators, the carrier and the clock do, in whichever order: what always holds."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.application import Application, State
from domain.batch import Batch
from domain.cells import Entries
from domain.errors import DomainError, NotFound, RegistryUnavailable
from domain.findings import Verdict
from domain.matching import Likeness, compare
from domain.submission import Answer, Status, Submission
from tests.unit.services.people import EDITS, FAMILIES, ROWS
from tests.unit.services.site import ALEX, Site

picks = st.integers(0, 99)
rarely = st.sampled_from([False, False, False, True])


def declined(submission: Submission, subscriber: Status | None) -> Answer | None:
    """A carrier that declines everybody, dependents once it has had their subscriber."""
    if submission.subscriber_key is not None and subscriber is None:
        return None
    return Answer(submission.key, Status.DECLINED, "Not eligible.")


class AnyHistory(RuleBasedStateMachine):
    """Acts picked at random, and what they should have left."""

    def __init__(self) -> None:
        super().__init__()
        self.site = Site()
        self.decide = self.site.registry.decide
        self.batches: list[Batch] = []
        self.known: dict[str, Application] = {}  # every application, as it was last given to us
        self.confirmed: dict[str, str] = {}  # confirmation IDs that somebody saw

    # Helpers

    def attempt(self, act: Callable[[], object]) -> None:
        """Do something that may be refused. An unreachable carrier must have changed nothing."""
        commits = self.site.persistence.commits
        try:
            act()
        except RegistryUnavailable:
            assert self.site.registry.unreachable
            assert self.site.persistence.commits == commits
        except DomainError:
            pass

    def pick(self, place: int) -> Application:
        return list(self.known.values())[place % len(self.known)]

    def learn(self, *applications: Application) -> None:
        self.known.update({one.id: one for one in applications})

    def learn_submitted(self, submissions: Sequence[Submission]) -> None:
        assert submissions
        for one in submissions:
            self.learn(self.site.now(self.known[one.application_id]))
            self.confirmed[one.application_id] = one.confirmation_id

    # What administrators do

    @initialize(rows=st.sampled_from(FAMILIES))
    def first_upload(self, rows: list[Entries]) -> None:
        self.upload(rows, "000341", False)

    @rule(
        rows=st.sampled_from(FAMILIES) | st.lists(st.sampled_from(ROWS), min_size=1, max_size=4),
        group_id=st.sampled_from(["000341", "000341", "000512"]),
        again=st.booleans(),
    )
    def upload(self, rows: list[Entries], group_id: str, again: bool) -> None:
        def act() -> None:
            summary = self.site.upload(*rows, group_id=group_id, again=again)
            assert summary.tally.total == len(rows)
            self.batches.append(summary.batch)
            made = self.site.stored(summary.batch.id)
            assert len(made) == len(rows)
            self.learn(*made)

        self.attempt(act)

    @precondition(lambda self: self.known)
    @rule(place=picks, changes=st.sampled_from(EDITS), stale=st.sampled_from([0, 0, 0, 1]))
    def edit(self, place: int, changes: dict[str, str | None], stale: int) -> None:
        one = self.pick(place)
        fields = {key: text or "" for key, text in changes.items()}

        def act() -> None:
            self.learn(self.site.mending.edit(ALEX, one.id, fields, one.version - stale).after)
            assert not stale

        self.attempt(act)

    @precondition(lambda self: self.known)
    @rule(place=picks)
    def save(self, place: int) -> None:
        one = self.pick(place)
        self.attempt(
            lambda: self.learn(self.site.mending.save_for_later(ALEX, one.id, one.version).after)
        )

    @precondition(lambda self: self.known)
    @rule(place=picks)
    def delete(self, place: int) -> None:
        one = self.pick(place)
        self.attempt(lambda: self.learn(self.site.mending.delete(ALEX, one.id, one.version)))

    @precondition(lambda self: self.known)
    @rule(place=picks)
    def undo(self, place: int) -> None:
        one = self.pick(place)
        self.attempt(lambda: self.learn(self.site.mending.restore(ALEX, one.id, one.version)))

    @precondition(lambda self: self.batches)
    @rule(place=picks)
    def delete_errors(self, place: int) -> None:
        batch = self.batches[place % len(self.batches)]

        def act() -> None:
            before = self.site.stored(batch.id)
            count = self.site.mending.delete_errors(ALEX, batch.id)
            kept = {one.id for one in self.site.stored(batch.id)}
            gone = [one for one in before if one.id not in kept]
            assert len(gone) == count
            self.learn(*(self.site.now(one) for one in gone))

        self.attempt(act)

    @precondition(lambda self: self.known)
    @rule(place=picks)
    def submit_one(self, place: int) -> None:
        one = self.pick(place)
        self.attempt(
            lambda: self.learn_submitted(self.site.submitting.submit_one(ALEX, one.id, one.version))
        )

    @precondition(lambda self: self.batches)
    @rule(place=picks)
    def submit_ready(self, place: int) -> None:
        batch = self.batches[place % len(self.batches)]
        self.attempt(
            lambda: self.learn_submitted(self.site.submitting.submit_ready(ALEX, batch.id))
        )

    @precondition(lambda self: self.known)
    @rule(
        place=picks,
        other=picks,
        changes=st.sampled_from(EDITS),
        what=st.sampled_from(["submit", "edit", "delete", "save"]),
    )
    def submit_while_somebody_else_acts(
        self, place: int, other: int, changes: dict[str, str | None], what: str
    ) -> None:
        """Between our looking and our keeping, somebody does something else."""
        acts: dict[str, Callable[[], None]] = {
            "submit": lambda: self.submit_one(other),
            "edit": lambda: self.edit(other, changes, 0),
            "delete": lambda: self.delete(other),
            "save": lambda: self.save(other),
        }
        if self.site.registry.unreachable:
            return
        self.site.while_asking.meanwhile = acts[what]
        self.submit_ready(self.batches.index(self.batch_of(self.pick(place))))
        self.site.while_asking.meanwhile = None

    def batch_of(self, one: Application) -> Batch:
        return next(batch for batch in self.batches if batch.id == one.batch_id)

    # What the carrier and the clock do

    @rule(unreachable=rarely, loses_answers=rarely, declines=rarely)
    def carrier_changes(self, unreachable: bool, loses_answers: bool, declines: bool) -> None:
        self.site.registry.unreachable = unreachable
        self.site.registry.loses_answers = loses_answers
        self.site.registry.decide = declined if declines else self.decide

    @rule()
    def deliver(self) -> None:
        self.site.deliver()

    @rule(hours=st.sampled_from([1, 1, 30, 24 * 10, 24 * 29]))
    def time_passes(self, hours: int) -> None:
        self.site.clock.advance(timedelta(hours=hours))

    @rule()
    def purge(self) -> None:
        self.site.persistence.purge(self.site.clock.now())

    # What always holds

    def submissions(self) -> list[Submission]:
        with self.site.persistence.reading() as uow:
            return [one for batch in self.batches for one in uow.submissions.of_batch(batch.id)]

    @invariant()
    def nobody_is_submitted_twice_in_a_group(self) -> None:
        standing = [one for one in self.submissions() if one.status is not Status.DECLINED]
        for one, other in combinations(standing, 2):
            if one.group_id == other.group_id:
                alike = compare(one.answers.identity, other.answers.identity)
                assert alike is not Likeness.SAME
                assert alike is not Likeness.NUMBER_OF_ANOTHER

    @invariant()
    def no_dependent_goes_before_its_subscriber(self) -> None:
        submissions = {one.key: one for one in self.submissions()}
        accepted = self.site.registry.accepted
        for one in submissions.values():
            assert one.answers.is_dependent == (one.subscriber_key is not None)
            if one.subscriber_key is None:
                continue
            first = submissions[one.subscriber_key]
            assert first.answers.is_subscriber
            assert first.submitted_at <= one.submitted_at
            assert first.answers.plan == one.answers.plan is not None
            if one.key in accepted:
                assert accepted.index(first.key) < accepted.index(one.key)

    @invariant()
    def every_key_is_accepted_once_at_most(self) -> None:
        assert max(Counter(self.site.registry.accepted).values(), default=1) == 1
        assert set(self.site.registry.accepted) <= {one.key for one in self.submissions()}

    @invariant()
    def submissions_and_submitted_applications_are_the_same(self) -> None:
        submissions = {one.application_id: one.confirmation_id for one in self.submissions()}
        assert submissions == self.confirmed
        assert len(set(submissions.values())) == len(submissions)
        for application_id, confirmation_id in submissions.items():
            assert self.site.now(self.known[application_id]).confirmation_id == confirmation_id

    @invariant()
    def nothing_is_lost_and_nothing_expired_is_shown(self) -> None:
        now = self.site.clock.now()
        for batch in self.batches:
            expected = {
                one.id
                for one in self.known.values()
                if one.batch_id == batch.id and one.deleted_at is None and not one.expired(now)
            }
            assert {one.id for one in self.site.stored(batch.id)} == expected
        for one in self.known.values():
            if one.expired(now):
                with pytest.raises(NotFound):
                    self.site.looking.application(ALEX, one.id)
        with self.site.persistence.reading() as uow:
            saved = uow.applications.saved(["000341", "000512"], now).items
        assert all(one.state is State.SAVED and not one.expired(now) for one in saved)

    @invariant()
    def the_counts_add_up(self) -> None:
        now = self.site.clock.now()
        with self.site.persistence.reading() as uow:
            for batch in self.batches:
                stored = uow.applications.of_batch(batch.id, now)
                states = Counter(one.state for one in stored)
                tally = uow.applications.tally(batch.id, now)
                assert tally.total + states[State.SAVED] + states[State.SUBMITTED] == len(stored)
                for verdict, count in zip(
                    Verdict, (tally.ready, tally.error, tally.rejected), strict=True
                ):
                    assert count == states[State(verdict.value)]
                    assert uow.applications.tab(batch.id, verdict, now).total == count

    def teardown(self) -> None:
        """Once the carrier can be reached, everything is delivered, and both say the same."""
        registry = self.site.registry
        registry.unreachable = registry.loses_answers = False
        self.site.clock.advance(timedelta(days=1))
        self.site.deliver()
        submissions = self.submissions()
        assert set(registry.accepted) == {one.key for one in submissions}
        theirs = {one.key: (one.status, one.words) for one in registry.submit(submissions)}
        assert {one.key: (one.status, one.carrier_words) for one in submissions} == theirs


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(
    max_examples=settings.default.max_examples * 2 // 5, stateful_step_count=30
)
