"""How the fake desk answers each frame: the ack's fields, or an error's. Small, but by the book (docs/protocol.md)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.desk.world import FakeChat, Frame, ago

if TYPE_CHECKING:
    from tests.browser.desk.fake_desk import FakeDesk

NOT_HOLDER: Frame = {"code": "not_holder", "message": "这个会话现在不是你在接待"}
FORBIDDEN: Frame = {"code": "forbidden", "message": "只有主管可以这样做"}


def _chat(desk: FakeDesk, frame: Frame) -> FakeChat:
    return desk.chats[frame["conversation_id"]]


def _held(desk: FakeDesk, name: str, frame: Frame) -> bool:
    return bool(_chat(desk, frame).chat["agent"] == name)


def _status(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    return _set_status(desk, name, frame["value"])


def _set_status(desk: FakeDesk, name: str, value: str) -> Frame:
    desk.agents[name] = {**desk.agents[name], "status": value, "connected": True}
    desk.tell({"type": "agent", "agent": desk.agents[name]})
    return {}


def _claim(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    chat = _chat(desk, frame)
    if chat.chat["agent"] not in (None, name):
        return {"code": "taken", "message": ""}
    _take(desk, chat, name)
    return chat.dossier()


def _take(desk: FakeDesk, chat: FakeChat, name: str) -> None:
    former = chat.chat["agent"]
    chat.chat = {
        **chat.chat,
        "state": "assigned",
        "holder": "agent",
        "agent": name,
        "assigned_at": ago(0),
        "offered_to": None,
    }
    desk.tell({"type": "queue", "changed": [], "removed": [chat.id]})
    desk.tell_chat(chat, former)
    desk.tell_message(chat, chat.commit("system", f"{name} 为您服务"))


def _send(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    chat = _chat(desk, frame)
    if not _held(desk, name, frame):
        return NOT_HOLDER
    content: Frame = {"agent": {"name": name}}
    if "card" in frame:
        content["cards"] = [
            {**(chat.orders[0] if chat.orders else {}), "kind": frame["card"]["kind"], "order_id": frame["card"]["ref"]}
        ]
    if "upload_id" in frame:
        content["image"] = {"url": f"/uploads/{frame['upload_id']}", "width": 120, "height": 80}
    message = chat.commit("agent", frame.get("text"), id=frame["id"], **content)
    desk.tell_message(chat, message)
    return {"seq": message["seq"]}


def _note(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    note = {"id": str(uuid.uuid4()), "at": ago(0), "agent": name, "kind": frame["type"], "text": frame["text"]}
    chat = _chat(desk, frame)
    chat.notes.append(note)
    for who in {name, chat.chat["agent"]} - {None}:
        desk.tell({"type": "note", "conversation_id": chat.id, "note": note}, who)
    return {"note": note}


def _tag(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    _chat(desk, frame).chat["tags"] = frame["tags"]
    desk.tell_chat(_chat(desk, frame))
    return {}


def _relabel(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    heard = [each for each in _chat(desk, frame).messages if each["seq"] == frame["seq"] and each["role"] == "shopper"]
    return {} if heard else {"code": "not_found", "message": ""}


def _let_go(desk: FakeDesk, name: str, frame: Frame, **standing: str | None) -> Frame:
    if not _held(desk, name, frame):
        return NOT_HOLDER
    chat = _chat(desk, frame)
    chat.chat = {**chat.chat, "agent": None, **standing}
    desk.tell_chat(chat, name)
    if chat.chat["state"] == "waiting":
        desk.tell({"type": "queue", "changed": [chat.chat], "removed": []})
    return {}


def _transfer(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    return _let_go(desk, name, frame, state="waiting", holder="queue", waiting_since=ago(0))


def _hand_back(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    return _let_go(desk, name, frame, state="returned", holder="bot")


def _resolve(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    return _let_go(desk, name, frame, state="resolved", holder="nobody", outcome=frame["outcome"])


def _decide(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    state = {"approve": "approved", "reject": "rejected"}[frame["type"]]
    for chat in desk.chats.values():
        for proposal in chat.proposals:
            if proposal["proposal_id"] == frame["proposal_id"]:
                proposal.update(state=state, decided_by=name, decided_at=ago(0), decision_reason=frame.get("reason"))
                return {"proposal": proposal}
    return {"code": "not_found", "message": ""}


def _suggest(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    return {
        "suggestions": [
            {"text": "非常抱歉让您久等，我马上联系顺丰核实包裹位置，30 分钟内给您答复。", "source": {"kind": "chat", "ref": "c9", "title": "包裹停滞三天"}},
            {"text": "现货 48 小时内发出，运输一般 2–4 天。", "source": {"kind": "faq", "ref": "k2", "title": "多久发货"}},
        ]
    }  # fmt: skip


def _watch(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    if desk.agents[name]["role"] == "agent":
        return FORBIDDEN
    desk.watch(name, _chat(desk, frame), frame.get("on", True))
    return _chat(desk, frame).dossier()


def _whisper(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    return FORBIDDEN if desk.agents[name]["role"] == "agent" else _note(desk, name, frame)


def _take_over(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    if desk.agents[name]["role"] == "agent":
        return FORBIDDEN
    _take(desk, _chat(desk, frame), name)
    return _chat(desk, frame).dossier()


def _reassign(desk: FakeDesk, name: str, frame: Frame) -> Frame:
    chat = _chat(desk, frame)
    former = chat.chat["agent"]
    chat.chat = {**chat.chat, "state": "waiting", "holder": "queue", "agent": None, "waiting_since": ago(0)}
    desk.tell_chat(chat, former, name)
    return {}


def _silent(desk: FakeDesk, name: str, frame: Frame) -> None:
    if frame["type"] == "seen":
        _chat(desk, frame).chat["unread"] = 0


ANSWERS: dict[str, Callable[[FakeDesk, str, Frame], Frame | None]] = {
    "status": _status, "claim": _claim, "send": _send, "note": _note, "tag": _tag, "relabel": _relabel, "transfer": _transfer, "hand_back": _hand_back,
    "resolve": _resolve, "approve": _decide, "reject": _decide, "suggest": _suggest, "typing": _silent, "seen": _silent, "watch": _watch,
    "whisper": _whisper, "take_over": _take_over, "reassign": _reassign,
    "force_status": lambda desk, _, frame: _set_status(desk, frame["agent"], frame["value"]),
}  # fmt: skip
