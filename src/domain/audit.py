"""Who did what, when and from where: the audit trail.

Each act is an event in the act's own transaction. Events hold ids, counts and words of our own, and
never anything of the people who are enrolled. They are chained: each has a digest over itself and
the digest before it, so that one that was changed, taken out or put in shows
(``domain.audit_chain``).
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from domain.accounts.access import Administrator
from domain.agreement import Agreement
from domain.application import Application
from domain.batch import Batch
from domain.submission import Submission

_encode = msgspec.json.Encoder(order="sorted").encode


class Act(StrEnum):
    """What was done; the words are shown, and stay for ever."""

    SIGNED_IN = "Signed in"
    SIGN_IN_REFUSED = "Sign-in refused"
    SSO_LINKED = "Linked to single sign-on"
    SSO_UNLINKED = "Unlinked from single sign-on"
    SIGNED_OUT = "Signed out"
    SESSION_ENDED = "Session ended"
    VIEWED = "Viewed"
    REFUSED = "Refused"
    TEMPLATE_DOWNLOADED = "Downloaded a template"
    PROVED = "Showed who they are"
    PROOF_REFUSED = "Failed to show who they are"
    SESSIONS_ENDED = "Sessions ended"
    PASSWORD_CHANGED = "Password changed"
    SECOND_FACTOR_ON = "Second factor turned on"
    SECOND_FACTOR_OFF = "Second factor turned off"
    RECOVERY_CODES_MADE = "Recovery codes made"
    INVITED = "Invited"
    INVITATION_WITHDRAWN = "Invitation withdrawn"
    INVITATION_ACCEPTED = "Invitation accepted"
    ROLE_CHANGED = "Role changed"
    DISABLED = "Disabled"
    ENABLED = "Enabled"
    UPLOADED = "Uploaded"
    REVEALED = "Showed a number in full"
    FILE_REFUSED = "File refused"
    EDITED = "Edited"
    SAVED_FOR_LATER = "Saved for later"
    DELETED = "Deleted"
    RESTORED = "Undid a deletion"
    SUBMITTED = "Submitted"
    ANSWERED = "Answered by the carrier"
    SENT_AGAIN = "Had sent again"
    ASKED_AGAIN = "Had the carrier asked"
    SETTLED = "Settled"
    AGREEMENT_UPLOADED = "Uploaded an agreement"
    AGREEMENT_REFUSED = "Agreement refused"
    AGREEMENT_DOWNLOADED = "Downloaded an agreement"
    TRANSACTIONS_DOWNLOADED = "Downloaded transactions"
    TRAIL_DOWNLOADED = "Downloaded the audit trail"
    PURGED = "Removed in time"
    USER_ADDED = "Added a user"
    ROLE_GIVEN = "Gave a role"
    ROLE_TAKEN = "Took a role"
    PASSWORD_SET = "Set a password"


KINDS = ("application", "batch", "administrator")
"""What an event's subject may be; the word stands before its id."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """An act. ``administrator_id`` is "" where nobody is known, or nobody but the site itself acts.

    ``subject`` names what it was done to, such as "application 5xxyttx4xeo53zvt"; ``batch_id`` is
    the batch that this is or is part of. ``facts`` are counts and our own words. ``source`` is
    where the request came from; the unit of work fills it in.
    """

    at: datetime
    act: str  # an Act; what was kept before stays readable when there is none of its name
    administrator_id: str = ""
    group_id: str = ""
    subject: str = ""
    batch_id: str = ""
    facts: Mapping[str, str | int] = {}
    source: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An event in its place: ``sequence`` counts from 1 without a gap, ``digest`` is in hex."""

    sequence: int
    event: Event
    digest: str


class UnreadableEntry(msgspec.Struct, frozen=True):
    """What is stored in an entry's place and is not one; ``sequence`` is None where even that
    cannot be read."""

    sequence: int | None


def moment_text(at: datetime) -> str:
    """A moment as the trail keeps it: in UTC to the microsecond, so that texts sort as moments."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest_of(previous: str, sequence: int, event: Event) -> str:
    """An event's digest in the chain, after one with the digest ``previous`` ("" for the first):
    SHA-256 in hex over that, its place, and all of its fields."""
    told = (
        previous,
        sequence,
        moment_text(event.at),
        event.act,
        event.administrator_id,
        event.group_id,
        event.subject,
        event.batch_id,
        event.facts,
        event.source,
    )
    return hashlib.sha256(_encode(told)).hexdigest()


# Events, by what they are about; ``by`` is None where the site itself acts.


def of_application(
    act: Act, at: datetime, by: Administrator | None, one: Application, **facts: str | int
) -> Event:
    return _of_application(act, at, by, one.group_id, one.id, one.batch_id, facts)


def of_submission(
    act: Act, at: datetime, by: Administrator | None, one: Submission, **facts: str | int
) -> Event:
    """About the application that was submitted, so that everything done to it is found together."""
    told = {"confirmation": one.confirmation_id, **facts}
    return _of_application(act, at, by, one.group_id, one.application_id, one.batch_id, told)


def of_agreement(
    act: Act, at: datetime, by: Administrator | None, one: Agreement, group_id: str
) -> Event:
    """About the subscriber's application that the document is on file for."""
    told = {"agreement": one.id}
    return _of_application(act, at, by, group_id, one.application_id, one.batch_id, told)


def _of_application(
    act: Act,
    at: datetime,
    by: Administrator | None,
    group_id: str,
    application_id: str,
    batch_id: str,
    facts: Mapping[str, str | int],
) -> Event:
    return Event(
        at=at,
        act=act,
        administrator_id=by.id if by else "",
        group_id=group_id,
        subject=f"application {application_id}",
        batch_id=batch_id,
        facts=facts,
    )


def of_batch(
    act: Act, at: datetime, by: Administrator | None, one: Batch, **facts: str | int
) -> Event:
    return of_batch_id(act, at, by, one.group_id, one.id, **facts)


def of_batch_id(
    act: Act,
    at: datetime,
    by: Administrator | None,
    group_id: str,
    batch_id: str,
    **facts: str | int,
) -> Event:
    """About a batch of which only the id is known; perhaps it is gone."""
    return Event(
        at=at,
        act=act,
        administrator_id=by.id if by else "",
        group_id=group_id,
        subject=f"batch {batch_id}",
        batch_id=batch_id,
        facts=facts,
    )


def views_of_groups(
    at: datetime, administrator: Administrator, page: str, people: Mapping[str, int]
) -> list["Event"]:
    """That a page was shown with so many ``people`` of each group; of no group where it showed
    nobody."""
    return [
        of_group(Act.VIEWED, at, administrator, group_id, page=page, people=many)
        for group_id, many in (people or {"": 0}).items()
    ]


def of_group(act: Act, at: datetime, by: Administrator, group_id: str, **facts: str | int) -> Event:
    return Event(at=at, act=act, administrator_id=by.id, group_id=group_id, facts=facts)


def of_user(
    act: Act, at: datetime, by: str, whose: str, group_id: str = "", **facts: str | int
) -> Event:
    """About somebody who may sign in, done by themselves or by another, both by id; ``by`` is ""
    for an operator."""
    return Event(
        at=at,
        act=act,
        administrator_id=by,
        group_id=group_id,
        subject=f"administrator {whose}",
        facts=facts,
    )


def of_visit(act: Act, at: datetime, whose: str, **facts: str | int) -> Event:
    """About signing in, signing out and proving who one is, by that person's id; "" where nobody is
    known."""
    return Event(at=at, act=act, administrator_id=whose, facts=facts)
