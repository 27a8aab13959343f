"""What an agent does to an order goes by the shop's rules, once for her frame, told to the shopper, in the log."""

from __future__ import annotations

import orjson
from sqlalchemy import select

from bot.care.effects import CasePhotoGiven
from bot.errors import OutcomeUnknown
from bot.records import case_photos, uploads
from bot.records.handoff_tables import audit
from bot.records.uploads import Upload
from bot.shop.order import Order
from bot.shop.sql.shop import SqlShop
from tests.gateway.client import Frame, an_id
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.desk.serving import Served, served
from tests.gateway.live import LiveGateway


async def before_shipping(gateway: LiveGateway, status: str = "paid") -> Served:
    """小林 holds a customer with an order in this state; the shop behind it is the real one."""
    return await served(gateway, lambda order: order.status == status, real_shop=True)


def frame(here: Served, deed: dict[str, object], **more: object) -> Frame:
    return {"type": "change_order", "conversation_id": here.chat, "order_id": here.order.order_id, "deed": deed, **more}


async def order_now(here: Served) -> Order:
    shop = here.gateway.parts.hours.shop
    assert isinstance(shop, SqlShop)
    found = await shop.order(here.order.order_id)
    assert found is not None
    return found


async def facts(here: Served) -> str:
    async with here.agent.http.get(f"/api/v1/desk/conversations/{here.chat}") as response:
        orders = (await response.json())["orders"]
    return next(str(order["facts"]) for order in orders if order["order_id"] == here.order.order_id)


async def test_an_order_is_cancelled_once_and_she_reads_it(lone: LiveGateway) -> None:
    here = await before_shipping(lone)
    wanted = frame(here, {"kind": "cancel_order", "reason": "顾客不要了"}, id=an_id(), facts=await facts(here))
    first = await here.agent.acked(wanted)
    again = await here.agent.acked(wanted)
    assert first["outcome"] == again["outcome"] and first["outcome"]["amount_fen"] == here.order.total_fen
    told = await here.heard("取消")
    assert told["role"] == "system" and "小林" in told["text"] and here.order.order_id[-4:] in told["text"]
    assert (await order_now(here)).status == "cancelled"
    rows = lone.database.read_now(lambda c: c.execute(select(audit).where(audit.c.action == "cancel_order")).all())
    assert [orjson.loads(row.detail)["outcome"] for row in rows] == ["done"]
    await here.shopper.quiet()
    assert len([each for each in here.shopper.messages() if "取消" in str(each.get("text"))]) == 1


async def test_what_changed_meanwhile_or_is_against_the_rules_is_not_done(lone: LiveGateway) -> None:
    here = await before_shipping(lone)
    old = await facts(here)
    address = {
        "kind": "change_address",
        "recipient": "何若曦",
        "phone": "13900001111",
        "address": "浙江省杭州市西湖区新路8号",
    }
    changed = await here.agent.acked(frame(here, address, facts=old))
    await here.heard("收货信息")
    assert (await order_now(here)).address.endswith("新路8号")
    assert await here.agent.refused(frame(here, {"kind": "cancel_order"}, facts=old)) == "conflict"
    assert (await order_now(here)).status == "paid"
    assert changed["facts"] == await facts(here) != old
    await here.agent.acked(frame(here, {"kind": "cancel_order"}, facts=changed["facts"]))
    assert await here.agent.refused(frame(here, address)) == "conflict"
    said = [each["message"] for each in here.agent.seen if each["type"] == "error"]
    assert "有变化" in said[0] and "_" not in said[1]


async def test_urging_names_the_day_of_the_answer(lone: LiveGateway) -> None:
    here = await before_shipping(lone)
    ack = await here.agent.acked(frame(here, {"kind": "make_urge", "what": "shipping"}))
    assert ack["outcome"]["reference"] and "催" in (await here.heard("催"))["text"]


async def test_only_the_holder_and_only_her_shoppers_orders(lone: LiveGateway) -> None:
    here = await before_shipping(lone)
    hire(lone.database, "小王")
    other = await DeskClient.enter(lone, "小王")
    boss = await DeskClient.enter(lone, "主管")
    wanted = frame(here, {"kind": "cancel_order"})
    assert await other.refused(wanted) == "not_holder" and await boss.refused(wanted) == "not_holder"
    assert await here.agent.refused({**wanted, "order_id": here.anothers.order_id}) == "not_found"
    for deed in ({"kind": "give_coupon"}, {"kind": "change_address", "recipient": "x", "phone": "x", "address": "x" * 9},
                 {"kind": "make_urge", "what": "all"}, {}):  # fmt: skip
        assert await here.agent.refused(frame(here, deed)) == "invalid_frame", deed
    assert (await order_now(here)).status == "paid"


