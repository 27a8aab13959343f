"""Limits on what pages state in figures: read from words, kept by pages, replaced by what is said later."""

from __future__ import annotations

import pytest

from bot.shop.search.fit import fit
from bot.shop.search.measure_limits import keeps, limits_in
from bot.shop.search.need import Need
from bot.shop.search.need_reading import ShopWords, read_need
from bot.shop.search.rank import ranked
from bot.shop.search.refine import refined
from tests.actions.demo_talk import demo_files
from tests.shop.factories import product

WORDS = ShopWords()


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("轻于50克的耳机", "重量不到50克"),
        ("重量不超过1公斤的吹风机", "重量1公斤以内"),
        ("50克以内的耳机", "重量50克以内"),
        ("5升以上的空气炸锅", "容量5升以上"),
        ("续航10小时以上的耳机", "续航10小时以上"),
        ("能用超过20小时的耳机", "续航超过20小时"),
        ("小于五百毫升的杯子", "容量不到500毫升"),
        ("噪音低于40分贝的加湿器", "噪音不到40分贝"),
        ("屏幕至少6.7寸的手机", "屏幕6.7寸以上"),
        ("20000毫安以上充电宝", "电量20000毫安以上"),
        ("三个人用的帐篷", "人数3人"),
        ("我们家4口人 要个帐篷", "人数4人"),
        ("一家三口的帐篷", "人数3人"),
        ("最多300页的小说", "页数300页以内"),
    ],
)
def test_a_limit_is_read_and_none_of_its_words_is_left(text: str, limit: str) -> None:
    need = read_need(text, WORDS)
    assert need.limits == (limit,) and not need.terms


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("不能超过2公斤的笔记本", "重量2公斤以内"),
        ("不得超过1公斤的吹风机", "重量1公斤以内"),
        ("不想超过500克的耳机", "重量500克以内"),
        ("重量不要超过500克的耳机", "重量500克以内"),
        ("不要低于5升的电饭煲", "容量5升以上"),
        ("续航不能低于10小时的耳机", "续航10小时以上"),
        ("不要2公斤以上的行李箱", "重量不到2公斤"),
        ("别给我推荐2公斤以上的行李箱", "重量不到2公斤"),
        ("行李箱2公斤以上的不要", "重量不到2公斤"),
        ("2公斤以上的行李箱都不要", "重量不到2公斤"),
        ("超过2公斤的行李箱不考虑", "重量2公斤以内"),
        ("5升以下的电饭煲不要", "容量超过5升"),
        ("有没有2公斤以上的行李箱", "重量2公斤以上"),
        ("5升以上的电饭煲 不要太贵", "容量5升以上"),
        ("5公斤以上的狗粮", "重量5公斤以上"),
        ("65寸以上的电视", "屏幕65寸以上"),
    ],
)
def test_a_no_before_or_behind_a_limit_turns_it_round(text: str, limit: str) -> None:
    need = read_need(text, WORDS)
    assert need.limits == (limit,) and not need.not_words
    assert all("要" not in each and "超过" not in each for each in need.terms)


@pytest.mark.parametrize(
    "text",
    [
        "24小时内发货的耳机", "我体重140斤以内 要衬衫", "承重150公斤以上的椅子", "5升的空气炸锅", "两百以内的耳机", "三岁以上的玩具",
        "坐200斤以上的人的椅子", "送3个人", "两口锅", "24寸以上的行李箱", "28寸以上的平底锅", "适合20斤以上的狗的牵引绳", "20斤以上的大狗用的牵引绳",
        "10斤以上猫咪用的背包", "20斤以内的宝宝用的背带", "150斤以上的人穿的雨衣",
    ],
)  # fmt: skip
def test_what_is_no_figure_of_the_goods_sets_no_limit(text: str) -> None:
    assert limits_in(text)[0] == ()


@pytest.mark.parametrize(
    ("limit", "stated", "kept"),
    [
        ("重量不到50克", "约 50 克", False),
        ("重量50克以内", "约 50 克", True),
        ("重量1公斤以内", "手持 1.5 公斤，整机 2.6 公斤", False),
        ("重量3斤以内", "手持 1.5 公斤，整机 2.6 公斤", True),
        ("重量超过1公斤", "1000 克", False),
        ("重量1公斤以上", "1000 克", True),
        ("重量1公斤以上", "很轻", False),
    ],
)
def test_a_page_keeps_a_limit_only_by_what_it_states(limit: str, stated: str, kept: bool) -> None:
    goods = product("EJ1", title="耳机", attributes={"重量": stated})
    assert (keeps(goods, limit) is not None) is kept
    assert (fit(goods, Need(limits=(limit,))) is not None) is kept


def test_no_goods_of_the_demo_shop_break_a_limit() -> None:
    for text, kind, most in (
        ("轻于30克的耳机", "耳机", 30),
        ("5升以上的锅", "锅", 9999),
        ("轻于50克的手机", "手机", 50),
    ):
        found = ranked(demo_files().products, read_need(text, WORDS))
        told = [reason.shown.value for each in found for reason in each.reasons]
        assert all(told), (kind, most)
    assert [each.product.title[:2] for each in ranked(demo_files().products, read_need("轻于50克的手机", WORDS))] == []
    light = ranked(demo_files().products, read_need("轻于50克的耳机", WORDS))
    assert len(light) > 2 and "H1" not in "".join(each.product.title for each in light)


def test_a_later_limit_takes_the_place_of_an_earlier_one_of_its_measure() -> None:
    before = read_need("轻于300克的吹风机", WORDS)
    later = read_need("那500克以内的", WORDS)
    need = refined(before, later, "那500克以内的", ())
    assert need.kinds == ("吹风机",) and need.limits == ("重量500克以内",)
    assert Need.from_json(need.as_json()) == need
