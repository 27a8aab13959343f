"""A talk over the demo shop's own files: names found as NLU finds them, the wish given by the test."""

from __future__ import annotations

from functools import cache
from typing import Any

from bot.nlu.catalogue import CatalogueIndex
from bot.nlu.entities import Sight, find_entities
from bot.nlu.reading import read_with_spans
from bot.shop.faq import FaqBook
from bot.shop.seed import DEMO_SHOP, ShopFiles, read_shop
from tests.actions.fakes import NOW, FakeShop, Said, Talk
from tests.shop.factories import anchor


@cache
def demo_files() -> ShopFiles:
    return read_shop(DEMO_SHOP, anchor(NOW))


@cache
def _catalogue() -> CatalogueIndex:
    index = CatalogueIndex()
    index.refresh(demo_files().products)
    return index


def demo_shop() -> FakeShop:
    files = demo_files()
    shop = FakeShop(files.orders, files.products)
    shop.policies_by_topic = dict(files.policies)
    shop.book = FaqBook(version=1, entries=files.faq)
    shop.all_promotions = list(files.promotions)
    shop.all_customers = list(files.customers)
    shop.delivery_rules = files.delivery
    return shop


def named_in(text: str) -> list[dict[str, Any]]:
    """Entities as Rasa's document holds them."""
    sight = Sight(typed=text, reading=read_with_spans(text), catalogue=_catalogue(), now=NOW)
    return [
        {"entity": each.kind, "value": each.value, "start": each.start, "end": each.end, **each.details}
        for each in find_entities(sight)
    ]


class DemoTalk(Talk):
    """`asks` is `says` with the names of the demo shop found in the text."""

    def __init__(self, **values: Any) -> None:
        super().__init__(shop=demo_shop(), **values)

    async def asks(self, text: str, intent: str = "inform", **metadata: Any) -> list[Said]:
        return await self.says(text, intent, found=named_in(text), **metadata)
