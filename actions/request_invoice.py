"""开发票: 普票 unless 专票 is said, personal or company, each thing asked only while the shop's rule misses it."""

from __future__ import annotations

from collections.abc import Mapping

from actions import wording
from actions.case_wording import wish
from actions.draft import Value
from actions.flow import Flow, ReadBack, Say, Situation, Step, Stop
from actions.invoice_words import (
    ask_title_type,
    invoice_facts,
    invoice_heard,
    lacking,
    ready,
    request_facts,
    request_of,
)
from bot.shop.after_sale import Invoice
from bot.shop.changes import Outcome, RequestInvoice
from bot.shop.invoice_verdicts import living_invoice, may_invoice
from bot.shop.order import ORDER_STATUSES
from bot.shop.verdict import NOT_BOUGHT, Verdict


class InvoiceRequest(Flow):
    name = "request_invoice"
    likely = frozenset(ORDER_STATUSES) - NOT_BOUGHT - {"cancelled", "returned"}
    correctable = "抬头、税号还是发票种类"
    takes_numbers = True

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        return invoice_heard(situation, words)

    async def step(self, situation: Situation) -> Step:
        living = living_invoice(situation.care)
        if living is not None:
            return self._living(situation, living)
        request = request_of(situation)
        verdict = judged(situation, request)
        if not request.title_type and verdict.rule == "invoice_kind":
            return ask_title_type(situation)
        return lacking(self.name, situation, request, verdict) or self.read_back(situation, request, verdict)

    def _living(self, situation: Situation, invoice: Invoice) -> Stop:
        """One living invoice an order: where it is, and the way to have it made out anew."""
        response = f"utter_invoice_already_{invoice.state}"
        ways = (wish("抬头或税号要改", "invoice_problem", situation, choice="wrong:yes"), wording.review(self.name))
        return Stop(says=(Say(response=response, facts=invoice_facts(situation, invoice), buttons=ways),))

    def read_back(self, situation: Situation, request: RequestInvoice, verdict: Verdict) -> ReadBack:
        amount = wording.yuan(verdict.amount_fen or 0)
        facts = {**request_facts(situation, request), "amount": amount, "ready": ready(request, verdict)}
        kind = "personal" if request.title_type == "personal" else request.invoice_kind
        say = Say(response=f"utter_read_back_invoice_{kind}", facts=facts)
        return ReadBack(say=say, change=request, yes="就这么开")

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        invoice = next(each for each in situation.care.invoices if each.invoice_id == outcome.reference)
        return (Say(response="utter_invoice_requested", facts=invoice_facts(situation, invoice)),)


def judged(situation: Situation, request: RequestInvoice) -> Verdict:
    return may_invoice(situation.order, situation.care, request, situation.asking.now, situation.rules)
