"""A property that only the choices state: 有30公斤的吗, 能调到20公斤吗, of goods that come in 10 and 20 kilograms."""

from __future__ import annotations

import re

from actions import goods
from actions.product_talk import ProductQuestion
from actions.tell_attribute import tell_attribute
from actions.tell_stock import tell_asked
from bot.shop.search.page import fold
from bot.text.normalise import normalise

_MEASURED = re.compile(r"(?P<number>\d{1,5}(?:\.\d)?)\s?(?P<unit>公斤|千克|毫升|厘米|英寸|克|斤|升|米|寸|片|gb|tb|kg)")
_MOST = 6


async def tell_property(question: ProductQuestion) -> bool:
    """What the page states of it, else whether the choice of that measure is made and there."""
    return await tell_attribute(question) or await _tell_choice(question)


async def _tell_choice(question: ProductQuestion) -> bool:
    plain = normalise(question.words).text
    said = _MEASURED.search(fold(plain))
    if said is None:
        return False
    of_unit = [
        each
        for each in question.product.variants
        if any(re.search(rf"\d{said['unit']}", fold(value)) for value in each.options.values())
    ]
    asked = rf"(?<![\d.]){re.escape(said['number'])}{said['unit']}"
    meant = [each for each in of_unit if any(re.search(asked, fold(value)) for value in each.options.values())]
    if meant:
        tell_asked(question, tuple(meant), plain)
    elif of_unit:
        made = "、".join(map(goods.choice, of_unit[:_MOST]))
        facts = {"goods": question.name, "asked": f"{said['number']}{said['unit']}", "choices": made}
        question.speech.say("utter_choice_not_made", facts)
    return bool(of_unit)
