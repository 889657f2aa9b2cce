"""One batch's round of delivery: which call comes next, and what comes of each."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from domain.delivery import LONGEST_PAUSE, Pace, Stage
from domain.submission import Answer, Submission

# A piece that failed, perhaps through one of its submissions, is tried again in so many parts.
_PARTS = 4
# After so many times without an answer, one of them may be the reason: the pieces become smaller.
_PATIENCE = 2
_NOT_REACHED = "not reached"
# So many calls in one round; then other batches have their turn.
_MOST_CALLS = 32


class Asking(msgspec.Struct, frozen=True):
    """What has become of these?"""

    keys: Sequence[str]


class HandingOver(msgspec.Struct, frozen=True):
    """These, marked as being sent."""

    submissions: Sequence[Submission]

    @property
    def keys(self) -> Sequence[str]:
        return [one.key for one in self.submissions]


Call = Asking | HandingOver


class Round:
    """A batch's undone submissions, subscribers before dependents, and what is due of them.

    First the carrier is asked about whatever it may have; then what it has not got is handed
    over, both in pieces. A piece that fails through something other than the carrier's absence is
    taken apart, so that the one at fault ends up alone and holds up nobody else.
    """

    def __init__(self, undone: Sequence[Submission], now: datetime, pace: Pace) -> None:
        self._by_key = {one.key: one for one in undone}
        self._order = {one.key: place for place, one in enumerate(undone)}
        self._pace = pace
        self._changed: set[str] = set()
        for one in undone:
            if _cannot_go(one):
                self._set(one)
        undone = list(self._by_key.values())
        to_ask = [
            one
            for one in undone
            if _due(one, now) and one.delivery.stage in (Stage.SENDING, Stage.WITH_CARRIER)
        ]
        # Without an answer about one, those after it wait, so the ones that often had none come
        # last.
        to_ask.sort(key=lambda one: one.delivery.attempts)
        self._to_ask = [one.key for one in to_ask]
        due = {one.key for one in undone if _due(one, now)}
        # A dependent goes with its subscriber, whenever it would have been due by itself.
        self._to_send = [
            one.key
            for one in undone
            if one.delivery.stage is Stage.WAITING and due & {one.key, one.subscriber_key}
        ]
        self._asked_at_once = self._size_after_failures(self._to_ask)
        self._queue: list[str] = []
        self._size = pace.piece
        self._away = False
        self._away_until = now
        self._calls = 0
        self.answered = 0
        self._news: list[Submission] = []

    def news(self) -> Sequence[Submission]:
        """What the carrier has answered about, with news, since this was last asked for."""
        news, self._news = self._news, []
        return news

    def changed(self) -> Sequence[Submission]:
        """What has changed since this was last asked for."""
        changed = [self._by_key[key] for key in self._by_key if key in self._changed]
        self._changed.clear()
        return changed

    def next_call(self, now: datetime) -> Call | None:
        """The next question or handing-over; None when the round is over."""
        self._calls += 1
        if not self._away and self._calls <= _MOST_CALLS:
            if self._to_ask:
                size = self._asked_at_once
                asking, self._to_ask = self._to_ask[:size], self._to_ask[size:]
                return Asking(asking)
            if going := self._next_piece():
                for one in going:
                    self._set(one.sending(now))
                return HandingOver([self._by_key[one.key] for one in going])
        self._postpone_the_rest(now)
        return None

    def _next_piece(self) -> Sequence[Submission]:
        if self._to_send:
            new = sorted(self._to_send, key=self._order.__getitem__)
            self._size = min(self._size_after_failures(new), self._size)
            self._queue += [key for key in new if key not in self._queue]
            self._to_send = []
        while self._queue:
            piece, self._queue = self._queue[: self._size], self._queue[self._size :]
            waiting = [
                one
                for one in map(self._by_key.__getitem__, piece)
                if one.delivery.stage is Stage.WAITING
            ]
            keys = {one.key for one in waiting}
            if going := [one for one in waiting if self._may_go(one, keys)]:
                return going
        return ()

    def _size_after_failures(self, keys: Sequence[str]) -> int:
        """How many of these go into a call, by how often one of them was not answered."""
        those = map(self._by_key.__getitem__, keys)
        failures = [one.delivery.attempts for one in those if one.delivery.trouble != _NOT_REACHED]
        return max(1, self._pace.piece >> max(0, max(failures, default=0) - _PATIENCE))

    def _may_go(self, one: Submission, going: set[str]) -> bool:
        """A dependent goes with its subscriber or after it."""
        subscriber = self._by_key.get(one.subscriber_key or "")
        return (
            subscriber is None
            or subscriber.key in going
            or subscriber.delivery.stage in (Stage.WITH_CARRIER, Stage.DONE)
        )

    def _postpone_the_rest(self, now: datetime) -> None:
        """What was due and was not tried: the carrier is away, others have their turn, or a
        subscriber must go first, for which a person may have to do something."""
        for one in self._by_key.values():
            if _due(one, now):
                waits = not self._may_go(one, set())
                retry_at = self._pace.retry_at(now, max(one.delivery.attempts, 1), one.batch_id)
                looked_at = self._pace.question_at(now, one.submitted_at) if waits else retry_at
                self._set(one.postponed(max(looked_at, self._away_until)))

    # What comes of a call

    def take(self, call: Call, answers: Sequence[Answer], now: datetime) -> None:
        """The carrier answered. Answers to what it was not asked are passed over."""
        if isinstance(call, HandingOver):
            # Nothing is wrong with the carrier: more and more go at once again.
            self._size = min(2 * self._size, self._pace.piece)
        by_key = {answer.key: answer for answer in answers}
        for one in self._of(call):
            if answer := by_key.get(one.key):
                question_at = self._pace.question_at(now, one.submitted_at)
                after = one.answered(answer, now, question_at)
                if after.steps != one.steps:
                    self.answered += 1
                    self._news.append(after)
                self._set(after)
            elif isinstance(call, Asking):
                self._set(one.not_there(now))
                self._to_send.append(one.key)
            else:
                self._set(one.not_taken(now, self._retry_at(one, now)))

    def cannot_be_asked(self, call: Call, now: datetime) -> None:
        for one in self._of(call):
            if one.delivery.stage is Stage.SENDING:
                self._set(one.unknown(now))
            else:
                self._set(one.postponed(self._pace.question_at(now, one.submitted_at)))

    def not_reached(self, call: Call, now: datetime, retry_after: float | None) -> None:
        self._away = True
        self._away_until = now + min(timedelta(seconds=retry_after or 0), self._pace.longest_retry)
        for one in self._of(call):
            retry_at = max(self._retry_at(one, now), self._away_until)
            if isinstance(call, Asking):
                self._set(one.unanswered(now, retry_at, _NOT_REACHED))
            else:
                self._set(one.not_reached(now, retry_at, _NOT_REACHED))

    def unanswered(self, call: Call, now: datetime, trouble: str) -> None:
        self._away = True
        self._leave_unanswered(call, now, trouble)

    def refused(self, call: Call, now: datetime, trouble: str, whatever_it_is: bool) -> None:
        if isinstance(call, Asking):
            self._away = whatever_it_is
            self._asking_failed(call, now, trouble, whatever_it_is=whatever_it_is)
        elif whatever_it_is or len(call.keys) == 1:
            self._away = whatever_it_is
            for one in self._of(call):
                self._set(one.held("", now, trouble))
        else:
            for one in self._of(call):
                self._set(one.put_back(now))
            self._take_apart(call)

    def failed(self, call: Call, now: datetime, trouble: str) -> None:
        """Something nobody foresaw."""
        if isinstance(call, Asking):
            self._asking_failed(call, now, trouble)
        elif len(call.keys) == 1:
            self._leave_unanswered(call, now, trouble)
        else:
            for one in self._of(call):
                self._set(one.unanswered(now, now, trouble))
            self._to_ask = list(call.keys)
            self._take_apart(call)

    def _asking_failed(
        self, call: Asking, now: datetime, trouble: str, *, whatever_it_is: bool = False
    ) -> None:
        if whatever_it_is or len(call.keys) == 1:
            self._leave_unanswered(call, now, trouble)
        else:
            self._to_ask[:0] = call.keys
            self._asked_at_once = -(-len(call.keys) // _PARTS)

    def _leave_unanswered(self, call: Call, now: datetime, trouble: str) -> None:
        for one in self._of(call):
            self._set(one.unanswered(now, self._retry_at(one, now), trouble))

    def _take_apart(self, call: Call) -> None:
        """Try them again, fewer at a time."""
        self._queue[:0] = call.keys
        self._size = -(-len(call.keys) // _PARTS)

    def _of(self, call: Call) -> Sequence[Submission]:
        return [self._by_key[key] for key in call.keys]

    def _retry_at(self, one: Submission, now: datetime) -> datetime:
        return self._pace.retry_at(now, one.delivery.attempts + 1, one.batch_id)

    def _set(self, one: Submission) -> None:
        if _cannot_go(one):
            one = one.set_aside()
        self._by_key[one.key] = one
        self._changed.add(one.key)


def _cannot_go(one: Submission) -> bool:
    return one.unreadable and one.delivery.stage is Stage.WAITING


def _due(one: Submission, now: datetime) -> bool:
    at = one.delivery.due_at
    return at is not None and not now < at <= now + LONGEST_PAUSE
