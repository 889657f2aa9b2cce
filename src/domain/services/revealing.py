"""Numbers in full: a deliberate act, which is written down."""

from domain.accounts.access import Administrator, Role
from domain.audit import Act, of_application, of_submission
from domain.errors import NotFound
from domain.masking import in_full, submitted_in_full
from domain.ports import Clock, Persistence
from domain.services.visible import visible_application


class Revealing:
    """Everywhere else numbers are masked."""

    def __init__(self, persistence: Persistence, clock: Clock) -> None:
        self._persistence = persistence
        self._clock = clock

    def typed(self, administrator: Administrator, application_id: str, column: str) -> str:
        """What the column of an application hides, in full; that it was asked for is durable
        before it is given. Raises NotFound where nothing is hidden, and NotAllowed."""
        now = self._clock.now()
        with self._persistence.writing() as uow:
            application, _ = visible_application(uow, administrator, application_id, self._clock)
            administrator.require(Role.ENROLL, application.group_id)
            number = in_full(application, column)
            if number is None:
                raise NotFound
            uow.audit.add(
                of_application(Act.REVEALED, now, administrator, application, field=column)
            )
            uow.commit()
        return number

    def submitted(self, administrator: Administrator, confirmation_id: str, column: str) -> str:
        """The same of what was submitted."""
        with self._persistence.writing() as uow:
            submission = uow.submissions.by_confirmation(confirmation_id)
            if submission is None:
                raise NotFound
            administrator.require(Role.ENROLL, submission.group_id)
            number = submitted_in_full(submission.answers, column)
            if number is None:
                raise NotFound
            uow.audit.add(
                of_submission(
                    Act.REVEALED, self._clock.now(), administrator, submission, field=column
                )
            )
            uow.commit()
        return number
