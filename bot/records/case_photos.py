"""Pictures that shoppers sent for an after-sale case: which picture is evidence of which. The case itself is the shop's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.care.effects import CasePhotoGiven
from bot.clock import iso
from bot.records.rows import at
from bot.records.tables import case_photos, uploads


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePhoto:
    """A picture of this conversation, with its size in pixels."""

    after_sale_id: str
    upload_id: str
    conversation_id: str
    width: int
    height: int


def keep(connection: Connection, conversation_id: str, effect: CasePhotoGiven, *, now_ms: int) -> None:
    """Once; a picture of another conversation is none of hers and is left out."""
    hers = select(uploads.c.id).where(uploads.c.id == effect.upload_id, uploads.c.conversation_id == conversation_id)
    known = select(case_photos.c.upload_id).where(
        case_photos.c.upload_id == effect.upload_id, case_photos.c.after_sale_id == effect.after_sale_id
    )
    if connection.execute(hers).first() is None or connection.execute(known).first() is not None:
        return
    row = {
        "conversation_id": conversation_id,
        "after_sale_id": effect.after_sale_id,
        "upload_id": effect.upload_id,
        "order_id": effect.order_id,
        "at_ms": now_ms,
    }
    connection.execute(case_photos.insert().values(**row))


def of_orders(connection: Connection, order_ids: Sequence[str]) -> list[CasePhoto]:
    """Of all their cases, in the order in which they came."""
    if not order_ids:
        return []
    rows = connection.execute(
        select(case_photos.c.after_sale_id, uploads.c.id, uploads.c.conversation_id, uploads.c.width, uploads.c.height)
        .join(uploads, uploads.c.id == case_photos.c.upload_id)
        .where(case_photos.c.order_id.in_(order_ids))
        .order_by(case_photos.c.at_ms, case_photos.c.upload_id)
    )
    return [
        CasePhoto(
            after_sale_id=row.after_sale_id,
            upload_id=row.id,
            conversation_id=row.conversation_id,
            width=row.width,
            height=row.height,
        )
        for row in rows
    ]


def export(connection: Connection, conversation_id: str) -> list[dict[str, Any]]:
    rows = connection.execute(select(case_photos).where(case_photos.c.conversation_id == conversation_id))
    return [
        {"after_sale_id": row.after_sale_id, "upload_id": row.upload_id, "at": iso(at(row.at_ms))} for row in rows.all()
    ]
