"""What an agent reads first, and what is kept of a conversation afterwards: extracted from the record, never made up.

Each statement names where it stands, so that she can look and a test can check it. Pure; no language model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.conversation.message import Message
from bot.handoff.chat import Chat
from bot.handoff.outcomes import outcome_in_words
from bot.handoff.wishes import wish_in_words
from bot.shop.order import Customer, Order
from bot.text.identifiers import find_identifiers
from bot.text.redact import redact

PENDING = "未办完："  # begins the line of a handoff's reason that says what was being changed for her
_TRIED = 6
_QUOTE = 120
_LEVELS = {"new": "新客", "regular": "老客", "vip": "VIP"}
_STATUS = {
    "unpaid": "待付款", "paid": "待发货", "packed": "已打包", "shipped": "已发货", "in_transit": "运输中",
    "out_for_delivery": "派送中", "signed": "已签收", "refused": "已拒收", "lost": "疑似丢件", "returned": "已退回",
    "cancelled": "已取消", "closed": "已关闭",
}  # fmt: skip
_CARD_NAMES = {
    "logistics": "查过物流", "order": "查过订单", "product": "看过商品", "ticket": "登记了工单",
    "after_sale": "查过售后", "coupon": "看过优惠券", "compare": "比过商品",
}  # fmt: skip
_KINDS = {
    "phone": "手机号", "order_number": "订单号", "tracking_number": "快递单号", "phone_tail": "手机尾号",
    "id_card": "证件号", "bank_card": "卡号",
}  # fmt: skip
_NO_MATTER = frozenset({"request_human", "greet", "thank", "goodbye", "praise", "chitchat", "urge_reply"})
_HEARD = frozenset({"affirm", "deny"})  # 好的: what it set off is shown by a card; else the reply was a courtesy
_OF_GOODS = frozenset({"order_number", "tracking_number", "phone_tail"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """`kind`: message (`ref` its seq), order, ticket, promise, proposal, handoff or customer (`ref` an id)."""

    text: str
    kind: str
    ref: str | int

    def as_json(self) -> dict[str, Any]:
        return {"text": self.text, "source": {"kind": self.kind, "ref": self.ref}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    seq: int
    emotion: str
    intent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything that a brief may be made of. `promised` and `proposed`: (id, text); `moods` oldest first."""

    chat: Chat
    messages: Sequence[Message]
    moods: Sequence[Mood] = ()
    customer: Customer | None = None
    orders: Sequence[Order] = ()
    promised: Sequence[tuple[int, str]] = ()
    proposed: Sequence[tuple[str, str]] = ()
    before: Sequence[Chat] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    who: Statement
    wish: Statement | None
    matter: Statement | None
    order: Statement | None
    facts: tuple[Statement, ...] = ()
    tried: tuple[Statement, ...] = ()
    promised: tuple[Statement, ...] = ()
    proposals: tuple[Statement, ...] = ()
    before: tuple[Statement, ...] = ()
    mood: tuple[Mood, ...] = field(default=())

    def statements(self) -> list[Statement]:
        single = [each for each in (self.who, self.wish, self.matter, self.order) if each is not None]
        return [*single, *self.facts, *self.tried, *self.promised, *self.proposals, *self.before]

    def as_json(self) -> dict[str, Any]:
        return {
            "who": self.who.as_json(),
            "wish": self.wish and self.wish.as_json(),
            "matter": self.matter and self.matter.as_json(),
            "order": self.order and self.order.as_json(),
            "facts": [each.as_json() for each in self.facts],
            "tried": [each.as_json() for each in self.tried],
            "promised": [each.as_json() for each in self.promised],
            "proposals": [each.as_json() for each in self.proposals],
            "before": [each.as_json() for each in self.before],
            "mood": [{"seq": mood.seq, "emotion": mood.emotion} for mood in self.mood],
        }


def brief_of(known: Known) -> Brief:
    hers = [message for message in known.messages if message.role == "shopper"]
    return Brief(
        who=_who(known),
        wish=_wish(known),
        matter=_matter(known, hers),
        order=_order(known),
        facts=(*_pending(known.chat), *_facts(hers)),
        tried=tuple(_tried(known.messages, _calls(known.moods), _answered_yes(known.moods))),
        promised=tuple(Statement(text=text, kind="promise", ref=ref) for ref, text in known.promised),
        proposals=tuple(Statement(text=text, kind="proposal", ref=ref) for ref, text in known.proposed),
        before=tuple(_before(known.before)),
        mood=tuple(known.moods),
    )


