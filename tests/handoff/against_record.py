"""Checks a statement of a brief or summary against the record that it names: what is not there must not be said."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.handoff.brief import Statement
from bot.handoff.outcomes import MOODS
from bot.handoff.wishes import wish_in_words
from bot.records import dossiers
from bot.records import messages as message_records
from bot.records.care_tables import promises, proposals
from bot.records.dossiers import Dossier
from bot.records.handoff_tables import handoffs
from bot.text.redact import redact

_LABEL = re.compile(r"^(诉求|她说|订单|提供了|机器人|已答应|已同意|没通过|待审批|情绪|结果|答过)：")
_NUMBER = re.compile(r"[0-9]{4,}$")


def holds(connection: Connection, conversation_id: str, statement: Statement) -> bool:
    """Whether the named place of the record says what the statement says."""
    text = statement.text
    while _LABEL.match(text):
        text = _LABEL.sub("", text, count=1)
    record = dossiers.read(connection, conversation_id)
    if statement.kind == "message":
        return _message(connection, record, int(statement.ref), text)
    if statement.kind == "promise":
        return _value(connection, promises, promises.c.what, statement.ref) == text
    if statement.kind == "proposal":
        found = [each for each in record.proposals if each.id == statement.ref]
        return bool(found) and text == found[0].in_words() and _state_fits(connection, statement)
    if statement.kind == "handoff":
        return _handoff(connection, record, str(statement.ref), text)
    if statement.kind == "order":
        return str(statement.ref) == record.chat.order_id and str(statement.ref) in text
    return statement.kind == "customer" and str(statement.ref) == record.chat.customer_id


def _message(connection: Connection, record: Dossier, seq: int, text: str) -> bool:
    [said] = message_records.after(connection, record.chat.conversation_id, seq - 1, limit=1)
    moods = {mood.seq: mood for mood in record.moods}
    if said.seq != seq:
        return False
    if said.role == "bot":
        named = [str(card.get("order_id") or card.get("sku")) for card in said.cards]
        return text.rstrip("…") in " ".join((said.text or "").split()) or any(text.endswith(name) for name in named)
    if seq in moods and text in (MOODS[moods[seq].emotion], wish_in_words(moods[seq].intent)):
        return True
    tail = _NUMBER.search(text)
    digits = re.sub(r"\D", "", said.text or "")
    return text == redact(said.text or "") or bool(tail and tail.group()[-4:] in digits and not text.startswith("1"))


def _state_fits(connection: Connection, statement: Statement) -> bool:
    label = {"approved": "已同意", "rejected": "没通过", "open": ""}
    state = _value(connection, proposals, proposals.c.state, statement.ref)
    return statement.text.startswith(label[str(state)])


def _handoff(connection: Connection, record: Dossier, ref: str, text: str) -> bool:
    row = connection.execute(select(handoffs).where(handoffs.c.id == ref)).one_or_none()
    if row is None or row.conversation_id != record.chat.conversation_id:
        return False
    facts = [row.agent, row.remark and redact(row.remark), row.reason and redact(row.reason), wish_in_words(row.intent)]
    return text == "访客，没有登录" or any(fact and fact in text for fact in facts)


def _value(connection: Connection, table: object, column: object, ref: object) -> object:
    return connection.execute(select(column).where(table.c.id == ref)).scalar_one_or_none()  # type: ignore
