"""What a flow is: one wish that changes something in one order, as questions, a read-back and what the shop is to do.

The talk around it (which order, proof, yes and no, corrections, time) is flow_talk.py's and the same for all. docs/flows.md
shows how to add one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from actions import wording
from actions.asking import Asking
from actions.composition import Ports
from actions.draft import Draft, Value
from actions.speech import Button
from bot.care.effects import Effect
from bot.shop.after_sale import OrderCare
from bot.shop.cards import order_card
from bot.shop.changes import Change, Outcome
from bot.shop.order import Order
from bot.shop.service_rules import ServiceRules
from bot.shop.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """One message: a response of domain.yml with its facts, buttons and cards."""

    response: str
    facts: dict[str, str] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    cards: tuple[dict[str, Any], ...] = ()
    effects: tuple[Effect, ...] = ()  # what the worker is to store with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something is missing. `what` is a name of bot.conversation.flow_evidence.DETAILS, so that the answer is known as one."""

    what: str
    say: Say
    before: tuple[Say, ...] = ()  # said first: what of her words is taken in, though something else is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """All is known: what would be done is said, and `change` is done after a yes. `yes` is the button's title."""

    say: Say
    change: Change
    yes: str
    no: str = "先不了"
    more: tuple[Change, ...] = ()  # what the same yes sets off after `change`, one after the other
    before: tuple[Say, ...] = ()  # said first: what of the wish cannot be


@dataclass(frozen=True, slots=True, kw_only=True)
class Do:
    """Done without a read-back: what costs nobody anything and was asked for in so many words (pushing)."""

    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Nothing is to be changed: already so, not possible, or a person's matter. With `person` one is called at once.

    The draft stays, so that a person who is asked for afterwards gets it.
    """

    says: tuple[Say, ...]
    person: str | None = None  # why, for the record
    effects: tuple[Effect, ...] = ()  # what the worker is to store beside: a proposal


Step: TypeAlias = Ask | ReadBack | Do | Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything that a flow decides on: hers by right, fresh from the shop this turn."""

    asking: Asking
    ports: Ports
    order: Order
    care: OrderCare
    rules: ServiceRules
    draft: Draft

    @property
    def values(self) -> Mapping[str, Value]:
        return self.draft.values

    def text(self, name: str) -> str:
        """A value that is a text; empty when it was not told."""
        value = self.draft.values.get(name, "")
        return value if isinstance(value, str) else str(value)

    def facts(self, **more: str) -> dict[str, str]:
        """The facts that most responses want: goods, total, status, and when it was ordered."""
        order = self.order
        return {
            "goods": wording.goods(order.items),
            "total": wording.yuan(order.total_fen),
            "status": wording.STATUS_NAMES.get(order.status, order.status),
            "placed": wording.past(order.placed_at, self.asking.now),
            **more,
        }

    def with_draft(self, draft: Draft) -> Situation:
        return replace(self, draft=draft)


# Where an order stands, by the rule that a verdict gives: the last part of a response's name.
STAGES: Mapping[str, str] = {
    "not_paid": "unpaid",
    "not_shipped_yet": "unshipped",
    "already_packed": "packed",
    "already_shipped": "shipped",
    "already_signed": "signed",
}


class Flow(ABC):
    """Stateless: one instance serves all. `name` is the intent; `likely` the states of the order that is meant when her
    words name none; `person` the skill's reason when a person is to take over."""

    name: str
    likely: frozenset[str] = frozenset()
    names_wanted: bool = False  # colours in the wish are those that are wanted, and point at no order
    correctable: str = ""  # what a no may mean to correct: 地址、收件人还是电话; empty: a no ends it
    none_meant: str = ""  # said instead of asking which order, where the wish makes sense for none of hers
    goods_matter: bool = False  # the goods by which she names the order are also what of it is meant
    takes_photos: bool = False  # a picture in its course is evidence, and kept with what comes of it
    takes_numbers: bool = False  # numbers in her words may be the matter itself (a tax number, a parcel's)

    async def meant(self, asking: Asking, ports: Ports, orders: Sequence[Order]) -> Sequence[Order]:
        """Those of several orders that the wish makes sense for, when her words name none; by state unless told otherwise."""
        return [order for order in orders if order.status in self.likely]

    def instead(self, words: str) -> str | None:
        """Another flow that these words are for, where the wish's name covers both (a remark among changes of an order)."""
        return None

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        """What these words tell, by the flow's own names; also in answer to `situation.draft.asked`, also as a correction."""
        return {}

    @abstractmethod
    async def step(self, situation: Situation) -> Step:
        """What comes next, from the record and the draft alone: calling it twice gives the same."""

    @abstractmethod
    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        """What is said once the shop has done it; `situation.order` is the order as it is now."""

    async def done_all(self, situation: Situation, outcomes: Sequence[Outcome]) -> tuple[Say, ...]:
        """As `done`, of a read-back with `more`: at least the first of its changes is done."""
        return await self.done(situation, outcomes[0])

    async def refused(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        """What is said when the shop refuses by a rule that `step` does not know; never without the way to a person."""
        facts = situation.facts(wish=wording.wish(self.name))
        return (Say(response="utter_change_refused", facts=facts, buttons=(wording.review(self.name),)),)

    def cannot(self, situation: Situation, verdict: Verdict, *ways: Button, **more: str) -> Stop:
        """What the rules do not let the bot do: utter_cannot_<flow>_<stage>, other ways first, a person always."""
        response = f"utter_cannot_{self.name}_{STAGES.get(verdict.rule, 'ended')}"
        facts = situation.facts(**more)
        return Stop(says=(Say(response=response, facts=facts, buttons=(*ways, wording.review(self.name))),))

    def note(self, situation: Situation) -> str:
        """The draft in one line, for a person."""
        told = "，".join(str(each) for each in situation.values.values() if isinstance(each, str))
        return f"{wording.wish(self.name)}（订单 {situation.order.order_id}）" + (f"：{told}" if told else "")

    def card(self, situation: Situation) -> tuple[dict[str, Any], ...]:
        return (order_card(situation.order),)
