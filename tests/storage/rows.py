"""Behind the door of the memory: what tests need to see that no verb shows."""

from sqlalchemy import Engine, func, select

from diagnostic.respondents import Submission
from diagnostic.storage import Store, tables
from diagnostic.storage.engine import Database


def database_of(store: Store) -> Database:
    return store._database


def engines_of(store: Store) -> set[Engine]:
    """All the ways that it has to its base."""
    return {store._database.reader, store._database.writer}


def history(store: Store, submission: Submission) -> list[tuple[str, int, str | None, object]]:
    """Question id, revision, state and value of each line of the history, in order."""
    line = tables.answer_history
    ordered = (
        select(line.c.question_id, line.c.revision, line.c.state, line.c.value)
        .where(line.c.submission_id == submission.id)
        .order_by(line.c.question_id, line.c.revision)
    )
    with database_of(store).reading() as connection:
        return [(row[0], row[1], row[2], row[3]) for row in connection.execute(ordered)]


def lines_of(store: Store) -> dict[str, int]:
    """How many rows each table holds of what people said."""
    with database_of(store).reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (
                tables.submission,
                tables.answer,
                tables.answer_history,
                tables.comment,
            )
        }
