"""The tables of the record. Times are integers: milliseconds since the epoch (`…_ms`). JSON is text, parsed at the edge.

A change here needs a migration in bot/records/migrations/versions; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)  # fmt: skip

metadata = MetaData()


def _conversation_id(**options: bool) -> Column:
    return Column("conversation_id", String(36), ForeignKey("conversations.id", ondelete="CASCADE"), **options)


conversations = Table(
    "conversations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("space", String(80), nullable=False),
    Column("sender", String(256)),  # a channel's own name for the shopper, inside its space
    Column("visitor_id", String(36), nullable=False),
    Column("customer_id", String(128), index=True),
    Column("holder", String(8), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("agent_name", String(80)),
    Column("next_seq", Integer, nullable=False),
    Column("locale", String(16), nullable=False),
    Column("address", String(64), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("last_ms", BigInteger, nullable=False),
    Column("blocked_until_ms", BigInteger),
    Column("shopper_seen", Integer, nullable=False, server_default="0"),
    Column("delivered_seq", Integer, nullable=False, server_default="0"),  # what a channel's calls have returned
    UniqueConstraint("space", "sender", name="uq_conversations_sender"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _conversation_id(nullable=False, index=True),
    Column("used_ms", BigInteger, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    _conversation_id(primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False),
    Column("client_id", String(64)),
    Column("body_hash", String(64)),
    Column("role", String(8), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("text", Text),
    Column("extras", Text),  # JSON: buttons, cards, image, agent, about, payload, failure
    Column("reply_to", Integer),
    Column("turn_id", String(36), index=True),
    UniqueConstraint("conversation_id", "client_id", name="uq_messages_client_id"),
    Index("ix_messages_at", "at_ms", "conversation_id", "seq", "role"),  # a report reads a span of time from it alone
)

turns = Table(
    "turns",
    metadata,
    Column("id", String(36), primary_key=True),
    _conversation_id(nullable=False),
    Column("cause", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("merges", Boolean, nullable=False),  # whether the next fragment joins it while it waits
    Column("first_seq", Integer),
    Column("last_seq", Integer),
    Column("first_ms", BigInteger, nullable=False),
    Column("begin_ms", BigInteger, nullable=False),
    Column("deadline_ms", BigInteger, nullable=False),
    Column("lease_until_ms", BigInteger),
    Column("worker", String(80)),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("ended_ms", BigInteger),
    Column("instruction", Text),  # JSON: what a system turn is to say
    Index("ix_turns_open", "state", "begin_ms", sqlite_where=text("state IN ('waiting','running')"),
          postgresql_where=text("state IN ('waiting','running')")),
    Index("ix_turns_conversation", "conversation_id", "first_ms"),
    Index("uq_turns_running", "conversation_id", unique=True, sqlite_where=text("state = 'running'"),
          postgresql_where=text("state = 'running'")),
    Index("uq_turns_merging", "conversation_id", unique=True, sqlite_where=text("state = 'waiting' AND merges"),
          postgresql_where=text("state = 'waiting' AND merges")),
)  # fmt: skip

trackers = Table(
    "trackers",
    metadata,
    _conversation_id(primary_key=True),
    Column("slots", Text, nullable=False),
    Column("active_loop", Text),
    Column("events_total", Integer, nullable=False),
)

tracker_events = Table(
    "tracker_events",
    metadata,
    _conversation_id(primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("turn_id", String(36)),
    Column("event", Text, nullable=False),
    Column("heard_ms", BigInteger),  # only of what a shopper said and was taken for something
    Column("intent", String(64)),
    Index("ix_tracker_events_heard", "heard_ms", "conversation_id", "position", "intent",  # a report reads wishes from it alone
          sqlite_where=text("heard_ms IS NOT NULL"), postgresql_where=text("heard_ms IS NOT NULL")),
)  # fmt: skip

proven_orders = Table(
    "proven_orders",
    metadata,
    _conversation_id(primary_key=True),
    Column("order_id", String(64), primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
)

proof_misses = Table(
    "proof_misses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", String(36), nullable=False, index=True),
    Column("order_id", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Index("ix_proof_misses_order", "order_id", "at_ms"),
    Index("ix_proof_misses_address", "address", "at_ms"),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", String(36), primary_key=True),
    _conversation_id(nullable=False, index=True),
    Column("media_type", String(40), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

case_photos = Table(
    "case_photos",
    metadata,
    _conversation_id(nullable=False, index=True),
    Column("after_sale_id", String(32), primary_key=True),
    Column("upload_id", String(36), primary_key=True),
    Column("order_id", String(64), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Index("ix_case_photos_order", "order_id"),
)

ratings = Table(
    "ratings",
    metadata,
    _conversation_id(primary_key=True),
    Column("client_id", String(64), primary_key=True),
    Column("body_hash", String(64), nullable=False),
    Column("score", Integer, nullable=False),
    Column("factors", Text, nullable=False),
    Column("comment", Text),
    Column("after_seq", Integer, nullable=False),
    Column("handoff_id", String(36)),  # the service that it rates; null: the bot's alone
    Column("at_ms", BigInteger, nullable=False),
)

shop_messages = Table(
    "shop_messages",
    metadata,
    Column("id", Integer, primary_key=True),
    _conversation_id(nullable=False, index=True),
    Column("turn_id", String(36)),
    Column("reason", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("contact", String(120)),
    Column("order_id", String(64)),
    Column("at_ms", BigInteger, nullable=False),
)

loose_ends = Table(
    "loose_ends",
    metadata,
    Column("id", Integer, primary_key=True),
    _conversation_id(index=True),
    Column("turn_id", String(36)),
    Column("kind", String(40), nullable=False),
    Column("detail", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

channels = Table(
    "channels",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("created_ms", BigInteger, nullable=False),
    Column("revoked_ms", BigInteger),
)

processes = Table(
    "processes",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("model", String(120)),
    Column("actions_ok", Boolean, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
)

models = Table(
    "models",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("signature", String(64), nullable=False),
    Column("fits", String(64), nullable=False),  # hash of the domain and code that it was trained with
    Column("data_hash", String(64), nullable=False),
    Column("card", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)

promotions = Table(
    "promotions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("model", String(120), ForeignKey("models.name"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("kind", String(12), nullable=False, server_default="promote"),
    Column("who", String(120), nullable=False, server_default=""),
    Column("broken", Text, nullable=False, server_default="[]"),  # JSON: the floors that it was forced through
)

business_clock = Table(
    "business_clock",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("offset_s", Float, nullable=False),
)

reviewed = Table(
    "reviewed",
    metadata,
    _conversation_id(primary_key=True),
    Column("words", String(32), primary_key=True),  # a hash of the masked words; the words themselves are not kept
    Column("did", String(8), nullable=False),  # labelled | skipped
    Column("intent", String(64)),
    Column("at_ms", BigInteger, nullable=False),
    Index("ix_reviewed_words", "words"),
)
