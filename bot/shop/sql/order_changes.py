"""Changes of an order itself, each within the caller's transaction: cancel, address, goods, remark, time, interception, urge."""

from __future__ import annotations

import sqlalchemy as sa

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
from bot.shop.sql import care_rows, product_rows
from bot.shop.sql import care_tables as c
from bot.shop.sql import tables as t
from bot.shop.sql.money_changes import give_back
from bot.shop.sql.scene import Refused, Scene, check

_LONGEST_REMARK = 500


def cancel_order(change: CancelOrder, scene: Scene) -> Outcome:
    """`cancelled` at once; what was paid goes back on the shop's own rail, and the outcome names it with its due date."""
    status = scene.order.status
    check(status != "cancelled", "already_cancelled")
    check(status in ("unpaid", "paid", "packed"), "already_shipped")
    _set(scene, status="cancelled")
    left_fen = scene.order.total_fen - scene.care.given_back_fen
    if status == "unpaid" or left_fen <= 0:
        return Outcome(state="done")
    return give_back(scene, "refund", left_fen)


def change_address(change: ChangeAddress, scene: Scene) -> Outcome:
    check(scene.order.status in ("unpaid", "paid"), "already_packed")
    phone = change.phone or scene.order.phone
    _set(
        scene,
        recipient=change.recipient or scene.order.recipient,
        phone=phone,
        phone_tail=phone[-4:],
        address=change.address,
    )
    return Outcome(state="done")


def change_item(change: ChangeItem, scene: Scene) -> Outcome:
    check(scene.order.status in ("unpaid", "paid"), "already_packed")
    place = next((n for n, item in enumerate(scene.order.items) if item.sku == change.sku), None)
    if place is None:
        raise Refused("not_in_order")
    item = scene.order.items[place]
    product = product_rows.product_by_sku(scene.connection, change.wanted_sku)
    wanted = next((each for each in product.variants if each.sku == change.wanted_sku), None) if product else None
    if product is None or wanted is None or all(each.sku != change.sku for each in product.variants):
        raise Refused("other_product")
    check(wanted.price_fen == item.price_fen, "other_price")
    check(wanted.stock >= item.quantity, "out_of_stock")
    title = " ".join([product.title, *wanted.options.values()])
    of_item = (t.order_items.c.order_id == change.order_id) & (t.order_items.c.position == place)
    scene.connection.execute(sa.update(t.order_items).where(of_item).values(sku=wanted.sku, title=title))
    return Outcome(state="done", reference=wanted.sku)


def add_remark(change: AddRemark, scene: Scene) -> Outcome:
    check(scene.order.status in ("unpaid", "paid", "packed"), "already_shipped")
    remark = "；".join(part for part in (scene.order.remark, change.remark.strip()) if part)
    check(bool(change.remark.strip()), "empty_remark")
    check(len(remark) <= _LONGEST_REMARK, "remark_too_long")
    _set(scene, remark=remark)
    return Outcome(state="done")


def change_delivery_time(change: ChangeDeliveryTime, scene: Scene) -> Outcome:
    check(scene.order.is_open and scene.order.status not in ("unpaid", "refused", "lost"), "not_deliverable")
    check(scene.now < change.deliver_from < change.deliver_until, "time_past")
    slot = DeliverySlot(order_id=change.order_id, deliver_from=change.deliver_from, deliver_until=change.deliver_until)
    scene.connection.execute(sa.delete(c.slots).where(c.slots.c.order_id == change.order_id))
    care_rows.write(scene.connection, c.slots, slot)
    return Outcome(state="done", due_at=change.deliver_until)


def intercept_parcel(change: InterceptParcel, scene: Scene) -> Outcome:
    """The carrier is asked once; asking again gives the first request."""
    if scene.care.intercept is not None:
        known = scene.care.intercept
        return Outcome(state="done", reference=known.intercept_id, due_at=known.answer_due_at)
    check(scene.order.status in ("shipped", "in_transit", "out_for_delivery"), "not_on_the_way")
    intercept = Intercept(
        intercept_id=scene.number("LJ", c.intercepts.c.intercept_id),
        order_id=change.order_id,
        reason=change.reason,
        made_at=scene.now,
        answer_due_at=scene.in_hours(24),
    )
    care_rows.write(scene.connection, c.intercepts, intercept)
    return Outcome(state="done", reference=intercept.intercept_id, due_at=intercept.answer_due_at)


def make_urge(change: MakeUrge, scene: Scene) -> Outcome:
    """Within 12 hours of the last one about the same, that one's reference comes back."""
    for urge in scene.care.urges:
        if urge.what == change.what and (scene.now - urge.made_at).total_seconds() < 12 * 3600:
            return Outcome(state="done", reference=urge.urge_id, due_at=urge.answer_due_at)
    check(change.what in ("shipping", "delivery", "refund", "invoice"), "unknown_subject")
    urge = Urge(
        urge_id=scene.number("CD", c.urges.c.urge_id),
        order_id=change.order_id,
        what=change.what,
        made_at=scene.now,
        answer_due_at=scene.in_hours(24),
    )
    care_rows.write(scene.connection, c.urges, urge)
    return Outcome(state="done", reference=urge.urge_id, due_at=urge.answer_due_at)


def _set(scene: Scene, **values: object) -> None:
    scene.connection.execute(sa.update(t.orders).where(t.orders.c.order_id == scene.order.order_id).values(**values))
