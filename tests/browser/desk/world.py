"""What the fake desk knows: people, shoppers, orders, canned replies, in the shapes of docs/protocol.md. Pure data and small makers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

Frame = dict[str, Any]
PASSWORD = "a good long password"
SKILLS = [
    {"name": "presale", "title": "售前"}, {"name": "delivery", "title": "物流"}, {"name": "aftersale", "title": "售后"},
    {"name": "complaint", "title": "投诉"}, {"name": "vip", "title": "会员"},
]  # fmt: skip
CANNED = [
    {"canned_id": "1", "shortcut": "hi", "title": "问好", "text": "您好{name}，我是{agent}，很高兴为您服务。", "skill": None},
    {"canned_id": "2", "shortcut": "wl", "title": "催物流", "text": "您的订单 {order_id}（{goods}）我已经联系快递加急，有消息马上告诉您。", "skill": "delivery"},
    {"canned_id": "3", "shortcut": "tk", "title": "退款时效", "text": "退款已提交，1–3 个工作日原路退回，请您留意。", "skill": "aftersale"},
    {"canned_id": "4", "shortcut": "bye", "title": "结束语", "text": "感谢您的咨询，祝您生活愉快！", "skill": None},
]  # fmt: skip
KNOWLEDGE = [
    {"entry_id": "k1", "question": "退货运费谁出", "answer": "七天无理由退货由您承担寄回运费；商品有质量问题，运费由我们承担。"},
    {"entry_id": "k2", "question": "多久发货", "answer": "现货 48 小时内发出，大促期间以商品页为准。"},
]  # fmt: skip


def iso(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def ago(seconds: float) -> str:
    return iso(datetime.now(timezone.utc) - timedelta(seconds=seconds))


def agent(name: str, role: str = "agent", **more: Any) -> Frame:
    return {
        "name": name, "role": role, "skills": ["delivery", "aftersale", "complaint"], "status": "offline", "connected": False,
        "load": 0, "capacity": 5, **more,
    }  # fmt: skip


def order(order_id: str = "8012877323411226") -> Frame:
    parcel = {
        "kind": "logistics", "order_id": order_id, "carrier": "顺丰速运", "tracking_no": "SF1390****6621", "state": "in_transit",
        "promised_at": ago(-3600), "predicted_at": ago(-90_000),
        "events": [{"at": ago(7200), "place": "武汉", "text": "快件已到达武汉转运中心"}, {"at": ago(90_000), "place": "广州", "text": "已揽收"}],
    }  # fmt: skip
    items = [{"sku": "DQ1001", "title": "云煲 智能电饭煲 4L", "quantity": 1, "price_fen": 32900}]
    if order_id.startswith("85"):
        items.append(
            {
                "sku": "JJ2004",
                "title": "阿克苏冰糖心苹果 礼盒装 12 枚 超大果 产地直发",
                "quantity": 2,
                "price_fen": 8900,
            }
        )
    return {
        "order_id": order_id, "status": "in_transit", "placed_at": ago(4 * 86_400), "items": items, "total_fen": 32900,
        "recipient": "林**", "phone": "138****5678", "address": "湖北省武汉市洪山区***", "parcels": [parcel],
    }  # fmt: skip


@dataclass
class FakeChat:
    """One conversation: `chat` in its wire shape, and what its dossier adds."""

    chat: Frame
    messages: list[Frame] = field(default_factory=list)
    notes: list[Frame] = field(default_factory=list)
    proposals: list[Frame] = field(default_factory=list)
    tickets: list[Frame] = field(default_factory=list)
    orders: list[Frame] = field(default_factory=list)
    customer: Frame | None = None
    brief: Frame | None = None

    @property
    def id(self) -> str:
        return str(self.chat["conversation_id"])

    def commit(self, role: str, text: str | None = None, *, seconds_ago: float = 0, id: str | None = None, **content: Any) -> Frame:  # fmt: skip
        """The message, counted in the chat."""
        message = {
            "seq": len(self.messages) + 1,
            "id": id or str(uuid.uuid4()),
            "role": role,
            "at": ago(seconds_ago),
            **content,
        }
        if text is not None:
            message["text"] = text
        self.messages.append(message)
        self.chat["next_seq"] = message["seq"] + 1
        self.chat["last"] = {"seq": message["seq"], "role": role, "text": text, "at": message["at"]}
        if role == "shopper":
            self.chat["unread"] += 1
        return message

    def dossier(self) -> Frame:
        return {
            "chat": self.chat, "brief": self.brief, "customer": self.customer, "orders": self.orders, "notes": self.notes,
            "history": {"messages": self.messages[-100:], "more": len(self.messages) > 100}, "proposals": self.proposals,
            "tickets": self.tickets, "shop": "ok",
        }  # fmt: skip


def waiting_chat(name: str | None = "林晓雨", *, waits_s: float = 75, rank: int = 1, **more: Any) -> FakeChat:
    chat = {
        "conversation_id": str(uuid.uuid4()), "handoff_id": str(uuid.uuid4()), "state": "waiting", "holder": "queue", "agent": None,
        "skill": "delivery", "reason": "想催快递", "wish": "催物流", "emotion": "calm", "customer_id": None, "customer_class": "regular",
        "customer_name": name, "second_contact": False, "requested_at": ago(waits_s), "waiting_since": ago(waits_s), "rank": rank,
        "offered_to": None, "assigned_at": None, "first_reply_at": None, "ended_at": None, "outcome": None, "next_seq": 1, "unread": 0,
        "last": None, "tags": [], "blocked_until": None, **more,
    }  # fmt: skip
    made = FakeChat(chat=chat)
    made.commit("shopper", "我的电饭煲怎么还没到？", seconds_ago=waits_s + 60)
    made.commit("bot", "您的包裹昨天到了武汉转运中心，预计明天送到。", seconds_ago=waits_s + 55, reply_to=1)
    made.commit("shopper", "转人工", seconds_ago=waits_s)
    made.commit("system", "正在为您转接人工", seconds_ago=waits_s)
    return made


def _said(text: str, kind: str = "message", ref: Any = "1") -> Frame:
    return {"text": text, "source": {"kind": kind, "ref": str(ref)}}


def angry_chat() -> FakeChat:
    """A rich one: orders, a proposal, a ticket with a promise, a brief with a mood curve."""
    made = waiting_chat(
        "陈思远", waits_s=215, rank=0, emotion="angry", customer_class="vip", second_contact=True, skill="complaint", wish="投诉物流慢",
        reason="包裹三天没动，要说法", customer_id="C10002", tags=["物流投诉"],
    )  # fmt: skip
    made.messages.clear()
    lines = [
        ("shopper", "在吗"), ("bot", "在的，请问有什么可以帮您？"), ("shopper", "我那个电饭煲三天没动了，到底怎么回事"),
        ("bot", "非常抱歉让您久等了。我查到包裹 8012877323411226 停在武汉转运中心，我已经登记催促，今天 20:00 前给您答复。"),
        ("shopper", "每次都说催，上次也是！我要投诉，电话 138****5678"), ("bot", "我理解您的着急，已为您转接人工客服。"), ("shopper", "转人工"), ("system", "正在为您转接人工，前面没有人"),
    ]  # fmt: skip
    for index, (role, text) in enumerate(lines):
        made.commit(role, text, seconds_ago=600 - index * 48)
    made.chat["unread"] = 4
    made.orders = [order(), {**order("8549755244430099"), "status": "signed", "parcels": []}]
    made.customer = {
        "customer_id": "C10002", "name": "陈思远", "phone": "138****5678", "level": "金卡会员", "city": "武汉", "joined_at": "2023-05-01T00:00:00Z",
        "contacts": 3, "last_contacts": [{**waiting_chat("陈思远").chat, "state": "resolved", "holder": "nobody", "outcome": "follow_up"}],
        "summaries": [{"at": ago(6 * 86_400), "text": "催物流，答应次日送达，按时送到。"}],
    }  # fmt: skip
    made.brief = {
        "who": _said("陈思远，金卡会员，第 3 次转人工", "customer", "C10002"), "wish": _said("投诉物流慢，要求给说法", ref=5),
        "matter": _said("包裹三天没有更新", ref=3), "order": _said("8012877323411226 云煲 智能电饭煲，运输中", "order", "8012877323411226"),
        "facts": [_said("停在武汉转运中心", ref=4)], "tried": [_said("小暖登记了催促", ref=4)], "promised": [_said("今天 20:00 前答复", "promise", "P1")],
        "proposals": [_said("补偿 ¥20", "proposal", "R1")], "before": [_said("6 天前催过物流", "handoff", "H0")],
        "mood": [{"seq": 1, "emotion": "calm"}, {"seq": 3, "emotion": "anxious"}, {"seq": 5, "emotion": "angry"}, {"seq": 7, "emotion": "upset"}],
    }  # fmt: skip
    made.proposals = [proposal(made.id)]
    made.tickets = [ticket(made.id)]
    return made


def proposal(conversation_id: str, proposal_id: str = "R1") -> Frame:
    return {
        "proposal_id": proposal_id, "conversation_id": conversation_id, "kind": "compensation", "order_id": "8012877323411226", "amount_fen": 2000,
        "reason": "物流停滞超过 72 小时，按规则可补偿", "state": "open", "made_at": ago(300), "decided_by": None, "decided_at": None, "decision_reason": None,
    }  # fmt: skip


def promise(conversation_id: str, promise_id: str = "P1", *, due_s: float = 3_000) -> Frame:
    return {
        "promise_id": promise_id, "ticket_id": "T20261127001", "conversation_id": conversation_id, "what": "查清包裹停在哪里并答复顾客",
        "due_at": ago(-due_s), "state": "open", "made_at": ago(500),
    }  # fmt: skip


def ticket(conversation_id: str) -> Frame:
    return {
        "ticket_id": "T20261127001", "conversation_id": conversation_id, "customer_id": "C10002", "topic": "complain_late_delivery", "text": "包裹三天没有更新，顾客要求说明原因。",
        "status": "open", "contact": "138****5678", "order_id": "8012877323411226", "assignee": None, "opened_at": ago(500), "settled_at": None,
        "summary": None, "promises": [promise(conversation_id)],
    }  # fmt: skip
