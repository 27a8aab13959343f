"""Pre-orders: the deposit and what it counts for, when the rest is due and when it ships, by the shop's own words."""

from __future__ import annotations

from actions import wording
from actions.product_talk import ProductQuestion
from actions.read_once import promotions_of


async def tell_presale(question: ProductQuestion) -> bool:
    """The running pre-order of this product; False when there is none, so that the book may answer."""
    product = question.product
    skus = {product.sku, *(variant.sku for variant in product.variants)}
    for each in await promotions_of(question.ports):
        if each.kind == "presale" and each.valid_at(question.asking.now) and skus & set(each.skus):
            facts = {
                "goods": question.name,
                "terms": wording.without_end(each.text),
                "until": wording.future(each.valid_until, question.asking.now),
            }
            question.speech.say("utter_presale", facts)
            return True
    return False
