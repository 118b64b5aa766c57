"""The shape of the memory: one table per thing that is kept, the same on both engines."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone: UTC is what it holds."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


_Random = BigInteger().with_variant(Integer, "sqlite")
"""On SQLite a whole-number key is also the row's place: drawn at random, it tells no order."""
_Json = JSON(none_as_null=True)

# Rows of these tables lie in the order of their key, never in the order of arrival.
_BY_KEY: dict[str, Any] = {"sqlite_with_rowid": False}

_STATE_IS_KNOWN = "state IN ('repondu', 'ne_sait_pas', 'pas_concerne')"
_VALUE_ONLY_IF_GIVEN = "(coalesce(state, '') = 'repondu') = (value IS NOT NULL)"

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
    Column("perimeter", _Json),
    Column("threshold", Integer, nullable=False),
    Column("fictitious", Boolean, nullable=False, server_default=false()),
    Column("framing", _Json, nullable=False),
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
    UniqueConstraint("diagnostic_id", "number"),
    ForeignKeyConstraint(
        ["questionnaire_id", "questionnaire_version"],
        ["questionnaire_version.id", "questionnaire_version.version"],
    ),
)

submission = Table(
    "submission",
    metadata,
    Column("id", _Random, primary_key=True, autoincrement=False),
    Column("wave_id", ForeignKey("wave.id", ondelete="CASCADE"), nullable=False),
    Column("viewpoint", String(20), nullable=False),
    Column("short", Boolean, nullable=False),
    Column("token_hash", String(64), nullable=False),
    # Days, not moments: the hour of an arrival can name a person.
    Column("created_on", Date, nullable=False),
    Column("finished_on", Date),
    Column("changes", Integer, nullable=False, server_default="1"),
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
    Column("value", _Json),
    Column("revision", Integer, nullable=False),
    Column("saved_at", Moment, nullable=False),
    CheckConstraint(_STATE_IS_KNOWN, name="state"),
    CheckConstraint(_VALUE_ONLY_IF_GIVEN, name="value"),
    **_BY_KEY,
)

answer_history = Table(
    "answer_history",
    metadata,
    Column("submission_id", ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", String(90), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    # NULL once cleared; a check holds when it is neither true nor false.
    Column("state", String(20)),
    Column("value", _Json),
    CheckConstraint(_STATE_IS_KNOWN, name="state"),
    CheckConstraint(_VALUE_ONLY_IF_GIVEN, name="value"),
    **_BY_KEY,
)

comment = Table(
    "comment",
    metadata,
    Column("submission_id", ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", String(90), primary_key=True),
    Column("body", Text, nullable=False),
    **_BY_KEY,
)

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
    **_BY_KEY,
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
    **_BY_KEY,
)

data_import = Table(
    "data_import",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("imported_at", Moment, nullable=False),
    Column("file", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("edition", Text, nullable=False),
    Column("sources", _Json, nullable=False),
    Column("new_values", Integer, nullable=False),
    Column("changed_values", Integer, nullable=False),
    Column("equal_values", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    # Of the values: the same file sent twice is one import.
    Column("seal", String(64), nullable=False),
    Column("undone_at", Moment),
)

# One row per series, not per value: a series is only ever read whole, and a file of all the
# communes would make 600,000 rows, which PostgreSQL takes twelve seconds to write rather than one.
imported_series = Table(
    "imported_series",
    metadata,
    Column("import_id", ForeignKey("data_import.id", ondelete="CASCADE"), primary_key=True),
    Column("level", String(20), primary_key=True),
    Column("indicator_id", String(60), primary_key=True),
    Column("year", String(20), primary_key=True),
    Column("method", String(40), nullable=False),
    Column("source", _Json, nullable=False),
    Column("content", Text, nullable=False),
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
    Column("state", _Json, nullable=False),
)

seat = Table(
    "seat",
    metadata,
    Column("workshop_id", ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True),
    Column("submission_id", ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True),
    Column("mark", String(4), nullable=False),
    UniqueConstraint("workshop_id", "mark"),
    Index(None, "submission_id"),
    **_BY_KEY,
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
    Column("value", _Json),
    Index(None, "submission_id"),
    CheckConstraint("round IN (1, 2)", name="round"),
    CheckConstraint(_STATE_IS_KNOWN, name="state"),
    CheckConstraint(_VALUE_ONLY_IF_GIVEN, name="value"),
    **_BY_KEY,
)

# What a vote came to when its first figure was about to be shown: counts, nobody's answers.
ballot_box = Table(
    "ballot_box",
    metadata,
    Column("workshop_id", ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True),
    Column("step_id", String(41), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("content", _Json, nullable=False),
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
