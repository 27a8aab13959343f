"""One conversation of the fake gateway: commits messages, remembers frames by id, knows who listens. Pure but for `send`."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

Frame = dict[str, Any]
Listener = Callable[[Frame], None]


@dataclass
class FakeConversation:
    """`listeners` get each committed message; `frames` answers a repeated id with the first answer."""

    customer_id: str | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    conversation_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    messages: list[Frame] = field(default_factory=list)
    frames: dict[str, tuple[Frame, Frame]] = field(default_factory=dict)
    listeners: list[Listener] = field(default_factory=list)
    standing: Frame = field(default_factory=lambda: {"holder": "bot", "agent": None, "queue": None})
    ratings: list[Frame] = field(default_factory=list)

    def commit(self, role: str, *, frame_id: str | None = None, at: datetime | None = None, **content: Any) -> Frame:
        """The message with its seq, already told to everybody who listens."""
        moment = (at or datetime.now(timezone.utc)).isoformat()
        message = {
            "type": "message",
            "seq": len(self.messages) + 1,
            "id": frame_id or str(uuid.uuid4()),
            "role": role,
            "at": moment,
            **content,
        }
        self.messages.append(message)
        self.tell(message)
        return message

    def tell(self, frame: Frame) -> None:
        for listener in list(self.listeners):
            listener(frame)

    def stand(self, **standing: Any) -> None:
        self.standing = {"holder": "bot", "agent": None, "queue": None, **standing}
        self.tell({"type": "state", **self.standing})

    def take(self, frame: Frame) -> tuple[Frame, bool]:
        """The ack or error for a frame that makes a message, and whether it is new."""
        known = self.frames.get(frame["id"])
        if known is not None:
            first, answer = known
            return (answer, False) if first == frame else (_error(frame, "conflict"), False)
        content = self._content(frame)
        if content is None:
            return _error(frame, "invalid_button"), False
        message = self.commit("shopper", frame_id=frame["id"], **content)
        answer = {"type": "ack", "id": frame["id"], "seq": message["seq"]}
        self.frames[frame["id"]] = (frame, answer)
        return answer, True

    def _content(self, frame: Frame) -> Frame | None:
        if frame["type"] == "ask_human":
            return {"text": "转人工"}
        if frame["type"] == "click":
            offered = self.messages[frame["message_seq"] - 1].get("buttons", [])
            index = frame["button"]
            return {"text": offered[index]["title"]} if index < len(offered) else None
        content: Frame = {name: frame[name] for name in ("text", "about") if name in frame}
        if "upload_id" in frame:
            content["image"] = {"url": f"/uploads/{frame['upload_id']}", "width": 120, "height": 80}
        return content

    @property
    def shopper_texts(self) -> list[str]:
        return [message.get("text", "") for message in self.messages if message["role"] == "shopper"]


def _error(frame: Frame, code: str) -> Frame:
    return {"type": "error", "id": frame["id"], "code": code, "message": ""}
