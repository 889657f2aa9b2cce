"""Writing down in the ledger what came back. Doing so again changes nothing."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from sqlalchemy import bindparam, insert, select, update

from adapters.registry.members import member_row
from adapters.registry.x12.acknowledgements import (
    Acknowledgement,
    GroupAccepted,
    InterchangeReceived,
    SetAccepted,
)
from adapters.registry.x12.ledger_status import TAKEN
from adapters.registry.x12.ledger_transaction import LedgerTransaction
from adapters.registry.x12.results import LastWord
from adapters.registry.x12.sealed import own_number
from adapters.registry.x12.tables import (
    interchanges,
    members,
    places,
    submissions,
    transaction_sets,
)
from domain.people import Member
from domain.submission import Status

_AT_ONCE = 1_000


class NotOurs(Exception):
    """It is about a file that was never written; a sentence that names the number."""


def take_acknowledgement(book: LedgerTransaction, one: Acknowledgement) -> Iterator[str]:
    """Gives a sentence for what was passed over. The first answer at each level stays: whoever it
    gave back may have been sent again."""
    if isinstance(one, InterchangeReceived):
        yield from _received(book, one)
    else:
        yield from _accepted(book, one)


def _received(book: LedgerTransaction, ack: InterchangeReceived) -> Iterator[str]:
    of_this = interchanges.c.number == ack.interchange
    row = book.connection.execute(select(interchanges.c.received).where(of_this)).one_or_none()
    if row is None:
        raise NotOurs(f"No interchange {ack.interchange:09d} was ever written.")
    if row.received is None:
        book.connection.execute(
            update(interchanges)
            .where(of_this)
            .values(received=ack.code, received_words=ack.words, received_at=book.now)
        )
    elif _contradict(row.received, ack.code):
        yield f"The TA1 of interchange {ack.interchange:09d} contradicts an earlier one."


def _accepted(book: LedgerTransaction, ack: GroupAccepted) -> Iterator[str]:
    rows = book.connection.execute(
        select(*transaction_sets.c["number", "accepted"]).where(
            transaction_sets.c.interchange == ack.interchange
        )
    )
    before: dict[int, str | None] = {row.number: row.accepted for row in rows}
    named = {one.number: one for one in ack.sets}
    if not before or not named.keys() <= before.keys():
        raise NotOurs(
            f"Interchange {ack.interchange:09d} was never written, or not with these sets."
        )
    for number, code in before.items():
        one = named.get(number) or SetAccepted(number, ack.code, ack.words)
        if code is None:
            _accept(book, ack.interchange, one)
        elif _contradict(code, one.code):
            yield (
                f"The 999 of interchange {ack.interchange:09d}, transaction set {number:04d},"
                " contradicts an earlier one."
            )


def _accept(book: LedgerTransaction, interchange: int, one: SetAccepted) -> None:
    book.connection.execute(
        update(transaction_sets)
        .where(
            transaction_sets.c.interchange == interchange, transaction_sets.c.number == one.number
        )
        .values(accepted=one.code, accepted_words=one.words, accepted_at=book.now)
    )
    if not one.faults:
        return
    of_this = (places.c.interchange == interchange) & (places.c.set_number == one.number)
    rows = book.connection.execute(
        select(*places.c["position", "first_segment"]).where(of_this).order_by(places.c.position)
    ).all()
    beginnings = [row.first_segment for row in rows]
    faults: dict[int, list[str]] = {}
    for segment, words in sorted(one.faults.items()):
        # Before the first person stands the set's header, which is nobody's.
        if at := bisect_right(beginnings, segment):
            faults.setdefault(rows[at - 1].position, []).append(words)
    if faults:
        book.connection.execute(
            update(places)
            .where(of_this, places.c.position == bindparam("of_position"))
            .values(faults=bindparam("found")),
            [{"of_position": at, "found": " ".join(words)} for at, words in faults.items()],
        )


def take_results(book: LedgerTransaction, results: Sequence[LastWord]) -> Iterator[str]:
    """Gives a sentence for each row that was passed over. The first last word stays."""
    for start in range(0, len(results), _AT_ONCE):
        yield from _decided(book, results[start : start + _AT_ONCE])


def _decided(book: LedgerTransaction, results: Sequence[LastWord]) -> Iterator[str]:
    ids = {one.confirmation_id for one in results}
    rows = book.connection.execute(
        select(submissions).where(submissions.c.confirmation_id.in_(ids))
    )
    known = {row.confirmation_id: row for row in rows}
    news: dict[str, LastWord] = {}
    for one in results:
        row = known.get(one.confirmation_id)
        if row is None:
            yield f"Row {one.row} was passed over: no submission has this confirmation ID."
            continue
        before = news[one.confirmation_id].status if one.confirmation_id in news else row.status
        if before is None:
            news[one.confirmation_id] = one
        elif before != one.status:
            yield f"Row {one.row} was passed over: the submission was {before} already."
    if not news:
        return
    enrolled = [
        Member(
            # Until a roster says by what number the carrier knows them.
            member_id=one.member_id or one.confirmation_id,
            ssn=own_number(known[one.confirmation_id], book.vault),
            **{name: getattr(known[one.confirmation_id], name) for name in _OF_A_MEMBER},
        )
        for one in news.values()
        if one.status is Status.COMPLETED
    ]
    _enroll(book, enrolled)
    # Whoever became a member is among the members; of the others nothing needs to be kept.
    book.connection.execute(
        update(submissions)
        .where(submissions.c.confirmation_id == bindparam("of_id"))
        .values(
            status=bindparam("is_now"),
            words=bindparam("said"),
            member_id=bindparam("called"),
            decided_at=book.now,
            first_name=None,
            last_name=None,
            birth_date=None,
            ssn=None,
        ),
        [
            {
                "of_id": one.confirmation_id,
                "is_now": one.status.value,
                "said": one.words,
                "called": one.member_id or None,
            }
            for one in news.values()
        ],
    )


_OF_A_MEMBER = tuple(name for name in Member.__struct_fields__ if name not in ("member_id", "ssn"))


def _enroll(book: LedgerTransaction, people: Sequence[Member]) -> None:
    """Enroll those of them who are not members yet: a roster may have been faster."""
    there = book.connection.execute(
        select(*members.c["group_id", "member_id"]).where(
            members.c.member_id.in_({one.member_id for one in people})
        )
    )
    known = {(row.group_id, row.member_id) for row in there}
    new = {(one.group_id, one.member_id): one for one in people}
    rows = [member_row(one, book.vault) for place, one in new.items() if place not in known]
    if rows:
        book.connection.execute(insert(members), rows)


def _contradict(code: str, other: str) -> bool:
    return (code in TAKEN) != (other in TAKEN)
