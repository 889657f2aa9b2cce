"""How a command ends, for programs by its exit status and for people in a sentence."""

from enum import IntEnum

from domain.errors import (
    AlreadyUploaded,
    ChangedByAnother,
    EmailTaken,
    FileRefused,
    NotAllowed,
    NothingToSubmit,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    ReadersBusy,
    RegistryUnavailable,
    StoreUnavailable,
)
from domain.ports import Conflict
from web.settings import SettingsError
from web.stopping import INTERRUPTED


class Exit(IntEnum):
    """Exit statuses; 2 is argparse's own, for a command line it cannot read."""

    DONE = 0
    FAILED = 1
    SOME_ERRORS = 3
    SOME_REJECTED = 4
    FILE_REFUSED = 5
    CARRIER_AWAY = 6
    NOT_DELIVERED = 7
    TRAIL_BROKEN = 8
    INTERRUPTED = INTERRUPTED
    NOBODY_READS = 141


class Failure(Exception):
    """A command cannot go on; the sentences say why and what to do."""

    def __init__(self, *sentences: str, status: Exit = Exit.FAILED) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences
        self.status = status


def failure_of(error: Exception) -> Failure:
    """What a person can mend, in their words; raises anything else again."""
    match error:
        case Failure():
            return error
        case SettingsError(problems=problems):
            return Failure(*problems)
        case AlreadyUploaded(batch_id=batch_id):
            return Failure(
                f"This file was already uploaded for this group, as batch {batch_id}. Go on with"
                " that, or upload the file again on purpose: --again",
                status=Exit.FILE_REFUSED,
            )
        case FileRefused(message=message):
            return Failure(*message.splitlines(), status=Exit.FILE_REFUSED)
        case ReadersBusy():
            return Failure(
                "The file cannot be read just now: the process that reads files does not start."
                " Nothing was kept. Look at this machine's memory, and try again."
            )
        case RegistryUnavailable():
            return Failure(
                "The carrier cannot be reached right now. Nothing was kept. Try again in a few"
                " minutes.",
                status=Exit.CARRIER_AWAY,
            )
        case StoreUnavailable():
            return Failure(
                "The store of uploaded documents cannot be reached right now. Try again in a few"
                " minutes."
            )
        case NotAllowed():
            return Failure(
                "Their role for this group does not include this. Give them another with: enroll"
                " user grant EMAIL GROUP=enroll"
            )
        case NothingToSubmit():
            return Failure(
                "No application of this batch can be submitted now. They may have been submitted"
                " already, have errors, or wait for a subscriber who is saved for later."
            )
        case ChangedByAnother() | Conflict():
            return Failure(
                "Somebody else changed the same thing at the same moment, and nothing was done."
                " Run this again."
            )
        case EmailTaken():
            return Failure(
                "Somebody with this e-mail is there already. Change what they may do with: enroll"
                " user grant"
            )
        case PasswordTooShort(shortest=shortest):
            return Failure(f"A password has at least {shortest} characters.")
        case PasswordTooLong(longest=longest):
            return Failure(f"A password has at most {longest} characters.")
        case PasswordTooCommon():
            return Failure(
                "This password is among those that are guessed first. Choose one with fewer common"
                " words, rows of keys, and names."
            )
        case _:
            raise error
