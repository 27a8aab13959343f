"""What a product's page shows: whether a word stands there and is not denied (没有主动降噪, 不含酒精). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.shop.product import Product

_DENIED = re.compile(
    r"(?:不|没有?|无|非|未|别|半|勿|禁止?)(?:能|可以?|支持|含|建议|是|带|有|要|用于?|适合|推荐|具备|属于)?(?:放|给|做)?$"
)
_SAYS_NO = re.compile(r"(?:无|没有|不|否|未|暂不)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Where the page shows a word: the attribute's name and value, or an empty name for title and aliases."""

    name: str
    value: str


def shows(product: Product, words: tuple[str, ...]) -> Shown | None:
    """The first place that shows one of the words, attributes before the title; None where it stands nowhere undenied."""
    for name, value in product.attributes.items():
        folded = fold(value)
        denied_name = _SAYS_NO.match(folded) is not None
        for word in words:
            if stands(folded, word) or (not denied_name and word in fold(name)):
                return Shown(name=name, value=value)
    titles = _title_text(product.title, product.aliases)
    if any(stands(titles, word) for word in words):
        return Shown(name="", value=product.title)
    return None


def denies(product: Product, words: tuple[str, ...]) -> Shown | None:
    """The attribute that says no to one of the words: 没有主动降噪, 防水: 无."""
    for name, value in product.attributes.items():
        folded = fold(value)
        for word in words:
            if word in fold(name) and _SAYS_NO.match(folded):
                return Shown(name=name, value=value)
            if word in folded and not stands(folded, word):
                return Shown(name=name, value=value)
    return None


def stands(text: str, word: str) -> bool:
    """Whether a folded text holds the word somewhere where it is not denied just before."""
    at = text.find(word)
    while at >= 0:
        if not _DENIED.search(text[max(0, at - 6) : at]):
            return True
        at = text.find(word, at + 1)
    return False


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Lower case without spaces."""
    return "".join(text.lower().split())


def _title_text(title: str, aliases: tuple[str, ...]) -> str:
    return "；".join(fold(each) for each in (title, *aliases))
