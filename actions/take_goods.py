"""How the goods talked about are ordered, once she takes them: what is there, what is left to pay, where to click."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import goods, wording
from actions.asking import Asking
from actions.composition import Ports
from actions.pick_product import PickedGoods, pick
from actions.product_talk import ProductQuestion, serve_product
from actions.speech import Speech
from actions.tell_price import hint, line_of, names_choice, steps, work_out
from actions.tell_stock import tell_stock
from actions.thread import Thread
from bot.care.effects import ProductAskedAbout
from bot.shop.cards import coupon_card
from bot.shop.product import Product, Variant
from bot.shop.search import wishes
from bot.shop.search.aspects import choices_of
from bot.shop.search.measure_reading import size_in
from bot.text.normalise import normalise

FLOW = "place_order_help"
_MOST_GONE = 4
_HOW = re.compile(r"怎么|如何|咋|哪里|在哪|第一次|不会")


async def take_goods(asking: Asking, speech: Speech, ports: Ports) -> Thread | None:
    """Tell how the goods that are meant are ordered, or ask which ones; None where no goods are talked about."""
    if not (asking.thread.product_in_focus or asking.thread.products_offered or asking.about_sku):
        return None
    picked = await pick(asking, ports)
    if picked.sign in ("none", "unknown", "kind") and not asking.about_sku:
        picked = await _talked_about(asking, ports, picked)
    if not picked.products or (picked.sign == "offered" and not picked.one and _HOW.search(asking.words)):
        return None
    thread = await serve_product(asking, speech, ports, FLOW, {FLOW: tell_order}, picked)
    if picked.one:
        speech.effect(ProductAskedAbout(product_sku=picked.one.sku, intent=FLOW))
        thread = replace(thread, matter=None)
    return thread


async def _talked_about(asking: Asking, ports: Ports, picked: PickedGoods) -> PickedGoods:
    """那就买这个手机吧 names the kind of what is in focus."""
    focus = [each for each in picked.products if each.sku == asking.thread.product_in_focus]
    return PickedGoods(products=tuple(focus), sign="focus") if focus else picked


async def tell_order(question: ProductQuestion) -> bool:
    """What is left to pay, the choices to make, what is sold out; goods that are gone get their date and a note."""
    product, speech = question.product, question.speech
    line = line_of(product, question.words)
    if not _is_there(product) or (names_choice(product, question.words) and product.stock_of(line.sku) <= 0):
        return await tell_stock(question)
    chosen = next((each for each in product.variants if each.sku == line.sku), None)
    if chosen is not None and not _is_as_said(chosen, product, question.words):
        return await tell_stock(question)
    worked = await work_out(question.asking, question.ports, [line])
    facts = {
        "goods": goods.name(product) + _named(chosen, question),
        "price": wording.yuan(worked.quote.goods_fen),
        "steps": steps(worked.quote),
        "pay": wording.yuan(worked.quote.pay_fen),
        "choices": "、".join(dict.fromkeys(name for each in product.variants for name in each.options)) or "数量",
    }
    cards = [goods.card(product, price_fen=line.unit_fen)]
    cards += [coupon_card(each.promotion) for each in worked.quote.savings if each.promotion.kind == "coupon"]
    speech.say("utter_take_goods_reduced" if worked.quote.savings else "utter_take_goods", facts, cards=cards)
    gone = [each for each in product.variants if each.stock <= 0]
    if gone and not names_choice(product, question.words):
        speech.say("utter_take_goods_gone", {"gone": "、".join(map(goods.choice, gone[:_MOST_GONE]))})
    hint(question, worked)
    return True


def _is_there(product: Product) -> bool:
    return product.stock > 0 or any(each.stock > 0 for each in product.variants)


def _is_as_said(chosen: Variant, product: Product, words: str) -> bool:
    """Whether a choice is of the colour and the size that she names; of goods without such choices it always is."""
    plain = normalise(words).text
    colour, size = wishes.colour_in(plain), size_in(plain)
    values = tuple(chosen.options.values())
    if colour and choices_of(product, "颜色") and not any(wishes.is_colour(colour, value) for value in values):
        return False
    return not (size and choices_of(product, "尺码")) or size in values


def _named(chosen: Variant | None, question: ProductQuestion) -> str:
    """Which choice the sum is of: the one that she named, else the cheapest where they differ in price."""
    if chosen is None:
        return ""
    differ = len({each.price_fen for each in question.product.variants}) > 1
    return f" {goods.choice(chosen)}" if differ or names_choice(question.product, question.words) else ""
