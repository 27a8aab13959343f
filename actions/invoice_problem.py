"""发票问题: where it is (its file comes from the shop), pushing for a late one, another one instead of a wrong one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions import wording
from actions.asking import Asking
from actions.case_wording import choice, wish
from actions.composition import Ports
from actions.draft import CORRECTION, Value
from actions.flow import Ask, Do, Flow, ReadBack, Say, Situation, Step, Stop
from actions.invoice_words import invoice_facts, invoice_heard, lacking, ready, request_facts, request_of
from actions.request_invoice import InvoiceRequest, judged
from bot.shop.after_sale import Invoice
from bot.shop.changes import MakeUrge, Outcome, RequestInvoice
from bot.shop.invoice_verdicts import living_invoice
from bot.shop.order import Order
from bot.shop.order_verdicts import may_urge
from bot.text.after_sale_words import is_in_a_hurry
from bot.text.invoice_words import asks_where, is_wrong

_FIRST = InvoiceRequest()
_OF_IT = ("title", "tax_no", "kind", "title_type", "registered")


class InvoiceProblem(Flow):
    name = "invoice_problem"
    correctable = "抬头、税号还是发票种类"
    takes_numbers = True

    async def meant(self, asking: Asking, ports: Ports, orders: Sequence[Order]) -> Sequence[Order]:
        cares = await ports.shop.care_of([order.order_id for order in orders])
        return [order for order in orders if cares[order.order_id].invoices]

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        told = dict(invoice_heard(situation, words))
        if is_wrong(words) and situation.draft.asked not in ("confirm", CORRECTION):
            told["wrong"] = "yes"
        elif told.get("tax_no") and not asks_where(words):
            told["wrong"] = "yes"  # a number of a firm's, told after the fact, is to stand on it
        elif asks_where(words):
            told["where"] = "yes"
        if is_in_a_hurry(words):
            told["urge"] = "yes"
        return told

    async def step(self, situation: Situation) -> Step:
        living = living_invoice(situation.care)
        if living is None and (situation.text("title") or situation.text("tax_no")):
            return await _FIRST.step(situation)  # 抬头写张三: the first one, told as if it were there
        if living is None:
            return self._none(situation)
        if situation.text("wrong"):
            return self._again(situation, living)
        if living.state == "issued":
            return self._issued(situation, living)
        return self._waited_for(situation, living)

    def _none(self, situation: Situation) -> Stop:
        failed = any(each.state == "failed" for each in situation.care.invoices)
        ways = (wish("开发票", "request_invoice", situation), wording.review(self.name))
        if failed:
            return Stop(says=(Say(response="utter_invoice_failed", facts=situation.facts()),), person="invoice_failed")
        return Stop(says=(Say(response="utter_invoice_none", facts=situation.facts(), buttons=ways),))

    def _issued(self, situation: Situation, invoice: Invoice) -> Stop:
        response = "utter_invoice_issued" if invoice.file_url else "utter_invoice_issued_no_file"
        ways = (wish("抬头或税号要改", self.name, situation, choice="wrong:yes"), wording.human(self.name))
        return Stop(says=(Say(response=response, facts=invoice_facts(situation, invoice), buttons=ways),))

    def _waited_for(self, situation: Situation, invoice: Invoice) -> Step:
        late = situation.asking.now > invoice.due_at
        verdict = may_urge(situation.order, situation.care, "invoice", situation.asking.now, situation.rules)
        if (late or situation.text("urge")) and verdict.rule == "urge_open":
            return Do(change=MakeUrge(order_id=situation.order.order_id, what="invoice"))
        response = "utter_invoice_late" if late else "utter_invoice_waited_for"
        ways = (wish("抬头或税号要改", self.name, situation, choice="wrong:yes"), wording.human(self.name))
        return Stop(says=(Say(response=response, facts=invoice_facts(situation, invoice), buttons=ways),))

    def _again(self, situation: Situation, invoice: Invoice) -> Step:
        """Another one instead: the old one is void. What is wrong is asked for while it is not told."""
        request = request_of(situation, invoice)
        if not any(situation.text(name) for name in _OF_IT) or _same(request, invoice):
            buttons = (choice("改成个人", "title_type", "personal"), choice("改成公司", "title_type", "company"))
            fitting = buttons[:1] if invoice.title_type == "company" else buttons[1:]
            facts = invoice_facts(situation, invoice)
            return Ask(what="invoice_fault", say=Say(response="utter_ask_invoice_fault", facts=facts, buttons=fitting))
        verdict = judged(situation, request)
        if missing := lacking(self.name, situation, request, verdict):
            return missing
        facts = {
            **request_facts(situation, request),
            "number": invoice.invoice_id,
            "amount": wording.yuan(verdict.amount_fen or 0),
            "ready": ready(request, verdict),
        }
        kind = "personal" if request.title_type == "personal" else "company"
        say = Say(response=f"utter_read_back_invoice_again_{kind}", facts=facts)
        return ReadBack(say=say, change=request, yes="换开")

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        told = situation.draft.read_back
        if told is not None and told.change["kind"] == RequestInvoice.kind:
            made = next(each for each in situation.care.invoices if each.invoice_id == outcome.reference)
            again = "_again" if made.replaces else ""
            return (Say(response=f"utter_invoice_requested{again}", facts=invoice_facts(situation, made)),)
        due = wording.due(outcome.due_at, situation.asking.now) if outcome.due_at else "尽快"
        return (
            Say(response="utter_invoice_urged", facts=situation.facts(answer=due), buttons=(wording.human(self.name),)),
        )


def _same(request: RequestInvoice, invoice: Invoice) -> bool:
    told = (request.invoice_kind, request.title_type, request.title, request.tax_no)
    return told == (invoice.kind, invoice.title_type, invoice.title, invoice.tax_no)
