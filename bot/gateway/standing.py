"""How a conversation's holder is shown to its shopper: the `welcome` and `state` frames. Pure."""

from __future__ import annotations

from bot.conversation.conversation import Conversation
from bot.conversation.frames import AgentShown, BotShown, State, Welcome
from bot.gateway import words
from bot.records.standings import Standing


def state(standing: Standing) -> State:
    return State(holder=standing.holder, agent=_agent(standing), queue=None)


def welcome(conversation: Conversation) -> Welcome:
    standing = Standing.of(conversation)
    return Welcome(
        conversation_id=conversation.id,
        holder=conversation.holder,
        next_seq=conversation.next_seq,
        greeting=words.GREETING,
        bot=BotShown(name=words.BOT_NAME),
        agent=_agent(standing),
        queue=None,
        suggestions=words.SUGGESTIONS,
    )


def _agent(standing: Standing) -> AgentShown | None:
    if standing.holder != "agent" or standing.agent_name is None:
        return None
    return AgentShown(name=standing.agent_name)
