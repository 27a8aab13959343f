"""The tables of what is owed to shoppers: tickets with their history, promises, remedies, visits, notices, proposals.

As in tables.py: times are milliseconds since the epoch (`…_ms`), JSON is text; a change here needs a migration.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from bot.records.handoff_tables import handoff_id
from bot.records.tables import conversation_id, metadata

tickets = Table(
    "tickets",
    metadata,
    Column("id", String(20), primary_key=True),
    conversation_id(nullable=False, index=True),
    handoff_id(),
    Column("customer_id", String(128), index=True),
    Column("topic", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("status", String(8), nullable=False),  # open | doing | settled
    Column("contact", String(120)),
    Column("order_id", String(64)),
    Column("assignee", String(64)),
    Column("summary", Text),
    Column("opened_ms", BigInteger, nullable=False),
    Column("settled_ms", BigInteger),
    # Of complaints (bot/records/complaints.py)
    Column("matter", String(24)),
    Column("cause", String(20)),
    Column("responsibility", String(10)),
    Column("severity", String(8)),
    Column("subject", String(80)),
    Column("wish", String(16)),
    Column("moods", Text),  # JSON: [[at_ms, level], …], oldest first
    Column("evidence", Text),  # JSON: upload ids
    Column("times", Integer, nullable=False, server_default="0"),
    Column("misses", Integer, nullable=False, server_default="0"),
    Column("attention", String(16)),  # why a person must look: unreached, broken, reopened, unknown, bad_rating, safety
    Column("draft", Text),  # a first reply that a person approves
    Index("ix_tickets_status", "status", "opened_ms"),
    Index("ix_tickets_matter", "matter"),
)

promises = Table(
    "promises",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket_id", String(20), ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False, index=True),
    conversation_id(nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("due_ms", BigInteger, nullable=False),  # business time
    Column("state", String(8), nullable=False),  # open | kept | broken
    Column("made_ms", BigInteger, nullable=False),
    Column("kept_ms", BigInteger),
    Column("keeper", String(10), nullable=False, server_default="agent"),  # bot | agent | supervisor
    Column("order_id", String(64)),
    Column("warn_ms", BigInteger),  # business time; null: told already, or nobody is to be told
    Index("ix_promises_due", "state", "due_ms"),
    Index("ix_promises_warn", "state", "warn_ms"),
)

ticket_steps = Table(
    "ticket_steps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket_id", String(20), ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False, index=True),
    conversation_id(nullable=False, index=True),
    Column("turn_id", String(36)),
    Column("step", String(16), nullable=False),
    Column("detail", Text),  # JSON
    Column("at_ms", BigInteger, nullable=False),
)

remedies = Table(
    "remedies",
    metadata,
    Column("ticket_id", String(20), ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(20), primary_key=True),
    conversation_id(nullable=False, index=True),
    Column("customer_id", String(128)),
    Column("order_id", String(64), index=True),
    Column("state", String(10), nullable=False),  # offered | rejected | accepted | done | refused | unknown
    Column("amount_fen", BigInteger, nullable=False),  # goodwill that counts against the budgets
    Column("reference", String(64)),
    Column("at_ms", BigInteger, nullable=False),  # business time
    Index("ix_remedies_customer", "customer_id", "at_ms"),
    Index("ix_remedies_at", "at_ms"),
)

visits = Table(
    "visits",
    metadata,
    Column("ticket_id", String(20), ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    conversation_id(nullable=False, index=True),
    Column("due_ms", BigInteger, nullable=False),  # business time
    Column("state", String(8), nullable=False),  # waiting | asked | solved | reopened | void
    Index("ix_visits_due", "state", "due_ms"),
)

quiet = Table(
    "quiet",
    metadata,
    conversation_id(primary_key=True),
    Column("customer_id", String(128), index=True),
    Column("at_ms", BigInteger, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("turn_id", String(36), primary_key=True),
    conversation_id(nullable=False, index=True),
    Column("ticket_id", String(20), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(10), nullable=False),  # waiting | sent | seen | unreached
    Column("attempts", Integer, nullable=False),
    Column("next_ms", BigInteger, nullable=False),
    Column("deadline_ms", BigInteger, nullable=False),
    Index("ix_notices_next", "state", "next_ms"),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", String(36), primary_key=True),
    conversation_id(nullable=False, index=True),
    Column("turn_id", String(36)),
    Column("kind", String(32), nullable=False),
    Column("order_id", String(64)),
    Column("amount_fen", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", String(10), nullable=False),  # bot.records.proposals.STATES
    Column("made_ms", BigInteger, nullable=False),
    Column("decided_by", String(64)),
    Column("decided_ms", BigInteger),
    Column("decision_reason", Text),
    Column("made_by", String(64)),  # the agent who made it; null: the bot
    Column("changed_ms", BigInteger),
    Column("pay_after_ms", BigInteger),  # no try to pay begins before
    Column("pay_tries", Integer, nullable=False, server_default="0"),
    Column("pay_reason", String(64)),  # why it was not paid, as the shop names it
    Column("reference", String(64)),  # the shop's own number of the payment
    Column("arrives_ms", BigInteger),
    Index("ix_proposals_state", "state", "made_ms"),
    Index("ix_proposals_changed", "changed_ms"),
)
