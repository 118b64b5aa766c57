"""People who have a role, what they were invited to, and what they changed."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from diagnostic.storage.tables.base import Moment, metadata

ROLE_IS_KNOWN = "role IN ('lecteur', 'animateur', 'proprietaire')"

# Whom the identity provider vouches for: nothing more is kept of them.
person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("issuer", "subject"),
)

role = Table(
    "role",
    metadata,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("diagnostic_id", ForeignKey("diagnostic.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(12), nullable=False),
    Column("given_at", Moment, nullable=False),
    Index(None, "diagnostic_id"),
    CheckConstraint(ROLE_IS_KNOWN, name="role"),
)

invitation = Table(
    "invitation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("diagnostic_id", ForeignKey("diagnostic.id", ondelete="CASCADE"), nullable=False),
    Column("role", String(12), nullable=False),
    Column("nonce_hash", String(64), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", ForeignKey("person.id", ondelete="SET NULL")),
    Column("revoked_at", Moment),
    UniqueConstraint("nonce_hash"),
    Index(None, "diagnostic_id"),
    CheckConstraint(ROLE_IS_KNOWN, name="role"),
)

# One chain per diagnostic, and chain 0 for the installation. Nothing of it is ever changed
# (guards.py sets triggers); it goes with its diagnostic. No key to `person`: who left stays named.
history = Table(
    "history",
    metadata,
    Column("chain", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("diagnostic_id", ForeignKey("diagnostic.id", ondelete="CASCADE")),
    Column("at", Moment, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("name", Text, nullable=False),
    # Tells two people of the same name from one another, without saying who they are.
    Column("mark", String(8), nullable=False),
    Column("verb", String(40), nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    # Of this line and of the seal before it.
    Column("seal", String(64), nullable=False),
    CheckConstraint("chain = coalesce(diagnostic_id, 0)", name="chain"),
)
