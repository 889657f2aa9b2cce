"""Leaving a registry alone that fails again and again."""

from adapters.registry.http.breaker import Breaker


class Time:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def failing(times: int, time: Time) -> Breaker:
    breaker = Breaker(failures=3, rest=10, seconds=time)
    for _ in range(times):
        assert breaker.wait() == 0
        breaker.failed()
    return breaker


def test_a_few_failures_change_nothing() -> None:
    """One failure less than too many, and calls go on."""
    assert failing(2, Time()).wait() == 0


def test_success_starts_the_count_anew() -> None:
    """Only failures in a row count."""
    breaker = failing(2, Time())
    breaker.worked()
    breaker.failed()
    breaker.failed()
    assert breaker.wait() == 0


def test_too_many_failures_give_it_a_rest() -> None:
    """Then everybody waits until the rest is over."""
    time = Time()
    breaker = failing(3, time)
    assert breaker.wait() == 10
    time.now += 9
    assert breaker.wait() == 1


def test_one_tries_after_the_rest() -> None:
    """One call is let through, and while it isn't back nobody else's."""
    time = Time()
    breaker = failing(3, time)
    time.now += 10
    assert breaker.wait() == 0
    assert breaker.wait() == 10


def test_try_that_works_ends_it() -> None:
    """With one that worked all may call again."""
    time = Time()
    breaker = failing(3, time)
    time.now += 10
    assert breaker.wait() == 0
    breaker.worked()
    assert breaker.wait() == breaker.wait() == 0


def test_try_that_fails_starts_another_rest() -> None:
    """A full rest, counted from the failure."""
    time = Time()
    breaker = failing(3, time)
    time.now += 10
    assert breaker.wait() == 0
    time.now += 5
    breaker.failed()
    assert breaker.wait() == 10
