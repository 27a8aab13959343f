"""Alembic's entry: runs on the connection that bot.records.migrate hands over."""

from alembic import context

from bot.records import care_tables as _care_tables  # noqa: F401 - its tables are part of the metadata
from bot.records import handoff_tables as _handoff_tables  # noqa: F401
from bot.records import shopping_tables as _shopping_tables  # noqa: F401
from bot.records.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
