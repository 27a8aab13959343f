"""Changes of an order itself, each within the caller's transaction: cancel, address, goods, remark, time, interception, urge."""

from __future__ import annotations

import sqlalchemy as sa

from bot.shop.address import LONGEST_RECIPIENT, Address, BadAddress, is_mobile, parse_address
from bot.shop.after_sale import DeliverySlot, Intercept, Urge
from bot.shop.changes import (
    AddRemark,
    CancelOrder,
    ChangeAddress,
    ChangeDeliveryTime,
    ChangeItem,
    InterceptParcel,
    MakeUrge,
    Outcome,
)
from bot.shop.order_verdicts import (
    Swap,
    may_add_remark,
    may_cancel,
    may_change_address,
    may_change_delivery_time,
    may_change_item,
    may_intercept,
    may_send_to,
    may_urge,
)
from bot.shop.paid_share import left_to_give_back
from bot.shop.sql import care_rows, knowledge_rows, product_rows, stock
from bot.shop.sql import care_tables as c
from bot.shop.sql import tables as t
from bot.shop.sql.money_changes import give_back
from bot.shop.sql.scene import Refused, Scene, check, obey


def cancel_order(change: CancelOrder, scene: Scene) -> Outcome:
    """`cancelled` at once, its pieces back in stock; what was paid goes back on the shop's own rail, and the outcome names
    it with its due date."""
    obey(may_cancel(scene.order, scene.now, scene.rules), change.by)
    left_fen = left_to_give_back(scene.order, scene.care)
    _set(scene, status="cancelled")
    stock.put_back(scene.connection, scene.order.items)
    return give_back(scene, "refund", left_fen) if left_fen else Outcome(state="done")


def change_address(change: ChangeAddress, scene: Scene) -> Outcome:
    """An empty recipient or phone keeps the order's."""
    obey(may_change_address(scene.order, scene.now, scene.rules), change.by)
    recipient, phone = change.recipient.strip() or scene.order.recipient, change.phone.strip() or scene.order.phone
    check(is_mobile(phone), "phone_wrong")
    check(len(recipient) <= LONGEST_RECIPIENT, "recipient_too_long")
    address = _parsed(change.address)
    delivery = knowledge_rows.delivery_rules(scene.connection)
    obey(may_send_to(address.delivery_province, scene.order, delivery), change.by)
    _set(scene, recipient=recipient, phone=phone, phone_tail=phone[-4:], address=address.line)
    return Outcome(state="done")


def change_item(change: ChangeItem, scene: Scene) -> Outcome:
    place = next((n for n, item in enumerate(scene.order.items) if item.sku == change.sku), None)
    if place is None:
        raise Refused("not_in_order")
    item = scene.order.items[place]
    product = product_rows.product_by_sku(scene.connection, change.wanted_sku)
    verdict = may_change_item(
        scene.order, Swap(item=item, product=product, wanted_sku=change.wanted_sku), scene.now, scene.rules
    )
    obey(verdict, change.by)
    wanted = next((each for each in product.variants if each.sku == change.wanted_sku), None) if product else None
    if product is None or wanted is None:
        raise Refused("other_product")
    check(stock.swap(scene.connection, item, wanted.sku), "out_of_stock")
    title = " ".join([product.title, *wanted.options.values()])
    of_item = (t.order_items.c.order_id == change.order_id) & (t.order_items.c.position == place)
    scene.connection.execute(sa.update(t.order_items).where(of_item).values(sku=wanted.sku, title=title))
    return Outcome(state="done", reference=wanted.sku)


def add_remark(change: AddRemark, scene: Scene) -> Outcome:
    obey(may_add_remark(scene.order, change.remark, scene.now, scene.rules), change.by)
    _set(scene, remark="；".join(part for part in (scene.order.remark, change.remark.strip()) if part))
    return Outcome(state="done")


def change_delivery_time(change: ChangeDeliveryTime, scene: Scene) -> Outcome:
    check(change.deliver_from < change.deliver_until, "time_no_slot")
    wanted = change.deliver_from, change.deliver_until
    obey(may_change_delivery_time(scene.order, scene.now, scene.rules, wanted), change.by)
    slot = DeliverySlot(order_id=change.order_id, deliver_from=change.deliver_from, deliver_until=change.deliver_until)
    scene.connection.execute(sa.delete(c.slots).where(c.slots.c.order_id == change.order_id))
    care_rows.write(scene.connection, c.slots, slot)
    return Outcome(state="done", due_at=change.deliver_until)


def intercept_parcel(change: InterceptParcel, scene: Scene) -> Outcome:
    """The carrier is asked once; asking again gives the first request."""
    verdict = obey(may_intercept(scene.order, scene.care, scene.now, scene.rules), change.by)
    if scene.care.intercept is not None:
        return Outcome(state="done", reference=verdict.detail, due_at=verdict.until)
    intercept = Intercept(
        intercept_id=scene.number("LJ", c.intercepts.c.intercept_id),
        order_id=change.order_id,
        reason=change.reason,
        made_at=scene.now,
        answer_due_at=scene.in_hours(verdict.hours or 0),
    )
    care_rows.write(scene.connection, c.intercepts, intercept)
    return Outcome(state="done", reference=intercept.intercept_id, due_at=intercept.answer_due_at)


def make_urge(change: MakeUrge, scene: Scene) -> Outcome:
    """Soon after the last one about the same, that one's reference comes back."""
    verdict = obey(may_urge(scene.order, scene.care, change.what, scene.now, scene.rules), change.by)
    if verdict.rule == "urged_already":
        return Outcome(state="done", reference=verdict.detail, due_at=verdict.until)
    urge = Urge(
        urge_id=scene.number("CD", c.urges.c.urge_id),
        order_id=change.order_id,
        what=change.what,
        made_at=scene.now,
        answer_due_at=scene.in_hours(verdict.hours or 0),
    )
    care_rows.write(scene.connection, c.urges, urge)
    return Outcome(state="done", reference=urge.urge_id, due_at=urge.answer_due_at)


def _parsed(line: str) -> Address:
    try:
        return parse_address(line)
    except BadAddress as error:
        raise Refused(error.rule) from error


def _set(scene: Scene, **values: object) -> None:
    scene.connection.execute(sa.update(t.orders).where(t.orders.c.order_id == scene.order.order_id).values(**values))
