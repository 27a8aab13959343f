"""One message reads each thing of the shop once, however often its answer needs it; the next message reads anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.actions.demo_talk import DemoTalk

STORY = (
    ("两百以内有没有适合跑步的蓝牙耳机", "search_product"),
    ("第二个防水吗", "ask_product_attribute"),
    ("跟第一个比呢", "compare_products"),
    ("有白色的吗 什么时候发货", "ask_stock"),
    ("便宜点呗", "bargain"),
    ("破壁机噪音大吗", "ask_product_attribute"),
    ("声屿 Air3 多少钱", "ask_price"),
    ("打折的耳机", "search_product"),
)


async def test_no_answer_of_the_story_asks_the_shop_twice() -> None:
    talk = DemoTalk()
    for text, intent in STORY:
        talk.shop.asked.clear()
        assert await talk.asks(text, intent)
        assert talk.shop.asked["products_of"] <= 2 and talk.shop.asked["promotions"] <= 1, (text, talk.shop.asked)


@pytest.mark.parametrize("text", ["这款多少钱", "便宜点呗"])
async def test_a_price_that_changed_between_two_messages_is_said(text: str) -> None:
    talk = DemoTalk()
    [said, *_] = await talk.asks("云栖 破壁机多少钱", "ask_price")
    shown = said.cards[0]
    sku = shown["sku"]
    talk.shop.all_products[sku] = replace(talk.shop.all_products[sku], price_fen=123_400, variants=())
    [said, *_] = await talk.asks(text, "ask_price")
    assert said.cards[0]["price_fen"] == 123_400 and "1234元" in said.text
