"""Finding goods for a need: two or three that fit, each with its reason; refined over turns; nothing that breaks a limit."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import goods, wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.body import remembering
from actions.composition import Ports
from actions.pick_product import in_thread
from actions.read_once import product_of
from actions.search_words import DISCOUNTED, GIVES_UP, conceded, described, relaxed_title
from actions.speech import Button, Speech
from actions.tell_attribute import tell_side_by_side
from actions.tell_price import reduced_to
from actions.thread import Thread
from actions.top_up import top_up
from actions.top_up import wanted as wants_top_up
from bot.care.effects import ProductAskedAbout
from bot.shop.body_reading import read_body
from bot.shop.product import Product
from bot.shop.search.fit import Fit, unmet_words
from bot.shop.search.kinds import kinds_of, narrowest_kinds
from bot.shop.search.need import Need
from bot.shop.search.need_reading import read_need, read_text
from bot.shop.search.page import fold
from bot.shop.search.rank import kinds_missing, spread
from bot.shop.search.refine import ShownGoods, asks_other_colour, points_back, refined
from bot.shop.search.wishes import colour_in

SHOWN = 3
MOST_KINDS = 5
_FOR_IT = re.compile(
    r"(?:适合|适配|配|装|套|贴)(?:它|这[个台部款]?手机|这[个台部款]?平板|这[个台]|这款)"
    r"|(?:它|这[个台部款]手机|这[个台部款]平板|这款)(?:能|可以)?(?:用的|的(?:手机)?壳|的膜|的套|的保护)"
)
_MODEL = re.compile(r"[A-Za-z]{1,12} ?\d{1,6}[A-Za-z]{0,6}")
_DEVICES = frozenset({"手机", "平板"})
_SHORT = 16
ASKED_KINDS = ("送妈妈", "蓝牙耳机", "跑步鞋", "零食")


class SearchProduct(ThreadAction):
    action_name = "action_search_product"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        return await search(asking, speech, self.ports)


async def search(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """Find what the need says as it stands after this message, and say it."""
    if wants_top_up(asking):
        return await top_up(asking, speech, ports)
    if _only_other_colour(asking):
        return await _tell_colours(asking, speech, ports)
    need = await need_of(asking, ports)
    thread = replace(asking.thread, flow="search_product", need=need.as_json())
    if "height" in read_body(asking.words).measures:
        thread = remembering(asking, thread)
    if need.impossible_price or need.contradicts_itself:
        response = "utter_no_such_price" if need.impossible_price else "utter_need_contradicts"
        speech.say(response, {"need": described(need) or "您说的"})
        return replace(thread.settled(), need=None)
    if not need.says_anything and not _is_priced(need):
        if (need.size or need.colour) and tell_side_by_side(speech, await in_thread(asking, ports), asking.words):
            return replace(asking.thread.settled(), flow="ask_stock")
        return _ask_what(speech, thread)
    found = await ports.finder.find(need)
    if not found or _is_only_near(need, [each.product for each in found]):
        return await _say_none(speech, ports, need, thread)
    found = _holding_words(found, need)
    if DISCOUNTED.search(asking.words):
        return await _say_discounted(asking, speech, ports, need, found, thread)
    shown = spread(found, need.kinds)[: max(SHOWN, min(len(need.kinds), MOST_KINDS))]
    thread = _say_found(speech, need, shown, thread, len(found))
    await _say_missing(speech, ports, kinds_missing(found, need.kinds))
    await _say_unmet(speech, ports, need, [each.product for each in shown])
    return thread


def _holding_words(found: list[Fit], need: Need) -> list[Fit]:
    """编程的书: where pages of the kind hold all the words of the need, only those; else all of the kind."""
    if not (need.terms and need.kinds):
        return found
    return [each for each in found if not unmet_words(need, [each.product])] or found


async def _not_sold(ports: Ports, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Of these kinds those that the shop does not have at all, whatever else was wished."""
    return tuple([kind for kind in kinds if not await ports.finder.find(Need(kinds=(kind,)))])


