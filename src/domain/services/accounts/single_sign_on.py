"""Signing in through an identity provider: it says who somebody is, and we say what they may do."""

from collections.abc import Mapping

from domain.accounts.access import Administrator
from domain.accounts.single_sign_on import Departure, Vouched
from domain.audit import Act, of_user, of_visit
from domain.errors import CodeNeeded, NobodyHere, NotFound
from domain.ports import Clock, IdentityProvider, Ids, Persistence, UnitOfWork
from domain.services.accounts.access import ClientOf, Entered
from domain.services.accounts.sessions import await_code, begin

_THROUGH = "single sign-on"


class SingleSignOn:
    """Lets in people who have an account here already; the provider makes none.

    Somebody who comes for the first time is found by the e-mail that the provider has verified, and
    from then on by the provider's own name for them: the e-mail may be given to somebody else
    there.
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
        factor and the provider did not ask for one; NotFound when there is no provider."""
        # Anybody could have sent what the provider did not vouch for: it is no event of the trail.
        vouched = self._known().vouched(departure, back, answer)
        with self._persistence.writing() as uow:
            now = self._clock.now()
            administrator = self._found(uow, vouched)
            if administrator is None or administrator.disabled:
                whose = administrator.id if administrator else ""
                uow.audit.add(of_visit(Act.SIGN_IN_REFUSED, now, whose, through=_THROUGH))
                uow.commit()
                raise NobodyHere(vouched.email)
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

    def _known(self) -> IdentityProvider:
        if self._provider is None:
            raise NotFound
        return self._provider

    def _found(self, uow: UnitOfWork, vouched: Vouched) -> Administrator | None:
        """Who it is; for the first time, by the e-mail."""
        linked = uow.subjects.find(vouched.issuer, vouched.subject)
        if linked is not None:
            return uow.administrators.get(linked)
        if not vouched.email:
            return None
        known = uow.administrators.credentials(vouched.email)
        if known is None:
            return None
        administrator = known.administrator
        if administrator.disabled:
            return administrator
        if not uow.subjects.link(vouched.issuer, vouched.subject, administrator.id):
            return None
        now = self._clock.now()
        uow.audit.add(of_user(Act.SSO_LINKED, now, administrator.id, administrator.id))
        return administrator
