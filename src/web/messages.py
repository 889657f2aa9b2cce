"""Messages after an action, kept in the session's row from the action to the next page."""

from typing import Literal

import msgspec

READERS_BUSY = (
    "Many files are being checked right now, so yours was not. Nothing was kept. Try again in a few"
    " seconds."
)


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the site says back, once, in the page's status or alert region.

    An "uploaded" one makes the page of the batch that its text names say what was read.
    ``undo_action`` is an address of ours that a button under the message posts to.
    """

    text: str
    kind: Literal["status", "alert", "uploaded"] = "status"
    undo_action: str = ""
    undo_label: str = "Undo"


def done(text: str, undo_action: str = "", undo_label: str = "Undo") -> Message:
    """Something was done."""
    return Message(text, "status", undo_action, undo_label)


def failed(text: str) -> Message:
    """Something was not done; the sentence says what to do about it."""
    return Message(text, "alert")


def number_shown() -> Message:
    """Somebody has asked for a number in full."""
    return done("The number is shown in full. That you looked at it is written down.")


def uploaded(batch_id: str) -> Message:
    """A file was read; its batch's page says how it went."""
    return Message(batch_id, "uploaded")


def to_text(messages: tuple[Message, ...]) -> str:
    return msgspec.json.encode(messages).decode() if messages else ""


def from_text(text: str) -> tuple[Message, ...]:
    """What ``to_text`` wrote; nothing when an older version of the site wrote it differently."""
    if not text:
        return ()
    try:
        return msgspec.json.decode(text, type=tuple[Message, ...])
    except msgspec.DecodeError:
        return ()
