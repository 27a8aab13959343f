"""改订单内容: another colour or size of what was bought, at the same price and in stock; every other wish goes to a person."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions import wording
from actions.draft import Value
from actions.flow import Ask, Flow, ReadBack, Say, Situation, Step, Stop
from actions.speech import Button
from bot.shop.changes import ChangeItem, Outcome
from bot.shop.order import OrderItem
from bot.shop.order_verdicts import Swap, may_change_item
from bot.shop.product import Product, Variant
from bot.shop.variant_choice import choices, corrected_variants, names_current, wanted_variants
from bot.text.pieces import pieces_wished, says_number_is_wrong

_BY_PEOPLE = re.compile(r"合并|拆(?:单|开|成)|加购|再加|换成?别的(?:商品|东西)|换一款|另一款|其他款|删掉|去掉一件")
_REMARK = re.compile(r"备注|留言|贺卡|小票|包装|送货前|发货前|[再多]加[一个]?[句条]")
_OPTION = re.compile(r"颜色|尺码|尺寸|型号|规格|款式|码数|数量")
_OFFERED = 6
_MOST_PIECES = 200
_ONE_STEP = {"other_product", "no_rule"}


class OrderItems(Flow):
    name = "modify_order"
    likely = frozenset({"unpaid", "paid"})
    names_wanted = True
    correctable = "颜色、尺码还是哪一件"

    def instead(self, words: str) -> str | None:
        return "special_request" if _REMARK.search(words) and not _OPTION.search(words) else None

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        chosen = situation.asking.values("choice")
        if chosen:
            of_order = {item.sku for item in situation.order.items}
            return {"item": chosen[0], "wanted": ""} if chosen[0] in of_order else {"wanted": chosen[0], "pieces": ""}
        told: dict[str, Value] = {"words": words}
        count = sum(item.quantity for item in situation.order.items)
        pieces = pieces_wished(words, count)
        told["pieces"] = "" if pieces is None else f"{pieces:g}"
        if _BY_PEOPLE.search(words) or (pieces is None and says_number_is_wrong(words)):
            told["other"] = "other"
        return {**told, "wanted": await _corrected(situation, words)}

    async def step(self, situation: Situation) -> Step:
        order, now = situation.order, situation.asking.now
        products = {item.sku: await situation.ports.shop.product(item.sku) for item in order.items}
        item = _item(situation, products)
        probe = Swap(item=item or order.items[0], product=None, wanted_sku="")
        window = may_change_item(order, probe, now, situation.rules)
        if window.rule not in _ONE_STEP:
            return self.cannot(situation, window, *_instead(situation))
        if situation.text("pieces"):
            return self._pieces(situation)
        if situation.text("other"):
            return self._by_people(situation)
        if item is None:
            return _ask_item(situation)
        product = products[item.sku]
        if product is None or len(product.variants) < 2:
            return self._by_people(situation)
        return self._swap(situation, item, product)

    def _swap(self, situation: Situation, item: OrderItem, product: Product) -> Step:
        found = _wanted(situation, item, product)
        if len(found) != 1:
            return _ask_variant(situation, item, product, found)
        wanted = found[0]
        swap = Swap(item=item, product=product, wanted_sku=wanted.sku)
        verdict = may_change_item(situation.order, swap, situation.asking.now, situation.rules)
        facts = situation.facts(item=wording.short(item.title), now=_named(product, item.sku), wanted=_options(wanted))
        if verdict.rule == "out_of_stock":
            return _ask_variant(situation, item, product, (), gone=wanted)
        if verdict.rule == "other_price":
            facts |= {"amount": wording.yuan(abs(verdict.amount_fen or 0))}
            response = "utter_item_dearer" if (verdict.amount_fen or 0) > 0 else "utter_item_cheaper"
            return Stop(says=(Say(response=response, facts=facts, buttons=(wording.review(self.name),)),))
        if not verdict.allowed:
            return self._by_people(situation)
        change = ChangeItem(order_id=situation.order.order_id, sku=item.sku, wanted_sku=wanted.sku)
        return ReadBack(say=Say(response="utter_read_back_item", facts=facts), change=change, yes="就换这个")

    def _pieces(self, situation: Situation) -> Step:
        """Another number is another sum: people do that. What cannot be a number of pieces is said so."""
        pieces = float(situation.text("pieces"))
        count = sum(item.quantity for item in situation.order.items)
        facts = situation.facts(pieces=f"{pieces:g}", count=str(count))
        review = wording.review(self.name)
        if pieces == 0:
            cancel = Button(
                title="取消订单", intent="cancel_order", entities={"order_number": situation.order.order_id}
            )
            return Stop(says=(Say(response="utter_pieces_none", facts=facts, buttons=(cancel, review)),))
        if pieces < 0 or pieces != int(pieces):
            return Ask(what="new_option", say=Say(response="utter_pieces_impossible", facts=facts, buttons=(review,)))
        if pieces == count:
            return Stop(says=(Say(response="utter_pieces_already", facts=facts),))
        response = "utter_pieces_many" if pieces > _MOST_PIECES else "utter_pieces_by_people"
        return Stop(says=(Say(response=response, facts=facts, buttons=(review,)),))

    def _by_people(self, situation: Situation) -> Stop:
        say = Say(response="utter_modify_by_people", facts=situation.facts(), buttons=(wording.review(self.name),))
        return Stop(says=(say,))

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        product = await situation.ports.shop.product(outcome.reference)
        wanted = _named(product, outcome.reference) if product else "您要的那款"
        facts = situation.facts(wanted=wanted)
        return (Say(response="utter_item_changed", facts=facts, cards=self.card(situation)),)


def _item(situation: Situation, products: Mapping[str, Product | None]) -> OrderItem | None:
    """Which line is meant: chosen, the only one, the only one that has choices, the only one whose choices are named."""
    items = situation.order.items
    chosen = next((item for item in items if item.sku == situation.text("item")), None)
    if chosen is not None or len(items) == 1:
        return chosen or items[0]
    words = situation.text("words")
    named = [item for item in items if any(part in words for part in item.title.split() if len(part) > 1)]
    if len(named) == 1:
        return named[0]
    open_ = [(item, product) for item in items if (product := products[item.sku]) and len(product.variants) > 1]
    fitting = [item for item, product in open_ if wanted_variants(product, item.sku, words)]
    return fitting[0] if len(fitting) == 1 else open_[0][0] if len(open_) == 1 else None


async def _corrected(situation: Situation, words: str) -> str:
    """海蓝的, then 不对 42码: of what was wanted until now; empty where nothing was, or the words name no one choice."""
    before = situation.text("wanted") or (await _named_before(situation) if situation.text("words") else "")
    item = next((each for each in situation.order.items if each.sku == situation.text("item")), None)
    item = item or (situation.order.items[0] if len(situation.order.items) == 1 else None)
    product = await situation.ports.shop.product(item.sku) if item is not None and before else None
    if item is None or product is None:
        return ""
    found = corrected_variants(product, item.sku, before, words)
    return found[0].sku if len(found) == 1 else ""


async def _named_before(situation: Situation) -> str:
    """The one choice that the words before this message named."""
    items = situation.order.items
    product = await situation.ports.shop.product(items[0].sku) if len(items) == 1 else None
    found = wanted_variants(product, items[0].sku, situation.text("words")) if product is not None else ()
    return found[0].sku if len(found) == 1 else ""


def _wanted(situation: Situation, item: OrderItem, product: Product) -> tuple[Variant, ...]:
    chosen = tuple(each for each in product.variants if each.sku == situation.text("wanted"))
    return chosen or wanted_variants(product, item.sku, situation.text("words"))


def _ask_item(situation: Situation) -> Ask:
    buttons = tuple(
        Button(title=wording.short(item.title, wording.TITLE_CHARS), intent="inform", entities={"choice": item.sku})
        for item in situation.order.items[:_OFFERED]
    )
    facts = situation.facts(count=str(len(situation.order.items)))
    return Ask(what="item_choice", say=Say(response="utter_ask_item", facts=facts, buttons=buttons))


def _ask_variant(
    situation: Situation, item: OrderItem, product: Product, found: tuple[Variant, ...], gone: Variant | None = None
) -> Step:
    offered = [each for each in found if each.stock > 0] or list(choices(product, item.sku))
    facts = situation.facts(item=wording.short(item.title), now=_named(product, item.sku))
    if gone is not None:
        facts["wanted"] = _options(gone)
    if not offered:
        review = (wording.review("modify_order"),)
        return Stop(says=(Say(response="utter_item_nothing_else", facts=facts, buttons=review),))
    already = gone is None and not found and names_current(product, item.sku, situation.text("words"))
    response = "utter_ask_option_gone" if gone else "utter_ask_option_already" if already else "utter_ask_option"
    buttons = tuple(
        Button(title=_options(each), intent="inform", entities={"choice": each.sku}) for each in offered[:_OFFERED]
    )
    return Ask(what="new_option", say=Say(response=response, facts=facts, buttons=buttons))


def _options(variant: Variant) -> str:
    return " ".join(variant.options.values())


def _named(product: Product, sku: str) -> str:
    variant = next((each for each in product.variants if each.sku == sku), None)
    return _options(variant) if variant else wording.short(product.title)


def _instead(situation: Situation) -> tuple[Button, ...]:
    if situation.order.status != "signed":
        return ()
    about = {"order_number": situation.order.order_id}
    return (Button(title="我要换货", intent="request_exchange", entities=about),)
