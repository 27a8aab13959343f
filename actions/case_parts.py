"""What she tells of several goods at once, taken apart by line: whose clause it is, which wish, what it says. No talk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from actions.case_goods import Line, named_in
from actions.draft import Value
from actions.flow import ReadBack, Situation
from bot.shop.changes import OpenAfterSale
from bot.text.after_sale_words import reason_in

PARTS = "parts"  # the draft's name for them
_CLAUSE = re.compile(r"[^，,。.；;！!、\s]+")
_WISHES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("request_refund", re.compile(r"退款|退钱|[仅只]退|不退货")),
    ("request_exchange", re.compile(r"换(?!行)")),
    ("request_repair", re.compile(r"[维想要送]修|修一?下|保修")),
    ("request_return", re.compile(r"退")),
)
_TYPES: Mapping[str, str] = {
    "request_return": "return", "request_exchange": "exchange", "request_refund": "refund", "request_repair": "repair",
}  # fmt: skip
WISHES = frozenset(_TYPES)
_BY_TYPE = {kind: wish for wish, kind in _TYPES.items()}
_MONEY = frozenset({"missing_item", "not_received"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One line of the order: its wish, and what was told of it so far, by the names of that wish's flow."""

    flow: str
    sku: str
    values: Mapping[str, Value] = field(default_factory=dict)
    words: str = ""  # as just said; not kept

    @property
    def is_money(self) -> bool:
        """Nothing of it is sent back."""
        return self.flow == "request_refund" and self.values.get("reason") in _MONEY

    def situation(self, whole: Situation) -> Situation:
        """As if this line were all that is talked about."""
        draft = replace(whole.draft, flow=self.flow, values={**self.values, "sku": self.sku})
        return whole.with_draft(draft)


def parts_of(situation: Situation) -> tuple[Part, ...]:
    stored = situation.values.get(PARTS, ())
    return tuple(_read(json.loads(each)) for each in stored) if isinstance(stored, tuple) else ()


def as_values(parts: Iterable[Part]) -> Mapping[str, Value]:
    told = [{"flow": part.flow, "sku": part.sku, "values": dict(part.values)} for part in parts]
    return {PARTS: tuple(json.dumps(each, ensure_ascii=False) for each in told)}


def parts_in(situation: Situation, words: str, lines: Sequence[Line], flow: str) -> tuple[Part, ...]:
    """One for each line of which something of its own is told; none where one line, or the same of all, is meant."""
    told: dict[str, list[str]] = {}
    current = ""
    for clause in _CLAUSE.findall(words):
        if line := line_meant(situation, clause, lines):
            current = line.item.sku
        if current:
            told.setdefault(current, []).append(clause)
    parts = tuple(_part(situation, sku, "，".join(clauses), flow) for sku, clauses in told.items())
    said = [(part.flow, reason_in(part.words)) for part in parts]
    apart = len(parts) > 1 and len(set(said)) > 1 and all(_says_something(part.words) for part in parts)
    return parts if apart else ()


def line_meant(situation: Situation, words: str, lines: Sequence[Line]) -> Line | None:
    """The one line that these words name."""
    skus = [sku for each in situation.asking.entities if each.written and each.written in words for sku in each.skus]
    found = named_in(words, skus, lines, listed=False)
    return found[0] if len(found) == 1 else None


def read_back_lines(situation: Situation, ready: Sequence[ReadBack]) -> dict[str, str]:
    """1. 跑鞋：换成黑色 43（尺码不合适），寄回运费您出 …, and how what goes back is fetched."""
    lines = [f"{number}. {_told(step)}" for number, step in enumerate(ready, 1)]
    slot = next((step.say.facts for step in ready if _change(step).pickup_from is not None), None)
    if slot is not None:
        lines.append(f"要寄回的，{slot['slot']}快递到{slot['place']}一起取。")
    elif any(step.say.response.endswith("_self") for step in ready):
        lines.append("要寄回的您自己寄。")
    return situation.facts(count=str(len(ready)), lines="\n".join(lines))


def _told(step: ReadBack) -> str:
    facts, change = step.say.facts, _change(step)
    what = {
        "exchange": f"换成{facts.get('choice', '同款新的')}",
        "return": f"退货，退您{facts['amount']}",
        "refund": f"不用退货，退您{facts['amount']}",
        "repair": "送修",
    }[change.type]
    if step.say.response.startswith("utter_read_back_case_"):
        how = f"要同事看过才能定，{facts['answer']}内答复您"
    elif change.freight_payer == "shop":
        how = "运费我们出"
    else:
        how = f"寄回运费{facts['fee']}您出" if change.pickup_from is not None else "寄回运费您出"
    return f"{facts['pieces']}：{what}（{facts['reason']}），{how}"


def _change(step: ReadBack) -> OpenAfterSale:
    assert isinstance(step.change, OpenAfterSale)
    return step.change


def _part(situation: Situation, sku: str, words: str, flow: str) -> Part:
    reason = reason_in(words)
    known = situation.rules.reasons.at(situation.order.placed_at)
    given = known.of(reason) if known is not None else None
    types = given.types if given is not None else ()
    wish = wish_in(words)
    if wish is None:
        wish = flow if not types or _TYPES.get(flow) in types else _BY_TYPE[types[0]]
    return Part(flow=wish, sku=sku, words=words)


def wish_in(words: str) -> str | None:
    """The kind of case that is named outright."""
    return next((name for name, pattern in _WISHES if pattern.search(words)), None)


def _says_something(words: str) -> bool:
    return bool(reason_in(words)) or wish_in(words) is not None


def _read(stored: Mapping[str, Any]) -> Part:
    values = {name: tuple(each) if isinstance(each, list) else each for name, each in stored["values"].items()}
    return Part(flow=stored["flow"], sku=stored["sku"], values=values)
