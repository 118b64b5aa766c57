"""What people said: one submission a person, its answers, their former values, comments."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from diagnostic.storage.tables.base import (
    BY_KEY,
    JSON_VALUE,
    RANDOM,
    STATE_IS_KNOWN,
    VALUE_ONLY_IF_GIVEN,
    Moment,
    metadata,
)

submission = Table(
    "submission",
    metadata,
    Column("id", RANDOM, primary_key=True, autoincrement=False),
    Column("wave_id", ForeignKey("wave.id", ondelete="CASCADE"), nullable=False),
    Column("viewpoint", String(20), nullable=False),
    Column("short", Boolean, nullable=False),
    Column("token_hash", String(64), nullable=False),
    # Days, not moments: the hour of an arrival can name a person.
    Column("created_on", Date, nullable=False),
    Column("finished_on", Date),
    Column("changes", Integer, nullable=False, server_default="1"),
    # Somebody who joined a room, and answered nothing elsewhere.
    Column("room_only", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("token_hash"),
    Index(None, "wave_id"),
)

# The primary keys below are also the indexes by submission.
answer = Table(
    "answer",
    metadata,
    Column("submission_id", ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", String(90), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("value", JSON_VALUE),
    Column("revision", Integer, nullable=False),
    Column("saved_at", Moment, nullable=False),
    CheckConstraint(STATE_IS_KNOWN, name="state"),
    CheckConstraint(VALUE_ONLY_IF_GIVEN, name="value"),
    **BY_KEY,
)

answer_history = Table(
    "answer_history",
    metadata,
    Column("submission_id", ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", String(90), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    # NULL once cleared; a check holds when it is neither true nor false.
    Column("state", String(20)),
    Column("value", JSON_VALUE),
    CheckConstraint(STATE_IS_KNOWN, name="state"),
    CheckConstraint(VALUE_ONLY_IF_GIVEN, name="value"),
    **BY_KEY,
)

comment = Table(
    "comment",
    metadata,
    Column("submission_id", ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", String(90), primary_key=True),
    Column("body", Text, nullable=False),
    **BY_KEY,
)

# Someone who answers again and agrees to be followed: erased with either of their passages.
follow = Table(
    "follow",
    metadata,
    Column(
        "submission_id",
        ForeignKey("submission.id", name="fk_follow_submission", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column(
        "earlier_id",
        ForeignKey("submission.id", name="fk_follow_earlier", ondelete="CASCADE"),
        nullable=False,
    ),
    UniqueConstraint("earlier_id"),
    **BY_KEY,
)
