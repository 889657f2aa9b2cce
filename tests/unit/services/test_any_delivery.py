"""Whatever the carrier does and wherever a delivery is killed: each submission arrives once."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from enum import Enum, auto

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.delivery import Pace
from domain.errors import NothingArrived, RegistryUnavailable
from domain.ports import UnitOfWork
from domain.services.delivering import Delivering
from domain.submission import Answer, Status, Submission
from tests.unit.domain.rows import child, subscriber
from tests.unit.services.site import ALEX, Site


class Killed(BaseException):
    """The process is no more; whatever it had not committed is gone."""


class Fate(Enum):
    """What befalls the next call or commit."""

    NOTHING = auto()
    KILLED_BEFORE = auto()
    KILLED_AFTER = auto()
    NOT_REACHED = auto()  # the rest befall calls only
    LOST_ON_THE_WAY_THERE = auto()
    LOST_ON_THE_WAY_BACK = auto()
    GARBAGE = auto()
    ANSWERS_LATER = auto()


class Fates:
    """One for each call and commit, in order; nothing happens once they are used up."""

    def __init__(self, fates: Sequence[Fate]) -> None:
        self._fates = list(fates)

    def next(self) -> Fate:
        return self._fates.pop(0) if self._fates else Fate.NOTHING


def mortal(site: Site, fates: Fates) -> Delivering:
    """A delivery by the site's own parts that meets these fates."""
    writing, submit, ask = site.persistence.writing, site.registry.submit, site.registry.ask

    @contextmanager
    def dying() -> Iterator[UnitOfWork]:
        with writing() as uow:
            commit = uow.commit

            def perhaps() -> None:
                fate = fates.next()
                if fate is Fate.KILLED_BEFORE:
                    raise Killed
                commit()
                if fate is Fate.KILLED_AFTER:
                    raise Killed

            uow.commit = perhaps  # type: ignore[method-assign]
            yield uow

    def suffer(call: Callable[[], Sequence[Answer]]) -> Sequence[Answer]:
        fate = fates.next()
        if fate is Fate.KILLED_BEFORE:
            raise Killed
        if fate is Fate.NOT_REACHED:
            raise NothingArrived
        if fate is Fate.LOST_ON_THE_WAY_THERE:
            raise RegistryUnavailable
        answers = call()
        if fate is Fate.KILLED_AFTER:
            raise Killed
        if fate is Fate.LOST_ON_THE_WAY_BACK:
            raise RegistryUnavailable
        if fate is Fate.GARBAGE:
            raise ValueError("garbage")
        if fate is Fate.ANSWERS_LATER:
            return [Answer(one.key, Status.PROCESSING) for one in answers]
        return answers

    def submitting(submissions: Sequence[Submission]) -> Sequence[Answer]:
        # The carrier would notice; but it should never have to.
        assert not {one.key for one in submissions} & set(site.registry.accepted)
        return suffer(lambda: submit(submissions))

    class Persistence:
        reading = staticmethod(site.persistence.reading)
        purge = staticmethod(site.persistence.purge)
        writing = staticmethod(dying)

    class Registry:
        ping = staticmethod(site.registry.ping)
        groups = staticmethod(site.registry.groups)
        possible_matches = staticmethod(site.registry.possible_matches)
        members = staticmethod(site.registry.members)
        close = staticmethod(site.registry.close)
        submit = staticmethod(submitting)

        @staticmethod
        def ask(keys: Sequence[str]) -> Sequence[Answer]:
            return suffer(lambda: ask(keys))

    return Delivering(Registry(), Persistence(), site.clock, site.ids, Pace(piece=2))


@settings(max_examples=3 * settings.default.max_examples)
@given(
    fates=st.lists(st.sampled_from(Fate), max_size=25),
    hours=st.lists(st.sampled_from([0, 0, 1, 24]), min_size=1, max_size=5),
    families=st.integers(1, 3),
)
def test_each_arrives_once(fates: list[Fate], hours: list[int], families: int) -> None:
    """However often it is killed, and whatever the carrier answers meanwhile; in the end the
    carrier and we say the same of each, and subscribers came before their dependents."""
    site = Site()
    rows = []
    for n in range(1, families + 1):
        rows += [
            child(family_number=str(n), ssn=f"801-13-{1000 + n}", first_name="L" + "e" * n),
            subscriber(family_number=str(n), ssn=f"801-12-{1000 + n}", first_name="A" + "b" * n),
        ]
    (first, *_) = site.uploaded(*rows)
    sent = site.submitting.submit_ready(ALEX, first.batch_id)
    mortals = mortal(site, Fates(fates))
    for wait in hours * 10:
        with suppress(Killed):
            mortals.round()
        site.clock.advance(timedelta(minutes=1, hours=wait))
    for _ in range(20):
        site.clock.advance(timedelta(days=1))
        site.deliver()
    accepted = site.registry.accepted
    assert Counter(accepted) == Counter(one.key for one in sent)
    ours = {one.key: one.status for one in site.looking.submissions(ALEX, first.batch_id)}
    assert ours == {key: answer.status for key, answer in site.registry.answers.items()}
    for one in sent:
        if one.subscriber_key:
            assert accepted.index(one.subscriber_key) < accepted.index(one.key)
