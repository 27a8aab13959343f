"""Campaigns and coupons: what runs for a product or in the shop, until when, and why one does not count."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import goods, wording
from actions.asking import Asking
from actions.base import ThreadAction
from actions.composition import Ports
from actions.pick_product import pick
from actions.product_talk import ProductQuestion
from actions.read_once import promotions_of
from actions.reminder import remind
from actions.search_product import search
from actions.search_words import DISCOUNTED
from actions.shop_book import answer_from_book
from actions.speech import Speech
from actions.tell_price import hint, level_of, line_of, steps, work_out
from actions.thread import Thread
from actions.top_up import top_up
from actions.top_up import wanted as wants_top_up
from bot.shop.cards import coupon_card
from bot.shop.product import Product
from bot.shop.promotion import Promotion
from bot.shop.quote import Line, touches

_SHOWN = 4
_HOW = re.compile(r"怎么领|哪里领|在哪|用不了|不能用|为什么|怎么用|过期|失效|赠品|退|还会|什么时候")
_HOW_MANY = re.compile(
    r"券[^，。？?]{0,6}(?:[两二几多三]|\d|多少)张|(?:[两二几多三]|[2-9]|多少)张[^，。？?]{0,3}券|券(?:能|可以)?(?:不能)?叠"
)
_WHOLE_SHOP = re.compile(r"有什么|有哪些|哪些|店里|全场|全店|都有|现在有活动")
TOGETHER = re.compile(r"叠加|一起用|同用|同享|一块用|同时用|能不能叠|一起减")
_CAMPAIGN = re.compile(
    r"双十一|双11|双十二|双12|六一八|618|年货节|黑五|国庆|元旦|圣诞|春节|中秋|女神节|三八节|情人节|七夕|周年庆|店庆"
    r"|以旧换新|国补|国家补贴|政府补贴|小样|试用装|买一送一|第二[件个]半价|抽奖|返现|砍一刀|拼团|百亿补贴|学生价|内部价|员工价"
)
_BEGINS = re.compile(r"(?:什么时候|啥时候|几点|哪天|几号)(?:开始|开抢|开|有|能抢)|还有多久(?:开始|开)")
_GENERAL = frozenset({"coupon", "full_reduction"})


class AnswerPromotion(ThreadAction):
    action_name = "action_answer_promotion"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        if wants_top_up(asking):
            return await top_up(asking, speech, self.ports)
        picked = await pick(asking, self.ports)
        if picked.sign == "kind" and len(picked.products) > 1 and DISCOUNTED.search(asking.words):
            return await search(asking, speech, self.ports)
        if _HOW_MANY.search(asking.words) and await answer_from_book(asking, speech, self.ports):
            return remind(speech, asking.thread)
        if TOGETHER.search(asking.words):
            return await _all_that_run(asking, speech, self.ports)
        if await _campaign_unknown(asking, speech, self.ports):
            if picked.one is None or asking.intent == "ask_coupon":
                return await _all_that_run(asking, speech, self.ports)
            await _for_product(asking, speech, self.ports, picked.one)
            return remind(speech, replace(asking.thread.settled(), flow=asking.intent).looking_at(picked.one.sku))
        named = picked.one
        in_general = picked.sign == "focus" and (asking.intent == "ask_coupon" or _WHOLE_SHOP.search(asking.words))
        how = _HOW.search(asking.words) and not _BEGINS.search(asking.words)
        if named is not None and not in_general and not how:
            await _for_product(asking, speech, self.ports, named)
            return remind(speech, replace(asking.thread.settled(), flow=asking.intent).looking_at(named.sku))
        if how or not await _in_shop(asking, speech, self.ports):
            await answer_from_book(asking, speech, self.ports)
        return remind(speech, asking.thread)


async def _all_that_run(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """What runs now in the shop's own words, which say what goes together with what."""
    if not await _in_shop(replace(asking, intent="ask_promotion"), speech, ports):
        await answer_from_book(asking, speech, ports)
    return remind(speech, asking.thread)


