"""Before the sale: notes for goods that are sold out, goods that were asked about"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "restock_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("product_sku", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("noted_ms", sa.BigInteger(), nullable=False),
        sa.Column("told_ms", sa.BigInteger(), nullable=True),
        sa.Column("turn_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation_id", "sku", name="uq_restock_notes"),
    )
    waiting, told = sa.text("state = 'waiting'"), sa.text("state = 'told'")
    with op.batch_alter_table("restock_notes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_restock_notes_waiting", ["sku"], unique=False, sqlite_where=waiting, postgresql_where=waiting
        )
        batch_op.create_index(
            "ix_restock_notes_told", ["told_ms"], unique=False, sqlite_where=told, postgresql_where=told
        )
    op.create_table(
        "product_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("product_sku", sa.String(length=64), nullable=False),
        sa.Column("intent", sa.String(length=64), nullable=False),
        sa.Column("first_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_ms", sa.BigInteger(), nullable=False),
        sa.Column("looked_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=True),
        sa.Column("ordered_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    unanswered = sa.text("order_id IS NULL")
    with op.batch_alter_table("product_questions", schema=None) as batch_op:
        batch_op.create_index("ix_product_questions_asked", ["conversation_id", "product_sku", "last_ms"], unique=False)
        batch_op.create_index(
            "ix_product_questions_open", ["last_ms"], unique=False,
            sqlite_where=unanswered, postgresql_where=unanswered,
        )  # fmt: skip
        batch_op.create_index("ix_product_questions_time", ["first_ms"], unique=False)


def downgrade() -> None:
    op.drop_table("product_questions")
    op.drop_table("restock_notes")
