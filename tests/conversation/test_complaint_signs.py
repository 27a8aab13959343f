"""A complaint is heard in words that are likest to another wish; other wishes stay what they are."""

from __future__ import annotations

import pytest

from bot.conversation.complaint_evidence import one_matter
from bot.conversation.evidence import rerank
from bot.conversation.views import Guess, ParseView, ThreadView


def heard(text: str, best: str, confidence: float = 0.9, **thread: object) -> str:
    parse = ParseView(text=text, ranking=(Guess(intent=best, confidence=confidence),))
    return rerank(parse, ThreadView(**thread)).intent  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "best", "confidence", "meant"),
    [
        ("怎么还没到啊", "track_refund", 0.4, "complain_late_delivery"), ("怎么还不到", "track_refund", 0.7, "complain_late_delivery"),
        ("都没影", "track_after_sale", 0.5, "complain_late_delivery"),
        ("付款三天了还不发货", "urge_shipping", 1.0, "complain_late_delivery"), ("十几天了都没发", "urge_shipping", 0.9, "complain_late_delivery"),
        ("收了钱不发货 什么意思", "urge_shipping", 0.2, "complain_late_delivery"), ("等了两个星期没动", "urge_delivery", 0.9, "complain_late_delivery"),
        ("快递好几天不动了 是不是丢了", "track_order", 0.9, "complain_not_received"), ("该不会弄丢了吧", "out_of_scope", 0.4, "complain_not_received"),
        ("送女朋友的礼物 到手碎了 怎么送啊", "urge_delivery", 0.34, "complain_damaged"), ("拆开一看瓶子裂了", "out_of_scope", 0.4, "complain_damaged"),
        ("少了一罐 补我钱", "request_refund", 0.9, "complain_missing_item"), ("漏发了两包 赔我", "request_refund", 0.9, "complain_missing_item"),
        ("赔我1000000元 不然没完", "request_refund", 0.7, "complain_general"), ("快递弄丢了必须赔我500", "request_refund", 0.7, "complain_not_received"),
        ("你们一直都这么慢吗", "urge_reply", 0.27, "complain_late_delivery"), ("还能到吗 我真服了", "complain_general", 0.8, "complain_late_delivery"),
    ],
)  # fmt: skip
def test_the_matter_is_heard(text: str, best: str, confidence: float, meant: str) -> None:
    assert heard(text, best, confidence) == meant


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("退款怎么还没到账", "track_refund"), ("钱还没到", "track_refund"), ("退货的钱怎么还没收到", "track_refund"), ("帮我催一下发货", "urge_shipping"),
        ("快点给我送 急着用", "urge_delivery"), ("我要退款 少了一件", "request_refund"), ("赔付怎么算的", "request_refund"), ("订单丢了怎么找回", "recover_order"),
        ("收到的杯子碎了 给我换一个", "request_exchange"),
    ],
)  # fmt: skip
def test_what_is_another_wish_stays_it(text: str, best: str) -> None:
    assert heard(text, best) == best


def test_money_that_has_not_come_is_asked_for_where_money_is_talked_about() -> None:
    assert heard("怎么还没到啊", "track_refund", 0.7, flow="track_refund") == "track_refund"


@pytest.mark.parametrize(
    ("text", "best"),
    [("还没动静啊", "urge_shipping"), ("到底还送不送了", "urge_delivery"), ("我不想听这些 到底什么时候发", "ask_shipping_time"), ("快递还是没动", "track_order")],
)  # fmt: skip
def test_a_lateness_that_was_complained_of_goes_on(text: str, best: str) -> None:
    late = {"flow": "complain_late_delivery", "order_in_focus": "1", "complaining": True}
    assert heard(text, best, **late) == "complain_late_delivery"
    assert heard("好的 到哪了", "track_order", **late) == "track_order"


def test_a_complaint_and_what_she_wants_for_it_are_one_matter() -> None:
    assert one_matter("complain_defective", "request_return")
    assert not one_matter("complain_defective", "ask_stock") and not one_matter("track_order", "request_return")
