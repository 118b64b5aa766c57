"""What every table shares: names of constraints, kinds of columns, checks."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    TypeDecorator,
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


RANDOM = BigInteger().with_variant(Integer, "sqlite")
"""On SQLite a whole-number key is also the row's place: drawn at random, it tells no order."""
JSON_VALUE = JSON(none_as_null=True)

# Rows of these tables lie in the order of their key, never in the order of arrival.
BY_KEY: dict[str, Any] = {"sqlite_with_rowid": False}

STATE_IS_KNOWN = "state IN ('repondu', 'ne_sait_pas', 'pas_concerne')"
VALUE_ONLY_IF_GIVEN = "(coalesce(state, '') = 'repondu') = (value IS NOT NULL)"
