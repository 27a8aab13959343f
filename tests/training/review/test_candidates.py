"""Which messages count as missed: by themselves, by what followed, by what people said of the conversation."""

from __future__ import annotations

import pytest

from bot.records.heard import Heard, Talk
from bot.training.review.candidates import gather, missed_in, wish_of_tag
from bot.training.review.masking import masked

_STEP_MS = 20_000


def talk(*said: tuple[str, str, float], **marks: list) -> Talk:  # type: ignore[type-arg]
    heard = [
        Heard(
            conversation_id="c", position=at, at_ms=at * _STEP_MS, last_seq=2 * at + 1,
            text=text, intent=intent, confidence=confidence, clicked=text.startswith("/"),
        )
        for at, (text, intent, confidence) in enumerate(said)
    ]  # fmt: skip
    return Talk(heard=heard, **marks)


SURE = ("几天能到", "ask_shipping_time", 0.95)


@pytest.mark.parametrize(
    ("heard", "found"),
    [
        (talk(SURE), []),
        (talk(("能赊账不", "unsure", 0.3)), [("能赊账不", "unsure", None)]),
        (talk(("能赊账不", "ask_payment", 0.3)), [("能赊账不", "low", None)]),
        (talk(("能赊账不", "out_of_scope", 0.9)), [("能赊账不", "out_of_scope", None)]),
        (
            talk(("能赊账不", "unsure", 0.3), ("/ask_payment", "ask_payment", 1.0)),
            [("能赊账不", "button", "ask_payment")],
        ),
        (
            talk(("能赊账不", "unsure", 0.3), ("/request_human", "request_human", 1.0)),
            [("能赊账不", "quick_handoff", None)],
        ),
        (talk(SURE, ("/track_order", "track_order", 1.0)), []),
        (talk(SURE, ("没听懂", "problem_not_solved", 0.9)), [("几天能到", "not_solved", None)]),
        (talk(SURE, ("转人工", "request_human", 0.9)), [("几天能到", "quick_handoff", None)]),
        (talk(("转人工", "request_human", 0.9)), []),
        (talk(("能赊账不", "inform", 0.9), ("转人工", "request_human", 0.9)), [("能赊账不", "quick_handoff", None)]),
        (
            talk(("可以赊账不 急用", "affirm", 0.5), ("转人工", "request_human", 0.9)),
            [("可以赊账不 急用", "quick_handoff", None)],
        ),
        (talk(("在吗", "greet", 0.9), ("转人工", "request_human", 0.9)), []),
        (talk(SURE, ("好的", "thank", 0.9), rated_low=[4]), [("几天能到", "bad_rating", None)]),
        (talk(SURE, handoffs=[(10_000, 2)]), [("几天能到", "quick_handoff", None)]),
        (talk(SURE, handoffs=[(900_000, 2)]), []),
        (talk(SURE, tags=["催发货"]), [("几天能到", "relabelled", "urge_shipping")]),
        (talk(SURE, tags=["老客户"]), []),
    ],
)
def test_what_is_missed_and_why(heard: Talk, found: list[tuple[str, str, str | None]]) -> None:
    assert [(each.heard.text, each.reason, each.wish) for each in missed_in(heard)] == found


def test_an_agents_tag_names_a_wish_by_name_or_title() -> None:
    assert wish_of_tag("urge_shipping") == wish_of_tag("催发货") == "urge_shipping"
    assert wish_of_tag("难缠") is None


def test_the_same_words_are_one_candidate_and_the_most_frequent_comes_first() -> None:
    talks = {
        str(at): talk(("能赊账不？", "unsure", 0.3)) if at else talk(("有代言吗", "unsure", 0.2)) for at in range(3)
    }
    talks["3"] = talk(("能赊账不", "unsure", 0.3))
    first, second = gather(talks)
    assert first.times == 3 and second.text == "有代言吗"
    assert gather(talks, {first.key}) == [second]


@pytest.mark.parametrize("text", ["？？？", "12345", "a", "赊" * 121])
def test_what_no_label_would_help_is_no_candidate(text: str) -> None:
    assert gather({"c": talk((text, "unsure", 0.1))}) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("我叫王小明，手机13812345678 能赊账吗", "我叫某某，手机138****5678 能赊账吗"),
        ("收件人张三 改一下", "收件人某某 改一下"),
        ("欧阳娜娜的单子\n怎么还没到", "某某的单子 怎么还没到"),
        ("我叫什么你知道吗", "我叫什么你知道吗"),
        ("收件人写错了 能改吗", "收件人写错了 能改吗"),
    ],
)
def test_names_and_numbers_are_masked(text: str, seen: str) -> None:
    assert masked(text, {"欧阳娜娜"}) == seen
