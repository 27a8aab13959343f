"""The labelled lines that the mood model learns from: data/emotion/*.tsv, and calm ones out of calm intents.

Most messages of a chat are calm questions; without them the model would find heat in every fact.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

from bot.nlu.mood import LEVELS

_CALM_TOPICS_TEXTS_EACH = 60
_CALM_INTENTS = frozenset(
    """greet goodbye thank affirm praise suggestion chitchat inform search_product ask_product_attribute
    compare_products ask_size_advice ask_compatibility ask_package_contents ask_usage ask_authenticity ask_quality
    ask_warranty ask_price bargain ask_promotion ask_coupon ask_stock ask_presale place_order_help ask_payment
    modify_order change_address change_delivery_time special_request track_order ask_shipping_fee ask_delivery_area
    self_pickup ask_return_policy request_return request_exchange ask_return_shipping_fee request_invoice
    ask_membership ask_privacy ask_shop_info""".split()
)


def read_mood_lines(folder: Path) -> list[tuple[str, str]]:
    """(level, text) of all `level<TAB>text` lines. Raises ValueError with file and line at an unknown level."""
    lines: list[tuple[str, str]] = []
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            level, tab, text = line.partition("\t")
            if not line.strip():
                continue
            if level not in LEVELS or not tab or not text.strip():
                raise ValueError(f"{path}:{number}: write one of {', '.join(LEVELS)}, a tab, and the sentence")
            lines.append((level, text))
    return lines


def mood_lines(lines: Iterable[tuple[str, str]], intents: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(level, text): the labelled lines and calm ones out of (intent, text) pairs; the same every time."""
    by_intent: dict[str, list[str]] = {}
    for intent, text in intents:
        if intent in _CALM_INTENTS:
            by_intent.setdefault(intent, []).append(text)
    chosen = random.Random(7)
    calm = [
        ("calm", text)
        for _, texts in sorted(by_intent.items())
        for text in chosen.sample(sorted(texts), min(_CALM_TOPICS_TEXTS_EACH, len(texts)))
    ]
    return [*lines, *calm]
