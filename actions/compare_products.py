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
from actions.search_product import search
from actions.speech import Speech
from actions.thread import Thread
from bot.shop.product import Product
from bot.shop.search.aspects import facts_for, highlights
from bot.shop.search.measure_reading import device_in
from bot.shop.search.need import Need
from bot.shop.search.need_reading import read_need
from bot.shop.search.page import fold
from bot.text.normalise import normalise

MOST = 3
_ROWS = 6
_SAID = 3
_NOT_STATED = "页面没写"
_BETWEEN = re.compile(
    r"(?:^|[，,])(?:那|请问)?(?P<names>(?:(?![和跟与比])[\u4e00-\u9fffa-z0-9]){2,10}?"
    r"(?:(?:[和跟与比、，]|还是)(?:(?![和跟与比])[\u4e00-\u9fffa-z0-9]){2,10}?){1,2})"
    r"(?=哪|比|有|谁|怎|更|最|差|区|好|$|[？?])"
)
_AND = re.compile(r"和|跟|与|比|还是|、|，")
_EXTREME = re.compile(r"最(?:便宜|低价|实惠|贵)")
_OF_THESE = re.compile(
    r"[这那它](?:们)?(?:[两二三23]|俩|仨|几[个款种件台双]|些)|它们|(?:[两俩三仨]|[23])[个款种件台双](?:里|中|哪)"
)
_NO_NAME = re.compile(r"[这那哪它第]|刚才|一样|自己|之前|别的|其他")
_BESIDE = re.compile(
    r"^(?:那|它|这[个款]?)?(?:和|跟|与|比|同)(?!较|一)(?P<what>[\u4e00-\u9fffa-z0-9]{2,10}?)(?:比|相比|哪|好|强|更|有什么|差|区别|怎么|快|轻)"
)
_WITH = re.compile(r"^(?:那|它|这[个款]?)?(?:和|跟|与|比|同)(?!我)")
_COMPARES = re.compile(r"比|哪[个款种]|区别|差别|不同|不一样|还是|[跟和与]|对照|vs|[更好选](?=[?？]?$)", re.IGNORECASE)


class CompareProducts(ThreadAction):
    action_name = "action_compare_products"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        beside = _WITH.match(asking.words) or await _among_few(asking, self.ports)
        if _EXTREME.search(asking.words) and not beside:
            return await search(asking, speech, self.ports)
        return await compare(asking, speech, self.ports)


async def compare(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """Put the two or three that are meant side by side; asks for the second one when there is only one."""
    products = await _meant(asking, ports)
    thread = replace(asking.thread, flow="compare_products")
    if len(products) == 1 and (told := facts_for(products[0], normalise(asking.words).text).facts):
        speech.say("utter_attribute", {"goods": goods.name(products[0]), "facts": goods.facts(told)})
        return thread.settled().looking_at(products[0].sku)
    if len(products) < 2 and (unknown := await _unknown(asking, ports)):
        speech.say("utter_compare_unknown", {"names": "”“".join(unknown)}, buttons=[wording.human("compare_products")])
        return thread.settled()
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


async def _among_few(asking: Asking, ports: Ports) -> bool:
    """这两款哪个最便宜, 骨传导和耳夹哪个最便宜: of those that were shown or that it names, and not of the whole shop."""
    there = {*asking.thread.products_offered, *filter(None, (asking.thread.product_in_focus,))}
    if _OF_THESE.search(asking.words):
        return 1 < len(there) <= MOST
    if not _names(asking.text):
        return False
    picked = await pick(asking, ports)
    return (picked.sign == "name" and len(picked.products) > 1) or bool(await _by_title(asking, ports))


async def _meant(asking: Asking, ports: Ports) -> tuple[Product, ...]:
    """Those that the message names; with fewer than two, the one in focus and the others shown join in."""
    thread = asking.thread
    there = [sku for sku in (thread.product_in_focus, *thread.products_offered, thread.earlier_product) if sku]
    await products_of(there, ports)  # all at once: whichever is meant, the others are put beside it
    picked = await pick(asking, ports)
    if picked.one and picked.sign in ("list", "name", "kind") and not _COMPARES.search(asking.words):
        return picked.products  # 第一个甲醛多少: asked of one, whatever it was taken for
    if picked.sign in ("name", "kind") and _WITH.match(asking.words) and thread.product_in_focus:
        beside = [each for each in picked.products if each.sku != thread.product_in_focus]
        return (*await products_of((thread.product_in_focus,), ports), *beside)[:MOST]
    products = list(picked.products) if picked.sign in ("list", "name", "button", "offered", "kind", "earlier") else []
    if len(products) < 2 and (both := await _by_title(asking, ports)):
        return both
    if len(products) < 2:
        chosen = {each.sku for each in products}
        products += [each for each in await products_of(there, ports) if each.sku not in chosen][: 2 - len(products)]
    return tuple(products[:MOST])


def _names(text: str) -> tuple[str, ...]:
    """三体和活着哪个好看: the names as she wrote them; empty where one only points at goods."""
    match = _BETWEEN.search("".join(text.lower().split()))
    names = tuple(re.sub(r"的$|的?那[个款]$", "", each) for each in _AND.split(match["names"])) if match else ()
    return () if any(len(each) < 2 or _NO_NAME.search(each) for each in names) else names


async def _by_title(asking: Asking, ports: Ports) -> tuple[Product, ...]:
    """骨传导和耳夹哪个轻: goods, each by a word that stands in the title of it alone; empty where one is not clear."""
    found: list[Product] = []
    for word in _names(asking.text):
        named = [each.product for each in await ports.finder.find(Need(terms=(word,)))]
        titled = [each for each in named if word in fold(each.title)]
        if len(titled) != 1:
            return ()
        found += titled
    return tuple(found) if 1 < len({each.sku for each in found}) == len(found) else ()


async def _unknown(asking: Asking, ports: Ports) -> tuple[str, ...]:
    """Of the names that she compares those that no page of the shop holds."""
    words = await ports.finder.words()
    found = []
    beside = _BESIDE.match("".join(asking.text.lower().split()))
    for name in _names(asking.text) or ((beside["what"],) if beside and not _NO_NAME.search(beside["what"]) else ()):
        need = read_need(name, words)
        of_the_shop = need.kinds or set(need.brands) & set(words.brands)
        if (device_in(name) or not of_the_shop) and not await ports.finder.find(Need(terms=(name,))):
            found.append(name.removesuffix("的"))
    return tuple(found)


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
