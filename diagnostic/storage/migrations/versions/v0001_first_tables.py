"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_STATE = "state IN ('repondu', 'ne_sait_pas', 'pas_concerne')"
_VALUE = "(coalesce(state, '') = 'repondu') = (value IS NOT NULL)"


def upgrade() -> None:
    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.String(41), nullable=False),
        sa.Column("version", sa.String(30), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_questionnaire_version")),
    )
    op.create_table(
        "diagnostic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("territory", sa.Text()),
        sa.Column("perimeter", sa.JSON()),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("fictitious", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("framing", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnostic")),
        sa.UniqueConstraint("code", name=op.f("uq_diagnostic_code")),
        sa.CheckConstraint(
            "(territory IS NULL) <> (perimeter IS NULL)", name=op.f("ck_diagnostic_one_place")
        ),
        sa.CheckConstraint("threshold >= 3", name=op.f("ck_diagnostic_threshold")),
    )
    op.create_table(
        "local_question",
        sa.Column("diagnostic_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("diagnostic_id", "number", name=op.f("pk_local_question")),
        sa.ForeignKeyConstraint(
            ["diagnostic_id"],
            ["diagnostic.id"],
            name=op.f("fk_local_question_diagnostic"),
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "wave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("diagnostic_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.String(41), nullable=False),
        sa.Column("questionnaire_version", sa.String(30), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("erased_changes", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("diagnostic_id", "number", name=op.f("uq_wave_diagnostic_id_number")),
        sa.ForeignKeyConstraint(
            ["diagnostic_id"],
            ["diagnostic.id"],
            name=op.f("fk_wave_diagnostic"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id", "questionnaire_version"],
            ["questionnaire_version.id", "questionnaire_version.version"],
            name=op.f("fk_wave_questionnaire_version"),
        ),
    )
    op.create_table(
        "submission",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("viewpoint", sa.String(20), nullable=False),
        sa.Column("short", sa.Boolean(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("finished_on", sa.Date()),
        sa.Column("changes", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_submission_token_hash")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_submission_wave"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_submission_wave_id"), "submission", ["wave_id"])
    op.create_table(
        "answer",
        _submission_id(),
        sa.Column("question_id", sa.String(90), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("value", sa.JSON()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "question_id", name=op.f("pk_answer")),
        _submission_key("answer"),
        sa.CheckConstraint(_STATE, name=op.f("ck_answer_state")),
        sa.CheckConstraint(_VALUE, name=op.f("ck_answer_value")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answer_history",
        _submission_id(),
        sa.Column("question_id", sa.String(90), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(20)),
        sa.Column("value", sa.JSON()),
        sa.PrimaryKeyConstraint(
            "submission_id", "question_id", "revision", name=op.f("pk_answer_history")
        ),
        _submission_key("answer_history"),
        sa.CheckConstraint(_STATE, name=op.f("ck_answer_history_state")),
        sa.CheckConstraint(_VALUE, name=op.f("ck_answer_history_value")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comment",
        _submission_id(),
        sa.Column("question_id", sa.String(90), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "question_id", name=op.f("pk_comment")),
        _submission_key("comment"),
        sqlite_with_rowid=False,
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
