"""Several goods of one order, each with its own trouble, told at once: 鞋子小了换大一码，袜子少了一双.

One case per line, each by its own flow (`actions/flows.py` says which), all read back together and done after one yes. What
is asked is the first thing that any of them lacks; a courier is asked for once. What cannot be is told with the read-back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions.asking import Asking
from actions.case_flow import CaseFlow
from actions.case_goods import Line, lines_of
from actions.case_parts import WISHES, Part, as_values, line_meant, parts_in, parts_of, read_back_lines, wish_in
from actions.case_photo import PHOTO
from actions.case_wording import choice
from actions.composition import Ports
from actions.draft import Value
from actions.flow import Ask, Flow, ReadBack, Say, Situation, Step, Stop
from actions.wording import short
from bot.shop.changes import OpenAfterSale, Outcome
from bot.shop.order import Order

_LEFT_OUT = re.compile(r"算了|[不别](?:用|要|想)?(?:退|换|修|弄|办|管)了?|先不")


class SeveralCases(Flow):
    """`single` while one thing is told, as it is; with several, `cases` (by wish) each for its own line."""

    def __init__(self, single: CaseFlow, cases: Mapping[str, CaseFlow]) -> None:
        self.name, self.likely, self.correctable = single.name, single.likely, single.correctable
        self.names_wanted, self.takes_numbers = single.names_wanted, single.takes_numbers
        self.takes_photos, self.goods_matter = single.takes_photos, single.goods_matter
        self._single, self._cases = single, cases

    async def meant(self, asking: Asking, ports: Ports, orders: Sequence[Order]) -> Sequence[Order]:
        return await self._single.meant(asking, ports, orders)

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        parts = parts_of(situation)
        if parts:
            return as_values(await self._heard_of(situation, parts, words))
        told = parts_in(situation, words, await lines_of(situation), self.name) if words else ()
        if not told:
            return await self._single.heard(situation, words)
        return as_values([await self._listened(situation, part, part.words) for part in told])

    async def step(self, situation: Situation) -> Step:
        parts = parts_of(situation)
        if not parts:
            return await self._single.step(situation)
        steps = await self._steps(situation, parts)
        place = _asked_first(steps)
        if place is not None:
            return self._of_all_goods(_own_way(steps[place]), parts, await lines_of(situation))
        ready = [step for step in steps if isinstance(step, ReadBack)]
        if whole := next((step for step in ready if not isinstance(step.change, OpenAfterSale)), None):
            return whole  # not shipped yet: the order is cancelled instead
        if not ready or len(ready) + sum(isinstance(step, Stop) for step in steps) < len(steps):
            return next((step for step in steps if not isinstance(step, ReadBack)), steps[0])
        stopped = tuple(say for step in steps if isinstance(step, Stop) for say in step.says)
        if len(ready) == 1:
            return replace(ready[0], before=stopped)
        say = Say(response="utter_read_back_cases", facts=read_back_lines(situation, ready))
        changes = [step.change for step in ready]
        return ReadBack(say=say, change=changes[0], more=tuple(changes[1:]), before=stopped, yes="都提交")

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        return await self._single.done(situation, outcome)

    async def done_all(self, situation: Situation, outcomes: Sequence[Outcome]) -> tuple[Say, ...]:
        parts, told = parts_of(situation), situation.draft.read_back
        if not parts or told is None:
            return await self._single.done(situation, outcomes[0])
        if told.change["kind"] != OpenAfterSale.kind:
            return await self._cases["request_return"].done(situation, outcomes[0])
        says: list[Say] = []
        for outcome, change in zip(outcomes, (told.change, *told.more), strict=False):
            skus = {each["sku"] for each in change["items"]}
            part = next(each for each in parts if each.sku in skus)
            says += await self._cases[part.flow].done(part.situation(situation), outcome)
        return tuple(says)

    async def refused(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        return await self._single.refused(situation, outcome)

    def note(self, situation: Situation) -> str:
        parts = parts_of(situation)
        notes = [self._cases[part.flow].note(part.situation(situation)) for part in parts]
        return "；".join(notes) if parts else self._single.note(situation)

    async def _heard_of(self, situation: Situation, parts: Sequence[Part], words: str) -> list[Part]:
        """The answer belongs to the part that her words name, else to the first that lacks something."""
        line = line_meant(situation, words, await lines_of(situation))
        named = next((part for part in parts if line is not None and part.sku == line.item.sku), None)
        if named is not None and len(parts) > 1 and _LEFT_OUT.search(words):
            return [part for part in parts if part is not named]
        place = _asked_first(await self._steps(situation, parts))
        open_part = named or (parts[place] if place is not None else None)
        if open_part is None:
            return [await self._listened(situation, part, words, only=("pickup", PHOTO)) for part in parts]
        heard = await self._listened(situation, _turned(situation, open_part, words), words)
        found = [heard if part is open_part else part for part in parts]
        slot = {name: heard.values[name] for name in ("pickup", "pickup_fault") if name in heard.values}
        photos = {name: heard.values[name] for name in (PHOTO,) if name in heard.values}
        return [replace(part, values={**slot, **part.values, **photos}) for part in found]

    async def _steps(self, situation: Situation, parts: Sequence[Part]) -> list[Step]:
        return [await self._cases[part.flow].step(part.situation(situation)) for part in parts]

    async def _listened(self, situation: Situation, part: Part, words: str, only: tuple[str, ...] = ("",)) -> Part:
        own = part.situation(situation)
        told = await self._cases[part.flow].heard(own, words)
        kept = {name: value for name, value in told.items() if name.startswith(only)}
        return replace(part, values={**own.draft.with_values(kept).values, "sku": part.sku})

    def _of_all_goods(self, asked: Step, parts: Sequence[Part], lines: Sequence[Line]) -> Step:
        """One courier fetches all of them."""
        if not isinstance(asked, Ask) or asked.what != "pickup_time":
            return asked
        fetched = {part.sku for part in parts if self._cases[part.flow].fetched and not part.is_money}
        goods = "、".join(short(line.item.title) for line in lines if line.item.sku in fetched)
        return replace(asked, say=replace(asked.say, facts={**asked.say.facts, "pieces": goods}))


def _own_way(step: Step) -> Step:
    """改成退货 of one of them starts no talk of its own: it answers the question about this one."""
    if not isinstance(step, Ask):
        return step
    ways = [choice(each.title, "flow", each.intent) if each.intent in WISHES else each for each in step.say.buttons]
    return replace(step, say=replace(step.say, buttons=tuple(ways)))


def _turned(situation: Situation, part: Part, words: str) -> Part:
    """That part as another kind of case, where she says so."""
    pressed = [each[5:] for each in situation.asking.values("choice") if each.startswith("flow:")]
    wish = pressed[0] if pressed else wish_in(words)
    if wish in (None, part.flow):
        return part
    kept = {name: value for name, value in part.values.items() if name != "wanted"}
    return replace(part, flow=str(wish), values=kept)


def _asked_first(steps: Sequence[Step]) -> int | None:
    """The place of the question that comes next; the courier comes last, when all that goes with him is known."""
    asks = [(step.what == "pickup_time", place) for place, step in enumerate(steps) if isinstance(step, Ask)]
    return min(asks)[1] if asks else None
