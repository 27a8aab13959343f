"""Messages by time: a report reads a week of them, not all"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_messages_at", "messages", ["at_ms", "conversation_id", "seq", "role"])


def downgrade() -> None:
    op.drop_index("ix_messages_at", "messages")
