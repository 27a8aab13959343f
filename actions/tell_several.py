"""Several goods that were shown, one line for each: their stock in the choice that is asked for, the size that suits her."""

from __future__ import annotations

from actions import goods
from actions.asking import Asking
from actions.body import body_of
from actions.speech import Speech
from actions.tell_stock import asked_choices
from bot.shop.product import Product
from bot.shop.search import wishes
from bot.shop.search.aspects import choices_of
from bot.shop.search.measure_reading import size_in
from bot.shop.size_chart import advise, chart_of
from bot.text.normalise import normalise

_MOST_SAID = 6


def tell_stock_of_several(speech: Speech, products: tuple[Product, ...], words: str) -> bool:
    """有白色的吗, 有L码吗, 都有货吗, of the goods shown: what is there and what is sold out of each."""
    plain = normalise(words).text
    lines = [f"{number}. {goods.name(each)}：{_stock(each, plain)}" for number, each in enumerate(products, start=1)]
    speech.say("utter_attributes_of_several", {"list": "\n".join(lines)})
    return True


def tell_size_of_several(asking: Asking, speech: Speech, products: tuple[Product, ...]) -> bool:
    """165 110斤穿多大, of the clothes shown: the size of each by its own chart; False where a chart needs more of her."""
    body = body_of(asking)
    advices = [advise(rows, body) if (rows := chart_of(each)) else None for each in products]
    if not body.measures or not any(each and each.size for each in advices):
        return False
    said = [
        (each, advice) for each, advice in zip(products, advices, strict=True) if advice is not None and advice.size
    ]
    if len(said) < len(products):
        return False
    lines = [
        f"{number}. {goods.name(each)}：{advice.size}码" + (f"或{advice.other}码（在两码之间）" if advice.other else "")
        for number, (each, advice) in enumerate(said, start=1)
    ]
    speech.say("utter_attributes_of_several", {"list": "\n".join(lines)})
    return True


def _stock(product: Product, plain: str) -> str:
    asked = asked_choices(product, plain)
    size, sizes = size_in(plain), choices_of(product, "尺码")
    if size and sizes and size not in sizes:
        return f"没有{size}码，有{'、'.join(sizes)}"
    if asked == ():
        colours = choices_of(product, "颜色") or choices_of(product, "色号")
        return f"没有{wishes.colour_in(plain)}色，有{'、'.join(colours)}"
    if asked is None and wishes.colour_in(plain):
        return "页面没写颜色"
    chosen = asked or product.variants
    if not chosen:
        return "有货" if product.stock > 0 else "缺货"
    there = [goods.choice(each) for each in chosen if each.stock > 0]
    gone = [goods.choice(each) for each in chosen if each.stock <= 0]
    if asked is None:
        return "有货" if not gone else f"有货，缺{'、'.join(gone[:_MOST_SAID])}" if there else "缺货"
    parts = [f"{'、'.join(there[:_MOST_SAID])}有货"] if there else []
    return "，".join([*parts, *([f"{'、'.join(gone[:_MOST_SAID])}缺货"] if gone else [])])
