"""The frames of the desk's socket (docs/protocol.md): what an agent's page sends, typed, and reading one from its text.

Pure: whether a frame is well formed, never whether she may. What the server sends is made in bot/gateway/desk/.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from bot.conversation.frames import ClientFrame, Reference, Seq, as_frame, read_json
from bot.handoff.money import LARGEST_FEN
from bot.handoff.order_deeds import Deed

REASON_CODE_POINTS = 500
TAGS = 20
TAG_CODE_POINTS = 24
OUTCOMES = ("solved", "unsolved", "follow_up", "abuse")

Reason = Annotated[str, Meta(min_length=1, max_length=REASON_CODE_POINTS)]
Words = Annotated[str, Meta(min_length=1)]  # how long it may be is a code of its own: bot.gateway.desk.acting.checked
Tag = Annotated[str, Meta(min_length=1, max_length=TAG_CODE_POINTS)]
Outcome = Annotated[str, Meta(min_length=1, max_length=64)]
StatusValue = Literal["online", "busy", "offline"]


class DeskFrame(ClientFrame, frozen=True, kw_only=True, tag_field="type"):
    """What an agent sends; all but the silent ones (typing, seen, ping) carry an `id`."""

    needs_id: ClassVar[bool] = True


class AboutChat(DeskFrame, frozen=True, kw_only=True):
    """A frame about one conversation."""

    conversation_id: Reference


class Status(DeskFrame, frozen=True, kw_only=True, tag="status"):
    value: StatusValue


class Claim(AboutChat, frozen=True, kw_only=True, tag="claim"):
    pass


class CardWanted(msgspec.Struct, frozen=True, kw_only=True):
    """`ref` is an order id for order and logistics, a SKU for product, a case's id for after_sale."""

    kind: Literal["order", "logistics", "product", "after_sale"]
    ref: Reference


class AgentSend(AboutChat, frozen=True, kw_only=True, tag="send"):
    text: str | None = None
    upload_id: Reference | None = None
    card: CardWanted | None = None


class Note(AboutChat, frozen=True, kw_only=True, tag="note"):
    text: Words


class Tags(AboutChat, frozen=True, kw_only=True, tag="tag"):
    """All tags that it shall have from now on."""

    tags: Annotated[list[Tag], Meta(max_length=TAGS)]


class Relabel(AboutChat, frozen=True, kw_only=True, tag="relabel"):
    """The bot took this line of the shopper's for something else; `intent` is a name of the list of wishes."""

    seq: Seq
    intent: Reference


class TransferTo(msgspec.Struct, frozen=True, kw_only=True):
    """Exactly one of the two."""

    agent: Reference | None = None
    skill: Reference | None = None


class Transfer(AboutChat, frozen=True, kw_only=True, tag="transfer"):
    to: TransferTo
    reason: Reason


class HandBack(AboutChat, frozen=True, kw_only=True, tag="hand_back"):
    summary: Words | None = None


class Resolve(AboutChat, frozen=True, kw_only=True, tag="resolve"):
    """`outcome` is one of OUTCOMES, or the shop's own word for it."""

    outcome: Outcome
    note: Words | None = None


class Approve(DeskFrame, frozen=True, kw_only=True, tag="approve"):
    proposal_id: Reference
    reason: Reason | None = None


class Reject(DeskFrame, frozen=True, kw_only=True, tag="reject"):
    proposal_id: Reference
    reason: Reason | None = None


class Propose(AboutChat, frozen=True, kw_only=True, tag="propose"):
    """Money that she herself finds due, for an order of this shopper."""

    kind: Literal["refund", "compensation", "price_difference"]
    order_id: Reference
    amount_fen: Annotated[int, Meta(ge=1, le=LARGEST_FEN)]
    reason: Reason


class Settle(DeskFrame, frozen=True, kw_only=True, tag="settle"):
    """What became of money that was approved and not surely paid: a person has looked. `outcome`: as bot.records.payments."""

    proposal_id: Reference
    outcome: Literal["again", "paid", "unpaid"]
    reason: Reason


class ChangeOrder(AboutChat, frozen=True, kw_only=True, tag="change_order"):
    """`facts` is the digest that the order's panel came with; without it nothing is compared."""

    order_id: Reference
    deed: Deed
    facts: Annotated[str, Meta(max_length=64)] = ""


class Suggest(AboutChat, frozen=True, kw_only=True, tag="suggest"):
    pass


class AgentTyping(AboutChat, frozen=True, kw_only=True, tag="typing"):
    needs_id: ClassVar[bool] = False


class AgentSeen(AboutChat, frozen=True, kw_only=True, tag="seen"):
    needs_id: ClassVar[bool] = False

    seq: Seq


class Watch(AboutChat, frozen=True, kw_only=True, tag="watch"):
    """`on` false ends it."""

    on: bool = True


class Whisper(AboutChat, frozen=True, kw_only=True, tag="whisper"):
    text: Words


class TakeOver(AboutChat, frozen=True, kw_only=True, tag="take_over"):
    pass


class Reassign(AboutChat, frozen=True, kw_only=True, tag="reassign"):
    to: TransferTo
    reason: Reason | None = None


class ForceStatus(DeskFrame, frozen=True, kw_only=True, tag="force_status"):
    agent: Reference
    value: StatusValue


class DeskPing(DeskFrame, frozen=True, kw_only=True, tag="ping"):
    needs_id: ClassVar[bool] = False


AnyDeskFrame = (
    Status | Claim | AgentSend | Note | Tags | Relabel | Transfer | HandBack | Resolve | Approve | Reject | Propose | Settle | ChangeOrder | Suggest
    | AgentTyping | AgentSeen | Watch | Whisper | TakeOver | Reassign | ForceStatus | DeskPing
)  # fmt: skip
DESK_FRAMES: tuple[type[DeskFrame], ...] = (
    Status, Claim, AgentSend, Note, Tags, Relabel, Transfer, HandBack, Resolve, Approve, Reject, Propose, Settle, ChangeOrder, Suggest,
    AgentTyping, AgentSeen, Watch, Whisper, TakeOver, Reassign, ForceStatus, DeskPing,
)  # fmt: skip
SUPERVISORS_ONLY: tuple[type[DeskFrame], ...] = (Watch, Whisper, TakeOver, Reassign, ForceStatus, Settle)


def read_desk_frame(text: str) -> AnyDeskFrame:
    """The frame that this text holds. Raises BadFrame."""
    frame: AnyDeskFrame = as_frame(read_json(text), AnyDeskFrame)
    return frame
