"""A busy afternoon for looking at the page by eye: `python -m tests.browser.desk.fake_desk` prints an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.desk.world import FakeChat, angry_chat, waiting_chat

if TYPE_CHECKING:
    from tests.browser.desk.fake_desk import FakeDesk

NAMES = ("林晓雨", "周子墨", None, "何若曦", "宋明哲", "许佳宁", "邓雨桐", "冯一诺", "曹沐阳", "彭思琪", "蒋天佑", None)
MATTERS = (
    ("presale", "咨询尺码", "不知道买 M 还是 L", "calm"), ("aftersale", "申请退款", "收到的颜色不对", "upset"), ("delivery", "催物流", "预计今天到，还在派送", "anxious"),
    ("aftersale", "换货", "鞋子偏小，想换 42 码", "calm"), ("delivery", "改地址", "搬家了，要改收货地址", "anxious"), (None, "", "想找人工", "calm"),
)  # fmt: skip


def somebody(number: int) -> FakeChat:
    skill, wish, reason, emotion = MATTERS[number % len(MATTERS)]
    name = NAMES[number % len(NAMES)]
    return waiting_chat(
        name, waits_s=200 - number * 13 % 190, rank=number + 1, skill=skill, wish=wish, reason=reason, emotion=emotion,
        customer_class="guest" if name is None else ("new", "regular", "vip")[number % 3], second_contact=number % 5 == 1,
    )  # fmt: skip


def crowded(desk: FakeDesk, waiting: int = 11) -> FakeDesk:
    """She (小林) holds two, one of them rich; others wait."""
    rich = angry_chat()
    for chat in (rich, *(somebody(number) for number in range(waiting))):
        desk.chats[chat.id] = chat
    held = desk.give(somebody(3))
    held.commit("agent", "您好，我帮您看一下 42 码的库存。", agent={"name": "小林"}, seconds_ago=40)
    held.commit("shopper", "好的，谢谢", seconds_ago=25)
    desk.give(somebody(4), "小周")
    desk.agents["小周"].update(status="online", connected=True, load=1)
    desk.agents["小林"].update(load=1)
    return desk
