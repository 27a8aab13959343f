"""Several goods priced together: 猫砂和狗粮一起买多少钱, 苹果脐橙各来5斤, 都要的话一共多少. One quote for the whole basket."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import goods, wording
from actions.asking import Asking
from actions.composition import Ports
from actions.product_talk import ProductQuestion
from actions.read_once import products_of
from actions.speech import Speech
from actions.tell_price import hint, line_of, steps, work_out
from actions.thread import Thread
from bot.care.effects import ProductAskedAbout
from bot.shop.cards import coupon_card
from bot.shop.quote import Line
from bot.text.ordinals import find_ordinals

_TOGETHER = re.compile(
    r"一起(?:买|拍|要|下单|多少|算)|一共|总共|加起来|合计|合起来|[都全](?:要|买|拍)(?!是)|各(?:要|来|买|拍|拿|[一两二三四五六七八九十\d])"
)
_OF_MONEY = re.compile(r"多少|钱|价|到手|怎么算|优惠|便宜|合计|总共|一共")
_ALL = re.compile(r"[都全](?:要|买|拍)|一共|总共|加起来|合计")
_WITH_IT = re.compile(
    r"^(?:那|如果|要是|这个?|它)*(?:和|跟|与|同|加上?|配|再加)"
)  # 跟巧克力一起买, beside what is in focus
_APART = re.compile(r"[和跟与、，,+加 ]|再要|还要")
_MOST = 6


async def several_together(asking: Asking, speech: Speech, ports: Ports) -> Thread | None:
    """The sum for the goods that are meant together; None when the message asks for no such thing."""
    text = asking.text
    if not (_TOGETHER.search(text) and _OF_MONEY.search(text)):
        return None
    meant = await _meant(asking, ports)
    if len(meant) < 2:
        return None
    worked = await work_out(asking, ports, meant)
    shown = "\n".join(f"{number}. {_written(line)}" for number, line in enumerate(meant, start=1))
    facts = {
        "list": shown,
        "price": wording.yuan(worked.quote.goods_fen),
        "pay": wording.yuan(worked.quote.pay_fen),
        "steps": steps(worked.quote),
    }
    cards = [coupon_card(each.promotion) for each in worked.quote.savings if each.promotion.kind == "coupon"]
    speech.say("utter_basket_reduced" if worked.quote.savings else "utter_basket", facts, cards=cards)
    first = meant[0].product
    hint(ProductQuestion(asking=asking, speech=speech, ports=ports, product=first, words=text), worked)
    for line in meant:
        speech.effect(ProductAskedAbout(product_sku=line.product.sku, intent="ask_price"))
    offered = tuple(line.product.sku for line in meant)
    return replace(asking.thread.settled(), flow="ask_price", matter=None, products_offered=offered)


async def _meant(asking: Asking, ports: Ports) -> list[Line]:
    """A line for each: those named, each with the words beside its name; else those of the list."""
    named = {each.written: each.skus[0] for each in asking.entities if each.kind == "product" and len(each.skus) == 1}
    if len(set(named.values())) >= 2:
        products = {each.sku: each for each in await products_of(tuple(named.values())[:_MOST], ports)}
        pieces = {sku: _beside(asking.text, written) for written, sku in named.items()}
        return [line_of(product, pieces[sku]) for sku, product in products.items()]
    focus = asking.thread.product_in_focus
    if len(set(named.values())) == 1 and focus and _WITH_IT.search(asking.text) and focus not in named.values():
        [written] = named
        both = await products_of((focus, named[written]), ports)
        return [line_of(each, asking.text if each.sku == named[written] else "") for each in both]
    offered = asking.thread.products_offered
    places = [each.index - 1 if each.index > 0 else each.index for each in find_ordinals(asking.text)]
    chosen = tuple(dict.fromkeys(offered[place] for place in places if -len(offered) <= place < len(offered)))
    if not chosen and not named and _ALL.search(asking.text):
        chosen = offered
    return [line_of(product, asking.text) for product in await products_of(chosen[:_MOST], ports)]


def _beside(text: str, written: str) -> str:
    """The piece of the text that holds a name; the whole of it where each gets the same: 各来5斤."""
    if "各" in text:
        return text
    return next((piece for piece in _APART.split(text) if written in piece), text)


def _written(line: Line) -> str:
    variant = next((each for each in line.product.variants if each.sku == line.sku), None)
    prices = {each.price_fen for each in line.product.variants}
    named = goods.name(line.product) + (f" {goods.choice(variant)}" if variant and len(prices) > 1 else "")
    many = f"（{line.quantity}件）" if line.quantity > 1 else ""
    return f"{named}{many}，{wording.yuan(line.unit_fen * line.quantity)}"
