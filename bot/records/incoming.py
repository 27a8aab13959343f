"""Accepting what a shopper sends: one transaction that dedupes it, stores it, and opens or extends its turn."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection

from bot.conversation.message import Button, Image, Message
from bot.conversation.turn import begins_after_typing_ms, begins_at_ms
from bot.errors import Conflict, InvalidButton, KeptOut, NotFound
from bot.records import handoff_requests
from bot.records import messages as message_records
from bot.records.handoff_requests import Asked
from bot.records.prepared import Prepared
from bot.records.rows import at, dumps, message_of
from bot.records.tables import conversations, messages, turns, uploads

_KNOWN = Prepared(
    select(messages.c.seq, messages.c.body_hash, messages.c.turn_id).where(
        messages.c.conversation_id == bindparam("the_id"), messages.c.client_id == bindparam("the_client_id")
    )
)
_WAITING = Prepared(
    select(turns).where(
        turns.c.conversation_id == bindparam("the_id"), turns.c.state == "waiting", turns.c.merges.is_(True)
    )
)
_JOIN = Prepared(
    update(turns)
    .where(turns.c.id == bindparam("the_id"))
    .values(last_seq=bindparam("the_seq"), begin_ms=bindparam("the_begin_ms"))
)
_SEAL = Prepared(
    update(turns)
    .where(turns.c.id == bindparam("the_id"))
    .values(merges=bindparam("no"), begin_ms=bindparam("the_begin_ms"))
)
_OPEN = Prepared(turns.insert())

HUMAN_BUTTON = Button(title="转人工", payload="/request_human")
MESSAGE_BUTTON = Button(title="先留言", payload="/leave_message")
_WITH_REASON = f"{HUMAN_BUTTON.title}："


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What a shopper sends. `client_id` dedupes it; `about` is {"sku"} or {"order_id"}; `click` is (message_seq, index).

    `shown_id` is the id as the client spelled it, when that is not the canonical spelling: the message carries it.
    `asked`: what puts her into the queue when this is the human button; None while nobody is on duty.
    `alone` makes it a turn of its own (REST); `at_once` starts its turn without waiting for more.
    """

    conversation_id: str
    client_id: str
    text: str | None = None
    about: dict[str, str] | None = None
    upload_id: str | None = None
    click: tuple[int, int] | None = None
    human: bool = False
    reason: str | None = None
    at_once: bool = False
    alone: bool = False
    shown_id: str | None = None
    asked: Asked | None = None

    def body_hash(self) -> str:
        body = [self.text, self.about, self.upload_id, self.click, self.human, self.reason]
        return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """`turn_id` and `begin_ms` are None when nobody but an agent answers. `reopened`: the holder changed to the bot.
    `queued`: she now waits for a person.

    `message` is what was stored, so that it can be delivered without reading it again; None for a duplicate.
    """

    seq: int
    duplicate: bool = False
    turn_id: str | None = None
    begin_ms: int | None = None
    reopened: bool = False
    queued: bool = False
    message: Message | None = None


@dataclass(slots=True)
class _Draft:
    text: str | None
    payload: str | None = None
    extras: dict[str, Any] = field(default_factory=dict)

    @property
    def exclusive(self) -> bool:
        """A button's meaning cannot be joined with other words into one text for Rasa."""
        return self.payload is not None

    @property
    def wants_person(self) -> bool:
        return (self.payload or "").startswith(HUMAN_BUTTON.payload)

    def as_row(self, incoming: Incoming, turn_id: str | None) -> dict[str, Any]:
        extras = self.extras | ({"payload": self.payload} if self.payload else {})
        return {
            "id": incoming.shown_id or incoming.client_id,
            "client_id": incoming.client_id,
            "body_hash": incoming.body_hash(),
            "role": "shopper",
            "text": self.text,
            "extras": dumps(extras) if extras else None,
            "reply_to": None,
            "turn_id": turn_id,
        }

    def as_message(self, incoming: Incoming, accepted: Accepted, now_ms: int) -> Message:
        image = self.extras.get("image")
        return Message(
            conversation_id=incoming.conversation_id,
            seq=accepted.seq,
            id=incoming.shown_id or incoming.client_id,
            role="shopper",
            at=at(now_ms),
            text=self.text,
            image=Image(upload_id=image[0], width=image[1], height=image[2]) if image else None,
            about=self.extras.get("about"),
            turn_id=accepted.turn_id,
            payload=self.payload,
        )


def accept(connection: Connection, incoming: Incoming, *, now_ms: int, turn_deadline_ms: int) -> Accepted:
    """Store it once. Raises NotFound, KeptOut, Conflict (same id, other body) or InvalidButton; then nothing is stored."""
    row = message_records.lock(connection, incoming.conversation_id)
    known = _known(connection, incoming)
    if known is not None:
        return known
    if row.blocked_until_ms and row.blocked_until_ms > now_ms:
        raise KeptOut("this conversation is closed for a time")
    draft = _draft(connection, incoming)
    reopened = row.holder == "nobody"
    if reopened:
        connection.execute(
            update(conversations)
            .where(conversations.c.id == row.id)
            .values(holder="bot", agent_name=None, epoch=row.epoch + 1)
        )
    turn_id = begin_ms = None
    if row.holder != "agent":
        turn_id, begin_ms = _turn_for(connection, row, incoming, draft, (now_ms, turn_deadline_ms))
    [seq] = message_records.insert(connection, row, [draft.as_row(incoming, turn_id)], now_ms=now_ms)
    queued = draft.wants_person and _queue(connection, row, incoming, epoch=row.epoch + reopened, now_ms=now_ms)
    accepted = Accepted(seq=seq, turn_id=turn_id, begin_ms=begin_ms, reopened=reopened, queued=queued)
    return replace(accepted, message=draft.as_message(incoming, accepted, now_ms))


