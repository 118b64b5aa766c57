"""Workshops: rooms, seats, votes by round, pads, decisions, timings, templates."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STATE = "state IN ('repondu', 'ne_sait_pas', 'pas_concerne')"
_VALUE = "(coalesce(state, '') = 'repondu') = (value IS NOT NULL)"


def upgrade() -> None:
    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("code", name=op.f("uq_workshop_code")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_workshop_wave"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_workshop_wave_id"), "workshop", ["wave_id"])
    op.create_table(
        "room",
        _workshop_id(),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", name=op.f("pk_room")),
        _workshop_key("room"),
    )
    op.create_table(
        "seat",
        _workshop_id(),
        _submission_id(),
        sa.Column("mark", sa.String(4), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "submission_id", name=op.f("pk_seat")),
        sa.UniqueConstraint("workshop_id", "mark", name=op.f("uq_seat_workshop_id_mark")),
        _workshop_key("seat"),
        _submission_key("seat"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_seat_submission_id"), "seat", ["submission_id"])
    op.create_table(
        "round_answer",
        _workshop_id(),
        sa.Column("step_id", sa.String(41), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        _submission_id(),
        sa.Column("question_id", sa.String(90), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("value", sa.JSON()),
        sa.PrimaryKeyConstraint(
            "workshop_id",
            "step_id",
            "round",
            "submission_id",
            "question_id",
            name=op.f("pk_round_answer"),
        ),
        _workshop_key("round_answer"),
        _submission_key("round_answer"),
        sa.CheckConstraint("round IN (1, 2)", name=op.f("ck_round_answer_round")),
        sa.CheckConstraint(_STATE, name=op.f("ck_round_answer_state")),
        sa.CheckConstraint(_VALUE, name=op.f("ck_round_answer_value")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_round_answer_submission_id"), "round_answer", ["submission_id"])
    op.create_table(
        "ballot_box",
        _workshop_id(),
        sa.Column("step_id", sa.String(41), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "step_id", "round", name=op.f("pk_ballot_box")),
        _workshop_key("ballot_box"),
    )
    op.create_table(
        "idea",
        _workshop_id(),
        sa.Column("step_id", sa.String(41), nullable=False),
        sa.Column("group_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "workshop_id", "step_id", "group_number", "number", name=op.f("pk_idea")
        ),
        _workshop_key("idea"),
    )
    op.create_table(
        "decision",
        _workshop_id(),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("due", sa.Date()),
        sa.PrimaryKeyConstraint("workshop_id", "number", name=op.f("pk_decision")),
        _workshop_key("decision"),
    )
    op.create_table(
        "step_timing",
        _workshop_id(),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step_id", sa.String(41), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("workshop_id", "number", name=op.f("pk_step_timing")),
        _workshop_key("step_timing"),
    )
    op.create_table(
        "programme_template",
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_programme_template")),
    )


def _workshop_id() -> sa.Column[int]:
    return sa.Column("workshop_id", sa.Integer(), nullable=False)


def _workshop_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop_id"],
        ["workshop.id"],
        name=op.f(f"fk_{table}_workshop"),
        ondelete="CASCADE",
    )


def _submission_id() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("submission_id", kind, nullable=False)


def _submission_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["submission_id"],
        ["submission.id"],
        name=op.f(f"fk_{table}_submission"),
        ondelete="CASCADE",
    )
