"""Messages that mean something only in the thread: what was asked for, yes, no, 还是不行, 人呢."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import goods, wording
from actions.agents_words import asks_agents_words, tell_agents_words
from actions.answer_about_product import TELLERS, about_product
from actions.asking import Asking
from actions.base import ThreadAction
from actions.case_photo import photo_of_case
from actions.complaint import COMPLAINTS, complain
from actions.complaint_first import after_despair, after_harm
from actions.complaint_item import answers_item
from actions.complaint_remedy import words_kept
from actions.complaint_ticket import added, left_open, photo_kept, reason_kept, remedy_time_told, unhurt_kept
from actions.composition import Ports
from actions.draft import CONFIRM, Draft
from actions.flow_answers import confirm, decline, let_go
from actions.flow_talk import go_on, take_up
from actions.handoff import bring_back, is_on_duty
from actions.her_orders import speaks_of_hers
from actions.leave_message import take_call, take_contact, take_message, wants_call
from actions.order_wishes import ORDER_WISHES, serve
from actions.pick_product import beyond_one, pick
from actions.reminder import NUMBERS, remind, take_up_draft
from actions.search_product import search
from actions.speech import Speech
from actions.thread import Thread
from actions.wanted import wanted_of
from bot.care.cause import INTENT_OF
from bot.text import consent, grievances
from bot.text.giving_up import gives_up

_ORDER_QUESTIONS = NUMBERS | {"order_choice"}
_WRITTEN = frozenset({"message", "more"})
_QUIET = frozenset({"more"})  # nothing is waited for
_LETS_GO = re.compile(r"随便|随你|爱咋|无所谓|懒得|不说了")
_SAYS_MORE = re.compile(r"(?!好|行|嗯|可以|知道|明白|ok|OK|是|对(?!的那)).{4,}")  # 要对的那支: more than a yes
_NOT_THIS = re.compile(r"不对|不是|错了|搞错|弄错|看错|另")


class TakeAnswer(ThreadAction):
    """`inform`: what the bot asked for, or a fact that she gives unasked."""

    action_name = "action_take_answer"
    takes_up = False

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        thread = asking.thread
        if asks_agents_words(asking):
            tell_agents_words(asking, speech)
            return take_up_draft(asking, speech, remind(speech, thread))
        if calmed := after_despair(asking, speech):
            return calmed
        if thread.asked in _WRITTEN and not asking.trusted:
            return await _take_writing(asking, speech, self.ports)
        if thread.asked == "contact" and not asking.trusted:
            return await take_contact(asking, speech)
        if wants_call(asking) and thread.asked not in _ORDER_QUESTIONS and not _answers_flow(asking):
            return await take_call(asking, speech, self.ports)
        if thread.draft and consent.asks_where_we_were(asking.text):
            return await take_up(asking, speech, self.ports)
        if shown := await _other_goods_shown(asking, speech, self.ports):
            return shown
        if _answers_flow(asking):
            return await go_on(asking, speech, self.ports)
        if answers_item(asking) and thread.complaint_ticket:
            return await complain(asking, speech, self.ports, INTENT_OF[(thread.complaint or {})["cause"]])
        open_offer = thread.asked == "remedy" or bool(
            thread.complaint_ticket and grievances.asks_remedy_time(asking.text)
        )
        if open_offer and not asking.trusted and (told := await words_kept(asking, speech, self.ports)):
            return told
        if told := await remedy_time_told(asking, speech, self.ports):
            return told
        if kept := await photo_of_case(asking, speech, self.ports):
            return kept
        if kept := reason_kept(asking, speech) or photo_kept(asking, speech) or unhurt_kept(asking, speech):
            return kept
        return take_up_draft(asking, speech, await self._of_something_else(asking, speech))

    async def _of_something_else(self, asking: Asking, speech: Speech) -> Thread:
        thread, wanted = asking.thread, wanted_of(asking)
        if asking.has("image"):
            speech.say("utter_image_not_read", buttons=[wording.human(thread.flow or "image")])
            return remind(speech, thread)
        if served := await _product_answer(asking, speech, self.ports):
            return served
        about_order = wanted.more or wanted.number or wanted.tail or asking.about_order
        points = wanted.other or wanted.that_one or wanted.ordinal is not None or wanted.parcel or wanted.all_of_them
        points = points or wanted.names_goods or wanted.last_digits
        pointed = points and (thread.orders_offered or thread.order_in_focus or thread.number_given)
        if about_order or pointed or thread.asked in _ORDER_QUESTIONS:
            return await serve(asking, speech, self.ports, _order_flow(thread))
        if taken := await _take_product(asking, speech, self.ports):
            return taken
        if thread.flow in COMPLAINTS and (kept := added(asking, speech)):
            return kept
        told = bool(asking.entities) or asking.trusted
        response = "utter_what_about_it" if told else "utter_listening"
        speech.say(response, buttons=[wording.TRACK, wording.human("inform")])
        return thread


async def _take_writing(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """What she writes for the shop's people, with the wish that it belongs to; she may add to it."""
    thread = await take_message(asking, speech, ports, asking.text)
    return thread if thread.asked else thread.asking("more", flow=asking.thread.flow)


