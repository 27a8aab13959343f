"""One turn that nobody sees: a model that was just loaded answers a greeting before it answers a shopper.

All of a turn runs (language model, rules, the action server, responses); what comes of it is thrown away.
"""

from __future__ import annotations

import asyncio
import uuid
from datetime import datetime, timezone
from typing import TYPE_CHECKING

import aiohttp
import structlog

from bot.conversation.conversation import Conversation
from bot.conversation.message import Message
from bot.conversation.turn import ClaimedTurn
from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from bot.worker.engine import Engine

GREETING = "你好"
log = structlog.get_logger()


async def rehearse(engine: Engine) -> None:
    """Raises ConfigurationError when the model cannot answer; an action server that is away is not the model's fault."""
    from bot.worker.action_endpoint import ActionFailed

    try:
        await engine.run(_turn(), None, datetime.now(timezone.utc))
    except (ActionFailed, asyncio.TimeoutError, aiohttp.ClientError) as error:
        log.warning("model.rehearsed_without_actions", model=engine.model_name, reason=type(error).__name__)
    except Exception as error:  # whatever a model of other code makes Rasa raise
        raise ConfigurationError(
            f"model {engine.model_name} loads but cannot answer a turn ({type(error).__name__}): run `xiaonuan train`"
        ) from error


def _turn() -> ClaimedTurn:
    now, name = datetime.now(timezone.utc), f"rehearsal-{uuid.uuid4()}"
    conversation = Conversation(
        id=name,
        space="rehearsal",
        visitor_id=name,
        customer_id=None,
        holder="bot",
        epoch=0,
        agent_name=None,
        next_seq=2,
        locale="zh-CN",
        address="",
        created_at=now,
    )
    message = Message(conversation_id=name, seq=1, id=name, role="shopper", at=now, text=GREETING)
    return ClaimedTurn(
        id=name,
        conversation=conversation,
        cause="shopper",
        fence=1,
        attempt=1,
        messages=(message,),
        proven_orders=(),
    )
