"""What the person in charge says of personal data, and what was erased by itself."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from diagnostic.storage.tables.base import metadata

# No row until the person in charge says something: the product's own defaults hold.
privacy = Table(
    "privacy",
    metadata,
    Column(
        "diagnostic_id",
        ForeignKey("diagnostic.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("controller", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("basis", String(30), nullable=False),
    Column("months", Integer, nullable=False),
    CheckConstraint("months BETWEEN 1 AND 60", name="months"),
)

# What, how many, which day: nothing of anybody. It goes with its diagnostic.
purge = Table(
    "purge",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("diagnostic_id", ForeignKey("diagnostic.id", ondelete="CASCADE"), nullable=False),
    Column("wave_number", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("people", Integer, nullable=False),
    Column("done_on", Date, nullable=False),
    CheckConstraint("kind IN ('annonce', 'reponses', 'ebauches', 'liens', 'cloture')", name="kind"),
    Index(None, "diagnostic_id"),
)
