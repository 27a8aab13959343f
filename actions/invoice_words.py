"""What of an invoice she has told, the request that it makes, and the question for what it still lacks."""

from __future__ import annotations

from collections.abc import Mapping

from actions import wording
from actions.case_wording import choice, term, wish
from actions.draft import CONFIRM, Value
from actions.flow import Ask, Say, Situation, Step, Stop
from bot.shop.after_sale import Invoice
from bot.shop.changes import RequestInvoice
from bot.shop.service_rules import Term
from bot.shop.tax_number import check_tax_number
from bot.shop.verdict import Verdict
from bot.text import consent
from bot.text import invoice_words as words_of

KINDS = {"normal": "普通发票", "special": "增值税专用发票"}
TITLE_TYPES = {"personal": "个人", "company": "公司"}
PERSONAL_TITLE = "个人"  # what stands on an invoice of a person who named none
# What the rule misses, and the question for it.
_QUESTIONS: Mapping[str, str] = {
    "title_missing": "invoice_title", "title_too_long": "invoice_title", "tax_no_missing": "tax_no",
    "tax_no_wrong": "tax_no", "registered_missing": "invoice_registered", "email_missing": "email",
}  # fmt: skip


def invoice_heard(situation: Situation, words: str) -> Mapping[str, Value]:
    """`kind`, `title_type`, `title`, `tax_no`, `email`, `registered`, as far as these words tell them."""
    told: dict[str, Value] = {}
    for each in situation.asking.values("choice"):
        name, colon, value = each.partition(":")
        if colon and name in ("kind", "title_type", "wrong"):
            told[name] = value
    if not words or told:
        return told
    asked, head = situation.draft.asked, words_of.without_bank(words)
    if asked == "invoice_registered" and not words_of.names_title_or_tax(words):
        return {"registered": " ".join(words.split())}
    found = {
        "kind": words_of.kind_in(words),
        "title_type": words_of.title_type_in(words),
        "title": words_of.company_in(head),
        "tax_no": words_of.tax_number_in(head, asked=asked == "tax_no"),
        "email": words_of.email_in(words) or words_of.half_email_in(words),
        "registered": words_of.registered_in(words),
    }
    told.update({name: value for name, value in found.items() if value})
    if told.get("kind") == "special" or (told.get("tax_no") and "title_type" not in told):
        told["title_type"] = "company"
    return {**told, **_name_told(situation, words, told)}


def _name_told(situation: Situation, words: str, told: Mapping[str, Value]) -> Mapping[str, Value]:
    """A name that is no firm's: a person's, or, where the title was asked for, the whole answer if it can be a name. One that is said to be
    wrong after the read-back is taken back, so that it is asked for."""
    if "title" in told:
        return {}
    if person := words_of.person_in(words):
        return {"title": person, **({} if "title_type" in told else {"title_type": "personal"})}
    if told:
        return {}
    asked = situation.draft.asked
    if asked == "invoice_title" and not (consent.says_yes(words, ("开",)) or words_of.is_about_invoices(words)):
        return {"title": words.strip(" ，,。.")} if words_of.may_be_title(words) else {}
    if asked == CONFIRM and situation.text("title_type") == "personal" and (name := words_of.bare_name_in(words)):
        return {"title": name}
    if asked == CONFIRM and words_of.is_wrong(words):
        return {"tax_no": ""} if "税号" in words else {"title": ""}
    return {}


def request_of(situation: Situation, before: Invoice | None = None) -> RequestInvoice:
    """What is to be made out, from what she told and, for a correction, from the invoice before."""
    old_type, old_kind = (before.title_type, before.kind) if before else ("", "normal")
    kind = situation.text("kind") or old_kind
    title_type = situation.text("title_type") or old_type or ("company" if kind == "special" else "")
    told_title = situation.text("title")
    same_firm = before is not None and (not told_title or words_of.is_same_firm(told_title, before.title))
    same_type = before is not None and title_type == before.title_type
    default = PERSONAL_TITLE if title_type == "personal" else ""
    company = title_type == "company"
    return RequestInvoice(
        order_id=situation.order.order_id,
        invoice_kind=kind if company else "normal",
        title_type=title_type,
        title=told_title or (before.title if before and same_type else default),
        tax_no=_tax_no(situation, before.tax_no if before and same_type and same_firm else "") if company else "",
        email=situation.text("email") or (before.email if before else ""),
        registered=situation.text("registered") or (before.registered if before and same_firm else ""),
        replaces=before.invoice_id if before else None,
    )


def _tax_no(situation: Situation, before: str) -> str:
    told = situation.text("tax_no")
    return check_tax_number(told).value if told else before


def ask_title_type(situation: Situation) -> Ask:
    buttons = (choice("个人", "title_type", "personal"), choice("公司", "title_type", "company"))
    return Ask(
        what="invoice_title_type", say=Say(response="utter_ask_title_type", facts=situation.facts(), buttons=buttons)
    )


def lacking(flow: str, situation: Situation, request: RequestInvoice, verdict: Verdict) -> Step | None:
    """The question for what the rule misses, or why there can be none; None when it can be made out."""
    if verdict.allowed and request.email and not words_of.email_in(request.email):
        wrong = situation.facts(email=request.email)
        return Ask(what="email", say=Say(response="utter_ask_invoice_email_wrong", facts=wrong))
    if verdict.allowed:
        return None
    facts = {**request_facts(situation, request), "until": ""}
    if verdict.until is not None:
        facts["until"] = wording.past(verdict.until, situation.asking.now)
    if question := _QUESTIONS.get(verdict.rule):
        more = f"_{verdict.detail}" if verdict.rule == "tax_no_wrong" else ""
        if verdict.rule == "title_missing" and request.tax_no:
            more = "_taxed"
        return Ask(what=question, say=Say(response=f"utter_ask_invoice_{verdict.rule}{more}", facts=facts))
    ways = (
        (wish("开普通发票", "request_invoice", situation, choice="kind:normal"),)
        if verdict.rule == "invoice_kind"
        else ()
    )
    say = Say(response=f"utter_no_invoice_{verdict.rule}", facts=facts, buttons=(*ways, wording.review(flow)))
    return Stop(says=(say,))


def request_facts(situation: Situation, request: RequestInvoice) -> dict[str, str]:
    return situation.facts(
        kind=KINDS[request.invoice_kind],
        title=request.title,
        tax_no=request.tax_no,
        registered=request.registered,
    )


def invoice_facts(situation: Situation, invoice: Invoice) -> dict[str, str]:
    now = situation.asking.now
    due = wording.due(invoice.due_at, now) if invoice.due_at > now else wording.past(invoice.due_at, now)
    return situation.facts(
        number=invoice.invoice_id,
        kind=KINDS.get(invoice.kind, invoice.kind),
        title=invoice.title,
        amount=wording.yuan(invoice.amount_fen),
        due=due,
        issued=wording.past(invoice.issued_at, now) if invoice.issued_at else "",
        link=invoice.file_url,
    )


def ready(request: RequestInvoice, verdict: Verdict) -> str:
    """3个工作日内开好, with where it is sent when she told a mail address."""
    within = term(Term(hours=verdict.hours or 0, working_days=verdict.working_days or 0))
    return f"{within}内开好" + (f"，发到{request.email}" if request.email else "")
