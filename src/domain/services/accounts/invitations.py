"""Inviting people into a group by a link that works once."""

from collections.abc import Sequence

import msgspec

from domain.accounts.access import Administrator, Role, email_key
from domain.accounts.invitation import VALID_FOR, Invitation
from domain.accounts.passwords import PasswordRules
from domain.accounts.sent_form import form_digest
from domain.audit import Act, Event
from domain.errors import EmailTaken, NotFound
from domain.ports import Clock, Conflict, Ids, PasswordHasher, Persistence, UnitOfWork
from domain.services.accounts.sessions import token_hash


class OpenInvitation(msgspec.Struct, frozen=True):
    """An invitation that is good; ``known`` is whether the person can sign in already."""

    invitation: Invitation
    known: bool


class Invitations:
    """Made by whoever administers the group, and good for as long as they do."""

    def __init__(
        self,
        persistence: Persistence,
        clock: Clock,
        ids: Ids,
        hasher: PasswordHasher,
        rules: PasswordRules,
    ) -> None:
        self._persistence = persistence
        self._clock = clock
        self._ids = ids
        self._hasher = hasher
        self._rules = rules

    def pending(self, administrator: Administrator) -> Sequence[Invitation]:
        """Those to the groups they administer, the first to expire first."""
        groups = administrator.group_ids(Role.ADMINISTER)
        with self._persistence.reading() as uow:
            return uow.invitations.of_groups(groups, self._clock.now())

    def invite(
        self,
        administrator: Administrator,
        email: str,
        name: str,
        group_id: str,
        role: Role,
        form: str = "",
    ) -> str:
        """Returns the link's secret, which nobody can see again. Raises NotFound or NotAllowed for
        a group that is not theirs to administer, EmailTaken when the person has access to it.

        The secret is the ``form``'s own token, where it has one, so that sending it twice makes
        one invitation and shows the same link.
        """
        administrator.require(Role.ADMINISTER, group_id)
        token, now = form or self._ids.token(), self._clock.now()
        with self._persistence.writing() as uow:
            digest = form_digest(administrator.id, form)
            if form and not uow.sent_forms.add(digest, token_hash(token), now):
                return token
            known = uow.administrators.credentials(email)
            if known is not None and group_id in known.administrator.grants:
                raise EmailTaken
            invitation = Invitation(
                token_hash=token_hash(token),
                email=email.strip(),
                name=name.strip(),
                group_id=group_id,
                role=role,
                invited_by=administrator.id,
                expires_at=now + VALID_FOR,
            )
            uow.invitations.add(invitation)
            self._note(uow, Act.INVITED, administrator.id, invitation)
            uow.commit()
        return token

    def withdraw(self, administrator: Administrator, reference: str) -> None:
        """Raises NotFound when there is none of that reference in a group they administer."""
        groups = administrator.group_ids(Role.ADMINISTER)
        with self._persistence.writing() as uow:
            for one in uow.invitations.of_groups(groups, self._clock.now()):
                if one.reference == reference:
                    uow.invitations.remove(one.token_hash)
                    self._note(uow, Act.INVITATION_WITHDRAWN, administrator.id, one)
                    uow.commit()
                    return
        raise NotFound

    def open(self, token: str) -> OpenInvitation:
        """Raises NotFound when it was used, has expired, was withdrawn, or whoever made it
        administers the group no more."""
        with self._persistence.reading() as uow:
            invitation = self._good(uow, token)
            known = uow.administrators.credentials(invitation.email)
        return OpenInvitation(invitation, known is not None)

    def accept_as_new(self, token: str, password: str) -> Administrator:
        """They can sign in with this password from now on. Raises NotFound as ``open`` does,
        EmailTaken, or as ``PasswordRules.check`` does."""
        invitation = self.open(token).invitation
        self._rules.check(password, invitation.email, invitation.name)
        password_hash = self._hasher.hash(password)
        (own_id,) = self._ids.new()
        grants = {invitation.group_id: invitation.role}
        added = Administrator(own_id, invitation.email, invitation.name, grants)
        try:
            with self._persistence.writing() as uow:
                self._use_up(uow, token)
                uow.administrators.add(added, password_hash)
                self._note(uow, Act.INVITATION_ACCEPTED, added.id, invitation)
                uow.commit()
        except Conflict:
            raise EmailTaken from None
        return added

    def accept(self, administrator: Administrator, token: str) -> Invitation:
        """By somebody who is signed in, and whose e-mail it names; a higher role that they have
        there stays. Raises NotFound as ``open`` does, and for anybody else."""
        with self._persistence.writing() as uow:
            uow.administrators.hold_grants()
            invitation = self._use_up(uow, token)
            known = uow.administrators.get(administrator.id)
            if known is None or email_key(known.email) != email_key(invitation.email):
                raise NotFound
            role = max(known.grants.get(invitation.group_id, invitation.role), invitation.role)
            grants = {**known.grants, invitation.group_id: role}
            uow.administrators.set_grants(known.id, grants)
            self._note(uow, Act.INVITATION_ACCEPTED, known.id, invitation)
            uow.commit()
        return invitation

    def _good(self, uow: UnitOfWork, token: str) -> Invitation:
        invitation = uow.invitations.find(token_hash(token), self._clock.now())
        if invitation is None:
            raise NotFound
        host = uow.administrators.get(invitation.invited_by)
        if host is None or host.disabled or not host.may(Role.ADMINISTER, invitation.group_id):
            raise NotFound
        return invitation

    def _use_up(self, uow: UnitOfWork, token: str) -> Invitation:
        invitation = self._good(uow, token)
        if not uow.invitations.remove(invitation.token_hash):
            raise NotFound
        return invitation

    def _note(self, uow: UnitOfWork, act: Act, by: str, invitation: Invitation) -> None:
        uow.audit.add(
            Event(
                at=self._clock.now(),
                act=act,
                administrator_id=by,
                group_id=invitation.group_id,
                subject=f"invitation {invitation.reference}",
                facts={"role": invitation.role.name.lower()},
            )
        )
