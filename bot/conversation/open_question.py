"""What a message means while something is asked: the answer, another wish, or giving up. Pure."""

from __future__ import annotations

from bot.conversation import complaint_evidence, flow_evidence, message_evidence, order_evidence, shopping_evidence
from bot.conversation.views import TRACKING, Guess, Limits, ParseView, ThreadView, Verdict, has_identifier, letters
from bot.text import cues, giving_up
from bot.text.identifiers import find_identifiers
from bot.text.sayings import meaning_of

COMPLAINT_QUESTIONS = frozenset({"remedy", "visit", "visit_reason", "complaint_item"})
_OF_GOODS = frozenset({"inform", "search_product", "ask_size_advice", "chitchat", "affirm", "deny", "ask_stock"})
_WRITTEN = frozenset({"message", "contact", "more"})  # what she writes for people, whatever it says
_CLOSING = frozenset({"thank", "goodbye", "problem_solved", "deny", "request_human", "urge_reply", "greet", "affirm"})


def complaint_answer(parse: ParseView, asked: str) -> Verdict | None:
    """By what a saying certainly means, else by the best guess: 👌 and 退货 are answers too where something was offered."""
    guess = parse.ranking[0] if parse.ranking else Guess(intent="", confidence=0.0)
    best = meaning_of(parse.text) or guess.intent
    return complaint_evidence.answer_to(asked, parse.text, best)


def answer_to_question(parse: ParseView, thread: ThreadView, limits: Limits) -> Verdict | None:
    """By what was asked last; None where this is no answer to it."""
    asked = thread.asked
    if asked is None:
        return flow_evidence.gives_up(thread.flow, parse.text) if thread.stopped else None
    if dropped := _dropped(parse.text, thread.flow, asked):
        return dropped
    if asked in ("order_number", "phone_tail"):
        return _number_answer(parse, thread, limits)
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


def wish_in_details(parse: ParseView, thread: ThreadView) -> Verdict | None:
    """More about the wish that a flow serves, though nothing is asked."""
    best = parse.ranking[0]
    heard = flow_evidence.Heard(text=parse.text, entities=parse.entities, best=best.intent, confidence=best.confidence)
    ranking = [(each.intent, each.confidence) for each in parse.ranking]
    return flow_evidence.wish_in_details(thread.flow, heard, thread.asked) or flow_evidence.several_troubles(
        parse.things, ranking
    )


def _dropped(text: str, flow: str | None, asked: str) -> Verdict | None:
    """算了 to whatever was asked; 不退了 may be the very message that people of the shop are to get."""
    if asked in _WRITTEN and giving_up.drops_deed(text):
        return None
    return flow_evidence.gives_up(flow, text, asked)


def _message_answer(parse: ParseView, thread: ThreadView, limits: Limits) -> Verdict | None:
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


def _number_answer(parse: ParseView, thread: ThreadView, limits: Limits) -> Verdict | None:
    if thread.logged_in and order_evidence.has_logged_in(parse.text):
        return "inform", "has logged in instead"
    if cues.last_digits(parse.text):
        return "inform", "corrects the number's end"
    if cues.has_no_number(parse.text):
        return "inform", "asked number, has none"
    if not (has_identifier(parse.text) or cues.is_bare_number(parse.text)):
        return None
    best = parse.ranking[0]
    other_wish = best.confidence >= limits.override and best.intent not in TRACKING | {"inform", "deny", "affirm"}
    if other_wish and letters(parse.text) >= 6:
        return None
    return "inform", "asked number"


def _choice_answer(parse: ParseView, limits: Limits) -> Verdict | None:
    best = parse.ranking[0]
    verdict = order_evidence.choice(parse.text, best.intent, parse.entities, parse.only_goods)
    clear = best.confidence >= limits.override and best.intent not in TRACKING | {"inform"}
    if verdict is None and not clear and (parse.entities & order_evidence.PICKING or has_identifier(parse.text)):
        return "inform", "asked choice"
    return verdict
