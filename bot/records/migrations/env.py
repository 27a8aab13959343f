"""Alembic's entry: runs on the connection that bot.records.migrate hands over."""

from alembic import context

from bot.records import handoff_tables

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=handoff_tables.metadata, render_as_batch=True)
context.run_migrations()
