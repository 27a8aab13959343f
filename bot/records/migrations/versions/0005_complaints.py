"""Complaints: what belongs to a ticket, its steps and remedies, promises that are watched, visits, notices"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("turn_id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_ms", sa.BigInteger(), nullable=False),
        sa.Column("deadline_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("turn_id"),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index("ix_notices_next", ["state", "next_ms"], unique=False)

    op.create_table(
        "quiet",
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=128), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id"),
    )
    with op.batch_alter_table("quiet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quiet_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "remedies",
        sa.Column("ticket_id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("customer_id", sa.String(length=128), nullable=True),
        sa.Column("order_id", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "name"),
    )
    with op.batch_alter_table("remedies", schema=None) as batch_op:
        batch_op.create_index("ix_remedies_at", ["at_ms"], unique=False)
        batch_op.create_index(batch_op.f("ix_remedies_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index("ix_remedies_customer", ["customer_id", "at_ms"], unique=False)
        batch_op.create_index(batch_op.f("ix_remedies_order_id"), ["order_id"], unique=False)

    op.create_table(
        "ticket_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.String(length=20), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("turn_id", sa.String(length=36), nullable=True),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("ticket_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_steps_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_steps_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "visits",
        sa.Column("ticket_id", sa.String(length=20), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "round"),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visits_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index("ix_visits_due", ["state", "due_ms"], unique=False)

    with op.batch_alter_table("promises", schema=None) as batch_op:
        batch_op.add_column(sa.Column("keeper", sa.String(length=10), server_default="agent", nullable=False))
        batch_op.add_column(sa.Column("order_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("warn_ms", sa.BigInteger(), nullable=True))
        batch_op.create_index("ix_promises_warn", ["state", "warn_ms"], unique=False)

    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("matter", sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column("cause", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("responsibility", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("severity", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("subject", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("wish", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("moods", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("evidence", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("times", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("misses", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("attention", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("draft", sa.Text(), nullable=True))
        batch_op.create_index("ix_tickets_matter", ["matter"], unique=False)
    op.execute("UPDATE promises SET warn_ms = due_ms - 1800000 WHERE state = 'open'")


def downgrade() -> None:
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index("ix_tickets_matter")
        batch_op.drop_column("draft")
        batch_op.drop_column("attention")
        batch_op.drop_column("misses")
        batch_op.drop_column("times")
        batch_op.drop_column("evidence")
        batch_op.drop_column("moods")
        batch_op.drop_column("wish")
        batch_op.drop_column("subject")
        batch_op.drop_column("severity")
        batch_op.drop_column("responsibility")
        batch_op.drop_column("cause")
        batch_op.drop_column("matter")

    with op.batch_alter_table("promises", schema=None) as batch_op:
        batch_op.drop_index("ix_promises_warn")
        batch_op.drop_column("warn_ms")
        batch_op.drop_column("order_id")
        batch_op.drop_column("keeper")

    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.drop_index("ix_visits_due")
        batch_op.drop_index(batch_op.f("ix_visits_conversation_id"))

    op.drop_table("visits")
    with op.batch_alter_table("ticket_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_steps_ticket_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_steps_conversation_id"))

    op.drop_table("ticket_steps")
    with op.batch_alter_table("remedies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remedies_order_id"))
        batch_op.drop_index("ix_remedies_customer")
        batch_op.drop_index(batch_op.f("ix_remedies_conversation_id"))
        batch_op.drop_index("ix_remedies_at")

    op.drop_table("remedies")
    with op.batch_alter_table("quiet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quiet_customer_id"))

    op.drop_table("quiet")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_next")
        batch_op.drop_index(batch_op.f("ix_notices_conversation_id"))

    op.drop_table("notices")
