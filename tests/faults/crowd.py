"""Several people who enroll one file after the other, for as long as it takes."""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tests.faults.people import families
from tests.faults.person import Person
from tests.faults.world import World, workbook


@contextmanager
def crowd(world: World, urls: Callable[[], str], number: int, seed: int) -> Iterator[list[Person]]:
    """So many people, at it until the block is left; each finishes what they are doing then."""
    people = [world.person(urls) for _ in range(number)]
    leaving = threading.Event()

    def enroll(person: Person, chance: random.Random) -> None:
        while not leaving.is_set():
            rows = families(chance.randint(1, 3))
            batch_id = person.enroll(workbook(rows))
            world.has(batch_id, rows)

    with ThreadPoolExecutor(number) as pool:
        working = [
            pool.submit(enroll, person, random.Random(f"{seed} {place}"))
            for place, person in enumerate(people)
        ]
        try:
            yield people
        finally:
            leaving.set()
    for one in working:
        one.result()
