"""What shoppers left for the shop's people while nobody could talk to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.records.rows import at
from bot.records.tables import shop_messages


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopMessage:
    """`reason` is the wish that was open, `contact` a phone or mail that she gave."""

    conversation_id: str
    at: datetime
    reason: str
    text: str
    contact: str | None
    order_id: str | None


def newest(connection: Connection, *, limit: int) -> list[ShopMessage]:
    rows = connection.execute(select(shop_messages).order_by(shop_messages.c.id.desc()).limit(limit))
    return [
        ShopMessage(
            conversation_id=row.conversation_id,
            at=at(row.at_ms),
            reason=row.reason,
            text=row.text,
            contact=row.contact,
            order_id=row.order_id,
        )
        for row in rows
    ]