def _queue(connection: Connection, row: Any, incoming: Incoming, *, epoch: int, now_ms: int) -> bool:
    """At once, in the message's own transaction: a person must be reachable also while nothing else works."""
    if incoming.asked is None:
        return False
    return handoff_requests.request(connection, row, incoming.asked, epoch=epoch, now_ms=now_ms) is not None


def _known(connection: Connection, incoming: Incoming) -> Accepted | None:
    known = _KNOWN.one(connection, the_id=incoming.conversation_id, the_client_id=incoming.client_id)
    if known is None:
        return None
    if known.body_hash != incoming.body_hash():
        raise Conflict("this id was used for another message: send it again under a new id")
    return Accepted(seq=known.seq, duplicate=True, turn_id=known.turn_id)


def _draft(connection: Connection, incoming: Incoming) -> _Draft:
    if incoming.click is not None:
        button = _offered_button(connection, incoming.conversation_id, incoming.click)
        return _Draft(text=button.title, payload=button.payload)
    if incoming.human:
        text = f"{_WITH_REASON}{incoming.reason}" if incoming.reason else HUMAN_BUTTON.title
        return _Draft(text=text, payload=HUMAN_BUTTON.payload)
    draft = _Draft(text=incoming.text)
    if incoming.about:
        draft.extras["about"] = incoming.about
    if incoming.upload_id:
        draft.extras["image"] = _own_image(connection, incoming)
    return draft


def reason_with_button(text: str) -> str | None:
    """What she sent with the human button, of the message that it became."""
    return text.removeprefix(_WITH_REASON) if text.startswith(_WITH_REASON) else None


def _offered_button(connection: Connection, conversation_id: str, click: tuple[int, int]) -> Button:
    seq, index = click
    row = connection.execute(
        select(messages).where(messages.c.conversation_id == conversation_id, messages.c.seq == seq)
    ).one_or_none()
    offered = message_of(row).buttons if row is not None and row.role != "shopper" else ()
    if not 0 <= index < len(offered):
        raise InvalidButton("that button was not offered there")
    return offered[index]


def _own_image(connection: Connection, incoming: Incoming) -> tuple[str, int, int]:
    row = connection.execute(
        select(uploads).where(uploads.c.id == incoming.upload_id, uploads.c.conversation_id == incoming.conversation_id)
    ).one_or_none()
    if row is None:
        raise NotFound("no such upload in this conversation: upload the picture again")
    return row.id, row.width, row.height


def _turn_for(
    connection: Connection, row: Any, incoming: Incoming, draft: _Draft, times: tuple[int, int]
) -> tuple[str, int]:
    """The waiting turn that this message joins, or a new one: (turn id, when it begins)."""
    now_ms, deadline_ms = times
    alone = incoming.alone or draft.exclusive
    at_once = incoming.at_once or alone or incoming.upload_id is not None
    waiting = _WAITING.one(connection, the_id=row.id)
    if waiting is not None and not alone:
        begin_ms = begins_at_ms(draft.text, now_ms=now_ms, first_ms=waiting.first_ms, at_once=at_once)
        _JOIN.run(connection, the_id=waiting.id, the_seq=row.next_seq, the_begin_ms=begin_ms)
        return waiting.id, begin_ms
    if waiting is not None:
        _SEAL.run(connection, the_id=waiting.id, no=False, the_begin_ms=now_ms)
    begin_ms = begins_at_ms(draft.text, now_ms=now_ms, first_ms=now_ms, at_once=at_once)
    turn = {
        "id": str(uuid.uuid4()),
        "conversation_id": row.id,
        "cause": "shopper",
        "state": "waiting",
        "merges": not alone,
        "first_seq": row.next_seq,
        "last_seq": row.next_seq,
        "first_ms": now_ms,
        "begin_ms": begin_ms,
        "deadline_ms": now_ms + deadline_ms,
        "fence": 0,
        "attempts": 0,
    }
    _OPEN.run(connection, **turn)
    return str(turn["id"]), begin_ms


def typing(connection: Connection, conversation_id: str, *, now_ms: int) -> int | None:
    """The shopper goes on typing: put off her waiting turn; its new beginning, or None when none waits."""
    waiting = _WAITING.one(connection, the_id=conversation_id)
    if waiting is None or waiting.begin_ms <= now_ms:
        return None
    begin_ms = begins_after_typing_ms(waiting.begin_ms, now_ms=now_ms, first_ms=waiting.first_ms)
    connection.execute(
        update(turns)
        .where(turns.c.id == waiting.id, turns.c.state == "waiting", turns.c.merges)
        .values(begin_ms=begin_ms)
    )
    return begin_ms
