"""凑单, against sums that were worked out by hand. All amounts are fen."""

from __future__ import annotations

from bot.shop.quote import Line, gaps
from bot.shop.top_up import Basket, pieces_from, top_ups
from tests.shop.factories import NOW, product
from tests.shop.test_quote import BABY, COUPON_15, FLASH, ONCE_199, P85, PER_200, line, made

SHOE = product("XZ1", category="鞋靴", title="跑步鞋", aliases=())
SOCKS = product("FZ1", category="服装", title="中筒袜子", price_fen=2990, stock=9, variants=(), aliases=())
MORE_SOCKS = product("FZ2", category="服装", title="隐形袜子", price_fen=3190, stock=9, variants=(), aliases=())
CUP = product("JJ1", category="家居家具", title="保温杯", price_fen=4000, stock=9, variants=(), aliases=())
SMALL = product("SP1", category="食品", title="软糖", price_fen=990, stock=9, variants=(), aliases=())
GONE = product("JJ2", category="家居家具", title="马克杯", price_fen=2000, stock=0, variants=(), aliases=())
EARS = product("EJ9", category="耳机音箱", title="有线耳机", price_fen=2200, stock=9, variants=(), aliases=())
GOODS = [CUP, MORE_SOCKS, SOCKS, SMALL, GONE, SHOE, EARS]


def advised(basket_lines, promotions, goods=GOODS):
    basket = Basket(lines=tuple(basket_lines), promotions=tuple(promotions), now=NOW)
    gap = gaps(basket.lines, promotions, now=NOW, level=None)[0]
    return [(each.line.sku, each.pay_fen, each.more_fen) for each in top_ups(basket, gap, goods)]


def test_what_costs_least_in_the_end_comes_first_and_of_a_kind_only_the_best() -> None:
    # 180 + 29.90 = 209.90 − 20 = 189.90; + 40 = 220 − 20 = 200; 软糖 does not reach 200; 马克杯 is sold out
    assert advised([line(SHOE, 18000)], [PER_200], [CUP, MORE_SOCKS, SOCKS, SMALL, GONE, SHOE]) == [
        ("FZ1", 18990, 990),
        ("JJ1", 20000, 2000),
    ]


def test_a_discounted_piece_counts_with_its_own_price() -> None:
    # 有线耳机 22 × 85 % = 18.70: 180 + 18.70 is below 200
    assert "EJ9" not in [sku for sku, _, _ in advised([line(SHOE, 18000)], [PER_200, P85])]
    # 182 + 18.70 = 200.70 − 20 = 180.70, which is 1.30 less than 182 alone
    assert advised([line(SHOE, 18200)], [PER_200, P85])[0] == ("EJ9", 18070, -130)


def test_a_coupon_is_reached_as_a_reduction_is() -> None:
    # 150 + 9.90 = 159.90 − 15 = 144.90: 5.10 less than without
    assert advised([line(SHOE, 15000)], [COUPON_15])[0] == ("SP1", 14490, -510)


def test_only_goods_of_its_scope_fill_a_promotion() -> None:
    diapers = product("MY2", category="母婴", title="纸尿裤", price_fen=4900, stock=3, variants=(), aliases=())
    # 160 + 49 = 209 − 30 = 179
    assert advised([line(BABY, 16000)], [ONCE_199], [*GOODS, diapers]) == [("MY2", 17900, 1900)]


def test_a_step_that_repeats_is_reached_once_more() -> None:
    # 380 − 20 = 360; + 22 = 402 − 40 = 362
    assert advised([line(SHOE, 38000)], [PER_200])[0] == ("EJ9", 36200, 200)


def test_what_ended_a_moment_ago_is_not_filled() -> None:
    over = made("full_reduction", "完了", threshold_fen=20000, amount_fen=2000, valid_until=NOW)
    assert gaps([line(SHOE, 18000)], [over, FLASH], now=NOW, level=None) == []


def test_a_gap_alone_is_filled_by_the_cheapest_pieces_that_are_enough() -> None:
    assert [each.sku for each in pieces_from(GOODS, 2500)] == ["FZ1", "JJ1", "XZ1"]
    assert pieces_from([GONE], 100) == [] and isinstance(pieces_from([CUP], 1)[0], Line)
