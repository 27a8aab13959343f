"""Questions before the sale in other words than the page's: what lasts and what charges, heels, what is in food, linking."""

from __future__ import annotations

import pytest

from tests.actions.demo_talk import DemoTalk
from tests.actions.fakes import Said


async def asked(sku: str, text: str, intent: str = "ask_product_attribute") -> str:
    return text_of(await DemoTalk().asks(text, intent, about={"sku": sku}))


def text_of(said: list[Said]) -> str:
    return "\n".join(each.text for each in said)


@pytest.mark.parametrize(
    "text",
    [
        "充满能吸多久", "充满电能用几分钟", "充满一次大概能用多久", "一次能扫多久", "能用多少分钟", "能连续用多久", "充一次能吸几分钟",
        "续航咋样", "能撑多久", "电池能用多长时间",
    ],
)  # fmt: skip
async def test_how_long_it_runs_is_not_how_long_it_charges(text: str) -> None:
    said = await asked("DQ1004", text)
    assert "45 分钟" in said and "4 小时" not in said


@pytest.mark.parametrize("text", ["充满要多久", "多久能充满", "充电要几个小时", "充满电需要多长时间", "充多久"])
async def test_how_long_it_charges_is_not_how_long_it_runs(text: str) -> None:
    said = await asked("DQ1004", text)
    assert "4 小时" in said and "45 分钟" not in said


@pytest.mark.parametrize("intent", ["ask_product_attribute", "ask_size_advice"])
@pytest.mark.parametrize(
    "text",
    [
        "跟多高",
        "跟有多高",
        "鞋跟有几厘米",
        "底厚多少",
        "跟几厘米",
        "多高的跟",
        "增高多少",
        "底有多厚",
        "是高跟吗",
        "跟高吗",
    ],
)
async def test_a_heel_is_no_size(text: str, intent: str) -> None:
    assert "4 厘米" in await asked("XZ1003", text, intent)


async def test_a_size_is_still_asked_for_by_height() -> None:
    assert "尺码" in await asked("XZ1003", "穿多大合适", "ask_size_advice")
    assert "L码" in await asked("FS1001", "身高172体重65公斤", "ask_size_advice")


@pytest.mark.parametrize(
    "text",
    [
        "里面都有啥果子", "里面都有什么坚果", "都有啥 有核桃没", "都有哪几样", "里面是些什么", "有腰果吗", "里面含蔓越莓吗", "用什么料做的",
        "里面都装的啥", "有几种坚果",
    ],
)  # fmt: skip
async def test_what_is_in_food_is_what_it_is_made_of(text: str) -> None:
    assert "核桃" in await asked("SP1001", text, "ask_package_contents")


@pytest.mark.parametrize("text", ["里面有花生吗", "会不会含花生", "里面加糖了没"])
async def test_what_food_does_not_list_is_answered_by_its_list(text: str) -> None:
    assert "配料" in await asked("SP1001", text, "ask_package_contents")


@pytest.mark.parametrize(
    ("sku", "text", "heard"),
    [
        ("SP1001", "一盒有几包", "30 小包"),
        ("SP1001", "盒子里有什么", "30 小包"),
        ("SP1001", "送手提袋吗", "没有手提袋"),
        ("EJ1001", "里面都有啥", "充电盒"),
    ],
)
async def test_what_is_packed_is_told_from_the_packing_list(sku: str, text: str, heard: str) -> None:
    said = await asked(sku, text, "ask_package_contents")
    assert heard in said and "配料" not in said


async def test_a_page_without_a_list_of_what_is_in_it_says_so() -> None:
    said = await asked("MZ1001", "里面有什么成分", "ask_package_contents")
    assert "没写成分" in said


@pytest.mark.parametrize(
    "text",
    [
        "怎么连手机", "怎么跟手机配对", "手机怎么连接它", "手机怎么连", "怎么连接到电脑", "如何绑定手机", "手机搜不到蓝牙怎么弄", "咋连上手机",
        "怎么连我的苹果手机", "连电脑要怎么弄",
    ],
)  # fmt: skip
async def test_a_device_to_which_it_is_linked_is_not_what_is_asked_about(text: str) -> None:
    assert "开盖后在手机蓝牙里选" in await asked("EJ1001", text, "ask_usage")


async def test_a_phone_is_still_what_is_asked_about_by_its_name() -> None:
    said = await asked("EJ1001", "曜川 X5 手机电池多大")
    assert "5000" in said
