"""Fee, area and time of delivery by zone."""

from __future__ import annotations

import pytest

from bot.shop.delivery import DeliveryRules, Zone, place_in
from bot.shop.seed import DEMO_SHOP, read_shop
from tests.shop.factories import NOW, anchor

NEAR = Zone(name="江浙沪", provinces=("江苏", "浙江", "上海"), days=(1, 2))
FAR = Zone(name="新疆、西藏", provinces=("新疆", "西藏"), days=(5, 8), extra_fen=1000)
AWAY = Zone(name="海外", provinces=("海外",), sends=False)
REST = Zone(name="其他", provinces=(), days=(2, 4))
RULES = DeliveryRules(fee_fen=800, free_from_fen=5900, ship_within_hours=48, zones=(NEAR, FAR, AWAY, REST))


@pytest.mark.parametrize(
    ("zone", "goods_fen", "fee_fen"),
    [
        (NEAR, 5899, 800),
        (NEAR, 5900, 0),
        (NEAR, 0, 800),
        (FAR, 5899, 1800),
        (FAR, 5900, 1000),  # the extra is paid also where the fee is free
        (REST, 100_000, 0),
    ],
)
def test_the_fee_at_its_threshold(zone: Zone, goods_fen: int, fee_fen: int) -> None:
    assert RULES.fee(zone, goods_fen) == fee_fen


@pytest.mark.parametrize(("province", "zone"), [("浙江", NEAR), ("西藏", FAR), ("海外", AWAY), ("广东", REST)])
def test_a_province_has_its_zone_or_that_of_the_rest(province: str, zone: Zone) -> None:
    assert RULES.zone_of(province) == zone


def test_without_a_zone_for_the_rest_nothing_is_said_of_other_places() -> None:
    rules = DeliveryRules(fee_fen=800, free_from_fen=5900, ship_within_hours=48, zones=(NEAR,))
    assert rules.zone_of("广东") is None


@pytest.mark.parametrize(
    ("text", "name", "province"),
    [
        ("寄到乌鲁木齐多少钱", "乌鲁木齐", "新疆"),
        ("杭州几天到", "杭州", "浙江"),
        ("吉林省长春市能发吗", "长春", "吉林"),
        ("从上海寄到北京几天", "北京", "北京"),
        ("发吉林吗", "吉林", "吉林"),
        ("香港能寄吗", "香港", "香港"),
        ("寄美国可以吗", "美国", "海外"),
    ],
)
def test_a_place_belongs_to_its_province(text: str, name: str, province: str) -> None:
    place = place_in(text)
    assert place is not None and (place.name.removesuffix("市"), place.province) == (name, province)


@pytest.mark.parametrize("text", ["几天能到", "包邮吗", ""])
def test_no_place_is_made_up(text: str) -> None:
    assert place_in(text) is None


def test_the_demo_shop_says_something_of_every_province() -> None:
    rules = read_shop(DEMO_SHOP, anchor(NOW)).delivery
    assert rules is not None
    for province in "北京 天津 河北 内蒙古 黑龙江 广东 海南 西藏 新疆 香港 澳门 台湾 海外".split():
        zone = rules.zone_of(province)
        assert zone is not None and (zone.days is not None or not zone.sends)
