"""到货提醒, told: a system turn that says, once, that the goods she waited for are back, with their card."""

from __future__ import annotations

from actions import goods, wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.reminder import remind
from actions.speech import Speech
from actions.thread import Thread
from bot.care.effects import RestockNoteWanted
from bot.shop.product import Product


class Restocked(ThreadAction):
    action_name = "action_restocked"
    passes_on = False
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        sku, product_sku = str(asking.told.get("sku") or ""), str(asking.told.get("product_sku") or "")
        product = await self.ports.shop.product(product_sku or sku)
        if product is None or product.stock_of(sku) <= 0:
            return self._keep_waiting(asking, speech, product, sku)
        variant = next((each for each in product.variants if each.sku == sku), None)
        price_fen = variant.price_fen if variant else product.price_fen
        facts = {
            "goods": named(product, sku),
            "price": wording.yuan(price_fen) if variant else goods.price(product),
            "count": str(product.stock_of(sku)),
        }
        speech.say("utter_restocked", facts, cards=[goods.card(product, price_fen=price_fen)])
        return remind(speech, asking.thread.looking_at(product.sku))

    def _keep_waiting(self, asking: Asking, speech: Speech, product: Product | None, sku: str) -> Thread:
        """Sold out again between the look and the turn: the note waits anew, and she is told so, not that it is there."""
        named_so = named(product, sku) if product else "这件"
        speech.effect(RestockNoteWanted(sku=sku, product_sku=product.sku if product else sku))
        speech.say("utter_restocked_gone_again", {"goods": named_so})
        return asking.thread


def named(product: Product, sku: str) -> str:
    """The product's name, with the choice that is meant."""
    variant = next((each for each in product.variants if each.sku == sku), None)
    return f"{goods.name(product)}{' ' + goods.choice(variant) if variant else ''}"
