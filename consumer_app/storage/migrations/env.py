"""How Alembic meets the database: on the connection that ``database.migrate`` opened, inside its one transaction."""

from alembic import context

from consumer_app.storage.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
