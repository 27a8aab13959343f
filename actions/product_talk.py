"""The talk about one product, from a question to its answer: which product, then what is true of it.

It serves every wish of TELLERS; the thread's `flow` says which while she chooses among several.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from actions import goods, wording
from actions.asking import Asking
from actions.composition import Ports
from actions.pick_product import PickedGoods
from actions.reminder import remind
from actions.shop_book import answer_from_book
from actions.speech import Speech
from actions.thread import Thread
from bot.care.knowledge import Answer
from bot.shop.product import Product
from bot.shop.search.aspects import facts_for
from bot.shop.search.refine import named_alone
from bot.text.normalise import normalise

PATIENCE = 2
_OF_ONE_PRODUCT = frozenset({"ask_price", "bargain", "ask_stock", "ask_size_advice", "ask_product_attribute"})
_OF_THE_SHOP = re.compile(r"你们|你家|店里|家的|质量|品质|东西|正品|靠谱|怎么样|评价")
_AT_WISH = "special_request"  # 写贺卡, 包一下: what the shop does for any of its goods
_CHOICES = 4
_REMEMBERED = 300  # characters of what she said until it is clear which goods she means
_JUST_PRICE = re.compile(r"(?:多少钱|什么价格?|啥价|怎么卖|多钱)[吗呢啊呀？?]*$")
_NEARLY_ITS_WORDS = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductQuestion:
    """One question about one product. `words` is what she asked, as it was typed."""

    asking: Asking
    speech: Speech
    ports: Ports
    product: Product
    words: str

    @property
    def name(self) -> str:
        """What to call it: by its name at first, 这款 while it stays in focus."""
        return "这款" if self.asking.thread.product_in_focus == self.product.sku else goods.name(self.product)


Teller = Callable[[ProductQuestion], Awaitable[bool]]  # False: the page holds no answer


async def serve_product(
    asking: Asking, speech: Speech, ports: Ports, flow: str, tellers: dict[str, Teller], picked: PickedGoods
) -> Thread:
    """Answer the wish `flow` about the product that is meant, or ask which one it is; then a person is offered, too."""
    product = picked.one
    if product is None:
        return await _not_one(asking, speech, ports, flow, picked)
    thread = replace(asking.thread.settled(), flow=flow).looking_at(product.sku)
    question = ProductQuestion(asking=asking, speech=speech, ports=ports, product=product, words=asking.words)
    if not await tellers[flow](question) and not _from_page(question) and not await _from_book(question, flow):
        asked = named_alone(asking.text) if picked.sign in ("focus", "page") else ""
        response = "utter_neither_page_nor_shop" if asked else "utter_page_does_not_say"
        speech.say(response, {"goods": goods.name(product), "asked": asked}, buttons=[wording.human(flow)])
    return remind(
        speech, replace(thread, asked=asking.thread.asked if asking.thread.asked in ("message", "contact") else None)
    )


def _from_page(question: ProductQuestion) -> bool:
    """A line of the page that the words point at, whatever the wish was taken for: 能打豆浆吗 → 功能：豆浆、米糊."""
    told = facts_for(question.product, normalise(question.words).text)
    if told.facts:
        question.speech.say("utter_attribute", {"goods": question.name, "facts": goods.facts(told.facts)})
    elif told.missing:
        facts = {"goods": question.name, "aspect": "、".join(told.missing)}
        question.speech.say("utter_attribute_unknown", facts, buttons=[wording.human(question.asking.intent)])
    return bool(told.facts or told.missing)


async def _from_book(question: ProductQuestion, flow: str) -> bool:
    """The shop's book, where an entry fits the very words; a general entry says nothing of this product."""
    knowledge = await question.ports.shelf.knowledge()
    answer = knowledge.answer(question.words, flow, question.asking.now)
    if answer is None or not answer.specific or not {flow, _AT_WISH} & set(answer.entry.intents):
        return False
    if not _is_of(answer, flow, question.words):
        return False
    question.speech.say("utter_book_answer", {"answer": answer.entry.answer})
    return True


def _is_of(answer: Answer, flow: str, words: str) -> bool:
    """An entry of another wish must be asked for nearly in its own words; of quality in general, only in general."""
    if flow not in answer.entry.intents:
        return answer.score >= _NEARLY_ITS_WORDS
    return flow != "ask_quality" or _OF_THE_SHOP.search(words) is not None


async def _not_one(asking: Asking, speech: Speech, ports: Ports, flow: str, picked: PickedGoods) -> Thread:
    thread = replace(asking.thread, flow=flow)
    if picked.sign == "unknown":
        speech.say("utter_no_such_goods", buttons=[wording.human(flow)])
        return thread.settled()
    if not picked.products:
        if await _book_answers(asking, speech, ports, flow):
            return remind(speech, thread.settled())
        of_one = flow in _OF_ONE_PRODUCT or (flow == "ask_quality" and not _OF_THE_SHOP.search(asking.words))
        if of_one or not await _general_entry(asking, speech, ports, flow):
            speech.say("utter_which_goods")
        return replace(thread.asking("product_choice"), matter=asking.words or None)
    asked = thread.asking("product_choice")
    shown = picked.products[:_CHOICES]
    buttons = goods.buttons(shown, flow)
    if asked.asked_times > PATIENCE:
        buttons.append(wording.human(flow))
    speech.say("utter_choose_goods", {"count": str(len(picked.products))}, buttons=buttons)
    offered = tuple(product.sku for product in shown)
    again = asking.thread.asked == "product_choice" and asking.thread.flow == flow and asking.thread.matter
    matter = f"{asking.thread.matter} {asking.text}" if again and asking.text else asking.words
    return replace(asked, products_offered=offered, product_in_focus=None, matter=matter[-_REMEMBERED:] or None)


async def _book_answers(asking: Asking, speech: Speech, ports: Ports, flow: str) -> bool:
    """A question of the shop as a whole (会不会是假的) needs no product."""
    knowledge = await ports.shelf.knowledge()
    answer = knowledge.answer(asking.words, flow, asking.now)
    if answer is None or not answer.specific or not _is_of(answer, flow, asking.words):
        return False
    if flow == "ask_price" and _JUST_PRICE.search(asking.words):
        return False
    return await answer_from_book(replace(asking, intent=flow), speech, ports)


async def _general_entry(asking: Asking, speech: Speech, ports: Ports, flow: str) -> bool:
    """The shop's general word on such questions, which leads to which goods it is about."""
    knowledge = await ports.shelf.knowledge()
    answer = knowledge.answer(asking.words, flow, asking.now)
    if answer is None:
        return False
    speech.say("utter_book_answer", {"answer": answer.entry.answer})
    return True
