"""A message of the wire as lines for a terminal, cards in words. Pure; the words are Chinese, for whoever plays the shopper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

Card = Mapping[str, Any]

_EVENTS_SHOWN = 3  # newest first
_TIMES = frozenset({"at", "predicted_at", "promised_at", "placed_at", "due_at", "valid_until"})

_SPEAKERS = {"bot": "小暖", "shopper": "我", "system": "系统"}
_ORDER_STATES = {
    "unpaid": "待付款", "paid": "已付款", "packed": "已打包", "shipped": "已发货", "in_transit": "运输中",
    "out_for_delivery": "派送中", "signed": "已签收", "refused": "已拒收", "lost": "疑似丢件",
    "returned": "已退回", "cancelled": "已取消", "closed": "已关闭",
}  # fmt: skip
_CASE_STATES = {
    "applied": "等审核", "approved": "已同意", "picked_up": "寄回中", "received": "仓库已收到", "inspected": "已验货",
    "refunded": "已退款", "exchanged": "已换出", "repaired": "已修好", "closed": "已办完", "rejected": "没通过",
    "withdrawn": "已撤销",
}  # fmt: skip
_AFTER_SALE = {"return": "退货", "exchange": "换货", "refund": "退款", "repair": "维修"}


def lines_of(message: Mapping[str, Any], zone: tzinfo) -> list[str]:
    """Text, image, cards and numbered buttons of one `message` frame; times in `zone`, the shop's."""
    agent = message.get("agent") or {}
    speaker = agent.get("name") or _SPEAKERS.get(str(message.get("role")), "客服")
    lines = [f"{speaker}：{message.get('text') or ''}".replace("\n", "\n    ")]
    if message.get("image"):
        lines.append(f"    [图片] {message['image'].get('url', '')}")
    for card in message.get("cards") or ():
        lines.extend(f"    │ {line}" for line in card_lines(_in_zone(card, zone)))
    for number, button in enumerate(message.get("buttons") or (), 1):
        lines.append(f"    [{number}] {button.get('title', '')}")
    return lines


def card_lines(card: Card) -> list[str]:
    """What a card shows; an unknown kind shows its name."""
    draw = _DRAWN.get(str(card.get("kind")))
    return draw(card) if draw else [f"（{card.get('kind')}）"]


def yuan(fen: object) -> str:
    """Integer fen as ¥12.50."""
    return f"¥{fen // 100}.{fen % 100:02d}" if isinstance(fen, int) else "¥?"


def _product(card: Card) -> list[str]:
    attributes = card.get("attributes") or {}
    shown = "，".join(f"{name} {value}" for name, value in attributes.items())
    return [f"{card.get('title')}  {yuan(card.get('price_fen'))}", *([shown] if shown else [])]


def _order(card: Card) -> list[str]:
    items = [f"{item.get('title')} ×{item.get('quantity', 1)}" for item in card.get("items") or ()]
    head = f"订单 {card.get('order_id')}  {_state(card.get('status'))}  {yuan(card.get('total_fen'))}"
    return [head, *items]


def _logistics(card: Card) -> list[str]:
    lines = [f"{card.get('carrier')} {card.get('tracking_no')}  {_state(card.get('state'))}"]
    if card.get("predicted_at"):
        lines.append(f"预计送达 {_moment(card['predicted_at'])}")
    lines.extend(_event(event) for event in (card.get("events") or ())[:_EVENTS_SHOWN])
    return lines


def _event(event: Card) -> str:
    return f"{_moment(event.get('at'))} {event.get('place') or ''} {event.get('text') or ''}"


def _ticket(card: Card) -> list[str]:
    return [f"工单 {card.get('ticket_id')}  {card.get('topic')}  {card.get('status')}", *_due(card.get("promise"))]


def _after_sale(card: Card) -> list[str]:
    kind, state = _AFTER_SALE.get(str(card.get("type")), "售后"), str(card.get("state"))
    amount = f"  {yuan(card['amount_fen'])}" if card.get("amount_fen") is not None else ""
    return [f"{kind} {card.get('after_sale_id')}  {_CASE_STATES.get(state, state)}{amount}", *_due(card.get("next"))]


def _coupon(card: Card) -> list[str]:
    threshold = f"满 {yuan(card['threshold_fen'])} " if card.get("threshold_fen") else ""
    until = f"，{_moment(card['valid_until'])} 前有效" if card.get("valid_until") else ""
    return [f"{card.get('title')}  {threshold}减 {yuan(card.get('amount_fen'))}{until}"]


def _compare(card: Card) -> list[str]:
    rows: Sequence[Any] = card.get("rows") or ()
    return ["  ".join(str(cell) for cell in (row.values() if isinstance(row, dict) else row)) for row in rows]


def _due(promise: object) -> list[str]:
    if not isinstance(promise, dict):
        return []
    return [f"{promise.get('what') or ''}  {_moment(promise.get('due_at'))}".rstrip()]


def _state(state: object) -> str:
    return _ORDER_STATES.get(str(state), str(state or ""))


def _in_zone(value: Any, zone: tzinfo) -> Any:
    """The same card with its times (ISO 8601) in this zone."""
    if isinstance(value, dict):
        return {name: _local(each, zone) if name in _TIMES else _in_zone(each, zone) for name, each in value.items()}
    return [_in_zone(each, zone) for each in value] if isinstance(value, list) else value


def _local(at: object, zone: tzinfo) -> object:
    moment = _read(at)
    return moment.astimezone(zone).isoformat() if moment is not None and moment.tzinfo is not None else at


def _moment(at: object) -> str:
    moment = _read(at)
    return moment.strftime("%m-%d %H:%M") if moment is not None else str(at or "")


def _read(at: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(at).replace("Z", "+00:00"))
    except ValueError:
        return None


_DRAWN: dict[str, Callable[[Card], list[str]]] = {
    "product": _product,
    "order": _order,
    "logistics": _logistics,
    "ticket": _ticket,
    "after_sale": _after_sale,
    "coupon": _coupon,
    "compare": _compare,
}
