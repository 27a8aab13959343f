"""What the thread and the record say about a message, on top of its words: re-ranks an NLU parse before the policies.

Pure: explicit rules in a fixed order, the first that speaks decides; then weights; then the question whether the bot is
sure enough. No slots are set and nothing is looked up here. The rules stand by what they are about: `open_question.py`,
`thread_signs.py`, `weights.py`, and the `…_evidence.py` of orders, goods, flows, complaints and messages.
"""

from __future__ import annotations

from bot.conversation import (
    complaint_evidence,
    complaint_more,
    complaint_signs,
    flow_evidence,
    goods_signs,
    message_evidence,
    order_evidence,
    shop_evidence,
    shopping_evidence,
)
from bot.conversation.open_question import COMPLAINT_QUESTIONS, answer_to_question, complaint_answer, wish_in_details
from bot.conversation.thread_signs import SHOP_QUESTIONS, certain, of_goods, of_orders, pointing
from bot.conversation.views import UNSURE, Decision, Limits, ParseView, ThreadView, Verdict, decided
from bot.conversation.weights import is_sure, weighted
from bot.text.remark import is_for_courier

_ORDER_QUESTIONS = frozenset({"order_number", "phone_tail", "order_choice"})


def rerank(parse: ParseView, thread: ThreadView, limits: Limits | None = None) -> Decision:
    """The intent that words, thread and record together speak for; `unsure` when they do not speak for one."""
    bounds = limits or Limits()
    if parse.trusted or (not parse.ranking and not parse.text):
        return decided(parse, parse.ranking[0].intent if parse.ranking else UNSURE, "as given")
    first = parse.ranking[0].intent if parse.ranking else ""
    if hurt := complaint_evidence.hurt(parse.text, first, complaining=thread.complaining):
        return decided(parse, *hurt)
    if thread.asked in COMPLAINT_QUESTIONS and (answer := complaint_answer(parse, thread.asked or "")):
        return decided(parse, *answer)
    sure = certain(parse, thread, bounds)
    if sure:
        return sure
    if not parse.ranking:
        return decided(parse, UNSURE, "no guess")
    if called := message_evidence.for_a_person(parse.text, parse.ranking[0].intent, thread.asked):
        return decided(parse, *called, by_words=True)  # two wishes that are told apart are heard each by itself
    if answer := _of_what_is_open(parse, thread, bounds):
        return decided(parse, *answer)
    if answer := _complaint_named(parse, thread) or _of_what_was_told(parse, thread, bounds):
        return decided(parse, *answer)
    return _by_words(parse, thread, bounds)


def _of_what_is_open(parse: ParseView, thread: ThreadView, bounds: Limits) -> Verdict | None:
    """What answers a question, belongs to a flow, or goes on about a complaint."""
    best = parse.ranking[0]
    flow = thread.flow if thread.asked is None or thread.asked == "remedy" else None
    return (
        message_evidence.what_was_said(parse.text, thread.agent)
        or flow_evidence.where_we_were(parse.text)
        or complaint_more.of_it(parse.text, best.intent, thread.flow, thread.asked, complaining=thread.complaining)
        or answer_to_question(parse, thread, bounds)
        or wish_in_details(parse, thread)
        or message_evidence.to_be_called(parse.text)
        or flow_evidence.several_troubles(parse.things, [(each.intent, each.confidence) for each in parse.ranking])
        or complaint_signs.goes_on(parse.text, best.intent, best.confidence, flow, complaining=thread.complaining)
        or complaint_signs.wanted_for_it(
            parse.text, best.intent, complaining=thread.complaining and thread.asked is None
        )
    )


def _complaint_named(parse: ParseView, thread: ThreadView) -> Verdict | None:
    best = parse.ranking[0]
    return complaint_signs.named(parse.text, best.intent, best.confidence, thread.flow, thread.asked)


def _of_what_was_told(parse: ParseView, thread: ThreadView, bounds: Limits) -> Verdict | None:
    best = parse.ranking[0]
    return (
        pointing(parse, thread)
        or _of_the_shop(parse, thread)
        or of_orders(parse, thread, bounds)
        or of_goods(parse, thread)
        or complaint_evidence.hidden(parse.text, best.intent, best.confidence, complaining=thread.complaining)
    )


def _by_words(parse: ParseView, thread: ThreadView, bounds: Limits) -> Decision:
    """The weighted ranking, where it is sure enough; else what the words are likeliest about, else `unsure`."""
    ranking, why = weighted(parse, thread)
    best = ranking[0]
    pairs = [(each.intent, each.confidence) for each in ranking]
    there = bool(thread.product_in_focus or thread.products_offered)
    outside = best.intent == "out_of_scope" and best.confidence >= bounds.floor
    if outside and best.confidence < bounds.override and thread.product_in_focus:
        if asked_of := shopping_evidence.about_goods(parse.text, pairs, thread.flow, there):
            return decided(parse, asked_of, "asks of the goods in focus")
    if outside or is_sure(parse, ranking, bounds):
        return Decision(intent=best.intent, confidence=best.confidence, ranking=ranking, why=why)
    asked_of = shopping_evidence.about_goods(parse.text, pairs, thread.flow, there)
    if asked_of:
        return decided(parse, asked_of, "asks of the goods in focus")
    if thread.asked is None and not (there or thread.orders_offered) and goods_signs.of_a_place(parse.text):
        return decided(parse, "ask_product_attribute", "asks of one of a list that is not there", by_words=True)
    place = "place" in parse.entities and not thread.order_in_focus
    if thread.asked in SHOP_QUESTIONS and (sent := goods_signs.of_sending(parse.text, place=place)):
        return decided(parse, *sent, by_words=True)
    named = bool(parse.entities & {"product", "category"})
    if named and not thread.order_in_focus and (asks := shopping_evidence.asked_of_named(parse.text, pairs)):
        return decided(parse, asks, "asks of goods by name")
    if thread.asked in SHOP_QUESTIONS and shopping_evidence.seeks_goods(parse.text, named):
        return decided(parse, "search_product", "asks for goods by name", by_words=True)
    if thread.asked is None and is_for_courier(parse.text):
        return decided(parse, "special_request", "meant for the courier", by_words=True)
    if push := order_evidence.asks_to_push(parse.text, pairs):
        return decided(parse, push, "asks for a push", by_words=True)
    if thread.asked is None and (late := complaint_signs.not_here(parse.text)):
        return decided(parse, *late, by_words=True)
    return Decision(intent=UNSURE, confidence=best.confidence, ranking=ranking, why="not sure")


def _of_the_shop(parse: ParseView, thread: ThreadView) -> Verdict | None:
    in_order = bool(thread.order_in_focus or thread.orders_offered or thread.asked in _ORDER_QUESTIONS)
    best = parse.ranking[0].intent
    return shop_evidence.of_the_shop(parse.text, best, in_order=in_order, logged_in=thread.logged_in)
