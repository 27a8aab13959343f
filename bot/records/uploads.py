"""Pictures that shoppers sent: what the record knows of them; the bytes lie in the data dir (bot/gateway/uploads.py)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.errors import NotFound
from bot.records.tables import uploads


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    id: str
    conversation_id: str
    media_type: str
    width: int
    height: int
    size_bytes: int


def add(connection: Connection, upload: Upload, *, now_ms: int) -> None:
    connection.execute(
        uploads.insert().values(
            id=upload.id,
            conversation_id=upload.conversation_id,
            media_type=upload.media_type,
            width=upload.width,
            height=upload.height,
            size_bytes=upload.size_bytes,
            at_ms=now_ms,
        )
    )


def get(connection: Connection, upload_id: str) -> Upload:
    """Raises NotFound."""
    row = connection.execute(select(uploads).where(uploads.c.id == upload_id)).one_or_none()
    if row is None:
        raise NotFound("no such upload")
    return Upload(
        id=row.id,
        conversation_id=row.conversation_id,
        media_type=row.media_type,
        width=row.width,
        height=row.height,
        size_bytes=row.size_bytes,
    )
