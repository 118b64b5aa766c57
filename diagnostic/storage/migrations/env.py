"""Where Alembic meets our tables; it is given a connection that is already in a transaction.

There is no way down: the copy made before an update is the way back.
"""

from alembic import context

from diagnostic.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
