"""What a claimed turn becomes for Rasa: its text, and the metadata that the worker alone writes. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from bot.clock import iso
from bot.conversation.turn import ClaimedTurn
from bot.records.incoming import HUMAN_BUTTON, reason_with_button


def turn_text(turn: ClaimedTurn) -> tuple[str, bool]:
    """(text for Rasa, whether the server itself wrote it): a clicked button's payload, the fragments, or what is shown."""
    if turn.cause == "system":
        return f"/{(turn.instruction or {}).get('kind', 'handed_back')}", True
    if turn.payload:
        return turn.payload, True
    if turn.text:
        return turn.text, False
    about = turn.about or {}
    if "order_id" in about:
        return _inform("order_number", about["order_id"]), True
    if "sku" in about:
        return _inform("product", about["sku"]), True
    if turn.upload_id:
        return _inform("image", turn.upload_id), True
    return "", False


def _inform(entity: str, value: str) -> str:
    return "/inform" + orjson.dumps({entity: value}).decode()


def turn_metadata(turn: ClaimedTurn, *, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """Who asks, what is proven, what the time is: from the record, anew each turn. Nothing that a client sent gets in
    but `about`, which is a hint and grants nothing, `typed`, her words beside a clicked button, and `reason`, those that she
    sent with the human button."""
    conversation = turn.conversation
    return {
        "turn_id": turn.id,
        "cause": turn.cause,
        "conversation_id": conversation.id,
        "customer_id": conversation.customer_id,
        "proven_orders": list(turn.proven_orders),
        "address": conversation.address,
        "now": iso(now),
        "timezone": str(zone),
        "about": turn.about,
        "upload_id": turn.upload_id,
        "holder": conversation.holder,
        "instruction": turn.instruction,
        "served": turn.served,
        "typed": turn.text if turn.payload else None,
        "reason": reason_with_button(turn.text) if turn.payload == HUMAN_BUTTON.payload else None,
    }
