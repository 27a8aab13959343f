"""The thread of a conversation as the actions keep it in slots: what is being done, what was asked, what is in focus.

Slots are memory, never rights: who the shopper is and what she proved comes from the record (asking.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from rasa_sdk.events import EventType, SlotSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """`flow` is the intent being served; `asked` is what the bot asked last: order_number, phone_tail, order_choice,
    product_choice, need, body, place, message, contact, more (after a message), confirm and the other questions of flows
    (docs/flows.md), remedy and visit (of complaints), or None. `matter` is what she wrote that nobody has taken care of yet."""

    flow: str | None = None
    asked: str | None = None
    asked_times: int = 0
    reminded: str | None = None  # the question of which she was reminded since it was asked (reminder.py)
    order_in_focus: str | None = None
    orders_offered: tuple[str, ...] = ()
    choice_round: int = 0
    number_given: str | None = None
    tail_given: str | None = None
    product_in_focus: str | None = None
    open_statuses: tuple[str, ...] | None = None
    misses: int = 0
    comforted: bool = False
    matter: str | None = None
    need: dict[str, Any] | None = None  # bot.shop.search.need.Need.as_json
    products_offered: tuple[str, ...] = ()  # SKUs in the order in which they were shown
    earlier_product: str | None = None  # the one in focus before this one
    body: dict[str, float] | None = None  # her measures, as bot.shop.size_chart.Body names them
    place: str | None = None  # where it is to be sent, as she named it before she ordered
    told: str | None = None  # what was said last, so that it is not said again whole: an order's state, a book's entry
    locked: bool = False  # no more proofs by number in this conversation
    draft: dict[str, Any] | None = None  # what is to be changed so far: actions.draft.Draft.as_json
    complaint: dict[str, Any] | None = None  # the one talked about (actions/complaint_case.py): ticket, cause, order, …

    @classmethod
    def of(cls, slots: Mapping[str, Any]) -> Thread:
        values = {field.name: slots.get(field.name) for field in fields(cls)}
        statuses = values["open_statuses"]
        return cls(
            **{
                **values,
                "asked_times": int(values["asked_times"] or 0),
                "orders_offered": tuple(values["orders_offered"] or ()),
                "products_offered": tuple(values["products_offered"] or ()),
                "choice_round": int(values["choice_round"] or 0),
                "open_statuses": None if statuses is None else tuple(statuses),
                "misses": int(values["misses"] or 0),
                "comforted": bool(values["comforted"]),
                "locked": bool(values["locked"]),
            }
        )

    @property
    def complaint_ticket(self) -> str | None:
        """The ticket of the complaint that is talked about."""
        return (self.complaint or {}).get("ticket")

    def asking(self, what: str, *, flow: str | None = None) -> Thread:
        """The same thread after the bot asked `what`; asking the same again is counted."""
        times = self.asked_times + 1 if self.asked == what else 1
        reminded = None if self.reminded == what else self.reminded
        return replace(self, asked=what, asked_times=times, reminded=reminded, flow=flow or self.flow)

    def settled(self) -> Thread:
        """Nothing is asked any more; the flow stays for 那另一个呢."""
        return replace(self, asked=None, asked_times=0, choice_round=0, number_given=None, tail_given=None)

    def ended(self) -> Thread:
        """The flow is over: given up, solved, or handed on; what was said in despair lies before it."""
        complaint = self.complaint and {name: value for name, value in self.complaint.items() if name != "despair"}
        return replace(self.settled(), flow=None, matter=None, draft=None, reminded=None, complaint=complaint or None)

    def looking_at(self, sku: str) -> Thread:
        """The same thread with this product in focus; the one before is remembered for 刚才那个."""
        before = self.product_in_focus if self.product_in_focus != sku else self.earlier_product
        return replace(self, product_in_focus=sku, earlier_product=before)

    def changes_since(self, before: Thread) -> list[EventType]:
        """One SlotSet for each field that differs."""
        names = [field.name for field in fields(self) if getattr(self, field.name) != getattr(before, field.name)]
        return [SlotSet(name, _plain(getattr(self, name))) for name in names]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
