"""How conversations are read, filled with facts and judged; the conversations themselves are in tests/e2e."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.errors import ConfigurationError
from bot.training.e2e.facts import NothingLikeIt, Shop, fill
from bot.training.e2e.judging import Heard, misses
from bot.training.e2e.script import Script, Turn, read_scripts


def an_order(order_id: str = "1000000000000001", **fields: Any) -> dict[str, Any]:
    return {
        "order_id": order_id, "customer_id": "C1", "phone": "13800135678", "status": "in_transit", "total_fen": 39900,
        "items": [{"sku": "S1", "title": "云享耳机"}], "carrier": "顺丰速运", "tracking_no": "SF1",
        "parcels": [{"promised_at": "2026-11-20", "predicted_at": "2026-11-21"}],
        "events": [{"place": "浙江省杭州市"}, {"place": "四川省成都市武侯区"}], **fields,
    }  # fmt: skip


def a_shop(*orders: dict[str, Any]) -> Shop:
    customers = [{"customer_id": "C1", "level": "vip"}, {"customer_id": "C2", "level": "regular"}]
    return Shop(orders=orders, products=[{"sku": "S1", "price_fen": 5990, "stock": 3}], customers=customers)


def a_script(**fields: Any) -> Script:
    given: dict[str, Any] = {
        "topic": "t", "name": "n", "path": Path("t.yml"), "line": 1, "who": "guest", "order": None, "product": None,
        "customer": None, "turns": (Turn(line=2, say="你好"),), **fields,
    }  # fmt: skip
    return Script(**given)


def written(root: Path, text: str) -> list[Script]:
    folder = root / "tests" / "e2e"
    folder.mkdir(parents=True)
    (folder / "talk.yml").write_text(text, encoding="utf-8")
    return read_scripts(root)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("conversations:\n- name: a\n  turns:\n  - sya: 你好\n", "talk.yml:4: `sya` is not one of"),
        ("conversations:\n- name: a\n  turns:\n  - hear: [好]\n", "talk.yml:4: a turn has `say:` or `click:`"),
        ("conversations:\n- name: a\n", "talk.yml:2: a conversation has"),
        ("conversations:\n- name: a\n  as: owner\n  turns:\n  - say: 好\n", "talk.yml:2: `as:` is owner"),
        ("conversations:\n- name: a\n\tturns: []\n", "talk.yml:3: a tab"),
    ],
)
def test_what_cannot_be_understood_is_said_by_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said.replace("(", r"\(")):
        written(tmp_path, text)


def test_who_has_an_order_is_its_owner_and_everybody_else_a_guest(tmp_path: Path) -> None:
    one, two = written(
        tmp_path,
        "conversations:\n- {name: a, order: {status: paid}, turns: [{say: 好}]}\n- {name: b, turns: [{say: 好}]}\n",
    )
    assert (one.who, two.who) == ("owner", "guest")


def test_each_conversation_gets_an_order_of_its_own_while_there_are_enough() -> None:
    shop = a_shop(an_order("1"), an_order("2"))
    chosen = [
        shop.facts_for(a_script(order={"status": "in_transit"}, who="owner")).names["order"]["order_id"]
        for _ in range(3)
    ]
    assert sorted(chosen[:2]) == ["1", "2"] and chosen[2] in chosen[:2]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"status": "in_transit"}, True),
        ({"status": "transit"}, False),
        ({"status": ["paid", "in_transit"]}, True),
        ({"late": True, "parcels": 1, "lines": 1, "orders": 1, "alone": True}, True),
        ({"late": False}, False),
    ],
)
def test_an_order_is_looked_for_by_what_it_is_like(wanted: dict[str, Any], found: bool) -> None:
    script = a_script(order=wanted, who="owner")
    if found:
        assert a_shop(an_order()).facts_for(script).customer_id == "C1"
    else:
        with pytest.raises(NothingLikeIt):
            a_shop(an_order()).facts_for(script)


def test_gaps_are_filled_and_one_without_a_fact_is_said() -> None:
    names = a_shop(an_order()).facts_for(a_script(order={"status": "in_transit"})).names
    filled = fill("{order.city} {order.phone_tail} {order.yuan} {order.items.0.title} {order.tail}", names)
    assert filled == "成都 5678 399 云享耳机 0001"
    assert fill(r"/1\d{10}/", names) == r"/1\d{10}/"
    with pytest.raises(NothingLikeIt):
        fill("{order.nothing}", names)


FRAMES = [
    {
        "text": "包裹在 成都，明天到",
        "cards": [{"kind": "logistics", "tracking_no": "SF1"}],
        "buttons": [{"title": "转人工"}],
    },
]


@pytest.mark.parametrize(
    ("turn", "wrong"),
    [
        ({"hear": ("成都", "SF1")}, []),
        ({"hear": ("杭州 | 成都",)}, []),
        ({"hear": ("/明天|后天/",)}, []),
        ({"hear": ("ＳＦ１",)}, []),
        ({"hear": ("杭州",)}, ["not heard: 杭州"]),
        ({"never": ("明天",)}, ["should not be said: 明天"]),
        ({"card": "logistics", "button": "人工", "holder": "bot"}, []),
        ({"card": "order"}, ["no order card"]),
        ({"button": "取消"}, ["no button “取消”"]),
        ({"holder": "queue"}, ["bot holds it, not queue"]),
    ],
)
def test_an_answer_is_judged_by_what_it_holds(turn: dict[str, Any], wrong: list[str]) -> None:
    found = misses(Turn(line=1, say="到哪了", **turn), Heard(frames=FRAMES, holder="bot"), {})
    assert [each for each in found if not each.startswith("heard: ")] == wrong


def test_silence_and_a_said_failure_are_wrong_whatever_was_asked_for() -> None:
    turn = Turn(line=1, say="到哪了")
    assert misses(turn, Heard(frames=[], holder="bot"), {}) == ["no answer"]
    assert (
        misses(turn, Heard(frames=[{"text": "出了点问题", "failure": True}], holder="bot"), {})[0]
        == "a failure was said"
    )


@pytest.mark.parametrize(
    "frame",
    [
        {"text": "您的工单 complain_late_delivery 在办"},
        {"text": "好", "cards": [{"kind": "ticket", "topic": "complain_late_delivery"}]},
        {"text": "好", "buttons": [{"title": "urge_delivery"}]},
    ],
)
def test_a_code_of_ours_is_wrong_wherever_a_shopper_reads_it(frame: dict[str, Any]) -> None:
    assert misses(Turn(line=1, say="到哪了"), Heard(frames=[frame], holder="bot"), {})[0].startswith("a code is said")
    plain = {"text": "好", "cards": [{"kind": "after_sale", "state": "in_transit"}]}
    assert misses(Turn(line=1, say="到哪了"), Heard(frames=[plain], holder="bot"), {}) == []
