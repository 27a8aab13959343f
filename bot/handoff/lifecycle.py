"""A handoff's life: none → waiting → assigned → returned or resolved; waiting → abandoned or offline; assigned → waiting;
offline → assigned, when somebody takes up in the chat what was left as a message.

Pure: which step leads where, and who answers the shopper meanwhile. Storing a step is bot.records.handoffs' work.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal, get_args

from bot.conversation.conversation import Holder
from bot.errors import Conflict

State = Literal["waiting", "assigned", "returned", "resolved", "abandoned", "offline"]
Step = Literal["request", "claim", "requeue", "hand_back", "resolve", "leave", "leave_message"]

STATES: tuple[State, ...] = get_args(State)
STEPS: tuple[Step, ...] = get_args(Step)
OPEN: frozenset[str] = frozenset({"waiting", "assigned"})

_NEXT: MappingProxyType[tuple[State | None, Step], State] = MappingProxyType(
    {
        (None, "request"): "waiting",
        ("waiting", "claim"): "assigned",
        ("waiting", "leave"): "abandoned",
        ("waiting", "leave_message"): "offline",  # a ticket waits instead of her
        ("offline", "claim"): "assigned",
        ("assigned", "requeue"): "waiting",  # the agent was lost, or passed it on
        ("assigned", "hand_back"): "returned",
        ("assigned", "resolve"): "resolved",
        ("assigned", "leave"): "resolved",
    }
)

_HOLDER: MappingProxyType[State, Holder] = MappingProxyType(
    {
        "waiting": "queue",
        "assigned": "agent",
        "returned": "bot",
        "resolved": "nobody",
        "abandoned": "nobody",
        "offline": "bot",
    }
)


def after(state: State | None, step: Step) -> State:
    """The state that this step leads to. Raises Conflict for a step that cannot be taken from here."""
    found = _NEXT.get((state, step))
    if found is None:
        raise Conflict(f"a handoff that is {state or 'not begun'} knows no {step}")
    return found


def holder_in(state: State) -> Holder:
    """Who answers the shopper while a handoff is in this state, or once it has ended in it."""
    return _HOLDER[state]
