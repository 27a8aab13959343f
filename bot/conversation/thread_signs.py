"""What only the thread and the record give a meaning: sayings, 第二个, 那另一个呢, an order that is talked about. Pure."""

from __future__ import annotations

from bot.conversation import goods_signs, goods_wanted, order_evidence, shopping_evidence
from bot.conversation.views import (
    TRACKING,
    UNSURE,
    Decision,
    Guess,
    Limits,
    ParseView,
    ThreadView,
    Verdict,
    has_identifier,
    letters,
)
from bot.text import cues
from bot.text.gist import gist
from bot.text.ordinals import find_ordinals
from bot.text.sayings import meaning_of
from bot.text.titles import AFTER_SALE_WISHES, RETURN_OR_EXCHANGE

SHOP_QUESTIONS = frozenset({None, "product_choice", "need", "body"})
_FEW_LETTERS = 7  # a pointer and nothing else


def certain(parse: ParseView, thread: ThreadView, limits: Limits) -> Decision | None:
    """Titles of buttons, signs without words, looking for a parcel: what no ranking can unsay.

    Whatever has words is a message where one was asked for, and digits are an answer where anything was.
    """
    has_words = any(each.isalnum() for each in parse.text)
    if has_words and (thread.asked == "message" or (parse.text.strip().isdecimal() and (thread.asked or thread.flow))):
        return None
    wish = gist(parse.text).strip("？?。.!！~ ")
    if wish in RETURN_OR_EXCHANGE:
        ranking = tuple(Guess(intent=each, confidence=1 / len(AFTER_SALE_WISHES)) for each in AFTER_SALE_WISHES)
        return Decision(intent=UNSURE, confidence=ranking[0].confidence, ranking=ranking, why="a saying")
    meaning = meaning_of(parse.text) or meaning_of(wish)
    best = parse.ranking[0] if parse.ranking else None
    if meaning is None or (best and best.intent == meaning and best.confidence >= limits.sure):
        return None
    ranking = () if meaning == UNSURE else (Guess(intent=meaning, confidence=1.0),)
    return Decision(intent=meaning, confidence=1.0 if ranking else 0.0, ranking=ranking, why="a saying")


def pointing(parse: ParseView, thread: ThreadView) -> Verdict | None:
    """那另一个呢, 第二个, a number alone: what only the thread gives a meaning."""
    if cues.is_bare_number(parse.text) and has_identifier(parse.text):
        return "inform", "a number alone"
    if thread.flow in shopping_evidence.TALKED_OF and (taken := _taken(parse, thread)):
        return taken  # 就要第二个, of the cards, though an order was talked about before them
    has_orders = bool(thread.orders_offered or thread.order_in_focus)
    pointed = order_evidence.pointing(
        parse.text,
        parse.only_goods,
        offered=len(thread.orders_offered),
        in_focus=thread.order_in_focus is not None,
        flow=thread.flow,
    )
    if pointed or not has_orders:
        return pointed
    kin = TRACKING | {"inform", "chitchat", "affirm", "deny"}
    best = parse.ranking[0].intent
    few = letters(parse.text) <= _FEW_LETTERS
    another_matter = thread.complaining and best.startswith("complain_") and best != thread.flow
    if cues.asks_other(parse.text) and (few or (best in kin and not another_matter)):
        return "inform", "the other order"
    if cues.points_back(parse.text):
        return "inform", "points back"
    of_goods_shown = bool(thread.products_offered) and best not in kin  # 第二个防水吗, of the cards
    if len(thread.orders_offered) > 1 and find_ordinals(parse.text) and few and not of_goods_shown:
        return "inform", "one of the orders offered"
    return None


def of_goods(parse: ParseView, thread: ThreadView) -> Verdict | None:
    """What the words mean because goods were shown, or because they name some."""
    best = parse.ranking[0].intent
    offered, in_focus = len(thread.products_offered), thread.product_in_focus is not None
    named = bool(parse.entities & {"product", "brand", "category"})
    of_shape = goods_signs.by_shape(
        parse.text, best, parse.goods, flow_of_goods=thread.flow in shopping_evidence.TALKED_OF, in_focus=in_focus
    )
    if wanted := _wanted(parse, thread):
        return wanted
    if goods_signs.compares(parse.text, best, parse.things) and thread.asked in SHOP_QUESTIONS:
        return "compare_products", "asks which of the goods that it names"
    if of_shape and thread.asked in SHOP_QUESTIONS and not thread.order_in_focus:
        return of_shape
    of_goods_so_far = thread.flow == "search_product" or (
        thread.flow in shopping_evidence.OF_GOODS and goods_signs.asks_for_other_sort(parse.text)
    )
    looked_at = thread.flow in shopping_evidence.OF_GOODS and (offered or in_focus) and not thread.order_in_focus
    if looked_at and thread.asked is None and goods_signs.sets_need(parse.text, best):
        return "search_product", "says who or how many the goods are for"
    if of_goods_so_far and thread.asked is None and goods_signs.says_more(parse.text, best):
        return "search_product", "says more of what is looked for"
    if best == "out_of_scope" and named:
        found = shopping_evidence.names_goods(parse.text, [(each.intent, each.confidence) for each in parse.ranking])
        return (found, "names goods") if found else None
    return shopping_evidence.pointing(parse.text, best, thread.flow, offered, in_focus, named)


def _wanted(parse: ParseView, thread: ThreadView) -> Verdict | None:
    """Goods that are only named, that are to be bought, or that she takes; no order and no complaint is talked about."""
    if thread.asked not in SHOP_QUESTIONS or thread.order_in_focus or thread.orders_offered or thread.complaining:
        return None
    best = parse.ranking[0]
    things = goods_wanted.named_alone(parse.text, parse.goods, parse.things, best.confidence)
    things = things or goods_wanted.names_and_describes(parse.text, best.intent, parse.goods, best.confidence)
    if things and thread.asked != "product_choice":
        return things
    seen = thread.flow in shopping_evidence.TALKED_OF or (thread.flow is None and thread.product_in_focus)
    if (seen or thread.flow == "place_order_help") and (taken := _taken(parse, thread)):
        return taken
    return goods_wanted.wants_to_buy(parse.text, best.intent) if thread.asked != "body" else None


def _taken(parse: ParseView, thread: ThreadView) -> Verdict | None:
    if thread.asked is not None:
        return None
    best, in_focus, offered = parse.ranking[0], thread.product_in_focus is not None, len(thread.products_offered)
    return goods_wanted.takes(parse.text, best.intent, parse.goods, in_focus=in_focus, offered=offered)


def of_orders(parse: ParseView, thread: ThreadView, limits: Limits) -> Verdict | None:
    """What the words mean because an order is talked about, or because they hold its number."""
    best = parse.ranking[0]
    if thread.flow in order_evidence.ORDER_FLOWS and (thread.order_in_focus or thread.asked == "order_choice"):
        if verdict := order_evidence.follow_up(parse.text, best.intent, best.confidence, limits.clear):
            return verdict
    if thread.flow and cues.asks_what_now(parse.text):
        return "problem_not_solved", "what now"
    return order_evidence.number_speaks(
        parse.text, best.intent, best.confidence, limits.override
    ) or order_evidence.complaint_about_delivery(parse.text, best.intent)
