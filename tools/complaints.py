"""`python -m tools.complaints MODEL`: writes docs/complaints.md, forty talks as the bot answers them.

Only what shoppers type and click is given (tools/complaints.yml). Each line is heard by the trained model of the archive
and answered by the engine and the actions (tools/engine_talk.py). The same input and model give the same page.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.care.effects import ComplaintRaised, PromiseMade
from bot.cli.engine_noise import noise_aside
from bot.clock import iso
from bot.settings import Settings
from bot.shop.changes import Outcome
from bot.shop.order import Customer, Order, OrderItem
from bot.shop.product import Product
from tests.actions.complaint_book import ComplaintTalk
from tests.actions.fakes import NOW, FakeShop, Said
from tests.actions.orders import event, order, parcel
from tools.engine_talk import EngineTalk, Stage, stage

ROOT = Path(__file__).resolve().parents[1]
SCENES = ROOT / "tools" / "complaints.yml"
PAGE = ROOT / "docs" / "complaints.md"
LEVELS = {"guest": "没登录", "new": "新客户", "regular": "老顾客", "vip": "VIP"}
MOOD_NAMES = {"calm": "平静", "anxious": "着急", "upset": "不快", "angry": "生气", "furious": "暴怒"}
_FURIOUS = 0.9  # as bot/handoff/escalation.py
_PRICES = {"玻璃杯": 1_900, "手机": 299_900, "空气炸锅": 32_900, "电饭煲": 25_900}
_DAY = timedelta(days=1)
_BY_A_PERSON = Outcome(state="refused", reason="over_bot_limit")  # as data/shop/policies/limits.yml has it


@dataclass
class Line:
    """One line of the page; `said` of the bot's, with the mood that it answers and whether the matter is new. Of the
    shopper's: `heard` the wish that the bot heard in it, `meant` the one that she had."""

    who: str
    text: str
    mood: str = "calm"
    first: bool = False
    said: Said | None = None
    heard: str | None = None
    meant: str | None = None


@dataclass
class Scene:
    title: str
    who: str
    goods: str
    lines: list[Line] = field(default_factory=list)


def _orders(state: str, item: OrderItem) -> Order:
    gate = event(20, text="已签收，签收人：门卫")
    signed = parcel("signed", events=(gate,))
    moving = parcel(promised_at=NOW - _DAY, predicted_at=NOW + _DAY)
    found = {
        "late": order(parcels=(moving,)),
        "very_late": order(parcels=(replace(moving, promised_at=NOW - 4 * _DAY, predicted_at=None),)),
        "coming_late": order(parcels=(parcel(promised_at=NOW + _DAY, predicted_at=NOW + 2 * _DAY),)),
        "in_time": order(),
        "unshipped": order("paid", promised_ship_at=NOW - timedelta(hours=30)),
        "signed": order("signed", parcels=(signed,)),
        "signed_cheap": order("signed", parcels=(signed,)),
        "signed_long_ago": order("signed", parcels=(parcel("signed", events=(event(24 * 30, text="已签收"),)),)),
        "lost": order("lost", parcels=(parcel("lost", events=(event(70, text="快件在转运途中"),)),)),
    }[state]
    return replace(found, items=(item,), total_fen=item.price_fen)


def _talk(scene: dict[str, Any], number: int) -> ComplaintTalk:
    goods = scene["goods"]
    item = OrderItem(sku="G1", title=f"暖物 {goods} 2026款", quantity=1, price_fen=_PRICES.get(goods, 19_900))
    product = Product(sku="G1", title=item.title, category=goods, brand="暖物", price_fen=item.price_fen, stock=9)
    shop = FakeShop([_orders(scene["order"], item)], [product])
    shop.outcomes |= {kind: _BY_A_PERSON for kind in ("give_coupon", "resend_item")}
    guest = scene["who"] == "guest"
    if not guest:
        shop.all_customers = [
            Customer(
                customer_id="C1",
                name="林晓",
                phone="13800135678",
                level=scene["who"],
                city="杭州",
                joined_at=NOW - 300 * _DAY,
            )
        ]
    talk = ComplaintTalk(shop=shop, customer_id=None if guest else "C1")
    talk.turns = number * 7
    talk.book.earlier = int(scene.get("again", 0))
    return talk


