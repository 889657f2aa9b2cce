"""Asking any registry, and handing over to it."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from adapters.registry.contract.sample import (
    EVERGREEN,
    MEMBERS,
    REDWOOD,
    XAVIER,
    by_key,
    submission,
)
from domain.matching import fold
from domain.people import Identity
from domain.ports import PAGE_SIZE, MemberRegistry
from domain.submission import Answer, Status

TAKEN = {Status.PROCESSING, Status.COMPLETED, Status.NEEDS_REVIEW, Status.DECLINED}

INES = submission(1)
LUZ = submission(2, first_name="Luz", subscriber=INES)
RAUL = submission(3, first_name="Raul", subscriber=INES)
FAMILY = [INES, LUZ, RAUL]


class MemberRegistryContract:
    """Every registry, whether it decides at once or days later. Give a fixture ``registry``."""

    @pytest.fixture
    def registry(self) -> MemberRegistry:
        raise NotImplementedError

    def test_reachable_registry_answers(self, registry: MemberRegistry) -> None:
        """A registry that can be reached says so, before and after other questions."""
        registry.ping()
        registry.groups([REDWOOD])
        registry.ping()

    def test_groups_come_by_id(self, registry: MemberRegistry) -> None:
        """The groups asked for come by id; one the carrier doesn't have is left out."""
        groups = registry.groups([EVERGREEN, "999999", REDWOOD])
        assert [(group.id, group.name) for group in groups] == [
            (REDWOOD, "Redwood Manufacturing"),
            (EVERGREEN, "Evergreen Logistics"),
        ]

    def test_groups_have_subgroups_with_plans_and_dates(self, registry: MemberRegistry) -> None:
        """A group's subgroups say which plans they offer and when they are active."""
        (redwood,) = registry.groups([REDWOOD])
        salaried, retired = redwood.subgroup("0001"), redwood.subgroup("0009")
        assert salaried is not None
        assert salaried.plans == ("HMO 20", "HDHP 1800")
        assert retired is not None
        assert retired.active_on(date(2025, 12, 31))
        assert not retired.active_on(date(2026, 1, 1))

    def test_no_groups_for_no_ids(self, registry: MemberRegistry) -> None:
        """Asking for nothing gives nothing."""
        assert list(registry.groups([])) == []

    @pytest.mark.parametrize(
        "person",
        [
            Identity("Somebody", "Else", date(2001, 1, 1), XAVIER.ssn),
            Identity("Nobody", "", None, XAVIER.ssn),
            Identity("XAVIER", "Other", XAVIER.birth_date),
            Identity("Xávier", "Other", XAVIER.birth_date, "500000000"),
        ],
        ids=["number", "number alone", "name and birth date", "accents"],
    )
    def test_matches_share_number_or_birth(
        self, registry: MemberRegistry, person: Identity
    ) -> None:
        """Whoever shares the SSN, or the birth date and the first name, may be the person."""
        found = registry.possible_matches(REDWOOD, [person])
        assert [member.member_id for member in found] == ["000341-000002"]
        assert found[0].identity == XAVIER

    def test_other_groups_members_never_match(self, registry: MemberRegistry) -> None:
        """What the carrier knows of another group is not told."""
        assert list(registry.possible_matches(EVERGREEN, [XAVIER])) == []

    @pytest.mark.parametrize(
        "people",
        [
            [],
            [Identity("Xavier", "Müller")],
            [Identity("Xavier", "Müller", date(1991, 6, 24), "500000000")],
        ],
        ids=["nobody", "name alone", "another birth date and number"],
    )
    def test_strangers_match_nobody(self, registry: MemberRegistry, people: list[Identity]) -> None:
        """Without a shared number or birth date there is nobody to compare with."""
        assert list(registry.possible_matches(REDWOOD, people)) == []

    def test_hundreds_of_people_are_matched_at_once(self, registry: MemberRegistry) -> None:
        """As many people as a file holds, with and without number, each find their member once."""
        people = [
            Identity(one.first_name.upper(), "Other", one.birth_date)
            if index % 2
            else Identity("Other", "Other", None, one.ssn or "500000000")
            for index, one in enumerate(MEMBERS)
        ]
        expected = {
            one.member_id
            for one, asked in zip(MEMBERS, people, strict=True)
            if one.group_id == REDWOOD and (asked.birth_date or one.ssn)
        }
        found = [one.member_id for one in registry.possible_matches(REDWOOD, people)]
        assert len(found) == len(set(found))
        assert expected <= set(found)
        assert all(member_id.startswith(REDWOOD) for member_id in found)

    def test_members_are_paged_by_name(self, registry: MemberRegistry) -> None:
        """The pages together hold every member of the group once, by last and first name."""
        first = registry.members(REDWOOD, "", 1)
        assert (first.total, first.pages, len(first.items)) == (119, 3, PAGE_SIZE)
        everybody = [one for page in (1, 2, 3) for one in registry.members(REDWOOD, "", page).items]
        names = [(fold(one.last_name), fold(one.first_name)) for one in everybody]
        assert names == sorted(names)
        assert len({one.member_id for one in everybody}) == 119

    @pytest.mark.parametrize(("asked", "given"), [(99, 3), (10**30, 3), (0, 1), (-5, 1)])
    def test_page_out_of_range_is_the_nearest(
        self, registry: MemberRegistry, asked: int, given: int
    ) -> None:
        """A page that isn't there gives the nearest one that is."""
        page = registry.members(REDWOOD, "", asked)
        assert page.number == given
        assert page.items == registry.members(REDWOOD, "", given).items

    @pytest.mark.parametrize(
        "search",
        [
            "xavier muller",
            "MÜLLER xav",
            "  Müller,  Xavier ",
            "000341-000002",
            "1-000002",
            "üLLer xa",
        ],
    )
    def test_members_are_found_by_parts(self, registry: MemberRegistry, search: str) -> None:
        """Parts of names are found in any order and case, accents aside; so are member ids."""
        found = registry.members(REDWOOD, search, 1)
        assert (found.total, found.number) == (1, 1)
        assert found.items[0].identity == XAVIER

    @pytest.mark.parametrize("search", ["o'neil", "ONeil", "o neil", "O’Neil"])
    def test_punctuation_is_no_obstacle(self, registry: MemberRegistry, search: str) -> None:
        """A name is found however its apostrophe is written."""
        found = registry.members(REDWOOD, search, 1).items
        assert {one.last_name for one in found} == {"O'Neil"}

    @pytest.mark.parametrize(
        "search", ["%1", "_1", "xavier 000341-000003", "847240482", "zzz", "%", "- ’"]
    )
    def test_searches_that_find_nobody(self, registry: MemberRegistry, search: str) -> None:
        """Wildcards are only characters, all words must fit, SSNs are not searched, and nobody's
        name is punctuation alone."""
        found = registry.members(REDWOOD, search, 1)
        assert (list(found.items), found.total, found.pages) == ([], 0, 1)

    @pytest.mark.parametrize(("search", "found"), [("x" * 60_000, 0), ("xavier " * 9_000, 6)])
    def test_endless_searches_are_answered(
        self, registry: MemberRegistry, search: str, found: int
    ) -> None:
        """A search longer than any name is answered like a short one."""
        assert registry.members(REDWOOD, search, 1).total == found

    def test_groups_members_are_kept_apart(self, registry: MemberRegistry) -> None:
        """A search stays within the group."""
        assert registry.members(EVERGREEN, "000341-000002", 1).total == 0
        assert registry.members("999999", "", 1).total == 0

    def test_nothing_submitted_gets_no_answer(self, registry: MemberRegistry) -> None:
        """Handing over nothing is allowed, and so is asking about nothing."""
        assert list(registry.submit([])) == []
        assert list(registry.ask([])) == []

    def test_whatever_is_taken_is_answered(self, registry: MemberRegistry) -> None:
        """Each of a family handed over gets an answer, the last word or that it is worked on."""
        answers = by_key(registry.submit(FAMILY))
        assert answers.keys() == {one.key for one in FAMILY}
        assert all(one.status in TAKEN for one in answers.values())

    def test_asking_tells_what_was_answered(self, registry: MemberRegistry) -> None:
        """Asked by key, the registry says of each submission what it answered, or what became of
        it since; of a key it never took, nothing."""
        answers = registry.submit(FAMILY)
        told = registry.ask(["key-2", "never-sent", "key-1", "key-3"])
        assert len(told) == 3
        assert follows(answers, told)
        assert by_key(registry.ask(["key-2"])).keys() == {"key-2"}

    def test_nothing_is_known_before_it_comes(self, registry: MemberRegistry) -> None:
        """A key asked about before it is handed over is unknown, and taken when it comes."""
        assert list(registry.ask(["key-1"])) == []
        assert by_key(registry.submit([INES])).keys() == {"key-1"}
        assert by_key(registry.ask(["key-1"])).keys() == {"key-1"}

    def test_what_is_not_answered_was_not_taken(self, registry: MemberRegistry) -> None:
        """Submit and ask say the same of a dependent who comes before the subscriber, and of a
        group that isn't there; once the subscriber has come, the dependent is taken."""
        early = by_key(registry.submit([LUZ, submission(9, group_id="999999")]))
        assert by_key(registry.ask(["key-2", "key-9"])).keys() == early.keys()
        assert by_key(registry.submit([INES, LUZ])).keys() == {"key-1", "key-2"}

    def test_hundreds_are_handed_over_and_asked_about(self, registry: MemberRegistry) -> None:
        """As many as a file holds are taken at once, and told apart when asked about."""
        file = [submission(number, first_name=letters(number)) for number in range(1, 251)]
        answers = registry.submit(file)
        assert len(answers) == 250
        keys = [one.key for one in file] + [f"never-sent-{number}" for number in range(250)]
        told = registry.ask(keys)
        assert len(told) == 250
        assert follows(answers, told)

    def test_repeats_are_answered_again(self, registry: MemberRegistry) -> None:
        """The same key again gets the answer that it has by now, beside others that are new."""
        answers = registry.submit([INES, LUZ])
        again = registry.submit(FAMILY)
        assert len(again) == 3
        assert follows(answers, again)

    def test_twice_in_one_hand_over_is_answered_once(self, registry: MemberRegistry) -> None:
        """A key that comes twice at once is one submission."""
        assert [one.key for one in registry.submit([INES, INES])] == ["key-1"]

    def test_racing_hand_overs_agree(self, registry: MemberRegistry) -> None:
        """The same submissions handed over by several at the same time are answered alike."""
        with ThreadPoolExecutor(4) as threads:
            all_answers = list(threads.map(registry.submit, [FAMILY] * 8))
        told = registry.ask([one.key for one in FAMILY])
        assert [len(answers) for answers in all_answers] == [3] * 8
        assert all(follows(answers, told) for answers in all_answers)


def letters(number: int) -> str:
    """A first name of its own for every number."""
    return f"I{number:08b}".replace("0", "n").replace("1", "e")


def follows(before: Iterable[Answer], after: Iterable[Answer]) -> bool:
    """Whether the later answers go on from the earlier: a last word stays, another may change."""
    now = by_key(after)
    return all(
        now[key] == one if one.status.final else now[key].status in TAKEN
        for key, one in by_key(before).items()
    )
