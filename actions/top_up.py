"""凑单: what is lacking to the next threshold, and two or three goods that fill it, with what the whole then costs."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import goods, wording
from actions.asking import Asking
from actions.composition import Ports
from actions.pick_product import pick
from actions.read_once import product_of, products_of, promotions_of
from actions.speech import Button, Speech
from actions.tell_price import level_of, line_of
from actions.thread import Thread
from bot.shop.cards import coupon_card
from bot.shop.product import Product
from bot.shop.promotion import Promotion
from bot.shop.quote import Gap, gaps
from bot.shop.search.index_words import category_word
from bot.shop.search.query import Query
from bot.shop.top_up import Basket, pieces_from, top_ups
from bot.text.normalise import normalise
from bot.text.numerals import parse_numeral

WANTED = re.compile(
    r"凑(?!合|不到一|数|热闹)|差(?:多少|几块)钱?.{0,6}(?:满减|包邮|用券|减)|还差.{0,8}(?:满减|包邮|减|券)"
)
_FREE_POST = re.compile(r"包邮|免邮|运费")
_LACKS = re.compile(r"差(?:了|个|着|大概)?\s*(?P<yuan>\d+(?:\.\d{1,2})?|[一二两三四五六七八九十百]+)(?!件|个|款|样)")
_REMEMBERED = "top_up"
_MANY = 160


def wanted(asking: Asking) -> bool:
    """Whether she wants goods that lift her basket over a threshold, in words or by a button."""
    if asking.trusted:
        return _REMEMBERED in asking.values("more")
    return WANTED.search(asking.text) is not None


async def top_up(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """Advise for the product that is meant; for a gap that she names herself; else ask what is in the basket."""
    product = await _in_basket(asking, ports)
    if product is None:
        return await _without_basket(asking, speech, ports)
    promotions = tuple(await promotions_of(ports))
    basket = Basket(
        lines=(line_of(product, asking.words),),
        promotions=promotions,
        now=asking.now,
        level=await level_of(asking, ports),
    )
    gap = await _gap(asking, ports, basket)
    if gap is None:
        speech.say("utter_top_up_not_needed", {"goods": goods.name(product)})
        return asking.thread.settled().looking_at(product.sku)
    return await _advise(asking, speech, ports, basket, gap)


async def _in_basket(asking: Asking, ports: Ports) -> Product | None:
    """The product in focus when a button asks for others, else the one that her words mean."""
    if asking.trusted or _last_shown(asking):
        sku = asking.thread.product_in_focus
        return await product_of(sku, ports) if sku else None
    return (await pick(asking, ports)).one


def _last_shown(asking: Asking) -> tuple[str, ...]:
    told = (asking.thread.told or "").split()
    return tuple(told[1:]) if told[:1] == [_REMEMBERED] else ()


async def _gap(asking: Asking, ports: Ports, basket: Basket) -> Gap | None:
    """The nearest threshold, or that of free delivery where she asks for it."""
    if _FREE_POST.search(asking.words):
        return await _gap_to_free_post(ports, basket)
    found = gaps(basket.lines, basket.promotions, now=basket.now, level=basket.level)
    return found[0] if found else None


async def _gap_to_free_post(ports: Ports, basket: Basket) -> Gap | None:
    rules = await ports.shop.delivery()
    lacking = rules.free_from_fen - basket.costs().pay_fen if rules else 0
    if rules is None or lacking <= 0:
        return None
    free = Promotion(
        promotion_id="", kind="gift", title="包邮", text="", valid_from=basket.now, valid_until=basket.now,
        amount_fen=rules.fee_fen,
    )  # fmt: skip
    return Gap(promotion=free, gap_fen=lacking, off_fen=rules.fee_fen)


async def _advise(asking: Asking, speech: Speech, ports: Ports, basket: Basket, gap: Gap) -> Thread:
    product = basket.lines[0].product
    facts = {
        "goods": goods.name(product),
        "pay": wording.yuan(basket.costs().pay_fen),
        "gap": wording.yuan(gap.gap_fen),
        "promotion": gap.promotion.title,
        "off": wording.yuan(gap.off_fen),
    }
    seen = (*_last_shown(asking), product.sku)
    candidates = [each for each in await _candidates(ports, gap, gap.gap_fen) if each.sku not in seen]
    rows = _rows(basket, gap, candidates)
    if not rows:
        speech.say("utter_top_up_nothing", facts, cards=_coupon(gap.promotion))
        return replace(asking.thread.settled(), told=None).looking_at(product.sku)
    lines = "\n".join(f"{number}. {text}" for number, (_, text) in enumerate(rows, start=1))
    cards = [goods.card(each, price_fen=price) for (each, price), _ in rows]
    response = "utter_top_up_free_post" if not gap.promotion.promotion_id else "utter_top_up"
    speech.say(response, facts | {"list": lines}, cards=cards, buttons=[_others()])
    shown = tuple(each.sku for (each, _), _ in rows)
    thread = replace(asking.thread.settled(), products_offered=shown, told=" ".join((_REMEMBERED, *seen[:-1], *shown)))
    return thread.looking_at(product.sku)


def _rows(basket: Basket, gap: Gap, candidates: list[Product]) -> list[tuple[tuple[Product, int], str]]:
    """((product, price), its line of the list)."""
    if not gap.promotion.promotion_id:
        return [
            ((each.product, each.unit_fen), f"{goods.name(each.product)}，{wording.yuan(each.unit_fen)}")
            for each in pieces_from(candidates, gap.gap_fen)
            if basket.costs(each).pay_fen >= basket.costs().pay_fen + gap.gap_fen
        ]
    found = []
    for each in top_ups(basket, gap, candidates):
        head = f"{goods.name(each.line.product)}，{wording.yuan(each.line.unit_fen)}"
        more = f"比现在多付{wording.yuan(each.more_fen)}" if each.more_fen > 0 else "比现在还少付"
        more = more if each.more_fen else "和现在付的一样多"
        found.append(
            ((each.line.product, each.line.unit_fen), f"{head}（加上它一共付{wording.yuan(each.pay_fen)}，{more}）")
        )
    return found


async def _candidates(ports: Ports, gap: Gap, least_fen: int) -> list[Product]:
    """The cheapest goods of the promotion's scope that may fill the gap; a discounted piece must cost more, so twice as many."""
    if gap.promotion.skus:
        return list(await products_of(gap.promotion.skus, ports))
    words = tuple((category_word(name),) for name in gap.promotion.categories)
    query = Query(groups=(words,) if words else (), low_fen=least_fen, cheapest_first=True, limit=_MANY)
    return list(await ports.shop.search(query))


