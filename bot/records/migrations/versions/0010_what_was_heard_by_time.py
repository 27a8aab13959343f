"""What was heard by time: a report reads wishes from an index, not from events"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# As bot.records.trackers.heard_in: the time in milliseconds, the intent without what follows a slash.
_SQLITE = """
UPDATE tracker_events SET heard_ms = CAST(json_extract(event, '$.timestamp') * 1000 AS INTEGER),
    intent = substr(json_extract(event, '$.parse_data.intent.name'), 1,
        instr(json_extract(event, '$.parse_data.intent.name') || '/', '/') - 1)
WHERE substr(event, 1, 16) = '{"event":"user",' AND json_extract(event, '$.timestamp') IS NOT NULL
    AND COALESCE(json_extract(event, '$.parse_data.intent.name'), '') <> ''
"""
_POSTGRESQL = """
UPDATE tracker_events SET heard_ms = FLOOR((event::json ->> 'timestamp')::double precision * 1000),
    intent = split_part(event::json #>> '{parse_data,intent,name}', '/', 1)
WHERE substr(event, 1, 16) = '{"event":"user",' AND event::json ->> 'timestamp' IS NOT NULL
    AND COALESCE(event::json #>> '{parse_data,intent,name}', '') <> ''
"""


def upgrade() -> None:
    op.add_column("tracker_events", sa.Column("heard_ms", sa.BigInteger(), nullable=True))
    op.add_column("tracker_events", sa.Column("intent", sa.String(length=64), nullable=True))
    op.execute(_SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL)
    op.create_index(
        "ix_tracker_events_heard",
        "tracker_events",
        ["heard_ms", "conversation_id", "position", "intent"],
        sqlite_where=sa.text("heard_ms IS NOT NULL"),
        postgresql_where=sa.text("heard_ms IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_tracker_events_heard", "tracker_events")
    with op.batch_alter_table("tracker_events") as batch_op:
        batch_op.drop_column("intent")
        batch_op.drop_column("heard_ms")
