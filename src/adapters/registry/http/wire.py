"""What is said between the site and a carrier's registry over HTTP, as JSON.

``docs/carrier-api.openapi.json`` is made from these, their docstrings and descriptions included.
Whoever reads a message ignores fields that it doesn't know: later versions may add some.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from domain.answers import Answers
from domain.ports import PAGE_SIZE

# The most that stands in one request.
MOST_GROUPS = MOST_PEOPLE = MOST_KEYS = 1_000
MOST_SUBMISSIONS = 250
MOST_PAGES = 1_000_000
LONGEST_NAME = LONGEST_SEARCH = 200
LONGEST_WORDS = 500

Text = Annotated[str, Meta(min_length=1, max_length=200)]
Name = Annotated[str, Meta(max_length=LONGEST_NAME)]
Day = Annotated[date, Meta(description="A calendar day, such as 2026-12-01.")]
Ssn = Annotated[str, Meta(pattern="^[0-9]{9}$", max_length=9)]
GroupId = Annotated[str, Meta(min_length=1, description="The Group ID.")]
Key = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=100,
        description=(
            "The idempotency key: made with the application, kept for ever, the same each time"
            " this enrollment is handed over, and never used for another."
        ),
    ),
]
ConfirmationId = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=50,
        description="The confirmation ID that the administrator was given for the application.",
    ),
]
Words = Annotated[
    str,
    Meta(
        description=(
            'What the administrator reads in Transaction History, in a sentence or two; "" for'
            f" nothing. Cut after {LONGEST_WORDS} characters. No Social Security numbers."
        )
    ),
]


class Health(Struct):
    """The registry can answer."""

    status: Annotated[str, Meta(pattern="^ok$")] = "ok"


# Groups


class GroupsWanted(Struct):
    """The groups to describe."""

    ids: Annotated[list[GroupId], Meta(max_length=MOST_GROUPS)]


class Subgroup(Struct):
    """A part of a group with its own plans and dates."""

    id: Annotated[Text, Meta(description="The Subgroup ID.")]
    name: Name
    plans: Annotated[
        list[Text], Meta(description="The names of the plans it offers, in the carrier's order.")
    ]
    active_from: Day
    active_to: Annotated[
        date | None, Meta(description="Its last day; null while no end is known.")
    ] = None


class Group(Struct):
    """An employer with coverage in one region."""

    id: GroupId
    name: Name
    region: Annotated[
        Text, Meta(description="The code of one of the regions in the carrier's file.")
    ]
    subgroups: list[Subgroup]


class Groups(Struct):
    """Those of the groups that the carrier has, each once, in any order."""

    groups: list[Group]


# Members


class Person(Struct):
    """Somebody who may be a member already."""

    first_name: Name
    birth_date: Annotated[date | None, Meta(description="null where not known.")] = None
    ssn: Annotated[Ssn | None, Meta(description="Nine digits; null where not known.")] = None


class PeopleWanted(Struct):
    """Whom to look for among a group's members."""

    group_id: GroupId
    people: Annotated[list[Person], Meta(max_length=MOST_PEOPLE)]


class Member(Struct):
    """A person enrolled in a group."""

    member_id: Text
    group_id: GroupId
    subgroup_id: Text
    relationship: Annotated[
        Name, Meta(description="To the subscriber, in the carrier's words; Subscriber, for one.")
    ]
    first_name: Name
    last_name: Name
    birth_date: Day
    ssn: Annotated[Ssn | None, Meta(description="Nine digits; null where not known.")]
    enrolled_on: Day


class Members(Struct):
    """Members, each once, in any order."""

    members: list[Member]


class PageWanted(Struct):
    """Which page of a group's member list."""

    group_id: GroupId
    search: Annotated[
        str, Meta(max_length=LONGEST_SEARCH, description='What to look for; "" for everybody.')
    ]
    page: Annotated[int, Meta(ge=1, le=MOST_PAGES)]


class MemberPage(Struct):
    """A page of members, by folded last name, folded first name and member ID."""

    members: Annotated[list[Member], Meta(max_length=PAGE_SIZE)]
    total: Annotated[int, Meta(ge=0, description="How many there are on all pages together.")]
    page: Annotated[int, Meta(ge=1, description="Which page this is.")]


# Submissions


class Submission(Struct):
    """One person's enrollment."""

    key: Key
    confirmation_id: ConfirmationId
    group_id: GroupId
    submitted_at: Annotated[datetime, Meta(tz=True, description="When an administrator did.")]
    enrollment: Answers
    warnings: Annotated[
        list[str],
        Meta(
            description=(
                "Codes of what was noticed and the administrator let stand. possible_duplicate:"
                " a member of the group has the same name and birth date and another number."
            )
        ),
    ] = []
    subscriber_key: Annotated[
        Key | None, Meta(description="Of a dependent, the subscriber's key; null for subscribers.")
    ] = None


class Submissions(Struct):
    """Enrollments handed over, subscribers before their dependents."""

    submissions: Annotated[list[Submission], Meta(min_length=1, max_length=MOST_SUBMISSIONS)]


class AnswerStatus(StrEnum):
    """How far a submission is: processing until there is a last word, which is one of the next
    three and never changes.

    returned is for one that the carrier had taken and gave back undone. An administrator looks at
    it before it is handed over again, with the same key, and then it is taken as if it were new.
    """

    PROCESSING = "processing"
    COMPLETED = "completed"
    NEEDS_REVIEW = "needs_review"
    DECLINED = "declined"
    RETURNED = "returned"


class Answer(Struct):
    """What the carrier says of a submission that it has."""

    key: Key
    confirmation_id: Annotated[
        ConfirmationId,
        Meta(description="The one that the submission came with: from the log, not the request."),
    ]
    status: AnswerStatus
    words: Words = ""


class AnswerList(Struct):
    """An answer for each of the submissions meant that the carrier has; none for any other."""

    answers: list[Answer]


class KeysWanted(Struct):
    """The submissions to tell about."""

    keys: Annotated[list[Key], Meta(max_length=MOST_KEYS)]


class Problem(Struct, omit_defaults=True):
    """Why a request was not done (RFC 9457). Holds nothing of what was sent."""

    title: Annotated[str, Meta(description="For whoever reads logs.")]
    status: Annotated[int, Meta(description="The HTTP status.")]
    code: Annotated[
        str | None,
        Meta(
            description=(
                "The reason in a word of small letters and underscores, such as unknown_group: the"
                " one part that is shown to the site's operators."
            )
        ),
    ] = None
