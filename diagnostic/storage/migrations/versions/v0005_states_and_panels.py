"""What a kept state rests on; people who answer again and agree to be followed; their changes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("frozen_state", sa.Column("setting", sa.Text()))
    op.create_table(
        "follow",
        sa.Column(
            "submission_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "earlier_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_follow")),
        sa.UniqueConstraint("earlier_id", name=op.f("uq_follow_earlier_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_follow_submission"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["submission.id"], name=op.f("fk_follow_earlier"), ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "panel",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_panel")),
        sa.UniqueConstraint("earlier_id", name=op.f("uq_panel_earlier_id")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_panel_wave"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["wave.id"], name=op.f("fk_panel_earlier"), ondelete="CASCADE"
        ),
    )
