"""Diagnostics that travel on another machine, and who was erased meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journey",
        sa.Column("diagnostic_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(43), nullable=False),
        sa.Column("place", sa.String(10), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("diagnostic_id", name=op.f("pk_journey")),
        sa.ForeignKeyConstraint(
            ["diagnostic_id"],
            ["diagnostic.id"],
            name=op.f("fk_journey_diagnostic"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("place IN ('maison', 'voyage')", name=op.f("ck_journey_place")),
    )
    op.create_table(
        "erased_submission",
        sa.Column("diagnostic_id", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("diagnostic_id", "seal", name=op.f("pk_erased_submission")),
        sa.ForeignKeyConstraint(
            ["diagnostic_id"],
            ["diagnostic.id"],
            name=op.f("fk_erased_submission_diagnostic"),
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