async def _say_missing(speech: Speech, ports: Ports, missing: tuple[str, ...]) -> None:
    """Of several kinds those that are not sold here, and those of which none keeps what else was said."""
    unsold = await _not_sold(ports, missing)
    if unsold:
        speech.say("utter_goods_kinds_missing", {"kinds": "、".join(unsold)})
    if unfit := [kind for kind in missing if kind not in unsold]:
        speech.say("utter_goods_kinds_unfit", {"kinds": "、".join(unfit)})


def _is_only_near(need: Need, found: list[Product]) -> bool:
    """红木家具: the category is there, but no page of it holds what makes up the wish; three of its goods are no answer."""
    only_words = bool(need.categories and need.terms) and not (need.kinds or need.wishes or need.brands)
    return only_words and set(unmet_words(need, found)) == set(need.terms)


async def _say_unmet(speech: Speech, ports: Ports, need: Need, shown: list[Product]) -> None:
    """What she said and no page shown holds: said so, with the goods of the kind that do speak of it, if there are any."""
    unmet = unmet_words(need, shown)
    if not unmet:
        return
    facts = {"unmet": "”“".join(unmet)}
    speech.say("utter_goods_unmet", facts)
    if not need.wishes or not need.says_what:
        return
    wider = [
        each for each in await ports.finder.find(replace(need, wishes=())) if not unmet_words(need, [each.product])
    ]
    if wider:
        lines = "\n".join(goods.line(number, each) for number, each in enumerate(wider[:2], start=1))
        cards = [goods.fit_card(each) for each in wider[:2]]
        speech.say("utter_goods_unmet_elsewhere", facts | {"list": lines}, cards=cards)


async def _say_discounted(
    asking: Asking, speech: Speech, ports: Ports, need: Need, found: list[Fit], thread: Thread
) -> Thread:
    """打折的耳机: those whose price is reduced now, each with what is left to pay; else that none is, and what they cost."""
    reduced = [(each, pay) for each in found if (pay := await reduced_to(asking, ports, each)) is not None][:SHOWN]
    asked = DISCOUNTED.search(asking.words)
    facts = {"need": described(need), "asked": asked[0] if asked else ""}
    if not reduced:
        facts["list"] = "\n".join(goods.line(number, each) for number, each in enumerate(found[:SHOWN], start=1))
        speech.say("utter_goods_none_discounted", facts, cards=[goods.fit_card(each) for each in found[:SHOWN]])
        shown = found[:SHOWN]
    else:
        facts["list"] = "\n".join(
            f"{number}. {goods.name(each.product)}，{wording.yuan(each.price_fen)}，到手{wording.yuan(pay)}"
            for number, (each, pay) in enumerate(reduced, start=1)
        )
        shown = [each for each, _ in reduced]
        speech.say("utter_goods_discounted", facts, cards=[goods.fit_card(each) for each in shown])
    offered = tuple(each.product.sku for each in shown)
    return replace(thread.settled(), products_offered=offered, product_in_focus=None)


def _only_other_colour(asking: Asking) -> bool:
    """换个颜色 where no colour was a limit: which colours there are is the answer."""
    before = Need.from_json(asking.thread.need)
    named = colour_in(asking.words) or before.colour
    return not named and asks_other_colour(asking.words) and len(asking.words) < _SHORT