async def _product_answer(asking: Asking, speech: Speech, ports: Ports) -> Thread | None:
    """What she says to a question about goods: which one, or her measures; None when nothing of the kind was asked."""
    thread = asking.thread
    if thread.asked not in ("product_choice", "body") or thread.flow not in TELLERS:
        return None
    words = asking.text if thread.asked == "body" else f"{thread.matter or ''} {asking.text}"
    return await about_product(replace(asking, text=words), speech, ports, thread.flow)


async def _other_goods_shown(asking: Asking, speech: Speech, ports: Ports) -> Thread | None:
    """发送商品 while a number was asked for: another subject, unless an order of hers holds it. What was asked stays open."""
    thread, shown = asking.thread, asking.values("product")
    if not asking.trusted or not shown or thread.asked not in NUMBERS:
        return None
    if await speaks_of_hers(asking, ports, wanted_of(asking)):
        return None
    taken = await _take_product(asking, speech, ports)
    return None if taken is None else take_up_draft(asking, speech, remind(speech, taken))


async def _take_product(asking: Asking, speech: Speech, ports: Ports) -> Thread | None:
    """A product that is named or pointed at and nothing more: what it is, and what she may want of it."""
    picked = await pick(asking, ports)
    if len(asking.thread.products_offered) == 1 and picked.sign in ("focus", "offered") and beyond_one(asking.text):
        speech.say("utter_only_one_shown", buttons=[wording.human("search_product")])
        return asking.thread
    if picked.sign not in ("list", "name", "button", "page", "kind", "earlier") or not picked.products:
        return None
    product = picked.one
    if product is None:
        return await search(asking, speech, ports)
    buttons = [wording.track_product(product.sku), wording.human("inform")]
    facts = {"goods": goods.name(product), "price": goods.price(product)}
    speech.say("utter_product_seen", facts, buttons=buttons, cards=[goods.card(product)])
    thread = asking.thread.looking_at(product.sku)
    return thread if thread.flow or thread.asked else replace(thread, flow="ask_product_attribute")


class TakeYes(ThreadAction):
    action_name = "action_take_yes"
    takes_up = False

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        if calmed := after_despair(asking, speech) or (_LETS_GO.search(asking.text) and left_open(asking, speech)):
            return calmed
        if not _acknowledges(asking) and (asking.values("draft") or _answers_flow(asking)):
            return await confirm(asking, speech, self.ports)
        if asking.thread.asked and asking.thread.asked not in _QUIET and not _acknowledges(asking):
            return remind(speech, asking.thread, again=True)
        if asking.thread.flow in COMPLAINTS and asking.thread.asked is None and _SAYS_MORE.match(asking.text):
            if kept := added(asking, speech):
                return kept
        speech.say("utter_affirm")
        return asking.thread


def _acknowledges(asking: Asking) -> bool:
    """好的 to what was answered last, while a detail (and no yes) has been waited for since before that."""
    draft = Draft.of(asking.thread)
    return draft is not None and draft.aside and draft.asked != CONFIRM and not asking.trusted


