"""A yes to what is no longer so: said what is different, offered anew as things stand now, or handed to a person."""

from __future__ import annotations

from dataclasses import replace

from actions.asking import Asking
from actions.complaint_case import Complaint, in_thread
from actions.complaint_offer import bases_of, offer, taken_care_of
from actions.complaint_person import call_person
from actions.complaint_words import Answer, ticket_card
from actions.composition import Ports
from actions.speech import Speech
from actions.thread import Thread
from bot.care.effects import RemedyOffered


async def offer_anew(
    asking: Asking, speech: Speech, ports: Ports, complaint: Complaint, thread: Thread, answer: Answer
) -> Thread:
    """Nothing was carried out; whoever had begun something for these goods meanwhile goes on with it."""
    status = complaint.standing.ticket.status if complaint.standing.ticket else "open"
    taken = taken_care_of(complaint)
    answer.add(taken or complaint.lines.say("facts_changed"))
    offered = () if taken else await offer(asking, ports, complaint, answer)
    if not offered:
        await call_person(
            asking, speech, ports, answer, why="remedy_failed", ticket_id=complaint.ticket_id, thread=thread,
            lines=complaint.lines,
        )  # fmt: skip
    else:
        names = ",".join(each.name for each in offered)
        speech.effect(RemedyOffered(ticket_id=complaint.ticket_id, remedies=names))
    answer.cards.append(ticket_card(complaint.ticket_id, complaint.intent, status, answer))
    answer.say(speech)
    told = in_thread(thread, complaint, offered=[each.name for each in offered], bases=bases_of(complaint, offered))
    return told.asking("remedy", flow=complaint.intent) if offered else replace(told, asked=None)