async def _tell_colours(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    products = await in_thread(asking, ports)
    focused = [each for each in products if each.sku == asking.thread.product_in_focus]
    if not tell_side_by_side(speech, tuple(focused or products), "有几种颜色"):
        speech.say("utter_no_colours_stated", buttons=[wording.human("search_product")])
    return replace(asking.thread.settled(), flow="search_product")


async def need_of(asking: Asking, ports: Ports) -> Need:
    """The need so far, refined by this message or by the button that was clicked."""
    words = await ports.finder.words()
    clicked = asking.values("more") if asking.trusted else ()
    text = clicked[-1] if clicked else asking.words
    said = read_need(text, words)
    before = Need.from_json(asking.thread.need)
    if clicked and (less := conceded(before, clicked[-1])) is not None:
        return less
    there = await in_thread(asking, ports)
    if _FOR_IT.search(text) and (device := _device(await product_of(asking.thread.product_in_focus or "", ports))):
        return replace(said, device=device)
    focused = await product_of(asking.thread.product_in_focus or "", ports)
    if focused and not before.says_what and not said.says_what and _says_more_of_it(said, text):
        before = replace(before, kinds=narrowest_kinds(focused))
    focus = next((_shown(each) for each in there if each.sku == asking.thread.product_in_focus), None)
    return refined(before, said, read_text(text, words), [_shown(each) for each in there], focus)


def _says_more_of_it(said: Need, text: str) -> bool:
    """有没有幼猫的, 再便宜点的, while goods are in focus that were asked for by name: others of their kind are meant."""
    return bool(said.wishes or said.limits or said.brands or said.colour) or points_back(text)


def _device(product: Product | None) -> str:
    """What cases and films for the product in focus are named after: 曜川k2; empty where it has no such model."""
    model = _MODEL.search(product.title) if product and kinds_of(product) & _DEVICES else None
    return fold(f"{product.brand}{model[0]}") if product and model else ""


def _shown(product: Product) -> ShownGoods:
    return ShownGoods(sku=product.sku, brand=product.brand, price_fen=product.price_fen)


def _is_priced(need: Need) -> bool:
    return need.low_fen is not None or need.high_fen is not None or need.sort != "fit"


def _ask_what(speech: Speech, thread: Thread) -> Thread:
    """Asked once with examples as buttons; after that in plain words."""
    asked = thread.asking("need")
    if asked.asked_times == 1:
        speech.say(
            "utter_ask_need",
            buttons=[Button(title=each, intent="search_product", entities={"more": each}) for each in ASKED_KINDS],
        )
    else:
        speech.say("utter_ask_need_again", buttons=[wording.human("search_product")])
    return asked


def _say_found(speech: Speech, need: Need, shown: list[Fit], thread: Thread, count: int) -> Thread:
    lines = "\n".join(goods.line(number, found) for number, found in enumerate(shown, start=1))
    facts = {"list": lines, "need": described(need), "count": str(count)}
    response = "utter_goods_found_one" if len(shown) == 1 else "utter_goods_found"
    if len(shown) > 1 and need.sort == "cheap":
        response = "utter_goods_found_cheapest"
    if all(not found.in_stock for found in shown):
        response = "utter_goods_found_gone"
    more = [Button(title="换一批", intent="search_product", entities={"more": "换一批"})] if count > len(shown) else []
    speech.say(response, facts, cards=[goods.fit_card(found) for found in shown], buttons=more)
    speech.effect(ProductAskedAbout(product_sku=shown[0].product.sku, intent="search_product"))
    offered = tuple(found.product.sku for found in shown)
    focus = offered[0] if len(offered) == 1 else None
    settled = replace(thread.settled(), products_offered=offered)
    return settled.looking_at(focus) if focus else replace(settled, product_in_focus=None)


async def _say_none(speech: Speech, ports: Ports, need: Need, thread: Thread) -> Thread:
    """Nothing fits: said as it is, with what could be given up. No goods are shown that break what she said."""
    concessions = await ports.finder.concessions(need)
    facts = {"need": described(need) or "这样"}
    if not concessions:
        speech.say("utter_goods_none_of_it", facts, buttons=[wording.human("search_product")])
        return replace(thread.settled(), need=None, product_in_focus=None, products_offered=())
    buttons = [
        Button(
            title=relaxed_title(each.given, each.count),
            intent="search_product",
            entities={"more": f"{GIVES_UP}{each.given}"},
        )
        for each in concessions
    ]
    response = "utter_goods_no_others" if need.seen else "utter_goods_none_fit"
    speech.say(response, facts, buttons=buttons)
    return thread.settled()
