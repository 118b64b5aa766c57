"""What a territory opens: questionnaires, diagnostics, their own questions, their waves."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from diagnostic.storage.tables.base import JSON_VALUE, Moment, metadata

questionnaire_version = Table(
    "questionnaire_version",
    metadata,
    Column("id", String(41), primary_key=True),
    Column("version", String(30), primary_key=True),
    Column("seal", String(64), nullable=False),
    Column("definition", Text, nullable=False),
)

diagnostic = Table(
    "diagnostic",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(8), nullable=False),
    Column("title", Text, nullable=False),
    Column("territory", Text),
    Column("perimeter", JSON_VALUE),
    Column("threshold", Integer, nullable=False),
    Column("fictitious", Boolean, nullable=False, server_default=false()),
    Column("framing", JSON_VALUE, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("code"),
    CheckConstraint("(territory IS NULL) <> (perimeter IS NULL)", name="one_place"),
    CheckConstraint("threshold >= 3", name="threshold"),
)

local_question = Table(
    "local_question",
    metadata,
    Column("diagnostic_id", ForeignKey("diagnostic.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("definition", Text, nullable=False),
    Column("withdrawn_at", Moment),
)

wave = Table(
    "wave",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("diagnostic_id", ForeignKey("diagnostic.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("questionnaire_id", String(41), nullable=False),
    Column("questionnaire_version", String(30), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    # What erased submissions had counted, plus one each: the wave's counter never steps back.
    Column("erased_changes", Integer, nullable=False, server_default="0"),
    # Its personal links lead nowhere any more; its answers are erased.
    Column("sealed_at", Moment),
    Column("emptied_at", Moment),
    UniqueConstraint("diagnostic_id", "number"),
    ForeignKeyConstraint(
        ["questionnaire_id", "questionnaire_version"],
        ["questionnaire_version.id", "questionnaire_version.version"],
    ),
)
