"""What is new in an address, and how it goes together with what is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.address import Address, read_address
from bot.shop.new_address import completed, together, told_address

OLD = read_address("浙江省杭州市西湖区文三路 1 号")


@pytest.mark.parametrize(("words", "line", "recipient", "phone"), [
    ("帮我把昨天那单地址改成浙江省杭州市余杭区文一西路969号 李四 13900001111", "浙江省杭州市余杭区文一西路969号", "李四", "13900001111"),
    ("电话换成13900001111", "", "", "13900001111"), ("收件人改成李四", "", "李四", ""), ("手机号改成 139 0000 1111 名字改成王小明", "", "王小明", "13900001111"),
    ("寄到上海市浦东新区张江路88号2栋301可以吗", "上海市浦东新区张江路88号2栋301", "", ""), ("改成文三路300号", "文三路300号", "", ""),
    ("南京市鼓楼区中山路1号，王小明收", "江苏省南京市鼓楼区中山路1号", "王小明", ""), ("地址写错了 能改吗", "", "", ""), ("方便 改地址", "", "", ""),
    ("尾号5678那单改地址", "", "", ""), ("我要改收货地址", "", "", ""),
])  # fmt: skip
def test_the_new_parts_are_read(words: str, line: str, recipient: str, phone: str) -> None:
    told = told_address(words)
    assert (told.address.line, told.address.recipient, told.address.phone, told.fault) == (line, recipient, phone, "")


@pytest.mark.parametrize(
    ("words", "place"),
    [("改成公司", "公司"), ("寄到老家吧", "老家"), ("地址改到学校", "学校"), ("改成杭州市西湖区龙井路1号公司", "")],
)
def test_a_place_that_only_she_knows_is_named(words: str, place: str) -> None:
    assert told_address(words).place == place


@pytest.mark.parametrize(("words", "fault"), [
    ("改成杭州市余杭区🏠文一西路969号", "emoji"), ("改成" + "杭州市余杭区文一西路" * 50, "too_long"), ("电话改成1390000", "phone"),
    ("电话改成 0571-88886666", "phone"),
])  # fmt: skip
def test_what_cannot_be_written_on_a_parcel_is_a_fault(words: str, fault: str) -> None:
    assert told_address(words).fault == fault


def test_a_bare_name_is_the_recipient_only_in_answer() -> None:
    assert told_address("李四", asked=True).address.recipient == "李四"
    assert told_address("李四").address.recipient == ""


def test_a_door_joins_the_street_that_lacked_one_and_another_city_makes_a_new_address() -> None:
    first = together(told_address("改成杭州市余杭区文一西路").address, Address())
    assert "door" in first.missing
    whole = together(told_address("969号3幢", asked=True).address, first)
    assert whole.line == "浙江省杭州市余杭区文一西路969号3幢" and not {"city", "district", "door"} & set(whole.missing)
    moved = together(told_address("不对 改成江苏省南京市鼓楼区中山路1号").address, whole)
    assert moved.line == "江苏省南京市鼓楼区中山路1号"


def test_a_street_alone_lies_where_the_old_address_does() -> None:
    assert completed(told_address("改成文三路300号").address, OLD).line == "浙江省杭州市西湖区文三路300号"
    assert completed(told_address("改成南京市中山路1号").address, OLD).district == ""


@given(st.text(max_size=400))
def test_whatever_is_written_is_read_without_trouble(words: str) -> None:
    together(told_address(words, asked=True).address, OLD)


@pytest.mark.parametrize(("words", "street"), [
    ("门牌是306", "中山北路200号2幢306室"), ("不对 应该是306室", "中山北路200号2幢306室"), ("3幢", "中山北路200号3幢305室"),
    ("门牌号错了，是201号", "中山北路201号2幢305室"), ("房号是3幢1102", "中山北路200号3幢1102室"), ("1单元", "中山北路200号2幢1单元305室"),
])  # fmt: skip
def test_a_corrected_door_keeps_its_street(words: str, street: str) -> None:
    before = read_address("江苏省南京市鼓楼区中山北路200号2幢305室")
    assert together(told_address(words).address, before).street == street


@pytest.mark.parametrize(("words", "street"), [
    ("不对 是B座", "建国路88号现代城B座1201"), ("门牌写1202", "建国路88号现代城A座1202"), ("A座改成B座", "建国路88号现代城B座1201"),
    ("写错了 应该是C座1503室", "建国路88号现代城C座1503室"), ("不对 是b栋", "建国路88号现代城b栋1201"), ("是3单元", "建国路88号现代城A座3单元1201"),
])  # fmt: skip
def test_a_building_may_be_a_letter(words: str, street: str) -> None:
    before = read_address("北京市朝阳区建国路88号现代城A座1201")
    assert together(told_address(words).address, before).street == street


@pytest.mark.parametrize("words", ["306", "电话是13900001111", "改成文三路300号", "明天送", "要2件", "收件人李四"])
def test_what_names_no_door_corrects_none(words: str) -> None:
    before = read_address("江苏省南京市鼓楼区中山北路200号2幢305室")
    told = told_address(words).address
    assert not told.street or told.street == "文三路300号"
    assert together(told, before).street in (before.street, "文三路300号")


@pytest.mark.parametrize("words", ["1" * 1_990 + "室x", "1-" * 990 + "室x", "门牌" + "1 " * 990 + "x"])
def test_a_door_of_a_thousand_digits_is_none_and_costs_nothing(words: str) -> None:
    """It once took longer than anybody waits."""
    assert told_address(words).address.street != words


@pytest.mark.parametrize(
    ("words", "street"),
    [("门牌是306", "306"), ("不对 是3幢2单元", "3幢2单元"), ("房号错了 应该1-2-306室", "1-2-306室")],
)
def test_a_part_of_the_door_is_told_alone(words: str, street: str) -> None:
    assert told_address(words).address.street == street
