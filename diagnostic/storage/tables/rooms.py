"""Workshops, their rooms, votes, ideas and decisions."""

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

workshop = Table(
    "workshop",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wave_id", ForeignKey("wave.id", ondelete="CASCADE"), nullable=False),
    Column("code", String(6), nullable=False),
    Column("held_on", Date, nullable=False),
    Column("place", Text, nullable=False),
    Column("expected", Integer, nullable=False),
    Column("steps", Text, nullable=False),
    Column("edition", Integer, nullable=False),
    UniqueConstraint("code"),
    Index(None, "wave_id"),
)

# One row per room: what its screens follow.
room = Table(
    "room",
    metadata,
    Column("workshop_id", ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("state", JSON_VALUE, nullable=False),
)

seat = Table(
    "seat",
    metadata,
    Column("workshop_id", ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True),
    Column("submission_id", ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    Column("mark", String(4), nullable=False),
    UniqueConstraint("workshop_id", "mark"),
    Index(None, "submission_id"),
    **BY_KEY,
)

round_answer = Table(
    "round_answer",
    metadata,
    Column("workshop_id", ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True),
    Column("step_id", String(41), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("submission_id", ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", String(90), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("value", JSON_VALUE),
    Index(None, "submission_id"),
    CheckConstraint("round IN (1, 2)", name="round"),
    CheckConstraint(STATE_IS_KNOWN, name="state"),
    CheckConstraint(VALUE_ONLY_IF_GIVEN, name="value"),
    **BY_KEY,
)

# What a vote came to when its first figure was about to be shown: counts, nobody's answers.
ballot_box = Table(
    "ballot_box",
    metadata,
    Column("workshop_id", ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True),
    Column("step_id", String(41), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("content", JSON_VALUE, nullable=False),
)

# Whom a box asked and counted, and whether a room could be shown it: figures of the wave must know,
# a vote that was set back included. Who is erased is erased from here too.
boxed_answer = Table(
    "boxed_answer",
    metadata,
    Column("submission_id", ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", String(90), primary_key=True),
    # The number of the box, drawn at random: it is in its content.
    Column("box", RANDOM, primary_key=True, autoincrement=False),
    # NULL for who was asked and said nothing.
    Column("revision", Integer),
    Column("shown", Boolean, nullable=False),
    **BY_KEY,
)

idea = Table(
    "idea",
    metadata,
    Column("workshop_id", ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True),
    Column("step_id", String(41), primary_key=True),
    Column("group_number", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
)

decision = Table(
    "decision",
    metadata,
    Column("workshop_id", ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("what", Text, nullable=False),
    # Typed by the facilitator, with the person's agreement: the only name of a workshop.
    Column("who", Text, nullable=False),
    Column("due", Date),
)

step_timing = Table(
    "step_timing",
    metadata,
    Column("workshop_id", ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("step_id", String(41), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

programme_template = Table(
    "programme_template",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("steps", Text, nullable=False),
)
