"""What became of approved money; blocks that outlive an erasure"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("made_by", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("changed_ms", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("pay_after_ms", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("pay_tries", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("pay_reason", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("reference", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("arrives_ms", sa.BigInteger(), nullable=True))
        batch_op.create_index("ix_proposals_changed", ["changed_ms"], unique=False)
    op.execute("UPDATE proposals SET changed_ms = COALESCE(decided_ms, made_ms)")
    # What was approved before money was paid from here: whoever approved it has paid it by hand, or a person looks.
    op.execute("UPDATE proposals SET state = 'unknown', pay_reason = 'approved_before' WHERE state = 'approved'")
    op.create_table(
        "kept_out",
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("who"),
    )


def downgrade() -> None:
    op.drop_table("kept_out")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index("ix_proposals_changed")
        for name in ("arrives_ms", "reference", "pay_reason", "pay_tries", "pay_after_ms", "changed_ms", "made_by"):
            batch_op.drop_column(name)