class TakeNo(ThreadAction):
    """算了 ends what is open, kindly; 不对 after an answer asks which one was meant."""

    action_name = "action_take_no"
    takes_up = False

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        thread = asking.thread
        if calmed := _calmed(asking, speech):
            return calmed
        wanted = wanted_of(asking)
        if thread.draft and (
            asking.values("draft") or (_answers_flow(asking) and thread.asked not in _ORDER_QUESTIONS)
        ):
            return await decline(asking, speech, self.ports)
        if let_gone := await let_go(asking, speech, self.ports):
            return let_gone
        given = (wanted.tail, wanted.number, wanted.last_digits)
        corrected = any((*given, wanted.not_tail, wanted.not_number, wanted.no_number))
        if corrected and _answers_flow(asking):
            return await go_on(asking, speech, self.ports)
        if thread.draft and _answers_flow(asking) and _tells_more(asking):
            return await go_on(asking, speech, self.ports)
        if thread.draft and _answers_flow(asking) and not _NOT_THIS.search(asking.text):
            return await decline(asking, speech, self.ports)
        if corrected and (thread.asked in _ORDER_QUESTIONS or thread.flow in ORDER_WISHES):
            return await serve(asking, speech, self.ports, _order_flow(thread))
        not_this = bool(_NOT_THIS.search(asking.text)) and not gives_up(asking.text)
        if not_this and thread.order_in_focus and len(thread.orders_offered) > 1:
            again = replace(asking, thread=replace(thread, asked="order_choice"))
            return await serve(again, speech, self.ports, _order_flow(thread))
        if thread.asked == "order_choice" and thread.flow in COMPLAINTS and not gives_up(asking.text):
            return await complain(asking, speech, self.ports, thread.flow or "complain_general")
        if thread.asked == "more":
            speech.say("utter_message_is_all")
            return thread.ended()
        if thread.asked and thread.asked not in _QUIET:
            speech.say("utter_given_up_message" if thread.asked in ("message", "contact") else "utter_given_up")
            return thread.ended()
        speech.say("utter_not_this" if not_this else "utter_deny")
        return thread


def _calmed(asking: Asking, speech: Speech) -> Thread | None:
    """A no after despair, harm or a complaint that is in hand; one that corrects something is none of these."""
    calmed = after_despair(asking, speech) or after_harm(asking, speech)
    if calmed is not None or asking.entities or _NOT_THIS.search(asking.text):
        return calmed
    return left_open(asking, speech)


class TakeNotSolved(ThreadAction):
    """She says that the answer did not help: own it, and open the way to a person."""

    action_name = "action_take_not_solved"
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        if asking.served.get("agent") and asking.holder == "bot" and await is_on_duty(asking, self.ports):
            return await bring_back(asking, speech, self.ports)
        reason = asking.thread.flow or "problem_not_solved"
        if asking.thread.complaint_ticket and reason in COMPLAINTS:
            return await complain(asking, speech, self.ports, reason)
        if asking.thread.locked and asking.customer_id is None:
            speech.say("utter_proof_still_locked", buttons=[wording.human(reason)])
            return asking.thread
        speech.say("utter_problem_not_solved", buttons=[wording.human(reason)])
        return remind(speech, replace(asking.thread, matter=asking.thread.matter or asking.text or None))


class AnswerUrging(ThreadAction):
    """人呢: still here; then what is open, or the way to a person."""

    action_name = "action_answer_urging"

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        thread = asking.thread
        if asking.holder == "queue":
            speech.say("utter_still_queued")
            return thread
        if thread.asked:
            speech.say("utter_still_here")
            return remind(speech, thread, again=True)
        speech.say("utter_urge_reply", buttons=[wording.human(thread.flow or "urge_reply")])
        return thread


def _tells_more(asking: Asking) -> bool:
    """不对是C座, while the order is asked for: more than a no, and it belongs to what is to be changed."""
    text = asking.text
    if asking.trusted or asking.thread.asked not in _ORDER_QUESTIONS or wanted_of(asking).other:
        return False
    return bool(consent.corrects(text)) and not (consent.says_no(text) or consent.waits(text) or gives_up(text))


def _answers_flow(asking: Asking) -> bool:
    """Whether the bot waits for something that a change in the making needs."""
    draft = Draft.of(asking.thread)
    if draft is None or asking.thread.asked is None:
        return False
    return asking.thread.asked == draft.asked and asking.thread.flow == draft.flow


def _order_flow(thread: Thread) -> str:
    return thread.flow if thread.flow in ORDER_WISHES else "track_order"
