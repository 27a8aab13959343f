"""Reasons, states of goods, pieces, ways and invoices' details as shoppers write them."""

from __future__ import annotations

import pytest

from bot.text import after_sale_words as words
from bot.text import invoice_words


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("收到就碎了", "damaged"),
        ("盒子压坏了 里面裂了", "damaged"),
        ("发错货了 我买的是黑色", "wrong_item"),
        ("少发了一件", "missing_item"),
        ("没有收到货", "not_received"),
        ("跟图片不一样", "not_as_described"),
        ("大了一码", "wrong_size"),
        ("鞋有点挤脚", "wrong_size"),
        ("拍错了", "bought_wrong"),
        ("不喜欢这个颜色", "no_longer_wanted"),
        ("没声音 充不进电", "defective"),
        ("用了两天就坏了", "broke_in_use"),
        ("我不小心摔了", "own_damage"),
        ("不是质量问题 就是不想要了", "no_longer_wanted"),
        ("七天无理由", "no_longer_wanted"),
        ("过期了", "expired"),
        ("有杂音", "defective"),
        ("右边滋滋响 有电流声", "defective"),
        ("打开一股怪味", "defective"),
        ("味道好难闻", "defective"),
        ("收到味道很大", "defective"),
        ("口味太重不喜欢", "no_longer_wanted"),
        ("香水味道太大不喜欢", "no_longer_wanted"),
        ("太难吃了", "no_longer_wanted"),
        ("不好喝", "no_longer_wanted"),
        ("我要退货", ""),
        ("退一下", ""),
        ("", ""),
    ],
)
def test_the_reason_that_is_named(text: str, code: str) -> None:
    assert words.reason_in(text) == code


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("没拆封", "sealed"),
        ("只试穿过", "unused"),
        ("没洗没穿过", "unused"),
        ("用过一次", "used"),
        ("已经拆了", "opened"),
        ("我要退", ""),
    ],
)
def test_the_state_of_the_goods(text: str, state: str) -> None:
    assert words.goods_state_in(text) == state


@pytest.mark.parametrize(
    ("text", "asked", "pieces"),
    [
        ("退一件", False, "1"),
        ("两件都退", False, "2"),
        ("全部", False, "3"),
        ("2", True, "2"),
        ("2", False, ""),
        ("0", True, "wrong"),
        ("1.5件", True, "wrong"),
        ("-1", True, "wrong"),
        ("十万件", True, "wrong"),
        ("我要退货", False, ""),
    ],
)
def test_how_many_pieces(text: str, asked: bool, pieces: str) -> None:
    assert words.pieces_in(text, 3, asked=asked) == pieces


@pytest.mark.parametrize(
    ("text", "way"), [("仅退款", "refund"), ("不退货 退点钱", "refund"), ("退货退款", "return"), ("我要退款", "")]
)
def test_money_or_goods(text: str, way: str) -> None:
    assert words.way_in(text) == way


@pytest.mark.parametrize(
    ("text", "company", "tax_no"),
    [
        ("抬头杭州声澜科技有限公司 税号91350100M000100Y43", "杭州声澜科技有限公司", "91350100m000100y43"),
        ("公司抬头错了 应该是北京ABC科技有限公司", "北京ABC科技有限公司", ""),
        ("开给阳光小学的", "阳光小学", ""),
        ("帮我开公司发票", "", ""),
        ("订单7519416321509020 开发票", "", ""),
    ],
)
def test_title_and_tax_number(text: str, company: str, tax_no: str) -> None:
    assert invoice_words.company_in(text) == company
    assert invoice_words.tax_number_in(text, asked=False).lower() == tax_no


def test_a_bank_begins_what_is_no_title() -> None:
    assert invoice_words.without_bank("声澜公司 开户行工商银行杭州分行") == "声澜公司 "
    assert invoice_words.person_in("抬头写张三") == "张三" and invoice_words.person_in("抬头写个人") == ""
