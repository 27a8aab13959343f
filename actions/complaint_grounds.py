"""What speaks for a person in a complaint, as far as a message and the ticket tell it; whether one is called is decided in bot.handoff."""

from __future__ import annotations

from typing import Any

from actions.asking import Asking
from actions.complaint_case import Complaint
from actions.complaint_item import answers_item
from actions.thread import Thread
from bot.care.remedy import demands_too_much
from bot.handoff.escalation import Grounds
from bot.text import grievances


def counted(asking: Asking, thread: Thread) -> dict[str, int]:
    """Angry messages in a row, and insults, with this one."""
    before = thread.complaint or {}
    angry = int(before.get("angry", 0)) + 1 if asking.emotion == "angry" else 0
    return {"angry": angry, "insults": int(before.get("insults", 0)) + int(grievances.insults(asking.text))}


def grounds_of(asking: Asking, complaint: Complaint, counts: dict[str, int], **more: Any) -> Grounds:
    ticket = complaint.standing.ticket
    reopened = ticket is not None and ticket.status == "settled"
    return Grounds(
        threat=asking.intent == "threaten_escalation" or grievances.threatens(asking.text),
        demands_too_much=demands_too_much(
            grievances.demanded_fen(asking.text) if complaint.case.wish == "money" else None,
            complaint.case,
            complaint.policy.limits,
        ),
        insults=counts["insults"],
        misses=(ticket.misses if ticket else 0) + int(reopened),
        times=complaint.times - int(answers_item(asking)),
        angry_turns=counts["angry"],
        heat=asking.heat,
        customer_class=complaint.level,
        value_fen=complaint.case.value_fen,
        **more,
    )
