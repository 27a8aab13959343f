"""Fee, area and time of delivery by zone."""

from __future__ import annotations

import pytest

from bot.shop.delivery import DeliveryRules, Zone, heads_for, place_in, unknown_goal
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


@pytest.mark.parametrize(
    ("text", "name", "province"),
    [
        ("能寄到荷兰吗", "荷兰", "海外"),
        ("荷兰能寄吗", "荷兰", "海外"),
        ("发日本吗", "日本", "海外"),
        ("支持海外直邮吗", "海外", "海外"),
        ("寄到开封没问题吧", "开封", "河南"),
        ("开封多久能到", "开封", "河南"),
        ("三明包邮吗", "三明", "福建"),
        ("杭州酒店能送吗", "杭州", "浙江"),
        ("能送到漠河吗", "漠河", "黑龙江"),
    ],
)
def test_countries_and_names_that_are_other_words_too(text: str, name: str, province: str) -> None:
    place = place_in(text)
    assert place is not None and (place.name, place.province) == (name, province)


@pytest.mark.parametrize(
    "text",
    [
        "是德国进口的吗",
        "从美国发货吗",
        "日本电饭煲几天能到",
        "荷兰豆多少钱",
        "牛奶开封后能放多久",
        "未开封能退吗",
        "三明治机多少钱",
        "发五常大米吗",
        "送五常大米吗",
        "六安瓜片包邮吗",
    ],
)
def test_where_goods_come_from_and_what_only_sounds_like_a_place_is_none(text: str) -> None:
    assert place_in(text) is None


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("能寄到拉萨吗", True),
        ("我在杭州能穿吗", True),
        ("人在广东佛山", True),
        ("寄到浙江省杭州市", True),
        ("杭州有货吗", False),
        ("新疆棉的吗", False),
        ("收到新疆棉了", False),
    ],
)
def test_a_place_that_stands_as_a_goal(text: str, heads: bool) -> None:
    place = place_in(text)
    assert place is not None and heads_for(text, place) is heads


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("能送到桃花岛吗", "桃花岛"),
        ("寄到桃花岛要几天", "桃花岛"),
        ("发到邮箱行吗", ""),
        ("送到工地能行吗", ""),
        ("送到月子中心多久", ""),
        ("送到机场可以吗", ""),
        ("送到厂里行吗", ""),
        ("送到店里行吗", ""),
        ("能寄到荷兰吗", ""),
        ("能寄到冈比亚国吗", ""),
    ],
)
def test_only_what_may_be_a_town_is_asked_about(text: str, goal: str) -> None:
    assert unknown_goal(text) == goal


@pytest.mark.parametrize("text", ["几天能到", "包邮吗", ""])
def test_no_place_is_made_up(text: str) -> None:
    assert place_in(text) is None


def test_the_demo_shop_says_something_of_every_province() -> None:
    rules = read_shop(DEMO_SHOP, anchor(NOW)).delivery
    assert rules is not None
    for province in "北京 天津 河北 内蒙古 黑龙江 广东 海南 西藏 新疆 香港 澳门 台湾 海外".split():
        zone = rules.zone_of(province)
        assert zone is not None and (zone.days is not None or not zone.sends)
