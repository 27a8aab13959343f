"""A shop and a ledger in memory, and a talk that runs the actions as Rasa would: rules, slots, responses."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import (  # noqa: F401
    account,
    answer_delivery,
    answer_promotion,
    answer_question,
    base,
    clarify,
    compare_products,
    complaint,
    complaint_news,
    complaint_remedy,
    complaint_ticket,
    follow_thread,
    leave_message,
    money_told,
    request_human,
    restocked,
    search_product,
    serve_flow,
    small_talk,
    track_order,
)
from actions.composition import Ports
from actions.finder import Finder
from actions.product_names import ProductNames
from bot.care.complaints import ComplaintBook, NothingComplained
from bot.care.effects import Effect, HandoffRequested, MessageForShop, MoneyProposed, ProofGranted, from_json
from bot.care.knowledge import Shelf
from bot.care.proposed import NothingProposed, ProposalBook
from bot.conversation.evidence import rerank
from bot.conversation.order_evidence import GOODS
from bot.conversation.views import Guess, ParseView, ThreadView
from bot.shop.after_sale import OrderCare
from bot.shop.changes import Change, Outcome
from bot.shop.delivery import DeliveryRules
from bot.shop.faq import FaqBook, FaqEntry
from bot.shop.hours import Shift, WorkingHours
from bot.shop.order import Customer, Order
from bot.shop.port import Names
from bot.shop.product import Product
from bot.shop.promotion import Promotion
from bot.shop.proof import ProofAttempt
from bot.shop.search.query import Query
from bot.shop.service_rules import ServiceRules
from bot.text.codes import code_in, texts_of_card
from tests.shop.factories import service_rules

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 6, 30, tzinfo=timezone.utc)  # 14:30 in the shop's zone
_DAYS = frozenset(range(7))
ALWAYS = WorkingHours(shifts=(Shift(skill="*", weekdays=_DAYS, start_minute=0, end_minute=1440),))
MORNINGS = WorkingHours(shifts=(Shift(skill="*", weekdays=_DAYS, start_minute=540, end_minute=720),))  # 9 to 12
NEVER = WorkingHours(shifts=())
_GAP = re.compile(r"\{(\w+)\}")


class FakeShop:
    """A ShopClient over lists. `asked` counts the calls by name."""

    def __init__(self, orders: Sequence[Order] = (), products: Sequence[Product] = ()) -> None:
        self.all_orders = list(orders)
        self.all_products = {product.sku: product for product in products}
        self.policies_by_topic = {"human_reply": "同事会在两小时内联系您。"}
        self.book = FaqBook(version=1, entries=FAQ)
        self.asked: Counter[str] = Counter()
        self.hours = ALWAYS
        self.all_promotions: list[Promotion] = []
        self.all_customers: list[Customer] = []
        self.delivery_rules: DeliveryRules | None = None
        self.cares: dict[str, OrderCare] = {}
        self.changes: dict[str, Change] = {}
        self.outcomes: dict[str, Outcome | Exception] = {}  # by the change's kind, instead of what is done

    async def care_of(self, order_ids: Sequence[str]) -> dict[str, OrderCare]:
        return {each: self.cares.get(each) or OrderCare(order_id=each) for each in order_ids}

    async def service_rules(self) -> ServiceRules:
        return service_rules()

    async def change(self, change: Change, *, key: str) -> Outcome:
        """Done, once per key; or what `outcomes` says of its kind. What it asks of a shop is tried over SqlShop (flow_talk_case.py)."""
        self.asked[change.kind] += 1
        self.changes.setdefault(key, change)
        given = self.outcomes.get(change.kind)
        if isinstance(given, Exception):
            raise given
        return given or Outcome(state="done", reference=f"R{len(self.changes)}")

    async def working_hours(self) -> WorkingHours:
        return self.hours

    async def order(self, order_id: str) -> Order | None:
        self.asked["order"] += 1
        return next((order for order in self.all_orders if order.order_id == order_id), None)

    async def orders_of(self, customer_id: str, *, limit: int = 50) -> Sequence[Order]:
        self.asked["orders_of"] += 1
        own = [order for order in self.all_orders if order.customer_id == customer_id]
        return sorted(own, key=lambda order: order.placed_at, reverse=True)[:limit]

    async def order_by_tracking(self, tracking_no: str) -> Order | None:
        return next((each for each in self.all_orders if tracking_no in [p.tracking_no for p in each.parcels]), None)

    async def product(self, sku: str) -> Product | None:
        found = self.all_products.get(sku)
        return found or next((p for p in self.all_products.values() if sku in [v.sku for v in p.variants]), None)

    async def products_of(self, skus: Sequence[str]) -> dict[str, Product]:
        self.asked["products_of"] += 1
        found = {sku: await self.product(sku) for sku in skus}
        return {sku: product for sku, product in found.items() if product is not None}

    async def search(self, query: Query) -> Sequence[Product]:
        return list(self.all_products.values())

    async def names(self, known: Names | None = None) -> Names:
        products = self.all_products.values()
        return known or Names(
            version=1,
            brands=tuple(sorted({product.brand for product in products})),
            categories=tuple(sorted({product.category for product in products})),
        )

    async def promotions(self) -> Sequence[Promotion]:
        self.asked["promotions"] += 1
        return self.all_promotions

    async def customer(self, customer_id: str) -> Customer | None:
        return next((each for each in self.all_customers if each.customer_id == customer_id), None)

    async def delivery(self) -> DeliveryRules | None:
        return self.delivery_rules

    async def policy(self, topic: str) -> str | None:
        return self.policies_by_topic.get(topic)

    async def faq(self) -> FaqBook:
        self.asked["faq"] += 1
        return self.book


class FakeLedger:
    """Counts misses; `limit` per conversation."""

    def __init__(self, limit: int = 5) -> None:
        self.limit = limit
        self.misses: Counter[str] = Counter()
        self.attempts: list[ProofAttempt] = []

    async def begin(self, attempt: ProofAttempt) -> bool:
        self.attempts.append(attempt)
        if self.misses[attempt.conversation_id] >= self.limit:
            return False
        self.misses[attempt.conversation_id] += 1
        return True

    async def clear(self, attempt: ProofAttempt) -> None:
        self.misses[attempt.conversation_id] -= 1


FAQ = (
    FaqEntry(
        entry_id="hours",
        intents=("ask_shop_info",),
        questions=("你们几点下班", "客服几点上班"),
        keywords=("几点", "下班", "上班"),
        answer="全天都在。",
        general=True,
    ),
    FaqEntry(
        entry_id="phone",
        intents=("ask_shop_info",),
        questions=("客服电话多少", "有没有热线"),
        keywords=("电话", "热线"),
        answer="热线 400。",
    ),
    FaqEntry(
        entry_id="shipping_time",
        intents=("ask_shipping_time",),
        questions=("下单后多久发货", "今天拍什么时候发"),
        keywords=("多久发", "什么时候发"),
        answer="48 小时内发。",
        general=True,
    ),
    FaqEntry(
        entry_id="special_invoice",
        intents=("request_invoice",),
        questions=("能开专票吗", "开专用发票要什么资料"),
        keywords=("专票",),
        answer="专票要公司名称和税号。",
    ),
)


@dataclass(frozen=True)
class Said:
    """One message of the bot, rendered with its first wording."""

    response: str
    text: str
    buttons: tuple[dict[str, str], ...]
    cards: tuple[dict[str, Any], ...]

    @property
    def titles(self) -> list[str]:
        return [button["title"] for button in self.buttons]


@dataclass
class Talk:
    """A conversation: `says` runs one turn and gives the bot's messages."""

    shop: FakeShop = field(default_factory=FakeShop)
    ledger: FakeLedger = field(default_factory=FakeLedger)
    customer_id: str | None = None
    proven: list[str] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    last: list[Said] = field(default_factory=list)
    intent: str = ""
    now: datetime = NOW
    proposals: ProposalBook = field(default_factory=NothingProposed)
    complaints: ComplaintBook = field(default_factory=NothingComplained)
    emotion: str = "calm"
    heat: float = 0.0
    holder: str = "bot"
    turns: int = 0

    def __post_init__(self) -> None:
        ports = Ports(
            shop=self.shop,
            ledger=self.ledger,
            shelf=Shelf(self.shop),
            names=ProductNames(self.shop),
            finder=Finder(self.shop),
            proposals=self.proposals,
            complaints=self.complaints,
        )
        self.actions = {kind.action_name: kind(lambda: ports) for kind in _kinds()}

    async def says(
        self,
        text: str,
        intent: str = "inform",
        *,
        confidence: float = 0.9,
        entities: dict[str, str] | None = None,
        found: list[dict[str, Any]] | None = None,
        **metadata: Any,
    ) -> list[Said]:
        """`entities` by kind and value, or `found` as whole documents with their SKUs."""
        documents = found if found is not None else _documents(entities or {})
        kinds = frozenset(str(each["entity"]) for each in documents)
        named = [each for each in documents if "start" in each and each["entity"] in GOODS]
        parse = ParseView(
            text=text,
            ranking=(Guess(intent=intent, confidence=confidence),),
            entities=kinds,
            goods=tuple(text[each["start"] : each["end"]] for each in named),
            things=len({each["start"] for each in named if each["entity"] in ("product", "category")}),
        )
        decided = rerank(
            parse, ThreadView.of(self.slots, logged_in=self.customer_id is not None, served=metadata.get("served"))
        )
        return await self._turn(text, decided.intent, documents, metadata, intent)

    async def is_told(self, kind: str, **instruction: Any) -> list[Said]:
        """A system turn: `kind` names its intent."""
        told = {"kind": kind, **instruction}
        return await self._turn(f"/{kind}", kind, [], {"instruction": told, "cause": "system"}, kind)

    async def clicks(self, title: str) -> list[Said]:
        button = next(each for said in self.last for each in said.buttons if each["title"] == title)
        payload = button["payload"]
        name, _, values = payload[1:].partition("{")
        return await self._turn(payload, name, _documents(json.loads("{" + values) if values else {}), {}, name)

    async def _turn(
        self, text: str, intent: str, entities: list[dict[str, Any]], metadata: dict[str, Any], guessed: str
    ) -> list[Said]:
        self.intent = intent
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": 0.9},
            "intent_ranking": metadata.pop("ranking", [{"name": guessed, "confidence": 0.9}]),
            "entities": entities,
            "metadata": {
                "turn_id": "turn-1",
                "conversation_id": "talk-1",
                "customer_id": self.customer_id,
                "proven_orders": list(self.proven),
                "address": "192.0.2.7",
                "now": self.now.isoformat(),
                "timezone": "Asia/Shanghai",
                "about": None,
                "emotion": {"level": self.emotion, "score": self.heat},
                "holder": self.holder,
                **metadata,
            },
        }
        dispatcher = CollectingDispatcher()
        tracker = Tracker("talk-1", dict(self.slots), message, [], False, None, {}, "action_listen")
        events = await self.actions[rules()[intent]].run(dispatcher, tracker, {})
        self.slots.update({event["name"]: event["value"] for event in events})
        self.last = []
        for each in dispatcher.messages:
            self._keep(each)
        return self.last

    def _keep(self, message: dict[str, Any]) -> None:
        custom = message["custom"]
        if "effect" in custom:
            effect = from_json(custom["effect"])
            self.effects.append(effect)
            if isinstance(effect, ProofGranted):
                self.proven.append(effect.order_id)
            return
        name = message["response"]
        texts = [_filled(variant["text"], message) for variant in domain()["responses"][name]]
        shown = [text for card in custom.get("cards", ()) for text in texts_of_card(card)]
        for each in (*texts, *shown, *(button["title"] for button in message["buttons"])):
            assert code_in(each) is None, f"{name} shows a code: {each}"
        self.last.append(
            Said(
                response=name,
                text=texts[0],
                buttons=tuple(message["buttons"]),
                cards=tuple(custom.get("cards", ())),
            )
        )

    @property
    def asked_for_person(self) -> list[HandoffRequested]:
        return [effect for effect in self.effects if isinstance(effect, HandoffRequested)]

    @property
    def proposed(self) -> list[MoneyProposed]:
        return [effect for effect in self.effects if isinstance(effect, MoneyProposed)]

    @property
    def left(self) -> list[MessageForShop]:
        return [effect for effect in self.effects if isinstance(effect, MessageForShop)]


def _documents(entities: dict[str, str]) -> list[dict[str, Any]]:
    return [{"entity": kind, "value": value} for kind, value in entities.items()]


def _filled(text: str, facts: dict[str, Any]) -> str:
    """Every wording must find its facts, and no fact may be empty where it stands."""
    for name in _GAP.findall(text):
        assert facts.get(name), f"{facts['response']} wants {name!r}, which the action does not give"
    return _GAP.sub(lambda match: str(facts[match.group(1)]), text)


@lru_cache
def domain() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


@lru_cache
def rules() -> dict[str, str]:
    """Intent → action, from all files of data/rules."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "data" / "rules").glob("*.yml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            if rule.get("condition"):
                continue  # what slots decide is Rasa's to try (tests/stories)
            intent, action = rule["steps"][0]["intent"], rule["steps"][1]["action"]
            assert intent not in found, f"two rules for {intent}"
            found[intent] = action
    return found


def _kinds() -> list[type[base.ThreadAction]]:
    return list(base.ThreadAction.__subclasses__())
