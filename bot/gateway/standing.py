"""How a conversation's holder is shown to its shopper: the `welcome` and `state` frames. Pure."""

from __future__ import annotations

from bot.conversation.conversation import Conversation
from bot.conversation.frames import AgentShown, BotShown, QueueShown, State, Welcome
from bot.gateway import words
from bot.handoff.places import Place
from bot.records.standings import Standing


def state(standing: Standing, place: Place | None = None) -> State:
    return State(holder=standing.holder, agent=_agent(standing), queue=queue(standing, place), rate=standing.rate)


def welcome(conversation: Conversation, standing: Standing, place: Place | None, *, timezone: str) -> Welcome:
    return Welcome(
        conversation_id=conversation.id,
        holder=conversation.holder,
        next_seq=conversation.next_seq,
        greeting=words.GREETING,
        bot=BotShown(name=words.BOT_NAME),
        agent=_agent(standing),
        queue=queue(standing, place),
        rate=standing.rate,
        suggestions=words.SUGGESTIONS,
        timezone=timezone,
    )


def queue(standing: Standing, place: Place | None) -> QueueShown | None:
    if standing.holder != "queue" or place is None:
        return None
    return QueueShown(position=place.position, eta_s=place.eta_s)


def _agent(standing: Standing) -> AgentShown | None:
    if standing.holder != "agent" or standing.agent_name is None:
        return None
    return AgentShown(name=standing.agent_name)
