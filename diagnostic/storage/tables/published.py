"""What was shown, and the answers that it counts."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from diagnostic.storage.tables.base import BY_KEY, Moment, metadata

# What was shown of a wave. One « lot » per wave is what everybody sees; a named one never changes.
frozen_state = Table(
    "frozen_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wave_id", ForeignKey("wave.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("title", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("frozen_at", Moment, nullable=False),
    Column("content", Text, nullable=False),
    # What a « nomme » was read with that may change: threshold, rules, national figures.
    Column("setting", Text),
    CheckConstraint("kind IN ('lot', 'nomme')", name="kind"),
    Index(None, "wave_id"),
)

# What those changed who were followed from one wave to the next: told once, never again.
panel = Table(
    "panel",
    metadata,
    Column(
        "wave_id",
        ForeignKey("wave.id", name="fk_panel_wave", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column(
        "earlier_id",
        ForeignKey("wave.id", name="fk_panel_earlier", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("content", Text, nullable=False),
    UniqueConstraint("earlier_id"),
)

# Families of answers that were shown of a wave: told once, never looked for again.
told_families = Table(
    "told_families",
    metadata,
    Column(
        "wave_id",
        ForeignKey("wave.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("content", Text, nullable=False),
)

# The answers that the « lot » of a wave counts: who is erased is erased from here too.
counted_answer = Table(
    "counted_answer",
    metadata,
    Column("submission_id", ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    # A question; its comment, with « # » behind; nothing, for the person's presence.
    Column("question_id", String(91), primary_key=True),
    Column("revision", Integer, nullable=False),
    # The publication in which a regard's figures first counted it, then the whole room's; 0: never.
    Column("step", Integer, nullable=False),
    Column("room", Integer, nullable=False),
    **BY_KEY,
)
