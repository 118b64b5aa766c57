"""Triggers that keep the history as it was written, whatever speaks to the database."""

from sqlalchemy import Connection, inspect

# A line may go only once its diagnostic is gone; then the cascade takes it.
SQLITE = {
    "history_is_kept": (
        "CREATE TRIGGER history_is_kept BEFORE UPDATE ON history "
        "BEGIN SELECT RAISE(ABORT, 'history is never changed'); END"
    ),
    "history_stays": (
        "CREATE TRIGGER history_stays BEFORE DELETE ON history "
        "WHEN OLD.diagnostic_id IS NULL "
        "OR EXISTS (SELECT 1 FROM diagnostic WHERE id = OLD.diagnostic_id) "
        "BEGIN SELECT RAISE(ABORT, 'history is never erased'); END"
    ),
}
_POSTGRES = (
    "CREATE OR REPLACE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN "
    "IF TG_OP = 'UPDATE' THEN RAISE EXCEPTION 'history is never changed'; END IF; "
    "IF OLD.diagnostic_id IS NULL "
    "OR EXISTS (SELECT 1 FROM diagnostic WHERE id = OLD.diagnostic_id) "
    "THEN RAISE EXCEPTION 'history is never erased'; END IF; "
    "RETURN OLD; END $$",
    "CREATE TRIGGER history_is_kept BEFORE UPDATE OR DELETE ON history "
    "FOR EACH ROW EXECUTE FUNCTION keep_history()",
)


def loosen(connection: Connection) -> None:
    """Before tables change: on SQLite, a table that a trigger names could not be rebuilt."""
    if connection.dialect.name == "sqlite":
        for name in SQLITE:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        return
    if inspect(connection).has_table("history"):
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS history_is_kept ON history")


def tighten(connection: Connection) -> None:
    """Once tables are what they should be; nothing where there is no history yet."""
    if not inspect(connection).has_table("history"):
        return
    statements = SQLITE.values() if connection.dialect.name == "sqlite" else _POSTGRES
    for statement in statements:
        connection.exec_driver_sql(statement)


def are_set(connection: Connection) -> bool:
    """Whether all of them stand."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return set(SQLITE) <= set(found.scalars())
    found = connection.exec_driver_sql("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    return "history_is_kept" in set(found.scalars())
