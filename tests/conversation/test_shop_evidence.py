"""Questions of the shop that a model takes for a parcel of hers, and parcels of hers that stay hers."""

from __future__ import annotations

import pytest

from bot.conversation.evidence import rerank
from bot.conversation.views import Guess, ParseView, ThreadView


def heard(text: str, best: str, thread: ThreadView | None = None) -> str:
    parse = ParseView(text=text, ranking=(Guess(intent=best, confidence=0.95),))
    return rerank(parse, thread or ThreadView()).intent


@pytest.mark.parametrize(
    "text",
    [
        "货从哪儿发的", "货是从哪里发出来的", "你们从哪个城市发货", "哪里发货", "发货地是哪", "从哪个省寄过来的", "从哪发货呀", "在哪个仓发货",
        "从什么地方发货", "都是从哪边发的",
    ],
)  # fmt: skip
def test_where_goods_are_sent_from_is_the_shops(text: str) -> None:
    assert heard(text, "track_order") == "ask_shop_info"


@pytest.mark.parametrize(
    "text", ["走的什么物流", "你们用哪家快递", "发啥快递", "快递是哪家", "寄什么快递", "都走啥物流", "合作的哪些快递"]
)
def test_by_whom_goods_are_sent_is_the_shops(text: str) -> None:
    assert heard(text, "track_order") == "ask_delivery_area"


@pytest.mark.parametrize(
    "text",
    [
        "能给我发顺丰不",
        "能不能发顺丰",
        "可以指定顺丰吗",
        "可以发京东快递吗",
        "支持发邮政吗",
        "发顺丰要加钱吗",
        "能走中通吗",
    ],
)
def test_whether_a_carrier_can_be_had_is_told_before_any_order_is_asked_for(text: str) -> None:
    assert heard(text, "special_request") == "ask_delivery_area"
    assert heard(text, "special_request", ThreadView(logged_in=True)) == "special_request"


@pytest.mark.parametrize(
    "text",
    [
        "大半夜的还有人不", "半夜有人在吗", "凌晨两点还有客服吗", "夜里有没有人回", "这么晚还有人吗", "周末有人值班吗", "晚上有人上班吗",
        "过年有人在线吗", "深夜有客服不", "周日在不在啊",
    ],
)  # fmt: skip
def test_who_is_there_at_night_is_the_shops_hours(text: str) -> None:
    assert heard(text, "ask_stock") == "ask_shop_info"


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("我的货从哪里发的", "track_order"),
        ("我买的那个从哪发货", "track_order"),
        ("这单从哪个仓发的", "track_order"),
        ("从哪里发货 几天到", "ask_shipping_time"),
        ("我的快递走的什么物流", "track_order"),
        ("半夜送货的人一直不接电话", "contact_courier"),
        ("晚上有货吗", "ask_stock"),
        ("顺丰说我的件丢了", "track_order"),
        ("顺丰小哥的手机号能发我不", "contact_courier"),
        ("可不可以把送货时间改到周末，平时我要上班，晚上才回家", "change_delivery_time"),
        ("要求送货上门，别放驿站", "special_request"),
        ("农村能送上门吗", "ask_delivery_area"),
    ],
)
def test_what_is_hers_stays_hers(text: str, best: str) -> None:
    assert heard(text, best) == best


def test_while_an_order_is_talked_about_it_is_that_orders() -> None:
    assert heard("货从哪儿发的", "track_order", ThreadView(order_in_focus="1", flow="track_order")) == "track_order"
