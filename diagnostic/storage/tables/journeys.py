"""Diagnostics of which a copy is on another machine."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table

from diagnostic.storage.tables.base import BY_KEY, Moment, metadata

# A row at each end; the secret, drawn at departure, is what the two have in common.
journey = Table(
    "journey",
    metadata,
    Column(
        "diagnostic_id",
        ForeignKey("diagnostic.id", name="fk_journey_diagnostic", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("secret", String(43), nullable=False),
    # « maison »: its copy travels, and shows results; « voyage »: here is the copy.
    Column("place", String(10), nullable=False),
    Column("began_at", Moment, nullable=False),
    CheckConstraint("place IN ('maison', 'voyage')", name="place"),
)

# Who was erased at one end during a journey must not come back from the other.
erased_submission = Table(
    "erased_submission",
    metadata,
    Column(
        "diagnostic_id",
        ForeignKey("diagnostic.id", name="fk_erased_submission_diagnostic", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    # SHA-256 of a number drawn at random: it tells nothing of the person.
    Column("seal", String(64), primary_key=True),
    **BY_KEY,
)
