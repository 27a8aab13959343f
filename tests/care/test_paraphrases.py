"""The demo shop's book, asked in other words than its own: how often the right entry comes first, how often a wrong one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.care.knowledge import Answer, Knowledge
from bot.shop.faq import FaqBook
from bot.shop.seed import DEMO_SHOP, read_shop
from tests.shop.factories import NOW, anchor

LEAST_RECALL = 0.90
MOST_WRONG = 0.03


@cache
def asked() -> list[tuple[str, str, Answer | None]]:
    """(the right entry, the words, what the book gives under the right wish)."""
    entries = {entry.entry_id: entry for entry in read_shop(DEMO_SHOP, anchor()).faq}
    knowledge = Knowledge(FaqBook(version=1, entries=tuple(entries.values())))
    lines = Path(__file__).with_name("paraphrases.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(right, words, knowledge.answer(words, entries[right].intents[0], NOW)) for right, words in pairs]


def test_there_are_enough_and_none_is_a_wording_of_the_book() -> None:
    questions = {question for entry in read_shop(DEMO_SHOP, anchor()).faq for question in entry.questions}
    words = [each for _, each, _ in asked()]
    assert len(set(words)) == len(words) >= 300
    assert len(set(words) & questions) <= 3


def test_the_right_entry_comes_first() -> None:
    right = [given is not None and given.entry.entry_id == entry for entry, _, given in asked()]
    print(f"knowledge: {len(right)} paraphrases, recall@1 {sum(right) / len(right):.3f}")
    assert sum(right) / len(right) >= LEAST_RECALL


def test_a_wrong_entry_is_hardly_ever_claimed() -> None:
    wrong = [
        (words, given.entry.entry_id)
        for entry, words, given in asked()
        if given is not None and given.specific and given.entry.entry_id != entry
    ]
    print(f"knowledge: wrong answers {len(wrong) / len(asked()):.3f}")
    assert len(wrong) / len(asked()) <= MOST_WRONG, wrong


def test_what_the_book_does_not_speak_of_is_not_claimed() -> None:
    entries = read_shop(DEMO_SHOP, anchor()).faq
    knowledge = Knowledge(FaqBook(version=1, entries=entries))
    strange = [
        "你们老板多大年纪",
        "今天股市怎么样",
        "帮我写一首诗",
        "火星上能种菜吗",
        "中午吃什么好",
        "你会唱歌吗",
        "地铁几号线",
    ]
    assert [text for text in strange if knowledge.answer(text, "", NOW) is not None] == []
