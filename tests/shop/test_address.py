"""Addresses in one line, in any order: what they say, what they lack, and what cannot be delivered to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.address import BadAddress, parse_address, read_address
from bot.shop.regions import cities
from bot.shop.seed import DEMO_SHOP, read_shop
from bot.shop.word_lists import groups_of
from tests.shop.factories import anchor

ZHANG = ("浙江省", "杭州市", "西湖区", "文三路1号2单元301", "张三", "13800001111")
HANGZHOU = "浙江省杭州市西湖区文三路1号2单元301"


@pytest.mark.parametrize(
    "typed",
    [
        f"{HANGZHOU} 张三 13800001111",
        f"张三 13800001111 {HANGZHOU}",
        f"13800001111，张三，{HANGZHOU}",
        f"张三,{HANGZHOU},13800001111",
        "浙江杭州西湖区文三路1号2单元301，张三，138 0000 1111",
        "浙江省 杭州市 西湖区 文三路 1 号 2 单元 301 张三 138-0000-1111",
        "杭州市西湖区文三路１号２单元３０１　张三　１３８００００１１１１",
        "收件人：张三\n电话：+86 13800001111\n地址：浙江省杭州市西湖区文三路1号2单元301",
        "姓名张三 手机号13800001111 详细地址:杭州西湖区文三路1号2单元301",
        "中国浙江省杭州市西湖区文三路1号2单元301；张三；8613800001111",
    ],
)
def test_any_order_and_spelling_says_the_same(typed: str) -> None:
    found = read_address(typed)
    assert (found.province, found.city, found.district, found.street, found.recipient, found.phone) == ZHANG
    assert found.missing == ()


@pytest.mark.parametrize(
    ("typed", "province", "city", "district", "street"),
    [
        ("上海市浦东新区金杨路388弄22号", "上海市", "上海市", "浦东新区", "金杨路388弄22号"),
        ("上海 上海市 浦东 金杨路388弄22号", "上海市", "上海市", "浦东新区", "金杨路388弄22号"),
        ("北京市市辖区朝阳区建国路88号", "北京市", "北京市", "朝阳区", "建国路88号"),
        ("海淀区中关村大街1号", "北京市", "北京市", "海淀区", "中关村大街1号"),
        ("重庆渝中区解放碑1号", "重庆市", "重庆市", "渝中区", "解放碑1号"),
        ("昆山市玉山镇前进路8号", "江苏省", "苏州市", "昆山市", "玉山镇前进路8号"),
        ("浙江省义乌市稠州北路1号", "浙江省", "金华市", "义乌市", "稠州北路1号"),
        ("苏州工业园区星湖街328号", "江苏省", "苏州市", "苏州工业园区", "星湖街328号"),
        ("吉林市昌邑区吉林大街8号", "吉林省", "吉林市", "昌邑区", "吉林大街8号"),
        ("昌邑市平安街1号", "山东省", "潍坊市", "昌邑市", "平安街1号"),
        ("广西南宁青秀区民族大道5号", "广西壮族自治区", "南宁市", "青秀区", "民族大道5号"),
        ("内蒙呼和浩特新城区中山路2号", "内蒙古自治区", "呼和浩特市", "新城区", "中山路2号"),
        ("新疆喀什市人民路1号", "新疆维吾尔自治区", "喀什地区", "喀什市", "人民路1号"),
        ("恩施州利川市清江大道3号", "湖北省", "恩施土家族苗族自治州", "利川市", "清江大道3号"),
        ("云南大理市下关镇1号", "云南省", "大理白族自治州", "大理市", "下关镇1号"),
        ("阿坝州九寨沟县漳扎镇1号", "四川省", "阿坝藏族羌族自治州", "九寨沟县", "漳扎镇1号"),
        ("西藏拉萨城关区北京中路1号", "西藏自治区", "拉萨市", "城关区", "北京中路1号"),
        ("东莞市长安镇德政中路15号", "广东省", "东莞市", "", "长安镇德政中路15号"),
        ("海南省澄迈县金江镇1号", "海南省", "澄迈县", "", "金江镇1号"),
        ("南京玄武区北京东路1号", "江苏省", "南京市", "玄武区", "北京东路1号"),
        ("成都市郫都区安德镇安龙村三组", "四川省", "成都市", "郫都区", "安德镇安龙村三组"),
    ],
)
def test_regions_are_told_from_what_is_written(
    typed: str, province: str, city: str, district: str, street: str
) -> None:
    found = parse_address(typed)
    assert (found.province, found.city, found.district, found.street) == (province, city, district, street)


@pytest.mark.parametrize(
    "typed", ["朝阳区建国路1号", "鼓楼区中山路1号", "西湖区文三路1号", "中山路1号", "北京路2号", "公司"]
)
def test_what_more_than_one_city_has_is_not_guessed(typed: str) -> None:
    found = read_address(typed)
    assert (found.province, found.city) == ("", "")
    with pytest.raises(BadAddress, match="address_no_city"):
        parse_address(typed)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("", "address_empty"),
        (" \n", "address_empty"),
        (HANGZHOU + "很" * 500, "address_too_long"),
        (HANGZHOU + "🏠", "address_emoji"),
        ("杭州市文三路1号", "address_no_district"),
        ("浙江省1号", "address_no_city"),
        ("杭州市西湖区文三路", "address_no_door"),
        ("杭州市西湖区", "address_no_door"),
    ],
)
def test_what_cannot_be_delivered_to_says_why(typed: str, rule: str) -> None:
    with pytest.raises(BadAddress) as caught:
        parse_address(typed)
    assert caught.value.rule == rule


def test_a_name_may_hang_on_the_door_when_a_phone_comes_with_it() -> None:
    found = read_address("杭州市西湖区文三路1号张三13800001111")
    assert (found.street, found.recipient) == ("文三路1号", "张三")
    assert read_address("杭州市西湖区文三路1号金座").street == "文三路1号金座"


def test_no_phone_and_no_name_are_only_said_to_be_missing() -> None:
    assert parse_address(HANGZHOU).missing == ("recipient", "phone")


def test_masked_it_ends_with_the_district() -> None:
    found = parse_address(f"{HANGZHOU} 张三 13800001111")
    assert found.masked() == "浙江省杭州市西湖区****"
    assert parse_address("上海市徐汇区漕溪北路18号").masked() == "上海市徐汇区****"


def test_every_address_of_the_demo_shop_is_read_whole() -> None:
    for order in read_shop(DEMO_SHOP, anchor()).orders:
        found = parse_address(order.address)
        assert found.line.replace(" ", "") == order.address.replace(" ", ""), order.address


def test_every_province_is_one_that_the_delivery_rules_can_name() -> None:
    known = set(groups_of("provinces"))
    assert {read_address(f"{city.province}{city.name}").delivery_province for city in cities()} <= known
    assert len({city.province for city in cities()}) == 34


def test_every_city_is_found_with_and_without_its_province() -> None:
    for city in cities():
        assert read_address(f"{city.province}{city.name}人民路1号").city == city.name
        assert read_address(f"{city.name}人民路1号").city == city.name


@given(st.text(max_size=120))
def test_no_text_breaks_it(typed: str) -> None:
    found = read_address(typed)
    assert len(found.line) <= len(typed) + 40
