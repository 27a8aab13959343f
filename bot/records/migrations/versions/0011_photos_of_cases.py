"""Pictures as evidence of an after-sale case"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_photos",
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("after_sale_id", sa.String(length=32), nullable=False),
        sa.Column("upload_id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("after_sale_id", "upload_id"),
    )
    with op.batch_alter_table("case_photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_photos_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index("ix_case_photos_order", ["order_id"], unique=False)


def downgrade() -> None:
    op.drop_table("case_photos")
