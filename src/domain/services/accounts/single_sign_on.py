"""Signing in through an identity provider: it says who somebody is, and we say what they may do."""

from collections.abc import Collection, Mapping

import msgspec

from domain.accounts.access import NO_PASSWORD, Administrator
from domain.accounts.single_sign_on import Departure, FirstSignOn, FirstTime, Vouched
from domain.audit import Act, of_user, of_visit
from domain.errors import CodeNeeded, NobodyHere, NotFound, SignInEnded
from domain.ports import Clock, IdentityProvider, Ids, Persistence, UnitOfWork
from domain.services.accounts.access import ClientOf, Entered
from domain.services.accounts.sessions import await_code, begin, token_hash

_THROUGH = "single sign-on"


class SingleSignOn:
    """Lets in people who have an account here already; the provider makes none.

    Somebody who comes for the first time is found by the e-mail that the provider has verified, and
    from then on by the provider's own name for them: the e-mail may be given to somebody else
    there. Whoever made the account before may not be who comes now. So the password, the second
    factor and the sessions of before end, and roles that others gave are asked about.
    """

    def __init__(
        self,
        persistence: Persistence,
        clock: Clock,
        ids: Ids,
        provider: IdentityProvider | None = None,
    ) -> None:
        self._persistence = persistence
        self._clock = clock
        self._ids = ids
        self._provider = provider

    @property
    def name(self) -> str:
        """What people call the provider; "" when there is none."""
        return self._provider.name if self._provider else ""

    def leave(self, back: str) -> Departure:
        """The way to the provider. Raises ProviderUnavailable, or NotFound when there is none."""
        return self._known().departure(back)

    def come_back(
        self,
        departure: Departure,
        back: str,
        answer: Mapping[str, str],
        previous_token: str | None,
        client_of: ClientOf,
    ) -> Entered:
        """Start a session for whoever came back; the browser's former session ends. Raises
        ProviderRefused, ProviderUnavailable, NobodyHere; CodeNeeded where somebody has a second
        factor and the provider did not ask for one; FirstSignOn where somebody has to say first
        what access they know of; SignInEnded when somebody came back with this departure before;
        NotFound when there is no provider."""
        provider = self._known()
        self._use(departure.nonce)
        # Anybody could have sent what the provider did not vouch for: it is no event of the trail.
        vouched = provider.vouched(departure, back, answer)
        with self._persistence.writing() as uow:
            now = self._clock.now()
            administrator, linked = self._found(uow, vouched)
            if administrator is None or administrator.disabled:
                whose = administrator.id if administrator else ""
                uow.audit.add(of_visit(Act.SIGN_IN_REFUSED, now, whose, through=_THROUGH))
                uow.commit()
                raise NobodyHere(vouched.email)
            if not linked:
                raise FirstSignOn(
                    FirstTime(vouched.issuer, vouched.subject, administrator.id, self._ids.token())
                )
            here = client_of(administrator.email)
            coded = administrator.second_factor and not vouched.several_factors
            if coded:
                token = await_code(uow, self._ids, now, administrator, here)
            else:
                token = begin(
                    uow, self._ids, now, administrator, here, previous_token, through=_THROUGH
                )
            uow.commit()
        if coded:
            raise CodeNeeded(token)
        return Entered(token, administrator, None)

    def offered(self, first_time: FirstTime) -> Administrator:
        """The account that others have made for who comes for the first time, with the roles that
        it gives. Raises SignInEnded when it is there no more."""
        with self._persistence.reading() as uow:
            found = uow.administrators.get(first_time.administrator_id)
        if found is None or found.disabled:
            raise SignInEnded
        return found

    def join(
        self,
        first_time: FirstTime,
        group_ids: Collection[str],
        previous_token: str | None,
        client_of: ClientOf,
    ) -> Entered:
        """The account is theirs from now on, with what they know of: the roles for these groups.
        Raises SignInEnded when it was answered before, or another has it by now."""
        self._use(first_time.reference)
        with self._persistence.writing() as uow:
            uow.administrators.hold_grants()
            whose, now = first_time.administrator_id, self._clock.now()
            administrator = uow.administrators.get(whose)
            if administrator is None or administrator.disabled:
                raise SignInEnded
            if not uow.subjects.link(first_time.issuer, first_time.subject, whose):
                raise SignInEnded
            uow.administrators.set_password(whose, NO_PASSWORD)
            uow.second_factors.remove(whose)
            uow.sessions.remove_all(whose)
            known = {id: role for id, role in administrator.grants.items() if id in group_ids}
            uow.administrators.set_grants(whose, known)
            uow.audit.add(of_user(Act.SSO_LINKED, now, whose, whose))
            for group_id in administrator.grants.keys() - known:
                uow.audit.add(of_user(Act.ROLE_CHANGED, now, whose, whose, group_id, role="none"))
            theirs = msgspec.structs.replace(administrator, grants=known, second_factor=False)
            here = client_of(theirs.email)
            token = begin(uow, self._ids, now, theirs, here, previous_token, through=_THROUGH)
            uow.commit()
        return Entered(token, theirs, None)

    def unlink(self, email: str) -> None:
        """Have somebody be found by their e-mail again, the next time they come. Raises NotFound
        when there is nobody, or they never came."""
        with self._persistence.writing() as uow:
            known = uow.administrators.credentials(email)
            if known is None or not uow.subjects.unlink(known.administrator.id):
                raise NotFound
            whose = known.administrator.id
            uow.audit.add(of_user(Act.SSO_UNLINKED, self._clock.now(), "", whose))
            uow.commit()

    def _use(self, reference: str) -> None:
        """What somebody may come with once is used now. Raises SignInEnded when it was before."""
        with self._persistence.writing() as uow:
            if not uow.sent_forms.add(token_hash(reference), "", self._clock.now()):
                raise SignInEnded
            uow.commit()

    def _known(self) -> IdentityProvider:
        if self._provider is None:
            raise NotFound
        return self._provider

    def _found(self, uow: UnitOfWork, vouched: Vouched) -> tuple[Administrator | None, bool]:
        """Who it is, and whether they have come before; for the first time, by the e-mail."""
        known = uow.subjects.find(vouched.issuer, vouched.subject)
        if known is not None:
            return uow.administrators.get(known), True
        credentials = uow.administrators.credentials(vouched.email) if vouched.email else None
        if credentials is None:
            return None, False
        administrator = credentials.administrator
        if uow.subjects.is_linked(vouched.issuer, administrator.id):
            return None, False  # somebody else had this e-mail there before
        return administrator, False
