"""Published states: what was shown of a wave, and the answers that it counts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "frozen_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('lot', 'nomme')", name=op.f("ck_frozen_state_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_state")),
        sa.ForeignKeyConstraint(
            ["wave_id"],
            ["wave.id"],
            name=op.f("fk_frozen_state_wave"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_frozen_state_wave_id"), "frozen_state", ["wave_id"])
    op.create_table(
        "counted_answer",
        sa.Column(
            "submission_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("question_id", sa.String(91), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("room", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "question_id", name=op.f("pk_counted_answer")),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_counted_answer_submission"),
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
