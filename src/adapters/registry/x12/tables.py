"""The ledger's tables: what was written to which file, what the carrier said of it, and members."""

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from adapters.registry.members import members_table

metadata = MetaData()

# One row. Whoever writes updates it first, and thereby keeps the other writers waiting. The id
# stands in the outbox too, so that a ledger and the outbox of another are never taken together.
ledger = Table(
    "ledger",
    metadata,
    Column("id", String, primary_key=True),
    Column("last_number", Integer, nullable=False),  # the last interchange control number given
)

# All times are UTC. A file without written_at is, as far as the ledger knows, still staged.
interchanges = Table(
    "interchanges",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("file_name", String, nullable=False),
    Column("staged_as", String, nullable=False),  # another name for each attempt to write it
    Column("staged_at", DateTime(timezone=True), nullable=False),
    Column("written_at", DateTime(timezone=True)),
    # The first level of acknowledgement: TA104, and TA105 in words.
    Column("received", String),
    Column("received_words", String),
    Column("received_at", DateTime(timezone=True)),
)

transaction_sets = Table(
    "transaction_sets",
    metadata,
    Column("interchange", ForeignKey("interchanges.number"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("group_id", String, nullable=False),
    Column("batch_id", String, nullable=False),
    # The second level: IK501 (or AK901, where that is all there is), and what was found in words.
    Column("accepted", String),
    Column("accepted_words", String),
    Column("accepted_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("interchange", "number"),
)

# Where each person stands in each interchange that they were ever written to.
places = Table(
    "places",
    metadata,
    Column("interchange", Integer, nullable=False),
    Column("set_number", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("first_segment", Integer, nullable=False),
    Column("key", String, nullable=False),
    Column("faults", String),  # what the 999 found in this person's segments
    PrimaryKeyConstraint("interchange", "set_number", "position"),
    UniqueConstraint("interchange", "key"),
    ForeignKeyConstraint(
        ["interchange", "set_number"], ["transaction_sets.interchange", "transaction_sets.number"]
    ),
)

# Every key that was ever written to a file, once, with the interchange that counts.
submissions = Table(
    "submissions",
    metadata,
    Column("key", String, primary_key=True),
    Column("confirmation_id", String, nullable=False, unique=True),
    Column("interchange", ForeignKey("interchanges.number"), nullable=False),
    Column("subscriber_number", String, nullable=False),  # REF*0F, the same for a family; sealed
    Column("notes", String, nullable=False),  # what could not be written as it is
    # Who becomes a member when the carrier says so; whose name and numbers nobody needs after.
    Column("group_id", String, nullable=False),
    Column("subgroup_id", String, nullable=False),
    Column("relationship", String, nullable=False),
    Column("first_name", String),
    Column("last_name", String),
    Column("birth_date", Date),
    Column("ssn", String),  # sealed
    Column("enrolled_on", Date, nullable=False),
    # The third level: what the results say.
    Column("status", String),
    Column("words", String),
    Column("member_id", String),
    Column("decided_at", DateTime(timezone=True)),
)

members = members_table(metadata, PrimaryKeyConstraint("group_id", "member_id"))
