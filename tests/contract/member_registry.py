"""What every member registry must do. A carrier's own adapter inherits these suites.

The registry under test holds the demonstration carrier's groups and first members.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from adapters.registry.demonstration.carrier_file import carrier_file
from domain.answers import Answers
from domain.matching import fold
from domain.people import Identity, Member
from domain.ports import PAGE_SIZE, MemberRegistry
from domain.submission import Answer, Submission

REDWOOD, HOTELS, EVERGREEN = "000341", "000512", "000777"
XAVIER = Identity("Xavier", "Müller", date(1991, 6, 23), "847240482")  # of Redwood, 000341-000002


def submission(
    number: int,
    *,
    group_id: str = REDWOOD,
    first_name: str = "Ines",
    subscriber: Submission | None = None,
    warnings: tuple[str, ...] = (),
) -> Submission:
    """An application handed over: the subscriber, or the child, of a family named Quispe."""
    return Submission(
        id=f"submission-{number}",
        key=f"key-{number}",
        application_id=f"application-{number}",
        batch_id="batch",
        group_id=group_id,
        confirmation_id=f"confirmation-{number}",
        answers=Answers(
            relationship="Child" if subscriber else "Subscriber",
            subgroup_id="0001",
            first_name=first_name,
            last_name="Quispe",
            birth_date=date(1985, 2, 14),
            ssn=f"5{number:08d}",
            effective_date=date(2026, 12, 1),
        ),
        warnings=warnings,
        subscriber_key=subscriber.key if subscriber else None,
        submitted_by="administrator",
        submitted_at=datetime(2026, 11, 23, 18, 0, tzinfo=UTC),
    )


def enrolled(registry: MemberRegistry, group_id: str = REDWOOD) -> list[Member]:
    """Whoever of the family Quispe is a member."""
    return list(registry.members(group_id, "Quispe", 1).items)


def by_key(answers: Sequence[Answer]) -> dict[str, Answer]:
    return {answer.key: answer for answer in answers}


class MemberRegistryContract:
    """Asking and handing over. Give a fixture ``registry``."""

    @pytest.fixture
    def registry(self) -> MemberRegistry:
        raise NotImplementedError

    def test_carrier_is_described(self, registry: MemberRegistry) -> None:
        """The carrier has its name, its settings and its regions."""
        carrier = registry.carrier()
        assert carrier.name == "Cascadia Health Plan"
        assert carrier.settings.max_members_per_file == 250
        assert carrier.region("HI").arbitration_agreements
        assert not carrier.region("GA").arbitration_agreements

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
        everybody = [person.member() for person in carrier_file().members]
        people = [
            Identity(one.first_name.upper(), "Other", one.birth_date)
            if index % 2
            else Identity("Other", "Other", None, one.ssn or "500000000")
            for index, one in enumerate(everybody)
        ]
        expected = {
            one.member_id
            for one, asked in zip(everybody, people, strict=True)
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
        """Handing over nothing is allowed."""
        assert list(registry.submit([])) == []

    def test_repeats_get_the_answer_they_had(self, registry: MemberRegistry) -> None:
        """The same key again is answered the same and enrolls nobody a second time."""
        family = [first := submission(1), submission(2, first_name="Luz", subscriber=first)]
        before = by_key(registry.submit(family))
        members = enrolled(registry)
        again = by_key(registry.submit([*family, submission(3, first_name="Raul")]))
        assert {key: again[key] for key in before} == before
        assert [one for one in enrolled(registry) if one.first_name != "Raul"] == members

    def test_twice_in_one_hand_over_counts_once(self, registry: MemberRegistry) -> None:
        """A key that comes twice at once is one submission."""
        answers = registry.submit([submission(1), submission(1)])
        assert len(answers) == 1
        assert len(enrolled(registry)) == 1

    def test_racing_hand_overs_enroll_once(self, registry: MemberRegistry) -> None:
        """The same submissions handed over by several at the same time are taken once."""
        family = [submission(number, first_name=f"I{'a' * number}") for number in range(1, 11)]
        with ThreadPoolExecutor(4) as threads:
            answers = [by_key(one) for one in threads.map(registry.submit, [family] * 8)]
        assert all(one == answers[0] for one in answers)
        members = enrolled(registry)
        assert len(members) == len({one.member_id for one in members}) == 10
