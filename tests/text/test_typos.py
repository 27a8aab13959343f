from pathlib import Path

import pytest
from hypothesis import given

from bot.text.normalise import normalise
from bot.text.typos import Correction, Vocabulary, correct, corrected
from tests.text.any_text import anything, long_texts

_SHOP = (
    "发货 收货 退货 换货 退款 发票 物流 快递 订单 客服 人工 优惠券 红包 地址 电话 颜色 尺码 型号 质量 包邮 运费 运费险 取消 拒收 签收 "
    "配送 自提 取件码 付款 尾款 定金 花呗 密码 会员 积分 安装 保修 维修 价保 差价 投诉 差评 售后 审核 耳机 充电器 蓝牙耳机 电饭煲 羽绒服 "
    "保温杯 面霜 奶粉 书桌 拉链"
)
VOCABULARY = Vocabulary.of(_SHOP.split())
CLEAN = Path(__file__).with_name("clean_lines.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("我要开发飘", "我要开发票"),
        ("优会卷怎么用", "优惠券怎么用"),
        ("己经三天了", "已经三天了"),
        ("在次问一下", "再次问一下"),
        ("确认收获了", "确认收货了"),
        ("收伙地址", "收货地址"),
        ("tuikuan到哪了", "退款到哪了"),
        ("fa piao", "发票"),
        ("wuliu kuaidi dingdan", "物流快递订单"),
        ("退宽多久到", "退款多久到"),
    ],
)
def test_a_frequent_slip_is_put_right(typed: str, meant: str) -> None:
    assert corrected(typed, correct(typed, VOCABULARY)).replace(" ", "") == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("蓝芽耳机", "蓝牙耳机"), ("电饭宝", "电饭煲"), ("羽绒福", "羽绒服"), ("lanyaerji", "蓝牙耳机")],
)
def test_a_word_of_the_shop_is_found_by_its_sound(typed: str, meant: str) -> None:
    assert corrected(typed, correct(typed, VOCABULARY)) == meant
    assert correct(typed, Vocabulary.of([])) == [] or meant in corrected(typed, correct(typed, Vocabulary.of([])))


def test_a_correction_says_where() -> None:
    assert correct("要发飘吗", VOCABULARY) == [Correction(start=1, end=3, wrong="发飘", right="发票")]


def test_clean_lines_are_left_alone() -> None:
    changed = [line for line in CLEAN if correct(normalise(line).text, VOCABULARY)]
    assert len(CLEAN) >= 100
    assert len(changed) <= 0.005 * len(CLEAN), changed


def test_words_that_sound_alike_are_no_target() -> None:
    assert correct("面双", Vocabulary.of(["面霜", "棉双"])) == []


@given(anything)
def test_corrections_are_in_order_and_quote_the_text(text: str) -> None:
    end = 0
    for correction in correct(text, VOCABULARY):
        assert end <= correction.start < correction.end
        assert text[correction.start : correction.end] == correction.wrong != correction.right
        end = correction.end


@pytest.mark.timeout(5)
@pytest.mark.parametrize("text", [*long_texts, "我昨天买的" * 400])
def test_no_long_text_is_costly(text: str) -> None:
    assert all(correction.end <= len(text) for correction in correct(text, VOCABULARY))
