"""Which goods can have which trouble: the shop's file, and what is refused of one that cannot be meant."""

from __future__ import annotations

from typing import Any

import pytest

from bot.care.goods_trouble import read_troubles, troubles_of
from bot.errors import ConfigurationError
from bot.shop.product import Product
from bot.shop.seed import DEMO_SHOP, read_shop
from tests.actions.fakes import NOW
from tests.shop.factories import anchor

GOODS = {product.sku: product for product in read_shop(DEMO_SHOP, anchor(NOW)).products}


def can_have(words: str, sku: str) -> bool:
    known = read_troubles()
    told = known.told_in(words)
    assert told, words
    return known.count(told, GOODS[sku].title, GOODS[sku]) > 0


@pytest.mark.parametrize(("words", "can", "cannot"), [
    ("充不进电", "SJ1003", "FS1001"), ("充了一晚上也充不满", "EJ1001", "XZ1006"), ("开机没反应", "SM1001", "SP1001"),
    ("左耳没声音", "EJ1001", "SJ1004"), ("黑屏了", "SM1001", "JJ1006"), ("洗一次就掉色", "FS1001", "SM1001"),
    ("穿不上啊", "XZ1001", "DQ1001"), ("鞋底开胶", "XZ1001", "FS1001"), ("杯子漏水", "JJ1006", "TS1001"),
    ("都过期了", "SP1001", "EJ1001"), ("缺页了", "TS1001", "MZ1001"), ("收到就碎了", "JJ1006", "FS1001"),
])  # fmt: skip
def test_what_can_have_the_trouble_and_what_cannot(words: str, can: str, cannot: str) -> None:
    assert can_have(words, can) and not can_have(words, cannot)


def test_a_case_of_a_phone_is_no_phone_and_a_shoe_cabinet_no_shoe() -> None:
    assert not can_have("充不进电", "SJ1004")
    cabinet = next(sku for sku, product in GOODS.items() if "鞋柜" in product.title)
    assert not can_have("开胶了", cabinet)


def test_every_product_of_the_demo_shop_is_of_a_kind() -> None:
    kinds = read_troubles().kinds.values()
    assert [p.title for p in GOODS.values() if not any(k.holds((p.title, *p.aliases), p.category) for k in kinds)] == []


def test_goods_of_no_known_kind_may_have_any_trouble() -> None:
    known = read_troubles()
    strange = Product(sku="Q1", title="量子小方块", category="新奇", brand="", price_fen=1, stock=1)
    assert (
        known.count(known.told_in("充不进电 还漏水"), strange.title, strange)
        == len(known.told_in("充不进电 还漏水"))
        > 1
    )


def test_words_without_such_a_trouble_tell_none() -> None:
    for words in ("收到是坏的", "质量太差", "跟页面不一样", "少了一件"):
        assert read_troubles().told_in(words) == ()


KINDS: dict[str, Any] = {"shoes": {"words": ["鞋"]}}


@pytest.mark.parametrize(("document", "fault"), [
    ({"kinds": {"shoes": {"word": ["鞋"]}}, "troubles": []}, "kinds.shoes: word is unknown"),
    ({"kinds": {"shoes": {"words": "鞋"}}, "troubles": []}, "kinds.shoes: a list"),
    ({"kinds": KINDS, "troubles": [{"said": ["开胶"], "of": ["boots"]}]}, "troubles, 1: boots is none"),
    ({"kinds": KINDS, "troubles": [{"said": ["开胶"], "of": ["shoes"], "not_of": ["shoes"]}]}, "either of or not_of"),
    ({"kinds": KINDS, "troubles": [{"said": [], "of": ["shoes"]}]}, "troubles, 1: said"),
])  # fmt: skip
def test_a_file_that_cannot_be_meant_is_refused_with_its_place(document: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        troubles_of(document)


def test_an_absent_file_is_named(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ConfigurationError, match=r"nothing\.yml"):
        read_troubles(tmp_path / "nothing.yml")


def test_what_is_charged_comes_before_what_only_has_a_plug_and_that_before_the_rest() -> None:
    known = read_troubles()
    told = known.told_in("充不进电")
    counts = [known.count(told, GOODS[sku].title, GOODS[sku]) for sku in ("SJ1003", "DQ1002", "FS1001")]
    assert counts == sorted(counts, reverse=True) and len(set(counts)) == 3 and counts[-1] == 0
