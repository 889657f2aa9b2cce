"""Deciding who may do what in a group that one administers."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from domain.accounts.access import Administrator, Role
from domain.errors import (
    AlsoElsewhere,
    LastAdministrator,
    NotAllowed,
    NotFound,
    NotYourself,
    SignInRefused,
)
from domain.services.accounts.people import People
from tests.fakes.persistence import FakePersistence
from tests.fakes.system import FakeClock
from tests.unit.services.site import ALEX, KIM, PASSWORD, ROBIN, Site

MINE, OTHER = "000341", "000512"


def grant(site: Site, person: Administrator, **grants: Role) -> Administrator:
    """What they may do from now on, groups written as g000341."""
    after = replace(person, grants={one.removeprefix("g"): role for one, role in grants.items()})
    with site.persistence.writing() as uow:
        uow.administrators.set_grants(after.id, after.grants)
        uow.commit()
    return after


@pytest.fixture
def alex(site: Site) -> Administrator:
    """Administers 000341, and enrolls in 000512."""
    return grant(site, ALEX, g000341=Role.ADMINISTER, g000512=Role.ENROLL)


@pytest.fixture
def people(site: Site, alex: Administrator) -> People:
    return People(site.persistence, site.clock)


def now(site: Site, person: Administrator) -> Administrator:
    with site.persistence.reading() as uow:
        found = uow.administrators.get(person.id)
    assert found is not None
    return found


def test_people_of_the_group_are_seen(site: Site, people: People, alex: Administrator) -> None:
    """With what they may do there, and nothing of elsewhere."""
    grant(site, ROBIN, g000341=Role.VIEW, g000777=Role.ENROLL)
    seen = [(one.id, one.grants) for one in people.all(alex)]
    assert seen == [("alex", {MINE: Role.ADMINISTER}), ("robin", {MINE: Role.VIEW})]
    assert people.find(alex, "robin").grants == {MINE: Role.VIEW}


def test_others_do_not_exist(people: People, alex: Administrator) -> None:
    """Whoever shares no group, like whoever is not there; it is all the same to the acts."""
    for stranger in (KIM.id, "nobody"):
        for act in (
            lambda one: people.find(alex, one),
            lambda one: people.may_disable(alex, one),
            lambda one: people.set_roles(alex, one, {MINE: Role.VIEW}),
            lambda one: people.disable(alex, one),
            lambda one: people.enable(alex, one),
        ):
            with pytest.raises(NotFound):
                act(stranger)


def test_whoever_administers_nothing_decides_nothing(people: People) -> None:
    """Of the people of their own group either."""
    for act in (
        lambda: people.all(ROBIN),
        lambda: people.find(ROBIN, "alex"),
        lambda: people.set_roles(ROBIN, "robin", {MINE: Role.ADMINISTER}),
        lambda: people.disable(ROBIN, "alex"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_roles_are_given_and_taken(site: Site, people: People, alex: Administrator) -> None:
    """In one's own group; what they may do elsewhere stays. It is written down."""
    grant(site, ROBIN, g000341=Role.VIEW, g000777=Role.ENROLL)
    people.set_roles(alex, "robin", {MINE: Role.ADMINISTER})
    assert now(site, ROBIN).grants == {MINE: Role.ADMINISTER, "000777": Role.ENROLL}
    people.set_roles(alex, "robin", {MINE: None})
    assert now(site, ROBIN).grants == {"000777": Role.ENROLL}
    assert site.acts() == [("Role changed", "alex", "administrator robin")] * 2


@pytest.mark.parametrize(
    ("group_id", "refusal"),
    [(OTHER, NotAllowed), ("000777", NotFound), ("000999", NotFound)],
)
def test_no_role_is_given_elsewhere(
    site: Site, people: People, alex: Administrator, group_id: str, refusal: type[Exception]
) -> None:
    """Neither where one only enrolls, nor where one has nothing to do."""
    grant(site, ROBIN, g000341=Role.VIEW, g000512=Role.VIEW, g000777=Role.VIEW)
    with pytest.raises(refusal):
        people.set_roles(alex, "robin", {MINE: Role.ENROLL, group_id: Role.ENROLL})
    assert set(now(site, ROBIN).grants.values()) == {Role.VIEW}


def test_nobody_is_let_into_a_group_without_an_invitation(
    site: Site, people: People, alex: Administrator
) -> None:
    """Being known elsewhere is not enough."""
    alex = grant(site, ALEX, g000341=Role.ADMINISTER, g000512=Role.ADMINISTER)
    with pytest.raises(NotFound):
        people.set_roles(alex, "robin", {OTHER: Role.VIEW})


def test_what_was_taken_meanwhile_counts(site: Site, people: People, alex: Administrator) -> None:
    """Not what one might do when the page was opened."""
    grant(site, ALEX, g000341=Role.ENROLL)
    with pytest.raises(NotAllowed):
        people.set_roles(alex, "robin", {MINE: Role.ENROLL})


