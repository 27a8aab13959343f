"""改订单内容: another colour or size at the same price and in stock after a yes; numbers and other wishes go to people."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.engine import Connection

from bot.shop.order import OrderItem
from bot.shop.product import Variant
from bot.shop.sql import product_rows
from tests.actions.flow_talk_case import FlowTalk, ShopUnderTalk, shop_with
from tests.actions.orders import NUMBER, order
from tests.shop.factories import product

SHIRT = OrderItem(sku="TS-WH-L", title="棉言 圆领短袖T恤 白色 L", quantity=1, price_fen=6900)
BOOK = OrderItem(sku="TS1001", title="《慢慢来的小城》", quantity=1, price_fen=4780)


def variant(colour: str, size: str, **more: int) -> Variant:
    letters = {"白色": "WH", "黑色": "BK", "墨绿": "GN"}[colour]
    return Variant(
        **{
            "sku": f"TS-{letters}-{size}",
            "options": {"颜色": colour, "尺码": size},
            "price_fen": 6900,
            "stock": 5,
            **more,
        }
    )


PRODUCT = product("TS", title="棉言 圆领短袖T恤", category="服饰", variants=(
    variant("白色", "L"), variant("白色", "XL"), variant("黑色", "L"), variant("黑色", "XL", stock=0), variant("墨绿", "L", price_fen=7900),
))  # fmt: skip
READER = product("TS1001", title="《慢慢来的小城》", category="图书", variants=())


@pytest.fixture
async def shop() -> AsyncIterator[ShopUnderTalk]:
    async with shop_with([order("paid", items=(SHIRT, BOOK), total_fen=11680)], [PRODUCT, READER]) as shop:
        yield shop


@pytest.fixture
def talk(shop: ShopUnderTalk) -> FlowTalk:
    return FlowTalk(shop=shop, customer_id="C1")


async def test_the_colour_in_the_wish_is_read_back_and_changed(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    [said] = await talk.says("颜色选错了 帮我换成黑色", "modify_order")
    assert said.response == "utter_read_back_item" and "黑色 L" in said.text and "白色 L" in said.text
    [done] = await talk.says("换吧", "affirm")
    assert done.response == "utter_item_changed"
    assert [item.sku for item in (await shop.order(NUMBER)).items] == ["TS-BK-L", "TS1001"]


async def test_it_is_asked_with_what_can_be_had_and_corrected_in_mid_flow(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    [said] = await talk.says("尺码拍错了能改吗", "modify_order")
    assert said.response == "utter_ask_option" and "黑色 XL" not in said.titles and "墨绿 L" not in said.titles
    [said] = await talk.clicks("白色 XL")
    assert said.response == "utter_read_back_item" and "白色 XL" in said.text
    [said] = await talk.says("不对 要黑色L", "deny")
    assert said.response == "utter_read_back_item" and "黑色 L" in said.text and not shop.asked
    await talk.says("对", "affirm")
    assert (await shop.order(NUMBER)).items[0].sku == "TS-BK-L"


@pytest.mark.parametrize(("text", "response"), [
    ("换成黑色XL", "utter_ask_option_gone"), ("换成墨绿色", "utter_item_dearer"), ("换成白色", "utter_ask_option_already"),
    ("数量改成0件", "utter_pieces_none"), ("数量改成1.5件", "utter_pieces_impossible"), ("数量改成-1件", "utter_pieces_impossible"),
    ("数量改成十万件", "utter_pieces_many"), ("改成2件", "utter_pieces_already"), ("改成3件", "utter_pieces_by_people"),
    ("能和另一单合并发吗", "utter_modify_by_people"), ("数量拍错了", "utter_modify_by_people"),
])  # fmt: skip
async def test_every_other_wish_gets_a_clear_answer(
    shop: ShopUnderTalk, talk: FlowTalk, text: str, response: str
) -> None:
    [said] = await talk.says(text, "modify_order")
    assert said.response == response and not shop.asked
    assert (
        response in ("utter_pieces_already", "utter_ask_option_gone", "utter_ask_option_already")
        or "人工复核" in said.titles
    )


async def test_a_person_gets_what_was_to_be_changed(talk: FlowTalk) -> None:
    await talk.says("数量改成3件", "modify_order")
    await talk.clicks("人工复核")
    [asked] = talk.asked_for_person
    assert "改订单内容" in (asked.words or "") and "3件" in (asked.words or "") and asked.order_id == NUMBER


def _sell_out(connection: Connection) -> None:
    connection.exec_driver_sql("update shop_variants set stock = 0")
    product_rows.raise_state(connection, product_rows.CATALOGUE_VERSION, 0)


async def test_what_sells_out_between_read_back_and_yes_is_said_and_nothing_changes(
    shop: ShopUnderTalk, talk: FlowTalk
) -> None:
    await talk.says("换成黑色", "modify_order")
    await shop.shop.write(_sell_out)
    [said] = await talk.says("好的", "affirm")
    assert said.response in ("utter_ask_option_gone", "utter_item_nothing_else") and not shop.done


@pytest.mark.parametrize(
    ("status", "stage"), [("packed", "packed"), ("in_transit", "shipped"), ("signed", "signed"), ("cancelled", "ended")]
)
async def test_too_late_says_what_can_be_done_instead(status: str, stage: str) -> None:
    async with shop_with([order(status, items=(SHIRT,))], [PRODUCT]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says(f"订单{NUMBER}换成黑色", "modify_order")
        assert (
            said.response == f"utter_cannot_modify_order_{stage}" and said.titles[-1] == "人工复核" and not shop.asked
        )


async def test_the_colour_that_is_wanted_points_at_no_order() -> None:
    old = OrderItem(sku="TS-BK-L", title="棉言 圆领短袖T恤 黑色 L", quantity=1, price_fen=6900)
    orders = [order("paid", items=(SHIRT,)), order("signed", order_id="7777000011112222", items=(old,))]
    async with shop_with(orders, [PRODUCT]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("颜色选错了能换个黑色吗", "modify_order")
        assert said.response == "utter_read_back_item" and talk.slots["draft"]["order_id"] == NUMBER
