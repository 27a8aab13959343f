"""Prices: what it costs now, what is left to pay with the promotions that run, worked out to the fen. Never a discount
that the shop does not give."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions import goods, wording
from actions.asking import Asking
from actions.composition import Ports
from actions.product_talk import ProductQuestion
from actions.read_once import promotions_of
from actions.speech import Button
from bot.shop.cards import coupon_card
from bot.shop.product import Product, Variant
from bot.shop.promotion import Promotion
from bot.shop.quote import Gap, Line, Quote, gaps, quote
from bot.shop.search import wishes
from bot.shop.search.fit import Fit
from bot.shop.search.page import fold
from bot.text.normalise import normalise
from bot.text.numerals import find_numerals

_NEAR = 2  # a threshold is worth a hint when what is missing is at most half of what she pays
_MOST_PIECES = 99
_PIECES = "件个双台部盒包瓶条套本只支袋罐副对张把箱提桶"
_OF_MONEY = re.compile(
    r"钱|价|贵|券|满减|便宜|卖|元|块|优惠|活动|到手|折|付|费|刀|米(?=一)|怎么(?:拍|买)|买|[两二三四五六七八九十\d]{1,3}[副件个双套盒瓶包袋条台对箱提桶](?:呢|的话)?$"
)
_PART_PRICED = re.compile(
    r"^(?:单独|另外|再)?(?:买|配|换)?[一个]{0,2}(?P<what>[\u4e00-\u9fff]{2,4}?)(?:单独|另外|单)?(?:买)?(?:多少钱|什么价|怎么卖|几块)"
)
_A_CHOICE = re.compile(r"(?:的|那款|那种|码|号|装|版)呢?[？?]?$|呢[？?]?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A basket worked out, and what it lacks for the next promotion."""

    lines: tuple[Line, ...]
    quote: Quote
    gaps: tuple[Gap, ...]


async def tell_price(question: ProductQuestion) -> bool:
    """The price as it is, and the best that the promotions make of it."""
    if question.asking.text and not _OF_MONEY.search(question.words) and not _names_a_choice(question):
        return False  # 一包多少片 asks of something else
    if _asks_of_a_part(question):
        return False
    await _tell(question, "utter_price")
    return True


def _asks_of_a_part(question: ProductQuestion) -> bool:
    """刷头多少钱一个, of a toothbrush: what is in the box has no price of its own on the page."""
    named = _PART_PRICED.match("".join(normalise(question.words).text.split()))
    if named is None or names_choice(question.product, question.words):
        return False
    product = question.product
    own = fold("；".join((product.title, product.category, product.brand, *product.aliases)))
    return named["what"] in fold(product.attributes.get("包装清单", "")) and named["what"] not in own


def _names_a_choice(question: ProductQuestion) -> bool:
    """10公斤的呢, after a price: the same of another choice."""
    return names_choice(question.product, question.words) and _A_CHOICE.search(question.words) is not None


async def tell_best_price(question: ProductQuestion) -> bool:
    """便宜点呗: the best honest price, kindly; the price itself is not the bot's to change."""
    await _tell(question, "utter_bargain")
    return True


async def work_out(asking: Asking, ports: Ports, lines: Sequence[Line]) -> Worked:
    """The quote for whoever asks, now. Raises ShopUnavailable."""
    promotions, level = await asyncio.gather(promotions_of(ports), level_of(asking, ports))
    made = quote(lines, promotions, now=asking.now, level=level)
    missing = gaps(lines, promotions, now=asking.now, level=level)
    return Worked(lines=tuple(lines), quote=made, gaps=tuple(missing))


async def reduced_to(asking: Asking, ports: Ports, found: Fit) -> int | None:
    """What is left to pay for one piece whose own price is reduced now, in fen; None when it is not."""
    sku = found.variant.sku if found.variant else found.product.sku
    worked = await work_out(asking, ports, [Line(product=found.product, sku=sku, unit_fen=found.price_fen)])
    reduced = any(each.promotion.kind in ("flash_sale", "discount") for each in worked.quote.savings)
    return worked.quote.pay_fen if reduced else None


async def level_of(asking: Asking, ports: Ports) -> str | None:
    customer = await ports.shop.customer(asking.customer_id) if asking.customer_id else None
    return customer.level if customer else None


def line_of(product: Product, words: str) -> Line:
    """The product in the choice and number that the words name; the cheapest choice in stock where they name none."""
    plain = normalise(words).text
    variant = variant_of(product, plain)
    return Line(
        product=product,
        sku=variant.sku if variant else product.sku,
        unit_fen=variant.price_fen if variant else product.price_fen,
        quantity=_pieces(plain),
    )


