"""Seven days without a reason, for each sort of goods (消费者权益保护法 art. 25)."""

from __future__ import annotations

import pytest

from bot.shop.return_right import return_right
from tests.shop.factories import product

TABLE = [
    # what the page says, what the goods are → answer, reason
    ("支持", {}, "yes", ""),
    ("", {}, "yes", ""),  # the page is silent: the law says yes
    ("", {"title": "烟台苹果 5斤", "category": "食品", "aliases": ("水果",)}, "no", "fresh"),
    ("", {"title": "刻字定制项链", "aliases": ()}, "no", "made_to_order"),
    ("", {"title": "国家地理杂志 11月刊", "aliases": ()}, "no", "periodical"),
    ("生鲜不支持，坏果包赔", {"title": "冰糖心苹果"}, "no", "fresh"),
    ("不支持，定制款", {"title": "照片书"}, "no", "made_to_order"),
    ("不支持", {"title": "T恤", "category": "服装", "aliases": ()}, "no", ""),  # the page's word, without a reason of law
    ("食品拆封后不支持，质量问题包退", {"category": "食品"}, "if_sealed", "food"),
    ("未拆塑封支持", {"category": "图书"}, "if_sealed", "media"),
    ("未拆封支持", {"category": "美妆个护"}, "if_sealed", "hygiene"),
    ("支持，没激活、塑封没拆；激活过的不支持", {"category": "手机"}, "if_sealed", ""),
    ("支持，吊牌在、没洗没穿过", {"category": "服装"}, "if_unused", ""),
    ("支持，室内试穿、鞋底干净", {"category": "鞋靴"}, "if_unused", ""),
    ("没写过支持", {"category": "图书"}, "if_unused", ""),
    ("支持，配件齐全", {}, "yes", ""),
]  # fmt: skip


@pytest.mark.parametrize(("page", "goods", "answer", "reason"), TABLE)
def test_the_page_counts_and_the_law_where_it_is_silent(
    page: str, goods: dict[str, object], answer: str, reason: str
) -> None:
    found = return_right(product(attributes={"七天无理由": page} if page else {}, **goods))
    assert (found.answer, found.reason, found.page) == (answer, reason, page)