async def play(on: Stage, scene: dict[str, Any], number: int) -> Scene:
    talk, played = on.begin(_talk(scene, number)), Scene(title=scene["title"], who=scene["who"], goods=scene["goods"])
    for step in scene["steps"]:
        begun = any(line.said for line in played.lines)
        played.lines += [replace(line, first=line.first and not begun) for line in await _step(talk, step)]
    return played


async def _step(talk: EngineTalk, step: dict[str, Any]) -> list[Line]:
    if "hours" in step:
        talk.talk.now += timedelta(hours=step["hours"])
        return [Line(who="clock", text=f"{step['hours']:g} 小时后")]
    before = len(talk.talk.of(ComplaintRaised))
    if "news" in step:
        said = await _news(talk, step)
        return [Line(who="bot", text=each.text, said=each) for each in said]
    if "clicks" in step:
        said = await talk.clicks(step["clicks"])
        return [
            Line(who="shopper", text=f"［{step['clicks']}］"),
            *(Line(who="bot", text=each.text, said=each) for each in said),
        ]
    said = await talk.says(step["says"])
    mood = "furious" if talk.mood == "angry" and talk.heat >= _FURIOUS else talk.mood
    asked = Line(who="shopper", text=step["says"], mood=mood, heard=talk.wish, meant=step["wish"])
    first = before == 0 and bool(said) and said[0].response == "utter_care"
    return [asked, *(Line(who="bot", text=each.text, mood=talk.mood, first=first, said=each) for each in said)]


async def _news(talk: EngineTalk, step: dict[str, Any]) -> list[Said]:
    raised, made = talk.talk.of(ComplaintRaised)[0], talk.talk.of(PromiseMade)
    told = {
        "promise_id": "1", "ticket_id": raised.ticket_id, "subject": raised.subject, "cause": raised.cause,
        "order_id": raised.order_id, "keeper": made[0].keeper if made else "agent", "what": made[0].what if made else "",
        "due_at": made[0].due_at if made else iso(NOW), "made_at": iso(NOW),
    }  # fmt: skip
    return await talk.is_told(
        step["news"], **{**told, **{name: step[name] for name in ("keeper", "what") if name in step}}
    )


async def scenes(model: Path) -> list[Scene]:
    """All of them, with the model of this archive."""
    found = yaml.safe_load(SCENES.read_text(encoding="utf-8"))
    async with stage(model) as on:
        return [await play(on, scene, number) for number, scene in enumerate(found, start=1)]


def page(played: list[Scene]) -> str:
    head = (
        "# Forty complaints, as the bot answers them\n\n"
        "Written by `tools/complaints.py` from what the shoppers of `tools/complaints.yml` type and click; do not edit. The wish and the mood (in brackets) are what the trained\n"
        "model hears; what 小暖 says is what engine, actions, policy (`data/shop/remedies.yml`) and words (`data/care/`) give; `tests/care/test_conversations.py` holds each answer to the rubric in `tests/care/rubric.py` and this page to its source.\n\n"
        "To judge by reading: does it name the matter, meet the feeling in its own words, say sorry once, come without a rule, an excuse or an empty promise, and end in a step with\n"
        "a time or in a choice? When it goes on: fewer words, no second comfort, a person.\n"
    )
    return head + "".join(_of_scene(number, scene) for number, scene in enumerate(played, start=1))


def _of_scene(number: int, scene: Scene) -> str:
    lines = "\n".join(_of_line(line) for line in scene.lines)
    return f"\n## {number}. {scene.title}\n\n{LEVELS[scene.who]} · {scene.goods}\n\n{lines}\n"


def _of_line(line: Line) -> str:
    if line.who == "clock":
        return f"- *{line.text}*"
    if line.who == "shopper":
        mood = f"（{MOOD_NAMES[line.mood]}）" if not line.text.startswith("［") else ""
        return f"- **顾客**{mood} {line.text}"
    assert line.said is not None
    extras = [f"［{title}］" for title in line.said.titles] + list(_cards(line.said))
    return f"- **小暖** {line.text}" + (f" {' '.join(extras)}" if extras else "")


def _cards(said: Said) -> Iterator[str]:
    for card in said.cards:
        if card["kind"] == "ticket":
            yield f"*工单 {card['ticket_id']}*"
        elif card["kind"] == "logistics":
            yield "*物流*"


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("give the archive of a trained model: python -m tools.complaints var/models/….tar.gz")
    with noise_aside(Settings.load()):
        PAGE.write_text(page(asyncio.run(scenes(Path(sys.argv[1])))), encoding="utf-8")


if __name__ == "__main__":
    main()
