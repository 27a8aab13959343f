"""Which variant of a bought product is wanted instead, by the words for it: 换成黑色, 大一码, XL的, 白的42码. Pure.

What is not named stays as it was bought. Words that fit several leave several; the caller asks.
"""

from __future__ import annotations

import re
import unicodedata

from bot.shop.lookup import COLOURS
from bot.shop.product import Product, Variant

_VERB = re.compile(r"(?:换|改|要|选|拿|发)(?:成|为|到|个)?(?!不)")
_LARGER = re.compile(r"大([一1两2])?[个]?[码号]|[码号]大|小了|偏小|太小")
_SMALLER = re.compile(r"小([一1两2])?[个]?[码号]|[码号]小|大了|偏大|太大")
_SIZE = "尺码"
_STEPS = {"两": 2, "2": 2}
_LEAST_SHARED = 2


def wanted_variants(product: Product, current_sku: str, words: str) -> tuple[Variant, ...]:
    """Those that fit, without the one that was bought; empty when the words name no choice of this product."""
    current = next((each for each in product.variants if each.sku == current_sku), None)
    if current is None:
        return ()
    named = _named(product, current, _plain(words))
    if not named:
        return ()
    wanted = {name: {value} for name, value in current.options.items()} | named
    found = [each for each in product.variants if all(each.options.get(name) in wanted[name] for name in wanted)]
    if not found:  # 白的42 where white has no such size: whatever has the colour
        found = [
            each for each in product.variants if all(each.options.get(name) in values for name, values in named.items())
        ]
    return tuple(each for each in found if each.sku != current_sku)


def corrected_variants(product: Product, bought_sku: str, wanted_sku: str, words: str) -> tuple[Variant, ...]:
    """As wanted_variants, of what is wanted already: L, then 不对 黑色的 is the black one in L. A step (大一码) is one from
    what was bought; `wanted_sku` may be empty."""
    if not wanted_sku or _step(_plain(words)):
        return wanted_variants(product, bought_sku, words)
    found = wanted_variants(product, wanted_sku, words)
    return tuple(each for each in found if each.sku != bought_sku) or wanted_variants(product, bought_sku, words)


def names_current(product: Product, current_sku: str, words: str) -> bool:
    """She names what was bought already."""
    current = next((each for each in product.variants if each.sku == current_sku), None)
    if current is None:
        return False
    plain = _plain(words)
    return any(_says(plain, value) for value in current.options.values()) and not wanted_variants(
        product, current_sku, words
    )


def choices(product: Product, current_sku: str) -> tuple[Variant, ...]:
    """What it can be changed into at the same price, in stock; the likeliest (same in all options but one) first."""
    current = next((each for each in product.variants if each.sku == current_sku), None)
    if current is None:
        return ()
    open_ = [
        each
        for each in product.variants
        if each.sku != current_sku and each.stock > 0 and each.price_fen == current.price_fen
    ]
    return tuple(
        sorted(open_, key=lambda each: sum(current.options.get(k) != value for k, value in each.options.items()))
    )


def _named(product: Product, current: Variant, words: str) -> dict[str, set[str]]:
    """By option, the values that the words name; those of what was bought only where nothing else of it is named."""
    verbs = list(_VERB.finditer(words))
    tail = words[verbs[-1].end() :] if verbs else ""
    found: dict[str, set[str]] = {}
    for name in current.options:
        values = list(dict.fromkeys(each.options[name] for each in product.variants if name in each.options))
        said = _best(values, tail) or _best(values, words)
        others = said - {current.options[name]}
        if others:
            found[name] = others
        elif name == _SIZE and (step := _step(words)):
            place = values.index(current.options[name]) + step
            if 0 <= place < len(values):
                found[name] = {values[place]}
    return found


def _best(values: list[str], words: str) -> set[str]:
    scores = {value: _says(words, value) for value in values}
    best = max(scores.values(), default=0)
    return {value for value, score in scores.items() if best and score == best}


def _says(words: str, value: str) -> int:
    """How much of a value the words say: all of it (曜石黑), its word (XL of XL 175), its colour (黑)."""
    plain = _plain(value)
    if plain in words and not re.search(rf"[a-z0-9]{re.escape(plain)}|{re.escape(plain)}[a-z0-9]", words):
        return 2 + len(plain)
    parts = [part for part in re.split(r"[\s/，,]+", plain) if part]
    if any(_stands_alone(part, words) for part in parts if part.isascii() or len(part) >= _LEAST_SHARED):
        return 2
    return 1 if any(colour in plain and colour in words for colour in COLOURS) else 0


def _stands_alone(part: str, words: str) -> bool:
    return re.search(rf"(?<![a-z0-9.]){re.escape(part)}(?![a-z0-9])", words) is not None


def _step(words: str) -> int:
    if found := _LARGER.search(words):
        return _STEPS.get(found[1] or "", 1)
    if found := _SMALLER.search(words):
        return -_STEPS.get(found[1] or "", 1)
    return 0


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
