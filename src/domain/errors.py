"""Commands that cannot be carried out: one class a reason, each with what a message needs."""

from datetime import datetime, timedelta


class DomainError(Exception):
    """A command was refused. Never holds personal data."""


class NotFound(DomainError):
    """There is no such thing, or not for this administrator: the two look alike on purpose."""


class NotAllowed(DomainError):
    """The administrator may see the group but lacks the role for this act."""


class ActionRefused(DomainError):
    """The state does not allow the act."""

    def __init__(self, act: str, state: str) -> None:
        super().__init__(f"cannot be {act} while {state}")
        self.act = act
        self.state = state


class ChangedByAnother(DomainError):
    """Somebody else changed the application in the meantime."""


class SubscriberFirst(DomainError):
    """A dependent cannot be submitted before its subscriber."""

    def __init__(self, subscriber_id: str) -> None:
        super().__init__("the subscriber has not been submitted")
        self.subscriber_id = subscriber_id


class NothingToSubmit(DomainError):
    """No application of the batch can be submitted now."""


class BatchHeld(DomainError):
    """Somebody is delivering the batch right now."""


class EmailTaken(DomainError):
    """There is an administrator with this e-mail already."""


class PasswordTooShort(DomainError):
    """The password has fewer than ``shortest`` characters."""

    def __init__(self, shortest: int) -> None:
        super().__init__(f"a password has at least {shortest} characters")
        self.shortest = shortest


class PasswordTooLong(DomainError):
    """The password has more than ``longest`` characters."""

    def __init__(self, longest: int) -> None:
        super().__init__(f"a password has at most {longest} characters")
        self.longest = longest


class PasswordTooCommon(DomainError):
    """The password is among those that are tried first."""


class PasswordWrong(DomainError):
    """Somebody who is signed in gave another password than theirs."""


class CodeWrong(DomainError):
    """It is no code of the second factor, or one that was used."""


class CodeNeeded(DomainError):
    """The password was right, and a code of the second factor is needed too. ``token`` names the
    sign-in under way, and opens nothing."""

    def __init__(self, token: str) -> None:
        super().__init__("a code is needed")
        self.token = token


class SignInEnded(DomainError):
    """The sign-in that a code was given for is not under way any more."""


class SignInRefused(DomainError):
    """The e-mail and password do not belong together; which one is never said."""


class ProviderUnavailable(DomainError):
    """The identity provider could not be reached, or gave no usable answer."""


class ProviderRefused(DomainError):
    """The identity provider vouches for nobody, or not in a way that can be believed. ``reason`` is
    for operators: a few words of ours."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NobodyHere(DomainError):
    """The person whom the identity provider vouches for may not sign in here. ``email`` is what it
    calls them, for them alone to read."""

    def __init__(self, email: str) -> None:
        super().__init__("nobody here")
        self.email = email


class TooManyTries(DomainError):
    """Secrets were guessed at too often from there; ``wait`` is how long until the next try."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("too many tries")
        self.wait = wait


class NotYourself(DomainError):
    """Nobody does this to themselves."""


class AlsoElsewhere(DomainError):
    """The person has access to groups that whoever asks does not administer."""


class LastAdministrator(DomainError):
    """Nobody would administer the group any more."""


class RegistryUnavailable(DomainError):
    """The carrier's registry could not be reached or gave no usable answer.

    Nobody can tell whether what was being handed over has arrived: the registry is asked about it
    by key before it is handed over again.
    """


class NothingArrived(RegistryUnavailable):
    """The registry has surely taken nothing of what was handed over, and may later: it could not
    be reached at all, or said so. ``retry_after`` is how many seconds it asked to wait."""

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__()
        self.retry_after = retry_after


class RegistryRefused(RegistryUnavailable):
    """The registry has surely taken nothing, and will not until somebody mends something.

    ``reason`` is for operators: a few words such as "401 Unauthorized", without personal data.
    ``whatever_it_is`` says that it has nothing to do with what was handed over: anything else
    would be refused too.
    """

    def __init__(self, reason: str, whatever_it_is: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.whatever_it_is = whatever_it_is


class CannotBeAsked(DomainError):
    """The registry has no way to say whether it has taken a submission."""


class CannotBeRead(DomainError):
    """What is kept of this cannot be read, and nothing is done with it. ``reference`` tells an
    operator which it is."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


class DatabaseUnavailable(DomainError):
    """The database cannot be reached, or takes nothing that is to be kept: it is stopped, locked,
    full or read-only."""


class StoreUnavailable(DomainError):
    """The store of uploaded documents could not be reached or refused what was asked of it."""


class ScannerUnavailable(DomainError):
    """Uploaded documents cannot be scanned for malware now, so none is taken."""


class DocumentDamaged(DomainError):
    """A stored document is not what was uploaded."""


class ReadersBusy(DomainError):
    """So many files are being read that one more cannot be, just now. Nothing is wrong with it."""


class PasswordsBusy(DomainError):
    """So many passwords are being looked at that one more cannot be, just now."""


class FileRefused(DomainError):
    """The whole file was refused; nothing of it is kept.

    ``code`` is stable, for logs and tests; ``message`` is the sentence for the person.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


class AlreadyUploaded(FileRefused):
    """The same file content is there already for this group."""

    def __init__(self, message: str, batch_id: str, uploaded_at: datetime) -> None:
        super().__init__("already_uploaded", message)
        self.batch_id = batch_id
        self.uploaded_at = uploaded_at


class DocumentRefused(DomainError):
    """An uploaded agreement cannot be kept; the sentence says why and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