async def test_a_lost_answer_is_said_and_logged_and_not_told_to_her(lone: LiveGateway) -> None:
    here = await served(lone, lambda order: order.status == "paid")
    here.shop.answers = [OutcomeUnknown("the line broke")]
    assert await here.agent.refused(frame(here, {"kind": "cancel_order"})) == "unavailable"
    assert "可能已经办成" in [each["message"] for each in here.agent.seen if each["type"] == "error"][-1]
    rows = lone.database.read_now(lambda c: c.execute(select(audit).where(audit.c.action == "cancel_order")).all())
    assert [orjson.loads(row.detail)["outcome"] for row in rows] == ["unknown"]
    assert not [each for each in await here.shopper.quiet() if "取消" in str(each.get("text"))]


async def test_products_and_orders_go_as_cards(lone: LiveGateway) -> None:
    here = await before_shipping(lone)
    sku = here.order.items[0].sku
    send = {"type": "send", "conversation_id": here.chat}
    for kind, ref in (("product", sku), ("order", here.order.order_id)):
        await here.agent.acked({**send, "card": {"kind": kind, "ref": ref}})
        got = await here.shopper.until(lambda each: bool(each.get("cards")))
        assert got["cards"][0]["kind"] == kind and got["text"]
    assert await here.agent.refused({**send, "card": {"kind": "after_sale", "ref": "SH00000000"}}) == "not_found"


async def test_a_case_is_opened_as_the_rules_say_and_shown_as_a_card(lone: LiveGateway) -> None:
    here = await served(lone, lambda order: order.status == "signed" and len(order.items) == 1, real_shop=True)
    async with here.agent.http.get("/api/v1/desk/reasons") as response:
        assert {"code": "defective", "title": "有质量问题"}.items() <= next(
            row for row in (await response.json())["rows"] if row["code"] == "defective"
        ).items()
    deed = {"kind": "open_after_sale", "type": "return", "sku": here.order.items[0].sku, "quantity": 1}
    ack = await here.agent.acked(frame(here, {**deed, "reason": "defective"}, facts=await facts(here)))
    told = await here.heard("售后申请")
    card = told["cards"][0]
    assert card["kind"] == "after_sale" and card["after_sale_id"] == ack["outcome"]["reference"]
    assert card["amount_fen"] > 0 and card["state"] == "approved" and not card["next"]["what"].isascii()
    async with here.agent.http.get(f"/api/v1/desk/conversations/{here.chat}") as response:
        orders = (await response.json())["orders"]
    shown = next(order for order in orders if order["order_id"] == here.order.order_id)
    assert card["after_sale_id"] in [case["after_sale_id"] for case in shown["after_sales"]]
    again = frame(here, {**deed, "quantity": 99, "reason": "defective"})
    assert await here.agent.refused(again) == "conflict"
    await here.agent.acked(
        {"type": "send", "conversation_id": here.chat, "card": {"kind": "after_sale", "ref": card["after_sale_id"]}}
    )


async def test_the_pictures_of_a_case_stand_beside_it(lone: LiveGateway) -> None:
    here = await served(lone, lambda order: order.status == "signed", real_shop=True)
    deed = {"kind": "open_after_sale", "type": "return", "sku": here.order.items[0].sku, "quantity": 1}
    ack = await here.agent.acked(frame(here, {**deed, "reason": "defective"}, facts=await facts(here)))
    number, upload_id = ack["outcome"]["reference"], an_id()
    upload = Upload(
        id=upload_id, conversation_id=here.chat, media_type="image/jpeg", width=640, height=480, size_bytes=9
    )
    lone.database.write_now(uploads.add, upload, now_ms=1)
    given = CasePhotoGiven(after_sale_id=number, order_id=here.order.order_id, upload_id=upload_id)
    lone.database.write_now(case_photos.keep, here.chat, given, now_ms=2)
    async with here.agent.http.get(f"/api/v1/desk/conversations/{here.chat}") as response:
        orders = (await response.json())["orders"]
    cases = {each["after_sale_id"]: each["photos"] for order in orders for each in order["after_sales"]}
    [photo] = cases.pop(number)
    assert (photo["width"], photo["height"]) == (640, 480) and f"/{upload_id}?until=" in photo["url"]
    assert not any(cases.values())
