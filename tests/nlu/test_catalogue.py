from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.catalogue import CatalogueIndex
from bot.shop.product import Product
from tests.nlu.factories import a_product, an_index, entities_in


def test_a_product_is_found_by_title_alias_model_and_short_form() -> None:
    index = an_index(a_product(aliases=("小云豆",)))
    for said in ("云享Buds 5 Pro真无线降噪蓝牙耳机", "小云豆", "云享小云豆", "真无线降噪蓝牙耳机"):
        found = index.find(said.replace(" ", "").lower())
        assert [mention.skus for mention in found if mention.kind == "product"] == [("S1",)], said


def test_a_product_that_is_added_is_found_at_once_and_one_that_is_removed_no_more() -> None:
    index = an_index(a_product())
    index.refresh([a_product("S2", "山海不粘炒锅", brand="山海", category="厨具")])
    assert index.find("山海不粘炒锅")[0].skus == ("S2",)
    index.refresh([], removed=["S2"])
    assert [mention.kind for mention in index.find("山海不粘炒锅")] == []


def test_a_renamed_product_loses_its_old_name() -> None:
    index = an_index(a_product("S3", "旧名字水杯", brand="青禾", category="杯子"))
    index.refresh([a_product("S3", "新名字水壶", brand="青禾", category="杯子")])
    assert index.find("旧名字水杯") == []
    assert index.find("新名字水壶")[0].skus == ("S3",)


def test_a_name_of_two_products_gives_both_as_candidates() -> None:
    index = an_index(a_product("A", aliases=("降噪豆",)), a_product("B", aliases=("降噪豆",)))
    assert index.find("降噪豆")[0].skus == ("A", "B")


def test_a_name_that_very_many_products_share_is_a_kind_of_goods() -> None:
    index = an_index(*(a_product(f"S{n}", f"第{n}号 抗菌毛巾套装", brand="", category="家纺") for n in range(30)))
    assert index.find("抗菌毛巾套装")[0].kind == "category"


def test_a_model_name_inside_a_longer_latin_word_is_not_a_mention() -> None:
    index = an_index(a_product(aliases=("mix",)))
    assert index.find("mixer") == []


def test_the_offsets_of_a_product_are_those_of_what_was_typed() -> None:
    index = an_index(a_product(aliases=("小云豆",)))
    typed = "我那个 小 雲 豆 到哪了"
    product = next(entity for entity in entities_in(typed, index) if entity.kind == "product")
    assert typed[product.start : product.end] == "小 雲 豆"
    assert product.details["sku"] == ["S1"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABCDE"),
            st.sampled_from(["", "青禾水杯", "青禾水壶", "山海炒锅", "山海炒锅大号"]),
            st.sampled_from(["小青", "小山", "锅锅"]),
        ),
        max_size=12,
    )
)
def test_after_any_changes_it_knows_what_a_new_index_of_the_same_goods_knows(steps: list[tuple[str, str, str]]) -> None:
    lived = CatalogueIndex()
    goods: dict[str, Product] = {}
    for sku, title, alias in steps:
        if title:
            goods[sku] = a_product(sku, title, aliases=(alias,), brand=title[:2], category=title[2:4])
            lived.refresh([goods[sku]])
        else:
            goods.pop(sku, None)
            lived.refresh([], removed=[sku])
    fresh = an_index(*goods.values())
    assert sorted(lived.names()) == sorted(fresh.names())
    text = "青禾水杯小青山海炒锅大号锅锅青禾水壶小山"
    assert lived.find(text) == fresh.find(text)
