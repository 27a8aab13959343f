"""A property of a product: what its page states, a colour or size that is asked for, several goods side by side."""

from __future__ import annotations

import re

from actions import goods, wording
from actions.product_talk import ProductQuestion
from actions.speech import Speech
from bot.shop.product import Product
from bot.shop.search import wishes
from bot.shop.search.aspects import Fact, Told, choices_of, facts_for
from bot.shop.search.measure_reading import size_in
from bot.shop.search.page import fold
from bot.text.normalise import normalise

_WITHOUT = re.compile(r"不要|别要|不想要|不喜欢|除了")


async def tell_attribute(question: ProductQuestion) -> bool:
    """The facts that answer; what was asked and stands nowhere is said to be unknown, with the way to a person."""
    plain = normalise(question.words).text
    if _tell_colour(question, plain):
        return True
    told = facts_for(question.product, plain)
    if told.facts:
        _say_facts(question, told)
        return True
    if not told.missing:
        return False
    facts = {"goods": question.name, "aspect": "、".join(told.missing)}
    question.speech.say("utter_attribute_unknown", facts, buttons=[wording.human("ask_product_attribute")])
    return True


def tell_side_by_side(speech: Speech, products: tuple[Product, ...], words: str) -> bool:
    """One line for each of several products; False when no page holds an answer."""
    plain = normalise(words).text
    told = [
        (product, _colours(product, plain) or _sizes(product, plain) or facts_for(product, plain))
        for product in products
    ]
    if not any(each.facts for _, each in told):
        return False
    lines = [
        f"{number}. {goods.name(product)}：{goods.facts(each.facts) if each.facts else '页面没写'}"
        for number, (product, each) in enumerate(told, start=1)
    ]
    speech.say("utter_attributes_of_several", {"list": "\n".join(lines)})
    return True


def _colours(product: Product, plain: str) -> Told | None:
    """有红色吗 of one of several: the choices of that colour, else all that there are; None when no colour is asked for."""
    colour = wishes.colour_in(plain)
    values = next((found for name in ("颜色", "色号", "花色") if (found := choices_of(product, name))), ())
    if not colour or not values:
        return None
    fitting = [value for value in values if wishes.is_colour(colour, fold(value))]
    said = "、".join(fitting) if fitting else f"没有{colour}色，有{'、'.join(values)}"
    return Told(facts=(Fact(name="颜色", value=said),))


def _sizes(product: Product, plain: str) -> Told | None:
    """有5XL吗 of one of several: whether the size is made, else which ones are; None when no size is asked for."""
    size, made = size_in(plain), choices_of(product, "尺码")
    if not size or not made:
        return None
    said = f"有{size}码" if size in made else f"没有{size}码，有{'、'.join(made)}"
    return Told(facts=(Fact(name="尺码", value=said),))


def _say_facts(question: ProductQuestion, told: Told) -> None:
    facts = {"goods": question.name, "facts": goods.facts(told.facts)}
    question.speech.say("utter_attribute", facts)


def _tell_other_colours(question: ProductQuestion, colour: str, values: tuple[str, ...]) -> bool:
    """不要白色: the other colours that there are, or that there is none."""
    others = [value for value in values if not wishes.is_colour(colour, fold(value))]
    facts = {"goods": question.name, "asked": f"{colour}色", "colours": "、".join(others or values)}
    question.speech.say("utter_colour_others" if others else "utter_colour_no_other", facts)
    return True


def _tell_colour(question: ProductQuestion, plain: str) -> bool:
    """有白色的吗: the choices of that colour, or those that there are."""
    colour = wishes.colour_in(plain)
    option = next((name for name in ("颜色", "色号", "花色") if choices_of(question.product, name)), None)
    if not colour or option is None:
        return False
    values = choices_of(question.product, option)
    if _WITHOUT.search(plain):
        return _tell_other_colours(question, colour, values)
    fitting = [value for value in values if wishes.is_colour(colour, fold(value))]
    facts = {"goods": question.name, "colours": "、".join(fitting or values), "asked": f"{colour}色"}
    left = [
        variant for variant in question.product.variants if variant.options.get(option) in fitting and variant.stock > 0
    ]
    if not fitting:
        question.speech.say("utter_colour_not_made", facts)
    else:
        question.speech.say("utter_colour_there" if left else "utter_colour_sold_out", facts)
    return True
