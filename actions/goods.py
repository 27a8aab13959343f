"""How goods are written in answers: names, prices, choices, one line of a list, cards. Pieces for responses, no sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from actions import wording
from actions.speech import Button
from bot.shop.product import Product, Variant
from bot.shop.search.aspects import Fact, explained, highlights
from bot.shop.search.fit import Fit

NAME_CHARS = 24
_VALUE_CHARS = 26
_CARD_FACTS = 3
_TELLING = (
    "适合", "功能", "续航", "降噪", "防水", "材质", "面料", "填充物", "容量", "净含量", "适合肤质", "适合年龄", "鞋面", "内容",
    "屏幕", "处理器", "功率", "输出功率", "电池容量", "尺寸", "重量",
)  # fmt: skip


def name(product: Product) -> str:
    return wording.short(product.title, NAME_CHARS)


def price(product: Product) -> str:
    """99元, or 25.9元到32.9元 where the choices differ."""
    prices = sorted({product.price_fen, *(each.price_fen for each in product.variants)})
    if product.variants:
        prices = sorted({each.price_fen for each in product.variants})
    return wording.yuan(prices[0]) if len(prices) == 1 else f"{wording.yuan(prices[0])}到{wording.yuan(prices[-1])}"


def choice(variant: Variant) -> str:
    """曜石黑 42码 as its options stand."""
    return " ".join(variant.options.values())


def fact(told: Fact) -> str:
    """防水 IPX7（能短时间泡水…）: as the page states it, a bare level with its meaning."""
    meaning = explained(told.value)
    value = wording.without_end(told.value)
    return f"{told.name}：{value}（{meaning}）" if meaning else f"{told.name}：{value}"


def telling(product: Product, most: int = 2) -> tuple[Fact, ...]:
    """The lines of the page that say most of what it is like."""
    found = {each.name: each for each in highlights(product)}
    return tuple(({name: found[name] for name in _TELLING if name in found} | found).values())[:most]


def facts(told: tuple[Fact, ...]) -> str:
    return "；".join(fact(each) for each in told)


def line(number: int, found: Fit) -> str:
    """1. 名字，199元，曜石黑｜适合：跑步."""
    head = f"{number}. {name(found.product)}，{wording.yuan(found.price_fen)}"
    why = [_short(each.shown.value, each.shown.name) for each in found.reasons if each.shown.name]
    if not why:
        why = [_short(each.value, each.name) for each in telling(found.product)]
    return f"{head}（{'；'.join(dict.fromkeys(why))}）" if why else head


def card(product: Product, *, price_fen: int | None = None, shown: tuple[str, ...] = ()) -> dict[str, Any]:
    """A product card; `shown` are attributes to put first."""
    own = [key for key in shown if key in product.attributes]
    rest = [each.name for each in telling(product, _CARD_FACTS) if each.name not in own]
    names = [*own, *rest][:_CARD_FACTS]
    return {
        "kind": "product",
        "sku": product.sku,
        "title": product.title,
        "price_fen": product.price_fen if price_fen is None else price_fen,
        "image": product.image,
        "url": product.url,
        "attributes": {key: product.attributes[key] for key in names},
    }


def fit_card(found: Fit) -> dict[str, Any]:
    shown = tuple(each.shown.name for each in found.reasons if each.shown.name)
    return card(found.product, price_fen=found.price_fen, shown=shown)


def buttons(products: Sequence[Product], intent: str) -> list[Button]:
    """One for each to choose from; goods of one name are told apart by their price, or by their number."""
    made = [button(product, intent) for product in products]
    titles = Counter(each.title for each in made)
    prices = Counter((each.title, price(product)) for each, product in zip(made, products, strict=True))
    return [
        each if titles[each.title] == 1 else replace(each, title=f"{each.title} {_apart(each, product, prices)}")
        for each, product in zip(made, products, strict=True)
    ]


def _apart(made: Button, product: Product, prices: Counter[tuple[str, str]]) -> str:
    return price(product) if prices[made.title, price(product)] == 1 else product.sku


def button(product: Product, intent: str) -> Button:
    return Button(
        title=wording.short(product.title, wording.TITLE_CHARS), intent=intent, entities={"product": product.sku}
    )


def _short(value: str, named: str) -> str:
    head = value.replace("；", "，").split("，")[0].split("（")[0].strip()
    return f"{named}：{head[:_VALUE_CHARS]}"
