"""Messages that a maintainer has looked at are not shown again"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reviewed",
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("words", sa.String(length=32), nullable=False),
        sa.Column("did", sa.String(length=8), nullable=False),
        sa.Column("intent", sa.String(length=64), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id", "words"),
    )
    op.create_index("ix_reviewed_words", "reviewed", ["words"])


def downgrade() -> None:
    op.drop_index("ix_reviewed_words", table_name="reviewed")
    op.drop_table("reviewed")
