"""Comparing goods: a small table of what their pages state, the same lines for each; no verdict that no page supports."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from actions import goods, wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.composition import Ports
from actions.pick_product import pick
from actions.read_once import products_of
from actions.reminder import remind
from actions.speech import Speech
from actions.thread import Thread
from bot.shop.product import Product
from bot.shop.search.aspects import facts_for, highlights
from bot.shop.search.need import Need
from bot.shop.search.page import fold
from bot.text.normalise import normalise

MOST = 3
_ROWS = 6
_SAID = 3
_NOT_STATED = "页面没写"
_BETWEEN = re.compile(
    r"(?:^|[，,])(?:那|请问)?(?P<one>[\u4e00-\u9fffa-z0-9]{2,10}?)(?:的|那[个款])?(?:和|跟|与|比|还是)"
    r"(?P<other>[\u4e00-\u9fffa-z0-9]{2,10}?)(?:的|那[个款])?(?=哪|比|有|谁|怎|更|差|区|好|$|[？?])"
)
_COMPARES = re.compile(r"比|哪[个款种]|区别|差别|不同|不一样|还是|[跟和与]|对照|vs|[更好选](?=[?？]?$)", re.IGNORECASE)


class CompareProducts(ThreadAction):
    action_name = "action_compare_products"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        return await compare(asking, speech, self.ports)


async def compare(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """Put the two or three that are meant side by side; asks for the second one when there is only one."""
    products = await _meant(asking, ports)
    thread = replace(asking.thread, flow="compare_products")
    if len(products) == 1 and (told := facts_for(products[0], normalise(asking.words).text).facts):
        speech.say("utter_attribute", {"goods": goods.name(products[0]), "facts": goods.facts(told)})
        return thread.settled().looking_at(products[0].sku)
    if len(products) < 2:
        response = "utter_compare_with_what" if products else "utter_compare_which"
        speech.say(response, {"goods": goods.name(products[0])} if products else None)
        return thread.settled().looking_at(products[0].sku) if products else thread.settled()
    rows = table(products, normalise(asking.words).text)
    facts = {
        "list": "\n".join(_line(product, rows, column) for column, product in enumerate(products, start=1)),
        "difference": _difference(products),
    }
    speech.say("utter_compared", facts, cards=[{"kind": "compare", "rows": rows}])
    offered = tuple(product.sku for product in products)
    in_focus = thread.product_in_focus if thread.product_in_focus in offered else None
    return remind(speech, replace(thread.settled(), products_offered=offered, product_in_focus=in_focus))


async def _meant(asking: Asking, ports: Ports) -> tuple[Product, ...]:
    """Those that the message names; with fewer than two, the one in focus and the others shown join in."""
    thread = asking.thread
    there = [sku for sku in (thread.product_in_focus, *thread.products_offered, thread.earlier_product) if sku]
    await products_of(there, ports)  # all at once: whichever is meant, the others are put beside it
    picked = await pick(asking, ports)
    if picked.one and picked.sign in ("list", "name", "kind") and not _COMPARES.search(asking.words):
        return picked.products  # 第一个甲醛多少: asked of one, whatever it was taken for
    products = list(picked.products) if picked.sign in ("list", "name", "button", "offered", "kind", "earlier") else []
    if len(products) < 2 and (both := await _by_title(asking, ports)):
        return both
    if len(products) < 2:
        chosen = {each.sku for each in products}
        products += [each for each in await products_of(there, ports) if each.sku not in chosen][: 2 - len(products)]
    return tuple(products[:MOST])


async def _by_title(asking: Asking, ports: Ports) -> tuple[Product, ...]:
    """骨传导和耳夹哪个轻: two goods, each by a word that stands in the title of it alone; empty where one is not clear."""
    match = _BETWEEN.search("".join(asking.text.lower().split()))
    found = []
    for word in match.group("one", "other") if match else ():
        named = [each.product for each in await ports.finder.find(Need(terms=(word,)))]
        titled = [each for each in named if word in fold(each.title)]
        if len(titled) != 1:
            return ()
        found += titled
    return tuple(found) if len({each.sku for each in found}) == 2 else ()


def table(products: tuple[Product, ...], question: str = "") -> list[dict[str, Any]]:
    """Rows of a compare card: names, prices, what was asked, then what most of the pages state."""
    names = [each.name for product in products for each in facts_for(product, question).facts] if question else []
    counted: dict[str, int] = {}
    for product in products:
        for each in highlights(product):
            counted[each.name] = counted.get(each.name, 0) + 1
    names += sorted((name for name in counted if name != "保修"), key=lambda name: -counted[name])
    rows: list[dict[str, Any]] = [
        {"name": "商品", "values": [goods.name(product) for product in products]},
        {"name": "价格", "values": [goods.price(product) for product in products]},
    ]
    for name in list(dict.fromkeys(names))[:_ROWS]:
        values = [product.attributes.get(name, _NOT_STATED) for product in products]
        if any(value != _NOT_STATED for value in values):
            rows.append({"name": name, "values": values})
    return rows


def _line(product: Product, rows: list[dict[str, Any]], column: int) -> str:
    said = [f"{row['name']}{row['values'][column - 1]}" for row in rows[2:] if row["values"][column - 1] != _NOT_STATED]
    return f"{column}. {goods.name(product)}，{goods.price(product)}" + "".join(f"；{each}" for each in said[:_SAID])


def _difference(products: tuple[Product, ...]) -> str:
    """The difference in price, the one thing that can be said for certain."""
    cheapest = min(products, key=lambda each: each.price_fen)
    dearest = max(products, key=lambda each: each.price_fen)
    if cheapest.price_fen == dearest.price_fen:
        return "价钱一样"
    if len({goods.name(each) for each in products}) < len(products):
        return f"第{products.index(cheapest) + 1}款便宜{wording.yuan(dearest.price_fen - cheapest.price_fen)}"
    return f"{goods.name(cheapest)}便宜{wording.yuan(dearest.price_fen - cheapest.price_fen)}"
