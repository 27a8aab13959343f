"""The tables of the desk: people, handoffs with their history, notes, canned replies, blocks, summaries, the audit log. What is
owed to shoppers stands in care_tables.py.

As in tables.py: times are milliseconds since the epoch (`…_ms`), JSON is text; a change here needs a migration.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.records.tables import conversation_id, metadata


def handoff_id(**options: bool) -> Column:
    return Column("handoff_id", String(36), ForeignKey("handoffs.id", ondelete="CASCADE"), **options)


agents = Table(
    "agents",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("password_hash", String(200), nullable=False),
    Column("role", String(12), nullable=False),
    Column("skills", Text, nullable=False),  # JSON list
    Column("capacity", Integer, nullable=False),
    Column("status", String(8), nullable=False),
    Column("status_ms", BigInteger, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("disabled_ms", BigInteger),
)

agent_sessions = Table(
    "agent_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("agent", String(64), ForeignKey("agents.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("address", String(64), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("used_ms", BigInteger, nullable=False),
    Column("ended_ms", BigInteger),
)

login_misses = Table(
    "login_misses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Index("ix_login_misses_pair", "name", "address", "at_ms"),
)

agent_presence = Table(
    "agent_presence",
    metadata,
    Column("agent", String(64), ForeignKey("agents.name", ondelete="CASCADE"), primary_key=True),
    Column("gateway", String(64), primary_key=True),
    Column("sockets", Integer, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),  # when this gateway last held a socket of hers
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("id", String(36), primary_key=True),
    conversation_id(nullable=False, index=True),
    Column("state", String(10), nullable=False),
    Column("skill", String(64)),
    Column("reason", Text, nullable=False),
    Column("intent", String(64)),
    Column("order_id", String(64)),
    Column("emotion", String(8), nullable=False),
    Column("customer_class", String(8), nullable=False),
    Column("customer_name", String(80)),
    Column("second_contact", Boolean, nullable=False),
    Column("wanted_agent", String(64)),
    Column("from_seq", Integer, nullable=False),  # the last message when she asked
    Column("requested_ms", BigInteger, nullable=False),
    Column("waiting_ms", BigInteger, nullable=False),
    Column("rank_ms", BigInteger, nullable=False),
    Column("agent", String(64)),
    Column("assigned_ms", BigInteger),
    Column("first_reply_ms", BigInteger),
    Column("ended_ms", BigInteger),
    Column("outcome", String(64)),
    Column("remark", Text),
    Column("summary", Text),  # JSON: what it was about and how it ended
    Column("agent_seen", Integer, nullable=False, server_default="0"),
    Column("message_offered_ms", BigInteger),  # when she was offered to leave a message, nobody being online
    Column("rating", String(8)),  # asked | given
    Index("uq_handoffs_open", "conversation_id", unique=True, sqlite_where=text("state IN ('waiting','assigned')"),
          postgresql_where=text("state IN ('waiting','assigned')")),
    Index("ix_handoffs_queue", "state", "rank_ms"),
    Index("ix_handoffs_agent", "agent", "state"),
    Index("ix_handoffs_ended", "ended_ms"),
)  # fmt: skip

handoff_steps = Table(
    "handoff_steps",
    metadata,
    Column("id", Integer, primary_key=True),
    handoff_id(nullable=False, index=True),
    Column("step", String(16), nullable=False),
    Column("agent", String(64)),
    Column("detail", Text),
    Column("at_ms", BigInteger, nullable=False),
)

offers = Table(
    "offers",
    metadata,
    Column("id", Integer, primary_key=True),
    handoff_id(nullable=False, index=True),
    Column("agent", String(64), nullable=False),
    Column("round", Integer, nullable=False),
    Column("state", String(10), nullable=False),  # open | taken | lapsed | withdrawn
    Column("at_ms", BigInteger, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Index("uq_offers_open", "handoff_id", unique=True, sqlite_where=text("state = 'open'"),
          postgresql_where=text("state = 'open'")),
)  # fmt: skip

notes = Table(
    "notes",
    metadata,
    Column("id", String(36), primary_key=True),
    conversation_id(nullable=False, index=True),
    Column("agent", String(64)),
    Column("kind", String(10), nullable=False),  # note | whisper | unsaid | transfer
    Column("text", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

tags = Table(
    "tags",
    metadata,
    conversation_id(primary_key=True),
    Column("tag", String(24), primary_key=True),
)

relabels = Table(
    "relabels",
    metadata,
    conversation_id(primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),  # the shopper's line
    Column("intent", String(64), nullable=False),  # what it wants, in an agent's eyes
    Column("agent", String(64), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)
canned_replies = Table(
    "canned_replies",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("shortcut", String(32), nullable=False),
    Column("title", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("skill", String(64)),
    UniqueConstraint("shortcut", name="uq_canned_replies_shortcut"),
)

blocks = Table(
    "blocks",
    metadata,
    Column("id", Integer, primary_key=True),
    conversation_id(nullable=False, index=True),
    Column("customer_id", String(128), index=True),
    Column("until_ms", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("agent", String(64), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("lifted_ms", BigInteger),
)

kept_out = Table(
    "kept_out",
    metadata,
    Column("who", String(64), primary_key=True),  # a keyed hash of the customer's id: all that outlives her erasure
    Column("until_ms", BigInteger, nullable=False),
)

summaries = Table(
    "summaries",
    metadata,
    Column("id", Integer, primary_key=True),
    conversation_id(nullable=False, index=True),
    Column("handoff_id", String(36), nullable=False),
    Column("customer_id", String(128), index=True),
    Column("text", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("agent", String(64), nullable=False, index=True),
    Column("address", String(64), nullable=False),
    Column("action", String(32), nullable=False),
    Column("conversation_id", String(36)),  # outlives the conversation: what was done is kept
    Column("target", String(128)),
    Column("detail", Text),
    Index("ix_audit_at", "at_ms"),
)
