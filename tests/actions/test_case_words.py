"""Every rule that can say no to a case or an invoice, and every step of one, has words for shoppers."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from bot.shop.after_sale import CASE_STATES, CASE_TYPES
from bot.shop.after_sale_verdicts import _BEFORE
from bot.shop.return_right import Reason
from tests.actions.fakes import ROOT, domain

NO = re.compile(r'\bno\(\s*"(\w+)"')


def said_by(module: str) -> set[str]:
    return set(NO.findall((ROOT / "bot" / "shop" / module).read_text(encoding="utf-8")))


NO_CASE = said_by("after_sale_verdicts.py") | set(_BEFORE.values())
NO_CASE |= {f"no_return_{reason or 'page'}" for reason in get_args(Reason)}
NO_INVOICE = {code for code in said_by("invoice_verdicts.py") if not code.endswith(("_missing", "_wrong", "_too_long"))}
NAMES = [
    *(f"utter_no_case_{code}" for code in NO_CASE),
    *(f"utter_no_invoice_{code}" for code in NO_INVOICE | {"no_rule", "invoice_late"}),
    *(
        f"utter_ask_invoice_{code}"
        for code in said_by("invoice_verdicts.py")
        if code.endswith(("_missing", "_too_long"))
    ),
    *(f"utter_ask_invoice_tax_no_wrong_{fault}" for fault in ("length", "character", "checksum")),
    *(f"utter_case_is_{state}" for state in CASE_STATES),
    *(f"utter_read_back_withdraw_{kind}" for kind in CASE_TYPES),
    *(f"utter_ask_case_reason_{kind}" for kind in CASE_TYPES),
    *(f"utter_refund_before_{what}" for what in ("approve", "send_back", "receive", "inspect", "refund")),
    *(
        f"utter_{name}_{kind}_{how}"
        for kind in ("return", "exchange", "repair")
        for name, hows in (
            ("read_back", ("shop_pickup", "shop_self", "shopper_pickup", "shopper_self")),
            ("case_opened", ("pickup", "self")),
        )
        for how in hows
    ),
]


@pytest.mark.parametrize("name", sorted(NAMES))
def test_what_can_be_said_is_there_in_two_wordings(name: str) -> None:
    assert len(domain()["responses"][name]) >= 2
