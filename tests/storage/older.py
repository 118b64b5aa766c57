"""A base as the first version of the product left it, with what people had said then."""

from __future__ import annotations

from pathlib import Path

from alembic import command

from diagnostic.storage.engine import Database
from diagnostic.storage.schema import configuration

PEOPLE = 3
_ROWS = (
    "INSERT INTO questionnaire_version VALUES ('tiny', '1.0.0', '{seal}', '{{}}')",
    "INSERT INTO diagnostic (code, title, territory, threshold, framing, created_at) "
    "VALUES ('ABCD2345', 'Essai', 'commune:69123', 5, '{{}}', '2026-01-05 10:00:00')",
    "INSERT INTO wave (diagnostic_id, number, questionnaire_id, questionnaire_version, opened_at) "
    "VALUES (1, 1, 'tiny', '1.0.0', '2026-01-05 10:00:00')",
)
_PERSON = (
    "INSERT INTO submission (id, wave_id, viewpoint, short, token_hash, created_on, changes) "
    "VALUES ({n}, 1, 'citoyen', false, '{n}', '2026-01-05', 2)",
    "INSERT INTO answer VALUES ({n}, 'F01.G', 'repondu', '{n}', 1, '2026-01-05 10:00:00')",
    "INSERT INTO answer_history VALUES ({n}, 'F01.G', 1, 'repondu', '{n}')",
    "INSERT INTO comment VALUES ({n}, 'F01.G', 'Peu de bus.')",
)
SEAL = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
"""Of the definition above, « {} »."""


def make_older(where: Path | str, revision: str = "0001") -> None:
    """The tables of a former revision, and PEOPLE who answered."""
    database = Database(where)
    try:
        with database.migrating() as connection:
            config = configuration()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            for row in _ROWS:
                connection.exec_driver_sql(row.format(seal=SEAL))
            for n in range(1, PEOPLE + 1):
                for row in _PERSON:
                    connection.exec_driver_sql(row.format(n=n))
    finally:
        database.close()
