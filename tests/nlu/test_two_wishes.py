"""Where a message falls into two wishes, and which of them is taken up last."""

from __future__ import annotations

import pytest

from bot.nlu.two_wishes import Wish, two_wishes

_SIGNS = {
    "发票": "invoice_problem",
    "专票": "request_invoice",
    "退货": "request_return",
    "退款": "request_refund",
    "发货": "ask_shipping_time",
    "碎": "complain_damaged",
    "多大": "ask_product_attribute",
    "取消": "cancel_order",
    "谢谢": "thank",
}


def judge(text: str, confidence: float = 0.9) -> tuple[str, float]:
    return next((intent for sign, intent in _SIGNS.items() if sign in text), "chitchat"), confidence


def wants(pair: tuple[Wish, Wish] | None) -> list[str]:
    return [wish.intent for wish in pair or ()]


@pytest.mark.parametrize("text", ["退货 顺便把发票重开一下", "我要退货，另外发票也重开", "退货顺便把发票重开一下"])
def test_a_wish_that_is_joined_on_is_a_second_one(text: str) -> None:
    assert wants(two_wishes(text, judge)) == ["request_return", "invoice_problem"]


def test_two_questions_are_two_wishes_each_in_its_own_words() -> None:
    pair = two_wishes("几点发货?能开专票吗", judge)
    assert pair is not None
    assert [wish.text for wish in pair] == ["几点发货?", "能开专票吗"]


def test_what_a_sentence_answers_comes_first() -> None:
    assert wants(two_wishes("帮我取消订单，这个锅多大", judge)) == ["ask_product_attribute", "cancel_order"]


@pytest.mark.parametrize(
    "text",
    [
        "碎了 给我退款",  # a reason and its wish
        "我要退货，谢谢",  # a wish and a courtesy
        "我要退货，能退货吗",  # the same twice
        "鞋子要退货，袜子给我退款",  # a trouble each, of one order
        "在吗\n碎的那个\n几点发货",  # the question is the greeting's
        "几点发货\n碎的那个 你好 在吗",
        "退货",
        "，，，",
        "",
    ],
)
def test_one_wish_stays_one(text: str) -> None:
    assert two_wishes(text, judge) is None


def test_halves_that_nobody_is_sure_of_are_not_taken_apart() -> None:
    assert two_wishes("几点发货?能开专票吗", lambda text: judge(text, 0.3)) is None


def test_a_long_message_is_judged_at_most_a_dozen_times() -> None:
    asked: list[str] = []

    def count(text: str) -> tuple[str, float]:
        asked.append(text)
        return judge(text)

    two_wishes("帮我退货，" * 400, count)
    two_wishes("退货吗，" * 6, count)
    assert len(asked) <= 12


def test_what_is_said_besides_is_a_second_wish_whatever_the_whole_looks_like() -> None:
    def sees(text: str) -> tuple[str, float]:
        whole = "碎" in text and "发货" in text
        return ("request_repair", 0.3) if whole else judge(text)

    assert wants(two_wishes("杯子碎了 另外耳机发货了没", sees)) == ["complain_damaged", "ask_shipping_time"]
    assert two_wishes("杯子碎了 耳机发货了没", sees) is None