def _who(known: Known) -> Statement:
    customer = known.customer
    if customer is not None:
        parts = [customer.name, _LEVELS.get(customer.level, customer.level), customer.city]
        return Statement(text="，".join(part for part in parts if part), kind="customer", ref=customer.customer_id)
    if known.chat.customer_id:
        return Statement(text=f"会员 {known.chat.customer_id}", kind="customer", ref=known.chat.customer_id)
    return Statement(text="访客，没有登录", kind="handoff", ref=known.chat.handoff_id or "")


def _wish(known: Known) -> Statement | None:
    words = wish_in_words(known.chat.intent)
    if words is None:
        return None
    for mood in reversed(known.moods):
        if mood.intent == known.chat.intent:
            return Statement(text=words, kind="message", ref=mood.seq)
    return Statement(text=words, kind="handoff", ref=known.chat.handoff_id or "")


def _matter(known: Known, hers: Sequence[Message]) -> Statement | None:
    """Her own words: those that she asked with, else the last that were no mere call for a person."""
    reason = "\n".join(line for line in known.chat.reason.splitlines() if not line.startswith(PENDING))
    for message in reversed(hers):
        if message.text and reason and message.text in reason:
            return _quote(message)
    if reason:
        return Statement(text=redact(reason), kind="handoff", ref=known.chat.handoff_id or "")
    spoken = [message for message in hers if message.text and message.payload is None]
    return _quote(spoken[-1]) if spoken else None


def _pending(chat: Chat) -> Iterable[Statement]:
    """What the bot was changing for her when she was passed on, first among the facts."""
    for line in chat.reason.splitlines():
        if line.startswith(PENDING):
            yield Statement(text=redact(line), kind="handoff", ref=chat.handoff_id or "")


def _order(known: Known) -> Statement | None:
    wanted = known.chat.order_id
    order = next((each for each in known.orders if each.order_id == wanted), None)
    if order is None:
        return Statement(text=f"订单 {wanted}", kind="order", ref=wanted) if wanted else None
    goods = "、".join(item.title for item in order.items[:2])
    status = _STATUS.get(order.status, order.status)
    return Statement(text=f"订单 {order.order_id}（{status}）：{goods}", kind="order", ref=order.order_id)


def _facts(hers: Iterable[Message]) -> Iterable[Statement]:
    """Numbers that she gave; people's and cards' ones masked."""
    told: set[tuple[str, str]] = set()
    for message in hers:
        for found in find_identifiers(message.text or ""):
            if found.negated or (found.kind, found.value) in told:
                continue
            told.add((found.kind, found.value))
            shown = found.value if found.kind in _OF_GOODS else _masked(found.value)
            yield Statement(text=f"{_KINDS.get(found.kind, '号码')} {shown}", kind="message", ref=message.seq)


def _masked(value: str) -> str:
    return f"{value[:3]}****{value[-4:]}"


def _calls(moods: Iterable[Mood]) -> frozenset[int]:
    """Messages that called for a person or were courtesies: what the bot said to them was no help with the matter."""
    return frozenset(mood.seq for mood in moods if mood.intent in _NO_MATTER)


def _answered_yes(moods: Iterable[Mood]) -> frozenset[int]:
    return frozenset(mood.seq for mood in moods if mood.intent in _HEARD)


def _tried(messages: Iterable[Message], calls: frozenset[int], heard: frozenset[int]) -> list[Statement]:
    """What the bot has shown or answered, the latest last."""
    found = []
    for message in messages:
        if message.role != "bot" or message.failure or message.reply_to in calls:
            continue
        names = [_CARD_NAMES[kind] for card in message.cards if (kind := str(card.get("kind"))) in _CARD_NAMES]
        refs = [str(ref) for card in message.cards if (ref := card.get("order_id") or card.get("sku"))]
        if names:
            text = f"{names[0]} {refs[0]}" if refs else names[0]
            found.append(Statement(text=text, kind="message", ref=message.seq))
        elif message.text and not message.buttons and message.reply_to not in heard:
            found.append(Statement(text=f"答过：{_short(message.text)}", kind="message", ref=message.seq))
    return found[-_TRIED:]


def _before(chats: Iterable[Chat]) -> Iterable[Statement]:
    for chat in chats:
        agent = f"{chat.agent}接待" if chat.agent else "没有接通"
        wish = wish_in_words(chat.intent)
        outcome = f"，{outcome_in_words(chat.outcome)}" if chat.outcome else ""
        text = f"{agent}{f'，{wish}' if wish else ''}{outcome}"
        yield Statement(text=text, kind="handoff", ref=chat.handoff_id or "")


def _quote(message: Message) -> Statement:
    return Statement(text=redact(message.text or ""), kind="message", ref=message.seq)


def _short(text: str) -> str:
    """On one line: the first of an answer is often no more than its greeting."""
    said = redact(" ".join(text.split()))
    return said if len(said) <= _QUOTE else said[:_QUOTE] + "…"
