"""Promotions say who decided, how, and which floors were broken"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("promotions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=12), server_default="promote", nullable=False))
        batch_op.add_column(sa.Column("who", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("broken", sa.Text(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("promotions", schema=None) as batch_op:
        batch_op.drop_column("broken")
        batch_op.drop_column("who")
        batch_op.drop_column("kind")
