"""Two things done at once, and what may come of both."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx

from domain.application import Application
from domain.submission import Submission
from tests.faults.people import families
from tests.faults.person import CHOICES, UPLOAD, Person
from tests.faults.processes import Running
from tests.faults.world import World, workbook
from tests.web.pages import Page

Act = Callable[[], httpx.Response]
_LONGEST_HEAD_START = 0.03
_ELSEWHERE = "77 Elsewhere Road"


class Pairs:
    """What two people do, each at a server of their own; two workers deliver meanwhile.

    Each method is one race, and raises AssertionError unless it ended as it may.
    """

    def __init__(
        self, world: World, people: tuple[Person, Person], workers: Sequence[Running], seed: int
    ) -> None:
        self._world = world
        self._one, self._other = people
        self._workers = workers
        self._chance = random.Random(seed)

    def double_click(self) -> None:
        """The same person sends the same form twice, and two servers get it."""
        self._submitted_once(self._one, self._one.elsewhere(self._other))

    def two_administrators(self) -> None:
        self._submitted_once(self._one, self._other)

    def submit_and_edit(self) -> None:
        """Whatever is submitted is what stands there, and an edit that was taken is not gone."""
        one = self._alone()
        form = Page(self._other.get(f"/applications/{one.id}").text).values
        form |= {"f.address": _ELSEWHERE, "action": "save"}
        submitted, edited = self._race(
            self._submitting(one.batch_id),
            lambda: self._other.post(f"/applications/{one.id}", form),
        )
        assert _won(submitted) or _won(edited)
        after, submission = self._now(one)
        assert (after.entries["address"].text == _ELSEWHERE) == _won(edited)
        assert (submission is not None) == _won(submitted)
        if submission:
            assert (submission.answers.address == _ELSEWHERE) == _won(edited)

    def submit_and_delete(self) -> None:
        one = self._alone()
        if self._either(one, "delete"):
            self._world.lost(one.batch_id)

    def submit_and_save(self) -> None:
        self._either(self._alone(), "save-for-later")

    def same_file_twice(self) -> None:
        """One upload makes the batch, and the other is told of it."""
        rows = families(1)
        content = workbook(rows)
        answers = self._race(
            lambda: self._one.post(UPLOAD, CHOICES, content),
            lambda: self._other.post(UPLOAD, CHOICES, content),
        )
        (won,) = (answer for answer in answers if _won(answer))
        batch_id = won.headers["Location"].rpartition("/")[2]
        (told,) = (answer for answer in answers if not _won(answer))
        assert told.status_code == 422
        assert f'href="/batches/{batch_id}"' in told.text
        self._world.has(batch_id, rows)

    def two_workers(self) -> None:
        """Both stand still while something is submitted, and come to it at the same moment."""
        for worker in self._workers:
            os.kill(worker.pid, signal.SIGSTOP)
        self._world.submitted(families(1))
        for worker in self._workers:
            os.kill(worker.pid, signal.SIGCONT)

    def _submitted_once(self, one: Person, other: Person) -> None:
        """Whoever is second is told so, and both find the same confirmation IDs."""
        batch_id = self._world.uploaded(families(1))
        path = f"/batches/{batch_id}/submit"
        answers = self._race(lambda: one.post(path), lambda: other.post(path))
        assert [_won(answer) for answer in answers].count(True) == 1
        assert one.look(batch_id) == other.look(batch_id)
        assert len(self._world.submissions(batch_id)) == 3

    def _either(self, one: Application, act: str) -> bool:
        """Exactly one of the two; whether it was the act and not the submission."""
        submitted, done = self._race(
            self._submitting(one.batch_id),
            lambda: self._other.post(f"/applications/{one.id}/{act}?v={one.version}"),
        )
        assert _won(submitted) != _won(done)
        after, submission = self._now(one)
        assert (submission is not None) == (after.confirmation_id is not None) == _won(submitted)
        return _won(done)

    def _alone(self) -> Application:
        """A subscriber without a family, ready to be submitted."""
        (application,) = self._world.applications(self._world.uploaded(families(1)[1:2]))
        return application

    def _submitting(self, batch_id: str) -> Act:
        return lambda: self._one.post(f"/batches/{batch_id}/submit")

    def _now(self, one: Application) -> tuple[Application, Submission | None]:
        found = {sent.application_id: sent for sent in self._world.submissions(one.batch_id)}
        return self._world.application(one.id), found.get(one.id)

    def _race(self, *acts: Act) -> Sequence[httpx.Response]:
        """Done at the same moment, or one a few milliseconds after the other."""
        start = threading.Barrier(len(acts))
        waits = [0.0, self._chance.uniform(0, _LONGEST_HEAD_START)]
        self._chance.shuffle(waits)

        def go(act: Act, wait: float) -> httpx.Response:
            start.wait()
            time.sleep(wait)
            return act()

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(go, acts, waits))


def _won(answer: httpx.Response) -> bool:
    """Whether what was asked for was done; else a page says why not."""
    assert answer.status_code in (303, 409, 422), answer.text
    return answer.status_code == 303