async def _without_basket(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """For a gap that she names herself (还差20到满减); without one she is asked what she is buying."""
    lacks = _LACKS.search(normalise(asking.words).text)
    yuan = parse_numeral(lacks["yuan"]) if lacks else None
    least_fen = int(yuan * 100) if yuan else 0
    if not least_fen:
        speech.say("utter_top_up_of_what")
        return asking.thread
    query = Query(groups=(), low_fen=least_fen, cheapest_first=True, limit=_MANY)
    found = pieces_from(await ports.shop.search(query), least_fen)
    if not found:
        speech.say("utter_top_up_of_what")
        return asking.thread
    lines = "\n".join(
        f"{number}. {goods.name(each.product)}，{wording.yuan(each.unit_fen)}" for number, each in enumerate(found, 1)
    )
    cards = [goods.card(each.product, price_fen=each.unit_fen) for each in found]
    speech.say("utter_top_up_by_amount", {"gap": wording.yuan(least_fen), "list": lines}, cards=cards)
    return replace(asking.thread.settled(), products_offered=tuple(each.product.sku for each in found))


def _coupon(promotion: Promotion) -> list[dict[str, object]]:
    return [coupon_card(promotion)] if promotion.kind == "coupon" else []


def _others() -> Button:
    return Button(title="换几样凑", intent="search_product", entities={"more": _REMEMBERED})
