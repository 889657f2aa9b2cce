"""Turning a second factor on and off."""

from collections.abc import Sequence

import msgspec

from domain.accounts.access import Administrator, Session
from domain.accounts.passwords import PasswordRules
from domain.accounts.second_factor import (
    RECOVERY_BYTES,
    RECOVERY_CODES,
    SECRET_BYTES,
    SecondFactor,
    recovery_code_of,
    recovery_hash,
    secret_of,
)
from domain.accounts.throttling import Client, codes_of, password_of
from domain.audit import Act, of_user
from domain.errors import CodeWrong, NotFound, PasswordWrong
from domain.ports import Clock, Ids, PasswordHasher, Persistence, UnitOfWork
from domain.services.accounts.proving import password_fits
from domain.services.accounts.sessions import Throttle, take_code


class SecondFactors:
    """For somebody who is signed in, on themselves; ``reset`` is for operators."""

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
        self._throttle = Throttle(persistence, clock)

    def codes_left(self, administrator: Administrator) -> int:
        """How many recovery codes were not used yet."""
        with self._persistence.reading() as uow:
            return uow.second_factors.recovery_codes_left(administrator.id)

    def begin(self, administrator: Administrator) -> str:
        """The secret to give to their app; the same for a quarter of an hour. Raises NotFound
        when the factor is on already: its secret is never shown again."""
        now = self._clock.now()
        with self._persistence.writing() as uow:
            known = uow.second_factors.get(administrator.id)
            if known is not None and known.confirmed_at is not None:
                raise NotFound
            if known is None or not known.open(now):
                known = SecondFactor(
                    administrator_id=administrator.id,
                    secret=secret_of(self._ids.random(SECRET_BYTES)),
                    begun_at=now,
                )
                uow.second_factors.keep(known)
                uow.commit()
        return known.secret

    def begun(self, administrator: Administrator) -> str:
        """The secret that ``begin`` has given out. Raises NotFound when it did not, or too long
        ago."""
        with self._persistence.reading() as uow:
            known = uow.second_factors.get(administrator.id)
        if known is None or not known.open(self._clock.now()):
            raise NotFound
        return known.secret

    def turn_on(
        self, administrator: Administrator, session: Session, typed: str, client: Client
    ) -> Sequence[str]:
        """With a first code of their app. Returns the recovery codes, which nobody can see again.
        Their other sessions end. Raises CodeWrong, NotFound, or TooManyTries."""
        now, secret = self._clock.now(), codes_of(administrator.id)
        self._throttle.check(secret, client)
        with self._persistence.writing() as uow:
            known = uow.second_factors.get(administrator.id)
            if known is None or not known.open(now):
                raise NotFound
            step = known.step_of(typed, now)
            self._throttle.record(uow, secret, client, right=step is not None)
            if step is None:
                uow.commit()
                raise CodeWrong
            uow.second_factors.keep(
                msgspec.structs.replace(known, confirmed_at=now, last_step=step)
            )
            codes = self._new_codes(uow, administrator)
            uow.sessions.remove_all(administrator.id, but=session.token_hash)
            uow.sessions.owes_nothing(session.token_hash)
            self._note(uow, Act.SECOND_FACTOR_ON, administrator.id, administrator.id)
            uow.commit()
        return codes

    def new_recovery_codes(self, administrator: Administrator) -> Sequence[str]:
        """In place of all that they had. Raises NotFound where there is no second factor."""
        if not administrator.second_factor:
            raise NotFound
        with self._persistence.writing() as uow:
            codes = self._new_codes(uow, administrator)
            self._note(uow, Act.RECOVERY_CODES_MADE, administrator.id, administrator.id)
            uow.commit()
        return codes

    def turn_off(
        self,
        administrator: Administrator,
        session: Session,
        password: str,
        typed: str,
        client: Client,
    ) -> None:
        """With password and code. Their other sessions end. Raises PasswordWrong, CodeWrong,
        TooManyTries, or PasswordTooShort where the password is too short to be alone."""
        code, word = codes_of(administrator.id), password_of(administrator.email)
        self._throttle.check(word, client)
        self._throttle.check(code, client)
        right = password_fits(self._persistence, self._hasher, administrator, password)
        with self._persistence.writing() as uow:
            self._throttle.record(uow, word, client, right=right)
            if not right:
                uow.commit()
                raise PasswordWrong
            self._rules.check_length(password)
            taken = take_code(uow, administrator.id, typed, self._clock.now())
            self._throttle.record(uow, code, client, right=taken)
            if not taken:
                uow.commit()
                raise CodeWrong
            uow.second_factors.remove(administrator.id)
            uow.sessions.remove_all(administrator.id, but=session.token_hash)
            self._note(uow, Act.SECOND_FACTOR_OFF, administrator.id, administrator.id)
            uow.commit()

    def reset(self, email: str) -> None:
        """By an operator, for somebody who has lost their app and their recovery codes. All of
        their sessions end. Raises NotFound."""
        with self._persistence.writing() as uow:
            known = uow.administrators.credentials(email)
            if known is None:
                raise NotFound
            uow.second_factors.remove(known.administrator.id)
            uow.sessions.remove_all(known.administrator.id)
            self._note(uow, Act.SECOND_FACTOR_OFF, "", known.administrator.id)
            uow.commit()

    def _new_codes(self, uow: UnitOfWork, administrator: Administrator) -> Sequence[str]:
        codes = [recovery_code_of(self._ids.random(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]
        uow.second_factors.keep_recovery_codes(
            administrator.id, [recovery_hash(one) for one in codes]
        )
        return codes

    def _note(self, uow: UnitOfWork, act: Act, by: str, of: str) -> None:
        uow.audit.add(of_user(act, self._clock.now(), by, of))
