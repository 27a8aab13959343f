"""Our output channel: one response is one message; typed effects are set apart from what the shopper reads."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.care.effects import Effect, from_json
from bot.conversation.message import Button, Reply

CHANNEL = "xiaonuan"


class ReplyChannel(OutputChannel):
    """Collects a turn's replies and effects in order."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.effects: list[Effect] = []

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Rasa's default would split at blank lines and send pictures, buttons and custom parts one by one."""
        custom = message.get("custom") or {}
        if "effect" in custom:
            self.effects.append(from_json(custom["effect"]))
        text = (message.get("text") or "").strip() or None
        cards = tuple(custom.get("cards") or ())
        if text is None and not cards:
            return
        buttons = tuple(
            Button(title=button["title"], payload=button.get("payload") or button["title"])
            for button in message.get("buttons") or ()
        )
        self.replies.append(Reply(text=text, buttons=buttons, cards=cards))
