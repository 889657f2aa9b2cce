"""People as somebody who administers their group sees them."""

from collections.abc import Sequence

import msgspec

from domain.accounts.access import Administrator, Role
from domain.accounts.invitation import Invitation
from web.forms import FormUnreadable
from web.screen import Choice, FieldProblem

WORDS = {Role.VIEW: "View", Role.ENROLL: "Enroll", Role.ADMINISTER: "Administer"}
_NO_ACCESS = "none"
_LONGEST = 200

LAST_ADMINISTRATOR = FieldProblem(
    "Nobody would administer the group any more. Let somebody else administer it first."
)


class Invitee(msgspec.Struct, frozen=True):
    """The form of an invitation as typed."""

    email: str = ""
    name: str = ""
    group_id: str = ""
    role: str = "enroll"


class PeopleView(msgspec.Struct, frozen=True, kw_only=True):
    """``group_ids`` are those that the person who looks administers."""

    people: Sequence[Administrator]
    invitations: Sequence[Invitation]
    group_ids: Sequence[str]
    invitee: Invitee
    problems: tuple[FieldProblem, ...] = ()

    @property
    def groups(self) -> list[Choice]:
        return [Choice(one, one, one == self.invitee.group_id) for one in self.group_ids]

    @property
    def roles(self) -> list[Choice]:
        return role_choices(role_of(self.invitee.role))

    def roles_of(self, person: Administrator) -> str:
        """In words: "000341 Enroll, 000512 View"."""
        return ", ".join(f"{one} {WORDS[role]}" for one, role in sorted(person.grants.items()))

    def role_word(self, invitation: Invitation) -> str:
        return WORDS[invitation.role]


class PersonView(msgspec.Struct, frozen=True, kw_only=True):
    """``may_disable`` is whether all of the person's groups are those of whoever looks."""

    person: Administrator
    myself: bool
    may_disable: bool
    problems: tuple[FieldProblem, ...] = ()

    @property
    def roles(self) -> list[tuple[str, list[Choice]]]:
        """By Group ID, what the person may do there, to choose from."""
        return [
            (group_id, [Choice(_NO_ACCESS, "No access"), *role_choices(role)])
            for group_id, role in sorted(self.person.grants.items())
        ]


class InvitedView(msgspec.Struct, frozen=True):
    """Who was invited, and the link to hand over."""

    invitee: Invitee
    link: str


def role_choices(chosen: Role | None) -> list[Choice]:
    return [Choice(role.name.lower(), word, role is chosen) for role, word in WORDS.items()]


def role_of(text: str) -> Role | None:
    """The role that a page's select says; None for no access, and for anything else."""
    return next((role for role in Role if role.name.lower() == text), None)


def access_of(text: str) -> Role | None:
    """The role that a page's select says, or None for no access. Raises FormUnreadable for what
    no page says: nobody loses access by a slip."""
    role = role_of(text)
    if role is None and text != _NO_ACCESS:
        raise FormUnreadable
    return role


def invitee_problems(invitee: Invitee) -> list[FieldProblem]:
    """What has to be mended before somebody can be invited."""
    problems = []
    name, _, host = invitee.email.partition("@")
    if not name or not host or len(invitee.email) > _LONGEST or " " in invitee.email:
        problems.append(FieldProblem("Enter an e-mail address, such as jo@example.com.", "email"))
    if not invitee.name or len(invitee.name) > _LONGEST:
        problems.append(FieldProblem("Enter the person’s name.", "name"))
    if not invitee.group_id:
        problems.append(FieldProblem("Choose the group.", "group_id"))
    if role_of(invitee.role) is None:
        problems.append(FieldProblem("Choose what the person may do.", "role"))
    return problems
