"""How the demonstration carrier answers: at once, and the same in each of its forms."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from adapters.registry.contract.sample import HOTELS, REDWOOD, by_key, enrolled, submission
from domain.people import Member
from domain.ports import MemberRegistry
from domain.submission import Answer, Status


class AnswersAtOnceContract:
    """Answers and what comes of them. Give a fixture ``registry``."""

    @pytest.fixture
    def registry(self) -> MemberRegistry:
        raise NotImplementedError

    def test_completed_people_are_members(self, registry: MemberRegistry) -> None:
        """A completed enrollment shows among the members, numbered on, and counts as enrolled."""
        (answer,) = registry.submit([submission(1)])
        assert answer == Answer("key-1", Status.COMPLETED, "Enrolled.")
        (member,) = enrolled(registry)
        assert member == Member(
            member_id="000341-000120",
            group_id=REDWOOD,
            subgroup_id="0001",
            relationship="Subscriber",
            first_name="Ines",
            last_name="Quispe",
            birth_date=date(1985, 2, 14),
            ssn="500000001",
            enrolled_on=date(2026, 12, 1),
        )
        assert list(registry.possible_matches(REDWOOD, [member.identity])) == [member]

    def test_numbers_go_on_in_each_group(self, registry: MemberRegistry) -> None:
        """Member ids count on in each group by itself, from one handing-over to the next."""
        registry.submit([submission(1), submission(2, group_id=HOTELS)])
        registry.submit([submission(3)])
        assert [one.member_id for one in enrolled(registry)] == ["000341-000120", "000341-000121"]
        assert [one.member_id for one in enrolled(registry, HOTELS)] == ["000512-000070"]

    def test_possible_duplicates_need_review(self, registry: MemberRegistry) -> None:
        """Somebody who may be enrolled already is left to a specialist and is no member yet."""
        (answer,) = registry.submit([submission(1, warnings=("no_phone", "possible_duplicate"))])
        assert answer.status is Status.NEEDS_REVIEW
        assert answer.words == "A person may be enrolled already. A specialist will look at it."
        assert enrolled(registry) == []

    def test_other_warnings_do_not_matter(self, registry: MemberRegistry) -> None:
        """A warning about something else is no reason for a review."""
        (answer,) = registry.submit([submission(1, warnings=("no_phone",))])
        assert answer.status is Status.COMPLETED

    def test_families_are_enrolled_together(self, registry: MemberRegistry) -> None:
        """Dependents are enrolled with their subscriber, or in a later handing-over."""
        ines = submission(1)
        luz = submission(2, first_name="Luz", subscriber=ines)
        raul = submission(3, first_name="Raul", subscriber=ines)
        together = by_key(registry.submit([ines, luz]))
        assert {one.status for one in together.values()} == {Status.COMPLETED}
        assert [one.status for one in registry.submit([raul])] == [Status.COMPLETED]
        assert [one.first_name for one in enrolled(registry)] == ["Ines", "Luz", "Raul"]

    @pytest.mark.parametrize("warnings", [(), ("possible_duplicate",)])
    def test_dependents_wait_for_their_subscriber(
        self, registry: MemberRegistry, warnings: tuple[str, ...]
    ) -> None:
        """A dependent whose subscriber hasn't come is not decided, and is once it has."""
        ines = submission(1)
        luz = submission(2, first_name="Luz", subscriber=ines, warnings=warnings)
        assert list(registry.submit([luz])) == []
        assert enrolled(registry) == []
        assert by_key(registry.submit([ines, luz])).keys() == {"key-1", "key-2"}

    def test_families_are_reviewed_together(self, registry: MemberRegistry) -> None:
        """Nobody is enrolled through a subscriber who isn't."""
        ines = submission(1, warnings=("possible_duplicate",))
        luz = submission(2, first_name="Luz", subscriber=ines)
        answers = by_key(registry.submit([ines, luz]))
        assert answers["key-2"].status is Status.NEEDS_REVIEW
        assert "subscriber" in answers["key-2"].words
        assert enrolled(registry) == []

    def test_group_the_carrier_lacks_is_not_decided(self, registry: MemberRegistry) -> None:
        """A submission for a group the carrier doesn't have gets no answer and no member."""
        assert list(registry.submit([submission(1, group_id="999999")])) == []
        assert registry.members("999999", "", 1).total == 0

    def test_repeats_enroll_nobody_again(self, registry: MemberRegistry) -> None:
        """The same key again is answered the same and enrolls nobody a second time."""
        ines = submission(1)
        luz = submission(2, first_name="Luz", subscriber=ines)
        before = by_key(registry.submit([ines, luz]))
        members = enrolled(registry)
        again = by_key(registry.submit([ines, luz, submission(3, first_name="Raul")]))
        assert {key: again[key] for key in before} == before
        assert [one for one in enrolled(registry) if one.first_name != "Raul"] == members

    def test_twice_in_one_hand_over_enrolls_once(self, registry: MemberRegistry) -> None:
        """A key that comes twice at once makes one member."""
        registry.submit([submission(1), submission(1)])
        assert len(enrolled(registry)) == 1

    def test_racing_hand_overs_enroll_once(self, registry: MemberRegistry) -> None:
        """The same submissions handed over by several at the same time are taken once."""
        family = [submission(number, first_name=f"I{'a' * number}") for number in range(1, 11)]
        with ThreadPoolExecutor(4) as threads:
            answers = [by_key(one) for one in threads.map(registry.submit, [family] * 8)]
        assert all(one == answers[0] for one in answers)
        members = enrolled(registry)
        assert len(members) == len({one.member_id for one in members}) == 10
