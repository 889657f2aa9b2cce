"""What an operator does about submissions on their way to the carrier."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from domain.audit import Act, of_submission
from domain.errors import ActionRefused, BatchHeld, NotFound
from domain.ports import STUBBORN, Backlog, Clock, Ids, Persistence
from domain.submission import Answer, Status, Submission

Change = Callable[[Submission, datetime], Submission]

# An act is one short transaction; nothing outlasts it unless its machine stops right there.
_MOMENT = timedelta(seconds=30)


class Outcome(msgspec.Struct, frozen=True):
    """A submission as it stands after an act, and why the act was refused, if it was:
    ActionRefused, or BatchHeld when nobody may change it right now."""

    submission: Submission
    refusal: ActionRefused | BatchHeld | None = None


class Operating:
    """For the installation's operators, who may act for every group.

    Nothing is changed of a batch while somebody delivers it: what they have in hand would be
    written over it, or the other way round.
    """

    def __init__(self, persistence: Persistence, clock: Clock, ids: Ids) -> None:
        self._persistence = persistence
        self._clock = clock
        self._ids = ids

    def backlog(self) -> Backlog:
        with self._persistence.reading() as uow:
            return uow.deliveries.backlog()

    def statuses(self) -> Mapping[Status, int]:
        """How many submissions there are of each status."""
        with self._persistence.reading() as uow:
            return uow.submissions.statuses()

    def in_trouble(self, limit: int, failures: int = STUBBORN) -> Sequence[Submission]:
        """What is held, unknown, or has failed so many times in a row and more; oldest first."""
        with self._persistence.reading() as uow:
            return uow.deliveries.needing_a_person(limit, failures)

    def find(self, confirmation_id: str) -> Submission:
        """Raises NotFound."""
        with self._persistence.reading() as uow:
            found = uow.submissions.by_confirmation(confirmation_id)
        if found is None:
            raise NotFound
        return found

    # Each of these acts on the submissions batch by batch, and tells what came of each.

    def send_again(self, submissions: Sequence[Submission]) -> Iterator[Outcome]:
        """The operator says that the carrier hasn't got them, or need not be waited for. One that
        stands differently by now is refused: that is not what they decided about."""
        seen = {one.id: one.delivery.stage for one in submissions}

        def send_again(stored: Submission, now: datetime) -> Submission:
            if stored.delivery.stage is not seen[stored.id]:
                raise ActionRefused("sent again", stored.delivery.stage)
            return stored.sent_again(now)

        return self._act(submissions, send_again, Act.SENT_AGAIN)

    def ask_again(self, submissions: Sequence[Submission]) -> Iterator[Outcome]:
        """Have the carrier asked now what has become of them."""
        return self._act(submissions, Submission.asked_again, Act.ASKED_AGAIN)

    def settle(
        self, submissions: Sequence[Submission], status: Status, words: str
    ) -> Iterator[Outcome]:
        """Write down the carrier's last word, as it told the operator."""
        return self._act(
            submissions,
            lambda one, now: one.settled(Answer(one.key, status, words), now),
            Act.SETTLED,
        )

    def _act(self, submissions: Sequence[Submission], act: Change, what: Act) -> Iterator[Outcome]:
        by_batch: dict[str, list[Submission]] = {}
        for one in submissions:
            by_batch.setdefault(one.batch_id, []).append(one)
        for batch_id, chosen in by_batch.items():
            yield from self._act_on(batch_id, chosen, act, what)

    def _act_on(
        self, batch_id: str, chosen: Sequence[Submission], act: Change, what: Act
    ) -> Sequence[Outcome]:
        (holder,) = self._ids.new()
        with self._persistence.writing() as uow:
            now = self._clock.now()
            if not uow.deliveries.take(batch_id, holder, now, now + _MOMENT):
                return [Outcome(one, BatchHeld()) for one in chosen]
            stored = {one.id: one for one in uow.submissions.of_batch(batch_id)}
            outcomes = [_outcome(stored[one.id], act, now) for one in chosen]
            changed = [one.submission for one in outcomes if one.refusal is None]
            uow.submissions.update(changed)
            for one in changed:
                uow.audit.add(of_submission(what, now, None, one, status=one.status.value))
            uow.deliveries.release(batch_id, holder)
            uow.commit()
        return outcomes


def _outcome(stored: Submission, act: Change, now: datetime) -> Outcome:
    try:
        return Outcome(act(stored, now))
    except ActionRefused as refusal:
        return Outcome(stored, refusal)
