"""Questions about one product: attributes, price, stock, size, contents, usage, warranty and the like.

A second question in the same message (有白色的吗 什么时候发货) is answered after the first.
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions import goods, wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.body import body_of, remembering
from actions.composition import Ports
from actions.pick_product import PickedGoods, beyond_one, pick
from actions.place import after_delivery
from actions.product_talk import ProductQuestion, Teller, serve_product
from actions.search_product import search
from actions.speech import Speech
from actions.tell_attribute import tell_side_by_side
from actions.tell_basket import several_together
from actions.tell_delivery import tell_delivery
from actions.tell_measured import tell_property
from actions.tell_page import (
    tell_authenticity,
    tell_compatibility,
    tell_contents,
    tell_installation,
    tell_quality,
    tell_return_right,
    tell_usage,
    tell_warranty,
)
from actions.tell_presale import tell_presale
from actions.tell_price import tell_best_price, tell_price
from actions.tell_several import tell_size_of_several, tell_stock_of_several
from actions.tell_size import tell_size
from actions.tell_stock import tell_stock
from actions.thread import Thread
from actions.top_up import top_up
from actions.top_up import wanted as wants_top_up
from bot.care.effects import ProductAskedAbout
from bot.shop.product import Product
from bot.shop.search import wishes
from bot.shop.search.aspects import facts_for
from bot.shop.search.fit import fit
from bot.shop.search.kinds import wanted_in
from bot.shop.search.need import Need
from bot.shop.search.refine import named_alone
from bot.text.normalise import normalise

TELLERS: dict[str, Teller] = {
    "ask_product_attribute": tell_property,
    "ask_size_advice": tell_size,
    "ask_compatibility": tell_compatibility,
    "ask_package_contents": tell_contents,
    "ask_usage": tell_usage,
    "ask_installation": tell_installation,
    "ask_authenticity": tell_authenticity,
    "ask_quality": tell_quality,
    "ask_warranty": tell_warranty,
    "ask_price": tell_price,
    "bargain": tell_best_price,
    "ask_stock": tell_stock,
    "ask_presale": tell_presale,
    "ask_return_policy": tell_return_right,
}
_ALSO: tuple[tuple[str, re.Pattern[str], Teller], ...] = (
    ("ask_stock", re.compile(r"有货|现货|有没有货|缺货"), tell_stock),
    ("ask_price", re.compile(r"多少钱|什么价|啥价|怎么卖"), tell_price),
    (
        "ask_shipping_time",
        re.compile(r"什么时候(?:能)?发|几天(?:能)?到|多久(?:能)?[发到]|今天(?:能)?发|啥时候发|什么时候(?:能)?到"),
        tell_delivery,
    ),
    ("ask_shipping_fee", re.compile(r"包邮|运费|邮费"), tell_delivery),
    ("ask_warranty", re.compile(r"保修|质保"), tell_warranty),
)
_SEVERAL = range(2, 4)
_SIDE_BY_SIDE = frozenset(
    {
        "ask_product_attribute", "ask_quality", "ask_compatibility", "ask_usage", "ask_price", "ask_installation",
        "ask_warranty", "ask_package_contents", "ask_stock", "ask_size_advice",
    }
)  # fmt: skip
_SEEKING = frozenset({"ask_stock", "ask_compatibility", "ask_product_attribute", "ask_package_contents"})
_HAS_ANY = re.compile(r"有没有(?!货)|(?<!没)有(?:卖)?(?:吗|么|嘛|不|没)|有.{0,6}(?:卖|买)(?:吗|么)|卖不卖|有得卖")
_HAS_SUCH = re.compile(r"^(?:请问|你家|你们家?|店里|那|还)*有(?!没有)(?P<such>[^，。？?]{2,10}?)(?:卖|卖的)?(?:吗|么)")
_SUCH_ONES = re.compile(
    r"^(?:那|请问|你家|你们家?|店里|还)*(?:有没有|有)(?P<what>[^，。？?]{1,12}?)(?:的|款|版)(?:吗|么|没|不|嘛|呢|[？?。])*$"
    r"|^(?P<of>[^，。？?]{1,12})(?:的|款|版)有(?:没有|吗|么)?[？?。]*$"
)
_IN_STOCK_OF = re.compile(r"有(?:没有)?现货的")
_EXTREME = re.compile(r"最(?:便宜|低价|实惠|贵)的")
_OF_MONEY = frozenset({"ask_price", "bargain"})
_OF_THE_SHOP = frozenset(
    {"ask_return_policy", "ask_presale", "ask_authenticity", "ask_warranty", "ask_installation", "bargain"}
)


class AnswerAboutProduct(ThreadAction):
    action_name = "action_answer_about_product"
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        if asking.intent in _OF_MONEY and wants_top_up(asking):
            return await top_up(asking, speech, self.ports)
        return await about_product(asking, speech, self.ports, asking.intent)


async def about_product(asking: Asking, speech: Speech, ports: Ports, flow: str) -> Thread:
    """Take the wish `flow` as far as this message allows; give the thread as it stands then."""
    if (together := await several_together(asking, speech, ports)) is not None:
        return together
    picked = await pick(asking, ports)
    if len(asking.thread.products_offered) == 1 and picked.sign in ("focus", "offered") and beyond_one(asking.text):
        speech.say("utter_only_one_shown", buttons=[wording.human("search_product")])
        return asking.thread
    if flow == "ask_product_attribute" and picked.one and _names_it_alone(asking):
        flow = "ask_stock"
    of_all = picked.sign == "kind" or len(picked.products) != 1 or _IN_STOCK_OF.search(asking.words)
    if of_all and _asks_for_such(flow, asking.words):
        return await search(asking, speech, ports)
    if (
        flow in _SIDE_BY_SIDE
        and len(picked.products) in _SEVERAL
        and picked.sign in ("list", "offered", "name", "kind")
    ):
        if _told_of_several(asking, speech, flow, picked):
            shown = tuple(each.sku for each in picked.products)
            return replace(asking.thread.settled(), flow=flow, matter=None, products_offered=shown)
    if _seeks_goods(asking, flow, picked) or await _is_of_others(asking, ports, flow, picked):
        return await search(asking, speech, ports)
    thread = await serve_product(asking, speech, ports, flow, TELLERS, picked)
    product = picked.one
    if product is None:
        return thread
    speech.effect(ProductAskedAbout(product_sku=product.sku, intent=flow))
    question = ProductQuestion(asking=asking, speech=speech, ports=ports, product=product, words=asking.words)
    delivery_told = False
    for name, pattern, tell in _ALSO:
        if name != flow and pattern.search(asking.words):
            delivery_told = await tell(question) and tell is tell_delivery
            break
    if flow == "ask_size_advice":
        body = body_of(asking)
        thread = remembering(asking, thread if body.measures or body.usual else thread.asking("body"))
    return after_delivery(asking, replace(thread, matter=None), told=delivery_told)


async def _is_of_others(asking: Asking, ports: Ports, flow: str, picked: PickedGoods) -> bool:
    """有没有三体, while a phone is in focus: its page holds nothing of it, so other goods are sought."""
    if picked.sign in ("focus", "page") and flow in _SEEKING and picked.one and _asks_for_another(asking, picked.one):
        return True
    what = named_alone(asking.text) if picked.sign in ("focus", "page") and flow in _SEEKING else ""
    if not what or picked.one is None:
        return False
    told = facts_for(picked.one, normalise(asking.text).text)
    if told.facts or told.missing or wishes.asked_in(what):
        return False
    return bool(await ports.finder.find(Need(terms=(what,))))


def _asks_for_another(asking: Asking, product: Product) -> bool:
    """有没有幼猫的, of food for grown cats: such goods of its kind are sought, since this page does not show it."""
    such = _SUCH_ONES.match(normalise(asking.text).text)
    wished = wishes.asked_in(such["what"] or such["of"]) if such else ()
    return bool(wished) and fit(product, Need(wishes=wished)) is None


def _names_it_alone(asking: Asking) -> bool:
    """有龙井吗: nothing is asked of it but whether it is there."""
    match = _HAS_SUCH.match(asking.words)
    return match is not None and any(
        each.kind == "product" and each.written == match["such"] for each in asking.entities
    )


def _asks_for_such(flow: str, words: str) -> bool:
    """有实木书桌吗, 最便宜的手机多少钱: goods of that kind are sought, and not what those shown before are like."""
    if flow == "ask_price":
        return _EXTREME.search(words) is not None
    match = _HAS_SUCH.match(words) if flow in ("ask_stock", "ask_product_attribute") else None
    named = wanted_in(match["such"]) if match else ()
    return bool(match and named) and named[-1].end == len(match["such"])


def _told_of_several(asking: Asking, speech: Speech, flow: str, picked: PickedGoods) -> bool:
    """One line for each of the goods that were shown; for goods that she names only what their pages hold."""
    if flow == "ask_price" and picked.sign != "kind":
        lines = [f"{number}. {goods.name(each)}：{goods.price(each)}" for number, each in enumerate(picked.products, 1)]
        speech.say("utter_prices_of_several", {"list": "\n".join(lines)})
        return True
    if flow == "ask_stock":
        return picked.sign in ("list", "offered") and tell_stock_of_several(speech, picked.products, asking.words)
    if flow == "ask_size_advice":
        return tell_size_of_several(asking, speech, picked.products)
    if tell_side_by_side(speech, picked.products, asking.words):
        return True
    if picked.sign in ("name", "kind") or "这个" in asking.words:
        return False
    speech.say("utter_pages_do_not_say", buttons=[wording.human(flow)])
    return True


def _seeks_goods(asking: Asking, flow: str, picked: PickedGoods) -> bool:
    """苹果16手机壳有吗, 有没有垃圾袋, 你家有华为mate60吗: goods are looked for, and none of them is talked about."""
    if flow == "ask_size_advice":
        return picked.sign == "kind" and asking.words.startswith("有没有")
    if flow not in _SEEKING or not _HAS_ANY.search(asking.words):
        return False
    if flow == "ask_package_contents":
        return (picked.sign in ("kind", "none") and not asking.thread.product_in_focus) or len(picked.products) > 1
    return picked.sign in ("kind", "none") or (picked.sign == "name" and len(picked.products) > 1)
