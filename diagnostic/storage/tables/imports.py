"""Official figures that were imported."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from diagnostic.storage.tables.base import JSON_VALUE, Moment, metadata

data_import = Table(
    "data_import",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("imported_at", Moment, nullable=False),
    Column("file", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("edition", Text, nullable=False),
    Column("sources", JSON_VALUE, nullable=False),
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
    Column("source", JSON_VALUE, nullable=False),
    Column("content", Text, nullable=False),
)