async def _campaign_unknown(asking: Asking, speech: Speech, ports: Ports) -> bool:
    """双十一有活动吗: a campaign by name of which the shop has stated nothing is said to be unknown."""
    named = _CAMPAIGN.search(asking.words)
    if named is None:
        return False
    stated = (f"{each.title}{each.text}" for each in await promotions_of(ports) if each.valid_until > asking.now)
    if any(named[0] in text for text in stated):
        return False
    speech.say("utter_campaign_unknown", {"campaign": named[0]}, buttons=[wording.human(asking.intent)])
    return True


async def _for_product(asking: Asking, speech: Speech, ports: Ports, product: Product) -> None:
    line = line_of(product, asking.words)
    worked = await work_out(asking, ports, [line])
    facts = {
        "goods": goods.name(product),
        "price": wording.yuan(worked.quote.goods_fen),
        "pay": wording.yuan(worked.quote.pay_fen),
        "steps": steps(worked.quote),
        "until": _until([each.promotion for each in worked.quote.savings], asking),
    }
    cards = [coupon_card(each.promotion) for each in worked.quote.savings if each.promotion.kind == "coupon"]
    speech.say("utter_promotion_of_goods" if worked.quote.savings else "utter_promotion_none_now", facts, cards=cards)
    if not worked.quote.savings:
        await _say_thresholds(asking, speech, ports, line)
    coming = await _coming(asking, ports, line)
    if coming is not None:
        speech.say(
            "utter_promotion_coming",
            {"text": wording.without_end(coming.text), "from": wording.future(coming.valid_from, asking.now)},
        )
    hint(ProductQuestion(asking=asking, speech=speech, ports=ports, product=product, words=asking.words), worked)


async def _say_thresholds(asking: Asking, speech: Speech, ports: Ports, line: Line) -> None:
    """What runs for these goods and counts only from a sum that one of them does not reach."""
    level = await level_of(asking, ports)
    found = [
        each
        for each in await promotions_of(ports)
        if each.valid_at(asking.now)
        and touches(each, line)
        and each.threshold_fen > line.unit_fen * line.quantity
        and (not each.levels or level in each.levels)
    ]
    found.sort(key=lambda each: (not each.categories, each.threshold_fen))
    if found:
        lines = "\n".join(
            f"{number}. {each.title}：{wording.without_end(each.text)}，到{wording.date(each.valid_until, asking.zone)}"
            for number, each in enumerate(found[:_SHOWN], start=1)
        )
        speech.say("utter_promotion_from_a_sum", {"goods": goods.name(line.product), "list": lines})


async def _coming(asking: Asking, ports: Ports, line: Line) -> Promotion | None:
    """The next campaign of just these goods that has not begun."""
    found = [
        each
        for each in await promotions_of(ports)
        if each.valid_from > asking.now
        and (each.skus or each.categories)
        and touches(each, line)
        and each.kind != "presale"
    ]
    return min(found, key=lambda each: each.valid_from, default=None)


async def _in_shop(asking: Asking, speech: Speech, ports: Ports) -> bool:
    """Everything that runs now and that this customer may use; coupons as cards when she asks for coupons."""
    level = await level_of(asking, ports)
    running = [each for each in await promotions_of(ports) if each.valid_at(asking.now)]
    usable = [each for each in running if not each.levels or level in each.levels]
    if asking.intent == "ask_coupon":
        usable = [each for each in usable if each.kind == "coupon"]
    if not usable:
        return False
    shown = sorted(usable, key=lambda each: (bool(each.skus), each.kind not in _GENERAL, each.valid_until))[:_SHOWN]
    lines = "\n".join(
        f"{number}. {each.title}：{wording.without_end(each.text)}，到{wording.date(each.valid_until, asking.zone)}"
        for number, each in enumerate(shown, start=1)
    )
    cards = [coupon_card(each) for each in shown if each.kind == "coupon"]
    response = "utter_coupons_now" if asking.intent == "ask_coupon" else "utter_promotions_now"
    speech.say(response, {"list": lines}, cards=cards)
    return True


def _until(used: list[Promotion], asking: Asking) -> str:
    return wording.future(min((each.valid_until for each in used), default=asking.now), asking.now)
