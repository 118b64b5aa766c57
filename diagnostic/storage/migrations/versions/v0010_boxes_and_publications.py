"""Whom a room was shown the votes of, and who took part in a room only."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Who joined a room and said nothing elsewhere: their votes are all that they answered.
IN_A_ROOM_ONLY = """
UPDATE submission SET room_only = :yes
WHERE short = :yes AND finished_on IS NULL
AND EXISTS (SELECT 1 FROM seat WHERE seat.submission_id = submission.id)
AND NOT EXISTS (SELECT 1 FROM comment WHERE comment.submission_id = submission.id)
AND NOT EXISTS (
    SELECT 1 FROM answer WHERE answer.submission_id = submission.id AND NOT EXISTS (
        SELECT 1 FROM round_answer
        WHERE round_answer.submission_id = answer.submission_id
        AND round_answer.question_id = answer.question_id
    )
)
"""


def upgrade() -> None:
    op.add_column(
        "submission",
        sa.Column("room_only", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    fill = sa.text(IN_A_ROOM_ONLY).bindparams(sa.bindparam("yes", True, sa.Boolean()))
    op.execute(fill)
    op.create_table(
        "boxed_answer",
        sa.Column(
            "submission_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("question_id", sa.String(length=90), nullable=False),
        sa.Column("box", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("revision", sa.Integer()),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_boxed_answer_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "submission_id", "question_id", "box", name=op.f("pk_boxed_answer")
        ),
        sqlite_with_rowid=False,
    )