def variant_of(product: Product, plain: str) -> Variant | None:
    """The choice that a text names best; None for a product without choices."""
    if not product.variants:
        return None
    return max(product.variants, key=lambda each: (_named(each, plain), each.stock > 0, -each.price_fen))


def names_choice(product: Product, words: str) -> bool:
    """Whether the words name one of the product's choices by its value, its number or its colour."""
    plain = normalise(words).text
    return any(_named(each, plain) for each in product.variants)


def steps(worked: Quote) -> str:
    """冬日暖心满减减20元、店铺 15 元券减15元: what takes off how much, in its order."""
    return "、".join(f"{each.promotion.title}减{wording.yuan(each.off_fen)}" for each in worked.savings)


def _named(variant: Variant, plain: str) -> int:
    """How much of a choice the words name: its whole value, its number (20 of 共 20 公斤, 1.8 of 1.8 米床), its colour."""
    text = fold(plain)
    colour = wishes.colour_in(plain)
    values = variant.options.values()
    said = sum(2 * len(fold(value)) if fold(value) in text else numbers_said(value, text) for value in values)
    return said + (1 if colour and any(wishes.is_colour(colour, value) for value in values) else 0)


def numbers_said(value: str, text: str) -> int:
    """How many figures of a choice's value stand in a folded text, not as a part of another number nor as so many pieces."""
    numbers = re.findall(r"\d+(?:\.\d+)?", value)
    return sum(
        len(number)
        for number in numbers
        if re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]|[{_PIECES}])", text) is not None
    )


def _pieces(plain: str) -> int:
    for numeral in find_numerals(plain):
        after = plain[numeral.end : numeral.end + 1]
        before = plain[max(0, numeral.start - 1) : numeral.start]
        if after in tuple(_PIECES) and before not in tuple("第这那哪") and numeral.low == numeral.high:
            return max(1, min(_MOST_PIECES, int(numeral.low)))
    return 1


async def _tell(question: ProductQuestion, response: str) -> None:
    product = question.product
    line = line_of(product, question.words)
    worked = await work_out(question.asking, question.ports, [line])
    many = f"（{line.quantity}件）" if line.quantity > 1 else ""
    facts = {
        "goods": question.name + _chosen(question, line) + many,
        "price": wording.yuan(worked.quote.goods_fen) if many or _is_chosen(question, line) else goods.price(product),
        "pay": wording.yuan(worked.quote.pay_fen),
        "steps": steps(worked.quote),
    }
    suffix = "_reduced" if worked.quote.savings else ""
    cards = [goods.card(product, price_fen=line.unit_fen)]
    cards += [coupon_card(each.promotion) for each in worked.quote.savings if each.promotion.kind == "coupon"]
    question.speech.say(response + suffix, facts, cards=cards)
    await _tell_gift(question)
    hint(question, worked)


def _chosen(question: ProductQuestion, line: Line) -> str:
    """The choice that the price is of, where others cost something else and she names it."""
    if not _is_chosen(question, line) or not names_choice(question.product, question.words):
        return ""
    return f" {goods.choice(next(each for each in question.product.variants if each.sku == line.sku))}"


def _is_chosen(question: ProductQuestion, line: Line) -> bool:
    """Whether the price is that of one choice: then the range of all would not be what the sum began with."""
    prices = {each.price_fen for each in question.product.variants}
    return len(prices) > 1 and line.sku != question.product.sku


def hint(question: ProductQuestion, worked: Worked) -> None:
    """凑单: the nearest threshold, when what is missing is not out of proportion."""
    near = [
        gap for gap in worked.gaps if gap.gap_fen * _NEAR <= worked.quote.pay_fen and gap.off_fen <= gap.gap_fen * 4
    ]
    if not near:
        return
    gap = near[0]
    facts = {"gap": wording.yuan(gap.gap_fen), "off": wording.yuan(gap.off_fen), "promotion": gap.promotion.title}
    button = Button(title="帮我挑凑单的", intent="search_product", entities={"more": "top_up"})
    question.speech.say("utter_nearly_reached", facts, buttons=[button])


async def _tell_gift(question: ProductQuestion) -> None:
    for each in await promotions_of(question.ports):
        if each.kind == "gift" and each.valid_at(question.asking.now) and _is_for(each, question.product):
            question.speech.say("utter_gift_too", {"gift": each.gift or each.title})


def _is_for(promotion: Promotion, product: Product) -> bool:
    skus = {product.sku, *(variant.sku for variant in product.variants)}
    return bool(skus & set(promotion.skus)) or product.category in promotion.categories
