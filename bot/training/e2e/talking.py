"""Speaks one conversation to a running gateway over the wire that the widget uses, and hands each answer to the judge."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.training.e2e.facts import Facts, NothingLikeIt, Shop, fill
from bot.training.e2e.judging import Heard, misses
from bot.training.e2e.script import Script, Turn

_ANSWER_S = 25.0
_QUIET_S = 0.15  # all replies of a turn are committed together and come one right after the other
Frame = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one conversation went; `wrong` says what was missing at `line`, None when all was heard."""

    script: Script
    line: int
    wrong: str | None

    @property
    def fault(self) -> str | None:
        """What is to be mended: what was missing, unless it is known to; and what is said to be lacking and is not."""
        if self.script.lacking:
            return None if self.wrong else "it can be done now: take `lacking:` out"
        return self.wrong


async def play(url: str, script: Script, shop: Shop, identity: Callable[[str], str]) -> Outcome:
    """Never raises for what the bot does: that is an outcome."""
    try:
        facts = shop.facts_for(script)
        return await _played(url, script, facts, identity)
    except NothingLikeIt as lack:
        return Outcome(script=script, line=script.line, wrong=str(lack))
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
        return Outcome(script=script, line=script.line, wrong=f"the gateway does not answer ({type(error).__name__})")


async def _played(url: str, script: Script, facts: Facts, identity: Callable[[str], str]) -> Outcome:
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=10)
    async with aiohttp.ClientSession(url, timeout=timeout) as http:
        body = {"identity": identity(facts.customer_id)} if facts.customer_id else {}
        async with http.post("/api/v1/visitors", json=body) as response:
            token = (await response.json())["token"]
        async with http.ws_connect("/api/v1/chat", heartbeat=30) as socket:
            await socket.send_json({"type": "hello", "token": token, "last_seq": 0})
            talk = _Talk(socket)
            for turn in script.turns:
                wrong = await talk.say(turn, facts)
                if wrong:
                    return Outcome(script=script, line=turn.line, wrong="; ".join(wrong))
    return Outcome(script=script, line=script.line, wrong=None)


@dataclass(slots=True)
class _Talk:
    socket: aiohttp.ClientWebSocketResponse[bool]
    holder: str = "bot"
    messages: list[Frame] = field(default_factory=list)

    async def say(self, turn: Turn, facts: Facts) -> list[str]:
        """What was wrong with the answer."""
        frame = self._frame(turn, facts)
        if frame is None:
            return [f"there is no button “{turn.click}” to click"]
        await self.socket.send_json(frame)
        try:
            answer = await asyncio.wait_for(self._answer(str(frame["id"])), _ANSWER_S)
        except asyncio.TimeoutError:
            return [f"no answer within {_ANSWER_S:g} s"]
        if isinstance(answer, str):
            return [answer]
        return misses(turn, Heard(frames=answer, holder=self.holder), facts.names)

    def _frame(self, turn: Turn, facts: Facts) -> Frame | None:
        frame: Frame = {"id": str(uuid.uuid4())}
        if turn.click:
            title = fill(turn.click, facts.names)
            for message in reversed(self.messages):
                for place, button in enumerate(message.get("buttons") or ()):
                    if title in button["title"]:
                        return {**frame, "type": "click", "message_seq": message["seq"], "button": place}
            return None
        frame |= {"type": "send", "final": True}
        if turn.say:
            frame["text"] = fill(turn.say, facts.names)
        if turn.about == "order":
            frame["about"] = {"order_id": facts.names["order"]["order_id"]}
        elif turn.about == "product":
            frame["about"] = {"sku": facts.names["product"]["sku"]}
        return frame

    async def _answer(self, frame_id: str) -> list[Frame] | str:
        """The messages that answer the frame, or what the gateway refused it for."""
        seq: int | None = None
        answer: list[Frame] = []
        while True:
            patience_s = _QUIET_S if answer else None
            try:
                frame = await asyncio.wait_for(self.socket.receive_json(), patience_s)
            except asyncio.TimeoutError:
                return answer
            kind = frame.get("type")
            if kind in ("welcome", "state"):
                self.holder = str(frame.get("holder", self.holder))
            elif kind == "ack" and frame.get("id") == frame_id:
                seq = int(frame["seq"])
            elif kind == "error" and frame.get("id") == frame_id:
                return f"refused: {frame.get('code')}"
            elif kind == "message":
                self.messages.append(frame)
                if frame["role"] in ("bot", "system") and seq is not None and int(frame.get("reply_to") or 0) >= seq:
                    answer.append(frame)