def test_the_last_administrator_stays(site: Site, people: People, alex: Administrator) -> None:
    """Until somebody else administers the group, who can sign in."""
    for role in (Role.ENROLL, None):
        with pytest.raises(LastAdministrator):
            people.set_roles(alex, "alex", {MINE: role})
    people.set_roles(alex, "robin", {MINE: Role.ADMINISTER})
    people.disable(alex, "robin")
    with pytest.raises(LastAdministrator):
        people.set_roles(alex, "alex", {MINE: Role.ENROLL})
    people.enable(alex, "robin")
    people.set_roles(alex, "alex", {MINE: Role.ENROLL})
    assert not now(site, ALEX).administers


def test_whoever_is_disabled_is_out_at_once(
    site: Site, people: People, alex: Administrator
) -> None:
    """And cannot sign in until they are enabled; their roles are kept."""
    token = site.access.sign_in(ROBIN.email, PASSWORD)
    people.disable(alex, "robin")
    assert site.access.resume(token) is None
    with pytest.raises(SignInRefused):
        site.access.sign_in(ROBIN.email, PASSWORD)
    assert people.find(alex, "robin").disabled
    people.enable(alex, "robin")
    assert site.access.sign_in(ROBIN.email, PASSWORD)
    assert now(site, ROBIN) == ROBIN
    acts = [one for one in site.acts() if one[2]]
    assert acts == [(act, "alex", "administrator robin") for act in ("Disabled", "Enabled")]


def test_nobody_disables_themselves(people: People, alex: Administrator) -> None:
    """Somebody else has to."""
    assert not people.may_disable(alex, "alex")
    with pytest.raises(NotYourself):
        people.disable(alex, "alex")


def test_nobody_is_kept_out_of_anothers_group(
    site: Site, people: People, alex: Administrator
) -> None:
    """Whoever has access to a group of others is disabled by neither."""
    assert people.may_disable(alex, "robin")
    grant(site, ROBIN, g000341=Role.VIEW, g000512=Role.VIEW)
    assert not people.may_disable(alex, "robin")
    for act in (people.disable, people.enable):
        with pytest.raises(AlsoElsewhere):
            act(alex, "robin")


class Administering(RuleBasedStateMachine):
    """Three people do as they like to one another in two groups."""

    names = st.sampled_from(["ann", "ben", "cia"])
    groups = st.sampled_from([MINE, OTHER])

    @initialize()
    def begin(self) -> None:
        self.persistence = FakePersistence()
        self.people = People(self.persistence, FakeClock())
        with self.persistence.writing() as uow:
            for name, grants in (
                ("ann", {MINE: Role.ADMINISTER, OTHER: Role.VIEW}),
                ("ben", {MINE: Role.ENROLL, OTHER: Role.ADMINISTER}),
                ("cia", {MINE: Role.ADMINISTER, OTHER: Role.ADMINISTER}),
            ):
                uow.administrators.add(Administrator(name, f"{name}@b.example", name, grants), "")
            uow.commit()

    def known(self, name: str) -> Administrator:
        with self.persistence.reading() as uow:
            found = uow.administrators.get(name)
        assert found is not None
        return found

    @rule(by=names, of=names, group_id=groups, role=st.sampled_from([None, *Role]))
    def set_role(self, by: str, of: str, group_id: str, role: Role | None) -> None:
        actor, before = self.known(by), self.known(of)
        try:
            self.people.set_roles(actor, of, {group_id: role})
        except (NotFound, NotAllowed, LastAdministrator):
            assert self.known(of) == before
            return
        assert actor.may(Role.ADMINISTER, group_id)
        assert not actor.disabled
        elsewhere = {one: held for one, held in before.grants.items() if one != group_id}
        assert {
            one: held for one, held in self.known(of).grants.items() if one != group_id
        } == elsewhere

    @rule(by=names, of=names, disabled=st.booleans())
    def set_disabled(self, by: str, of: str, disabled: bool) -> None:
        actor, before = self.known(by), self.known(of)
        try:
            (self.people.disable if disabled else self.people.enable)(actor, of)
        except (NotFound, NotAllowed, LastAdministrator, NotYourself, AlsoElsewhere):
            assert self.known(of) == before
            return
        assert by != of
        assert all(actor.may(Role.ADMINISTER, one) for one in before.grants)

    @invariant()
    def somebody_administers_each_group(self) -> None:
        with self.persistence.reading() as uow:
            able = [one for one in uow.administrators.all() if not one.disabled]
        for group_id in (MINE, OTHER):
            assert any(one.may(Role.ADMINISTER, group_id) for one in able)


TestAdministering = Administering.TestCase
