"""What baskets cost, against sums that were worked out by hand. All amounts are fen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.promotion import Promotion
from bot.shop.quote import Line, gaps, quote
from tests.shop.factories import DAY, NOW, product, promotion

EARS = product("EJ1", category="耳机音箱")
BABY = product("MY1", category="母婴", title="奶瓶")
SHOE = product("XZ1", category="鞋靴", title="跑步鞋")


def made(kind: str, promotion_id: str = "P", **more) -> Promotion:
    values = {"threshold_fen": 0, "amount_fen": 0, "categories": (), "title": promotion_id}
    return promotion(promotion_id, kind=kind, **{**values, **more})


PER_200 = made("full_reduction", "每满200减20", threshold_fen=20000, amount_fen=2000, repeats=True, stacks=True)
ONCE_199 = made("full_reduction", "母婴199减30", threshold_fen=19900, amount_fen=3000, categories=("母婴",))
P85 = made("discount", "八五折", pay_permille=850, categories=("耳机音箱",))
FLASH = made("flash_sale", "秒杀", amount_fen=6000, limit_per_customer=1, skus=("XZ1",), stacks=True)
COUPON_15 = made("coupon", "满159减15", threshold_fen=15900, amount_fen=1500, stacks=True)
COUPON_99 = made("coupon", "满99减10", threshold_fen=9900, amount_fen=1000, stacks=True)
ALONE_100 = made("coupon", "满800减100", threshold_fen=80000, amount_fen=10000)
NEWCOMER = made("coupon", "新人", threshold_fen=6900, amount_fen=1000, stacks=True, levels=("new",))
P80_ALL = made("discount", "全场八折", pay_permille=800)
FLASH_TWO = made("flash_sale", "秒杀两件", amount_fen=6000, limit_per_customer=2, skus=("XZ1",))
BIG_COUPON = made("coupon", "无门槛20", amount_fen=2000, stacks=True)
GIFT = made("gift", "送杯刷", gift="杯刷")
DEPOSIT = made("presale", "定金", amount_fen=6000)


def line(goods, unit_fen: int, quantity: int = 1) -> Line:
    return Line(product=goods, sku=goods.sku, unit_fen=unit_fen, quantity=quantity)


# (basket, promotions, level) → what is left to pay, and what took it off in its order
BY_HAND = [
    # nothing runs
    ([line(SHOE, 25900)], [], None, 25900, []),
    # one step of 200: 259 − 20
    ([line(SHOE, 25900)], [PER_200], None, 23900, [2000]),
    # one fen below the step, and just on it
    ([line(SHOE, 19999)], [PER_200], None, 19999, []),
    ([line(SHOE, 20000)], [PER_200], None, 18000, [2000]),
    # 3 × 259 = 777: three steps, 60 off
    ([line(SHOE, 25900, 3)], [PER_200], None, 71700, [6000]),
    # 259 − 20 = 239, still above 159: − 15
    ([line(SHOE, 25900)], [PER_200, COUPON_15], None, 22400, [2000, 1500]),
    # of two coupons the one that takes more; one an order
    ([line(SHOE, 25900)], [COUPON_15, COUPON_99], None, 24400, [1500]),
    # 169 × 85 % = 143.65, rounded to the fen
    ([line(EARS, 16900)], [P85], None, 14365, [2535]),
    # 199 × 85 % = 169.15; the discount takes no coupon
    ([line(EARS, 19900)], [P85, COUPON_15, COUPON_99], None, 16915, [2985]),
    # half a fen goes up: 0.90 × 85 % = 76.5 → 77 fen
    ([line(EARS, 90)], [P85], None, 77, [13]),
    # 459 × 85 % = 390.15, and that is over 200 once: − 20
    ([line(EARS, 45900)], [P85, PER_200], None, 37015, [6885, 2000]),
    # 235 × 85 % = 199.75: the step is not reached any more
    ([line(EARS, 23500)], [P85, PER_200], None, 19975, [3525]),
    # the flash sale is for one piece only: (259 − 60) + 259
    ([line(SHOE, 25900, 2)], [FLASH], None, 45800, [6000]),
    # with the step on 458 (twice 200): − 40
    ([line(SHOE, 25900, 2)], [FLASH, PER_200], None, 41800, [6000, 4000]),
    # a price cannot fall below one fen
    ([line(SHOE, 5000)], [FLASH], None, 1, [4999]),
    # baby goods 199: their own 30 beats nothing else; 20 is not reached
    ([line(BABY, 19900)], [PER_200, ONCE_199], None, 16900, [3000]),
    # baby 199 and shoes 259: 458 → 40 by steps beats 30; one full reduction an order
    ([line(BABY, 19900), line(SHOE, 25900)], [PER_200, ONCE_199], None, 41800, [4000]),
    # one that does not stack forbids the coupon: 30 beats 15
    ([line(BABY, 19900)], [ONCE_199, COUPON_15], None, 16900, [3000]),
    # 820 − 100 (alone) = 720; 820 − 80 − 15 = 725: alone is better
    ([line(SHOE, 82000)], [ALONE_100, PER_200, COUPON_15], None, 72000, [10000]),
    # 1200 − 120 − 15 = 1065 beats 1200 − 100
    ([line(SHOE, 120000)], [ALONE_100, PER_200, COUPON_15], None, 106500, [12000, 1500]),
    # the coupon counts only the goods that are not discounted: 159 + 199 × 85 %
    ([line(SHOE, 15900), line(EARS, 19900)], [P85, COUPON_15], None, 31315, [2985, 1500]),
    ([line(SHOE, 15899), line(EARS, 19900)], [P85, COUPON_15], None, 32814, [2985]),
    # what is left of the shoes after their share of the step decides: 170 of 370, share 9.18 → 160.82
    ([line(SHOE, 17000), line(BABY, 20000)], [PER_200, COUPON_15], None, 33500, [2000, 1500]),
    # only for newcomers
    ([line(SHOE, 6900)], [NEWCOMER], None, 6900, []),
    ([line(SHOE, 6900)], [NEWCOMER], "regular", 6900, []),
    ([line(SHOE, 6900)], [NEWCOMER], "new", 5900, [1000]),
    # two discounts overlap: the lower price counts, not both: 199 × 80 % = 159.20
    ([line(EARS, 19900)], [P85, P80_ALL], None, 15920, [3980]),
    # a flash sale for one piece and a discount overlap: per line the cheaper way: 3 × 259 × 80 % = 621.60 beats 199 + 518
    ([line(SHOE, 25900, 3)], [FLASH, P80_ALL], None, 62160, [15540]),
    # for one piece the flash sale is cheaper: 199 beats 207.20
    ([line(SHOE, 25900)], [FLASH, P80_ALL], None, 19900, [6000]),
    # two reductions overlap on baby goods: 199 → 30 beats nothing of 20; 400 → 2 × 20 beats 30
    ([line(BABY, 40000)], [PER_200, ONCE_199], None, 36000, [4000]),
    ([line(BABY, 39999)], [PER_200, ONCE_199], None, 36999, [3000]),
    # what is left after the step is just the coupon's threshold, and one fen below: 179 − 20 is 159 only from 200 on
    ([line(SHOE, 17900)], [PER_200, COUPON_15], None, 16400, [1500]),
    ([line(SHOE, 15900)], [COUPON_15], None, 14400, [1500]),
    ([line(SHOE, 15899)], [COUPON_15], None, 15899, []),
    # limit of two: (259 − 60) × 2 + 259 = 657
    ([line(SHOE, 25900, 3)], [FLASH_TWO], None, 65700, [12000]),
    # a coupon larger than the goods makes them free, not cheaper than nothing
    ([line(BABY, 900)], [BIG_COUPON], None, 0, [900]),
    # gifts and deposits change no price
    ([line(SHOE, 25900)], [GIFT, DEPOSIT], None, 25900, []),
]  # fmt: skip


@pytest.mark.parametrize(("basket", "running", "level", "pay_fen", "off"), BY_HAND)
def test_baskets_cost_what_was_worked_out_by_hand(basket, running, level, pay_fen, off) -> None:
    for promotions in (running, running[::-1]):
        made = quote(basket, promotions, now=NOW, level=level)
        assert made.pay_fen == pay_fen
        assert sorted(each.off_fen for each in made.savings) == sorted(off)
        assert made.goods_fen - made.off_fen == made.pay_fen


@pytest.mark.parametrize(
    ("moved", "counts"), [(-DAY, True), (timedelta(0), True), (DAY - timedelta(seconds=1), True), (DAY, False)]
)
def test_a_promotion_counts_from_its_start_until_just_before_its_end(moved: timedelta, counts: bool) -> None:
    made = quote([line(SHOE, 25900)], [PER_200], now=NOW + moved, level=None)
    assert bool(made.savings) is counts


def test_one_that_has_not_begun_does_not_count() -> None:
    assert not quote([line(SHOE, 25900)], [PER_200], now=NOW - DAY - timedelta(milliseconds=1), level=None).savings


def test_an_empty_basket_costs_nothing() -> None:
    assert quote([], [PER_200, COUPON_15], now=NOW, level=None).pay_fen == 0


def test_the_gap_to_the_next_step_is_told_nearest_first() -> None:
    found = gaps([line(SHOE, 18000)], [PER_200, ALONE_100], now=NOW, level=None)
    assert [(each.gap_fen, each.off_fen) for each in found] == [(2000, 2000), (62000, 10000)]


def test_a_step_that_repeats_has_a_next_one_and_a_coupon_in_use_has_none() -> None:
    found = gaps([line(SHOE, 35000)], [PER_200, COUPON_15], now=NOW, level=None)
    assert [(each.promotion.promotion_id, each.gap_fen) for each in found] == [("每满200减20", 5000)]


def test_goods_out_of_scope_have_no_gap_to_it() -> None:
    assert gaps([line(SHOE, 10000)], [ONCE_199], now=NOW, level=None) == []


def test_one_that_ended_a_second_ago_leaves_the_one_that_overlapped_it() -> None:
    over = made("discount", "五折", pay_permille=500, valid_until=NOW - timedelta(seconds=1))
    found = quote([line(EARS, 19900)], [over, P85], now=NOW, level=None)
    assert found.pay_fen == 16915 and [each.promotion.title for each in found.savings] == ["八五折"]
    assert quote([line(EARS, 19900)], [over], now=NOW, level=None).pay_fen == 19900


BASKETS = st.lists(
    st.builds(line, st.sampled_from([EARS, BABY, SHOE]), st.integers(1, 200_000), st.integers(1, 5)), max_size=4
)
ALL = [PER_200, ONCE_199, P85, FLASH, COUPON_15, COUPON_99, ALONE_100, NEWCOMER, GIFT, DEPOSIT, P80_ALL, FLASH_TWO]


@given(BASKETS, st.lists(st.sampled_from(ALL), unique_by=id, max_size=6))
def test_a_price_never_rises_never_falls_below_nothing_and_adds_up(basket, running) -> None:
    found = quote(basket, running, now=NOW, level=None)
    assert 0 <= found.pay_fen <= found.goods_fen
    assert found.goods_fen - sum(each.off_fen for each in found.savings) == found.pay_fen
    kinds = [each.promotion.kind for each in found.savings]
    assert kinds.count("coupon") <= 1 and kinds.count("full_reduction") <= 1
    for one in running:  # one promotion less never makes it cheaper
        rest = [each for each in running if each is not one]
        if one.kind in ("coupon", "full_reduction"):
            assert quote(basket, rest, now=NOW, level=None).pay_fen >= found.pay_fen
