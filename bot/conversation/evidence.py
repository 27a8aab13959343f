"""What the thread and the record say about a message, on top of its words: re-ranks an NLU parse before the policies.

Pure: explicit rules in a fixed order, the first that speaks decides; then weights; then the question whether the bot is
sure enough. No slots are set and nothing is looked up here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation import complaint_evidence, flow_evidence, message_evidence, order_evidence, shopping_evidence
from bot.text import cues
from bot.text.gist import gist
from bot.text.identifiers import find_identifiers
from bot.text.ordinals import find_ordinals
from bot.text.sayings import meaning_of
from bot.text.titles import AFTER_SALE_WISHES, RETURN_OR_EXCHANGE

UNSURE = "unsure"
COMPLAINT_QUESTIONS = frozenset({"remedy", "visit", "visit_reason"})
_OF_GOODS = frozenset({"inform", "search_product", "ask_size_advice", "chitchat", "affirm", "deny", "ask_stock"})
TRACKING = frozenset({"track_order", "urge_shipping", "urge_delivery", "complain_late_delivery", "ask_shipping_time"})
_CLOSING = frozenset({"thank", "goodbye", "problem_solved", "deny", "request_human", "urge_reply", "greet", "affirm"})
_SHOP_QUESTIONS = frozenset({None, "product_choice", "need", "body"})
_FEW_LETTERS = 7  # a pointer and nothing else
_UNSHIPPED = frozenset({"unpaid", "paid", "packed"})
_MOVING = frozenset({"shipped", "in_transit", "out_for_delivery"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    intent: str
    confidence: float  # 0..1


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseView:
    """An NLU result: `ranking` best first; `entities` are the kinds found; `trusted`: a button, never re-ranked.

    `goods` are the goods, brands, colours and sizes as they stand in the text.
    """

    text: str
    ranking: tuple[Guess, ...]
    in_scope: bool = True
    entities: frozenset[str] = frozenset()
    goods: tuple[str, ...] = ()
    trusted: bool = False

    @property
    def only_goods(self) -> bool:
        return order_evidence.names_only_goods(self.text, self.goods)

    @classmethod
    def of(cls, parse: Mapping[str, Any], *, trusted: bool = False) -> ParseView:
        """From Rasa's parse document; a name's part after `/` is dropped."""
        ranking = parse.get("intent_ranking") or [parse.get("intent") or {}]
        text = parse.get("text") or ""
        named = [each for each in parse.get("entities") or () if each.get("entity") in order_evidence.GOODS]
        return cls(
            text=text,
            ranking=_merged(ranking),
            in_scope=parse.get("in_scope", True) is not False,
            entities=frozenset(str(each.get("entity")) for each in parse.get("entities") or ()),
            goods=tuple(text[each.get("start") or 0 : each.get("end") or 0] for each in named),
            trusted=trusted,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadView:
    """Where the talk stands. `open_statuses` are those of the shopper's open orders, None when nobody has looked."""

    asked: str | None = None
    flow: str | None = None
    orders_offered: tuple[str, ...] = ()
    order_in_focus: str | None = None
    product_in_focus: str | None = None
    products_offered: tuple[str, ...] = ()
    misses: int = 0
    logged_in: bool = False
    open_statuses: tuple[str, ...] | None = None
    complaining: bool = False  # a complaint has its ticket

    @classmethod
    def of(cls, slots: Mapping[str, Any], *, logged_in: bool) -> ThreadView:
        """From the tracker's slots; `logged_in` from the record, never from a slot."""
        statuses = slots.get("open_statuses")
        return cls(
            asked=slots.get("asked"),
            flow=slots.get("flow"),
            orders_offered=tuple(slots.get("orders_offered") or ()),
            order_in_focus=slots.get("order_in_focus"),
            product_in_focus=slots.get("product_in_focus"),
            products_offered=tuple(slots.get("products_offered") or ()),
            misses=int(slots.get("misses") or 0),
            logged_in=logged_in,
            open_statuses=None if statuses is None else tuple(statuses),
            complaining=bool((slots.get("complaint") or {}).get("ticket")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The intent to go on with, the ranking as re-weighted, and which rule spoke ("words" when none did).

    `by_words` is false where the thread, not the words, says what is meant.
    """

    intent: str
    confidence: float
    ranking: tuple[Guess, ...]
    why: str
    by_words: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When the bot is sure: the best guess alone (or its family together), or a guess well ahead of the next."""

    sure: float = 0.45
    lead: float = 0.15
    floor: float = 0.30
    clear: float = 0.80
    override: float = 0.60  # a wish this clear is not bent into the answer to a question


def rerank(parse: ParseView, thread: ThreadView, limits: Limits | None = None) -> Decision:
    """The intent that words, thread and record together speak for; `unsure` when they do not speak for one."""
    bounds = limits or Limits()
    if parse.trusted or (not parse.ranking and not parse.text):
        return _decided(parse, parse.ranking[0].intent if parse.ranking else UNSURE, "as given")
    if hurt := complaint_evidence.hurt(parse.text, parse.ranking[0].intent if parse.ranking else ""):
        return _decided(parse, *hurt)
    if thread.asked in COMPLAINT_QUESTIONS and (answer := _complaint_answer(parse, thread.asked or "")):
        return _decided(parse, *answer)
    certain = _certain(parse, thread, bounds)
    if certain:
        return certain
    if not parse.ranking:
        return _decided(parse, UNSURE, "no guess")
    answer = (
        flow_evidence.where_we_were(parse.text)
        or _answer_to_question(parse, thread, bounds)
        or _wish_in_details(parse, thread)
        or _pointing(parse, thread)
        or _of_orders(parse, thread, bounds)
        or _shopping(parse, thread)
        or complaint_evidence.hidden(parse.text, parse.ranking[0].intent, complaining=thread.complaining)
    )
    if answer:
        return _decided(parse, *answer)
    ranking, why = _weighted(parse, thread)
    best = ranking[0]
    if best.intent == "out_of_scope" and best.confidence >= bounds.floor:
        return Decision(intent=best.intent, confidence=best.confidence, ranking=ranking, why=why)
    if _is_sure(parse, ranking, bounds):
        return Decision(intent=best.intent, confidence=best.confidence, ranking=ranking, why=why)
    pairs = [(each.intent, each.confidence) for each in ranking]
    there = bool(thread.product_in_focus or thread.products_offered)
    of_goods = shopping_evidence.about_goods(parse.text, pairs, thread.flow, there)
    if of_goods:
        return _decided(parse, of_goods, "asks of the goods in focus")
    named = bool(parse.entities & {"product", "category"})
    if thread.asked in _SHOP_QUESTIONS and shopping_evidence.seeks_goods(parse.text, named):
        return _decided(parse, "search_product", "asks for goods by name")
    return Decision(intent=UNSURE, confidence=best.confidence, ranking=ranking, why="not sure")


def _complaint_answer(parse: ParseView, asked: str) -> tuple[str, str] | None:
    """By what a saying certainly means, else by the best guess: 👌 and 退货 are answers too where something was offered."""
    guess = parse.ranking[0] if parse.ranking else Guess(intent="", confidence=0.0)
    best = meaning_of(parse.text) or guess.intent
    return complaint_evidence.answer_to(asked, parse.text, best)


def _answer_to_question(parse: ParseView, thread: ThreadView, limits: Limits) -> tuple[str, str] | None:
    asked = thread.asked
    if asked is None:
        return None
    if cues.gives_up(parse.text):
        return "deny", f"gives up while asked {asked}"
    if asked in ("order_number", "phone_tail"):
        return _number_answer(parse, limits)
    if asked == "order_choice":
        return _choice_answer(parse, limits)
    best = parse.ranking[0]
    heard = flow_evidence.Heard(text=parse.text, entities=parse.entities, best=best.intent, confidence=best.confidence)
    if verdict := flow_evidence.answer_to(asked, thread.flow, heard):
        return verdict
    other_wish = best.confidence >= limits.override and best.intent not in _OF_GOODS
    if intent := shopping_evidence.answer_to(asked, parse.text, parse.entities, other_wish):
        return intent, f"asked {asked}"
    if asked == "message" and cues.nothing_more(parse.text):
        return "deny", "nothing more to say"
    if asked == "message" and not _leaves_message(parse, limits):
        return "inform", "asked message"
    return _message_answer(parse, thread, limits)


def _wish_in_details(parse: ParseView, thread: ThreadView) -> tuple[str, str] | None:
    best = parse.ranking[0]
    heard = flow_evidence.Heard(text=parse.text, entities=parse.entities, best=best.intent, confidence=best.confidence)
    return flow_evidence.wish_in_details(thread.flow, heard)


def _message_answer(parse: ParseView, thread: ThreadView, limits: Limits) -> tuple[str, str] | None:
    """What people of the shop are to read, after the message itself."""
    best = parse.ranking[0]
    if thread.asked == "contact":
        return message_evidence.contact(parse.text, weak=best.confidence < limits.sure)
    if thread.asked == "more":
        return message_evidence.more(parse.text)
    return None


def _leaves_message(parse: ParseView, limits: Limits) -> bool:
    """Whether this is no message for the shop but talk, or a clear question that can be answered right away."""
    best = parse.ranking[0]
    kinds = {each.kind for each in find_identifiers(parse.text)}
    if best.intent in TRACKING and "order_number" in kinds and kinds & {"phone", "phone_tail"}:
        return True
    question = best.intent.startswith("ask_") or best.intent == "track_order"
    return best.intent in _CLOSING or (question and best.confidence >= limits.clear)


def _number_answer(parse: ParseView, limits: Limits) -> tuple[str, str] | None:
    if cues.last_digits(parse.text):
        return "inform", "corrects the number's end"
    if cues.has_no_number(parse.text):
        return "inform", "asked number, has none"
    if not (_has_identifier(parse.text) or cues.is_bare_number(parse.text)):
        return None
    best = parse.ranking[0]
    other_wish = best.confidence >= limits.override and best.intent not in TRACKING | {"inform", "deny", "affirm"}
    if other_wish and _letters(parse.text) >= 6:
        return None
    return "inform", "asked number"


def _choice_answer(parse: ParseView, limits: Limits) -> tuple[str, str] | None:
    best = parse.ranking[0]
    verdict = order_evidence.choice(parse.text, best.intent, parse.entities, parse.only_goods)
    clear = best.confidence >= limits.override and best.intent not in TRACKING | {"inform"}
    if verdict is None and not clear and (parse.entities & order_evidence.PICKING or _has_identifier(parse.text)):
        return "inform", "asked choice"
    return verdict


def _certain(parse: ParseView, thread: ThreadView, limits: Limits) -> Decision | None:
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


def _pointing(parse: ParseView, thread: ThreadView) -> tuple[str, str] | None:
    """那另一个呢, 第二个, a number alone: what only the thread gives a meaning."""
    if cues.is_bare_number(parse.text) and _has_identifier(parse.text):
        return "inform", "a number alone"
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
    if cues.asks_other(parse.text) and (parse.ranking[0].intent in kin or _letters(parse.text) <= _FEW_LETTERS):
        return "inform", "the other order"
    if cues.points_back(parse.text):
        return "inform", "points back"
    if len(thread.orders_offered) > 1 and find_ordinals(parse.text) and _letters(parse.text) <= _FEW_LETTERS:
        return "inform", "one of the orders offered"
    return None


def _shopping(parse: ParseView, thread: ThreadView) -> tuple[str, str] | None:
    best = parse.ranking[0].intent
    offered, in_focus = len(thread.products_offered), thread.product_in_focus is not None
    named = bool(parse.entities & {"product", "brand", "category"})
    if best == "out_of_scope" and named:
        found = shopping_evidence.names_goods(parse.text, [(each.intent, each.confidence) for each in parse.ranking])
        return (found, "names goods") if found else None
    return shopping_evidence.pointing(parse.text, best, thread.flow, offered, in_focus, named)


def _of_orders(parse: ParseView, thread: ThreadView, limits: Limits) -> tuple[str, str] | None:
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


def _weighted(parse: ParseView, thread: ThreadView) -> tuple[tuple[Guess, ...], str]:
    weights = order_evidence.weights(parse.text, {each.intent: each.confidence for each in parse.ranking})
    reasons = []
    if len(cues.without_greeting(parse.text)) >= 4:
        weights["greet"] = 0.05
    if thread.open_statuses is not None:
        reasons.append("record")
        weights.update(_record_weights(thread.open_statuses))
    if thread.asked is None and not thread.flow:
        weights.update({"affirm": 0.8, "inform": 0.8})
    total = sum(each.confidence for each in parse.ranking) or 1.0
    scaled = [(each.confidence * weights.get(each.intent, 1.0), each.intent) for each in parse.ranking]
    factor = total / (sum(value for value, _ in scaled) or 1.0)
    ranking = tuple(
        Guess(intent=intent, confidence=min(1.0, value * factor))
        for value, intent in sorted(scaled, key=lambda pair: -pair[0])
    )
    moved = ranking[0].intent != parse.ranking[0].intent
    return ranking, ("+".join(reasons) or "thread") if moved else "words"


def _record_weights(open_statuses: tuple[str, ...]) -> dict[str, float]:
    if not open_statuses:
        return {"urge_shipping": 0.7, "urge_delivery": 0.7}
    unshipped = _UNSHIPPED.intersection(open_statuses)
    moving = _MOVING.intersection(open_statuses)
    if moving and not unshipped:
        return {"urge_shipping": 0.4, "urge_delivery": 1.3, "complain_late_delivery": 1.2, "track_order": 1.2}
    if unshipped and not moving:
        return {"urge_shipping": 1.3, "urge_delivery": 0.5, "cancel_order": 1.1, "contact_courier": 0.6}
    return {"track_order": 1.1}


def _is_sure(parse: ParseView, ranking: tuple[Guess, ...], limits: Limits) -> bool:
    best = ranking[0]
    confidence = best.confidence
    if best.intent in TRACKING:
        confidence = sum(each.confidence for each in ranking if each.intent in TRACKING)
    if not parse.in_scope:
        return confidence >= limits.override
    if confidence >= limits.sure:
        return True
    rest = [each.confidence for each in ranking[1:] if not (best.intent in TRACKING and each.intent in TRACKING)]
    return confidence >= limits.floor and confidence - max(rest, default=0.0) >= limits.lead


def _decided(parse: ParseView, intent: str, why: str) -> Decision:
    confidence = next((each.confidence for each in parse.ranking if each.intent == intent), 1.0)
    return Decision(intent=intent, confidence=confidence, ranking=parse.ranking, why=why, by_words=False)


def _merged(ranking: list[Mapping[str, Any]]) -> tuple[Guess, ...]:
    sums: dict[str, float] = {}
    for each in ranking:
        name = str(each.get("name") or "").split("/")[0]
        if name:
            sums[name] = sums.get(name, 0.0) + float(each.get("confidence") or 0.0)
    return tuple(
        Guess(intent=name, confidence=value) for name, value in sorted(sums.items(), key=lambda pair: -pair[1])
    )


def _has_identifier(text: str) -> bool:
    return bool(find_identifiers(text))


def _letters(text: str) -> int:
    return sum(each.isalpha() for each in text)
