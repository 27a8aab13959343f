"""Which facts of a product's page answer a question about it, and which asked ones the page does not hold. Pure.

A fact is given as it stands on the page; nothing is concluded from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.shop.product import Product
from bot.shop.search import wishes
from bot.shop.search.index_words import content_words
from bot.shop.search.kinds import all_words, kinds_of, named_in
from bot.shop.search.page import fold, stands
from bot.shop.word_lists import groups_of, lines_of

_MOST = 3
_HAS = re.compile(
    r"(?:带|有没有|有|含|配)(?P<what>(?![没上下到得出进好过了])[\u4e00-\u9fff]{1,3}?)(?:吗|么|嘛|不|没|的吗|$)"
)
_ASKS_CHOICES = re.compile(
    r"(?<![^这那它款个件样]是)(?:几|哪|什么|啥|多少|别的|其他|有没有其他|换个|还有)(?:个|种|些)?(?P<what>颜色|色|尺码|码|款式|规格|口味|机型|型号|色号|长度|版本)"
)
_HOW_MANY = re.compile(r"(?:多少|几)(?P<unit>[片包只支袋张抽卷枚粒颗条页册本])")
_HOW_MUCH = re.compile(  # with nothing beside it: 能拉多少磅 asks something else
    r"^\s*(?:是|有|一共|总共)?(?:多少|几)个?(?P<unit>[磅度瓦升克帧层档针伏转根目]|毫安|分贝|毫升|hz|公斤|斤)(?:装|的)?[呢吗啊？?]*\s*$"
)
_WEIGHS = re.compile(r"\d ?(?:公斤|千克|克|斤|kg)")
_VAGUE = frozenset({"充电", "适合", "功能", "系统", "网络", "接口", "含什么", "尺寸", "容量", "糖"})
_SAID_AS = {"防水": ("怕水", "泼水", "过小水坑"), "通话": ("打电话",)}  # other words by which a line tells the same
_COLOURS = frozenset({"颜色", "色号", "花色"})
_OF_THE_SHOP = frozenset({"七天无理由", "包装清单"})
_EMPTY_WORDS = frozenset(
    "支持 具备 功能 带有 是否 能否 可否 需要 里面 这款 那款 这个 资料 详情 参数 说明 什么样 一般 家的 产品 时间 问题 现在 今天 不能 不会 不要 不是 还能".split()
)


_SAYS_NOTHING = re.compile(
    r"有没有|能不能|可不可以|会不会|是不是|可以|什么|怎么|多少|几个|这款|那款|这个|那个|这种|第[一二三]个|支持|需要|应该|真的|一下|一点"
    r"|毫米|厘米|公分|个月|几斤|公斤|小时|分钟|毫升|[侧背正里外前后上下]面|大概|哪[家个里]|不能|不会|还能"
    r"|[能会要是有的了吗呢么不没吧啊在和跟用给我你它放带]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`facts` answer the question; `missing` are names of what was asked and does not stand on the page."""

    facts: tuple[Fact, ...]
    missing: tuple[str, ...] = ()


def facts_for(product: Product, question: str) -> Told:
    """At most three facts for a normalised question."""
    text = _without_names(product, question)
    facts = [Fact(name=name, value=product.attributes[name]) for name in _named_attributes(product, text)]
    facts += _choices(product, text)
    facts += _counted(product, text)
    missing = []
    for name, (page_names, asked) in _aspects().items():
        if not asked.search(text) or any(fact.name in page_names for fact in facts):
            continue
        found = _of_page(product, page_names) or _by_unit(product, name) or _by_word(product, asked, text, name)
        facts += found
        if not found:
            missing.append(name)
    if not facts and not missing:
        facts = _by_content(product, text)
    unique = tuple({fact.name: fact for fact in facts}.values())[:_MOST]
    return Told(facts=unique, missing=tuple(missing) if not unique else ())


def explained(value: str) -> str:
    """What the level in a value means, when the value does not say it itself; else empty."""
    folded = fold(value)
    if re.search(r"[，,；;。（(]", value):
        return ""
    for level, meaning in _levels().items():
        if re.search(rf"(?<![a-z0-9]){re.escape(level)}(?![a-z0-9])", folded):
            return meaning
    return ""


def highlights(product: Product, but: tuple[str, ...] = ()) -> tuple[Fact, ...]:
    """The first facts of the page that say what it is like, without the shop's own matters."""
    named = ((name, value) for name, value in product.attributes.items() if name not in (*_OF_THE_SHOP, *but))
    return tuple(Fact(name=name, value=value) for name, value in named)


def choices_of(product: Product, option: str) -> tuple[str, ...]:
    """The values of an option such as 颜色, in the page's order."""
    return tuple(dict.fromkeys(each.options[option] for each in product.variants if option in each.options))


def _named_attributes(product: Product, text: str) -> list[str]:
    named = [name for name in product.attributes if len(name) > 1 and fold(name) in text and name not in _OF_THE_SHOP]
    return [name for name in named if not any(name != other and name in other for other in named)]


def _choices(product: Product, text: str) -> list[Fact]:
    match = _ASKS_CHOICES.search(text)
    if not match:
        return []
    asked = {"色": "颜色", "码": "尺码"}.get(match["what"], match["what"])
    names = [name for variant in product.variants[:1] for name in variant.options]
    wanted = [name for name in names if name == asked or {name, asked} <= _COLOURS] or (
        names if asked in ("款式", "规格", "型号", "版本") else []
    )
    return [Fact(name=name, value="、".join(choices_of(product, name))) for name in wanted]


def _counted(product: Product, text: str) -> list[Fact]:
    """一包多少片, 几支, 几页, where the choices (NB 84片) or a line of the page (护手霜 3 支) count them."""
    match = _HOW_MANY.search(text) or _HOW_MUCH.search(text)
    if not match:
        return []
    unit = "[册本]" if match["unit"] in "册本" else match["unit"]
    counts = re.compile(rf"\d ?{unit}")
    names = dict.fromkeys(name for variant in product.variants for name in variant.options)
    said = ((name, "、".join(choices_of(product, name))) for name in names)
    lines = ((name, value) for name, value in product.attributes.items() if name != "七天无理由")
    title = (("品名", product.title),) if match["unit"] in "册本" else ()
    return [Fact(name=name, value=value) for name, value in (*said, *title, *lines) if counts.search(value)][:1]


def _by_unit(product: Product, name: str) -> list[Fact]:
    """多重, of goods that are sold by weight: the choices that state it."""
    if name != "重量":
        return []
    options = dict.fromkeys(option for variant in product.variants for option in variant.options)
    said = ((option, "、".join(choices_of(product, option))) for option in options)
    return [Fact(name=option, value=value) for option, value in said if _WEIGHS.search(value)][:1]


def _of_page(product: Product, page_names: tuple[str, ...]) -> list[Fact]:
    for wanted in page_names:
        found = [name for name in product.attributes if name == wanted] or [
            name for name in product.attributes if wanted in name and name not in _OF_THE_SHOP
        ]
        if found:
            return [Fact(name=found[0], value=product.attributes[found[0]])]
    options = dict.fromkeys(name for variant in product.variants for name in variant.options)
    return [Fact(name=name, value="、".join(choices_of(product, name))) for name in options if name in page_names][:1]


def _by_word(product: Product, asked: re.Pattern[str], text: str, name: str) -> list[Fact]:
    """The attribute whose value holds the very word of the question or of what it asks: 带灯吗 → 可视窗：有，带灯."""
    words = [match[0] for match in asked.finditer(text) if len(match[0]) > 1]
    words += [] if name in _VAGUE else [name, *_SAID_AS.get(name, ())]
    return [
        Fact(name=name, value=value)
        for name, value in product.attributes.items()
        if name not in _OF_THE_SHOP and any(word in fold(value) for word in words)
    ][:1]


def _by_content(product: Product, text: str) -> list[Fact]:
    """The line that shares most words with the question, else most pairs of characters: 能榨苹果汁吗 → 功能：豆浆、果汁."""
    words = [word for word in content_words(text) if word not in _EMPTY_WORDS and not _SAYS_NOTHING.fullmatch(word)]
    words += [match["what"] for match in _HAS.finditer(text)]
    words += [word for name in wishes.asked_in(text) for word in wishes.shown_by(name) if len(word) > 1]
    for asked in (words, _pairs(text)):
        scored = [
            (sum(2 * (word in fold(name)) + (word in fold(value)) for word in asked), name)
            for name, value in product.attributes.items()
            if name not in _OF_THE_SHOP
        ]
        best = max(scored, default=(0, ""))
        if best[0]:
            return [Fact(name=best[1], value=product.attributes[best[1]])]
    titled = [word for word in words if len(word) > 1 and word not in all_words() and stands(fold(product.title), word)]
    return [Fact(name="品名", value=product.title)] if titled else []


def _pairs(text: str) -> list[str]:
    """Characters that stand together in the question, without those of words that say nothing."""
    runs = re.findall(r"[\u4e00-\u9fff]+", _SAYS_NOTHING.sub(" ", text))
    return [run[at : at + 2] for run in runs for at in range(len(run) - 1)]


def _without_names(product: Product, question: str) -> str:
    text = fold(question)
    for name in sorted((product.title, *product.aliases, product.brand), key=len, reverse=True):
        for part in (fold(name), *(fold(piece) for piece in name.split() if len(piece) > 2)):
            if part and part not in product.attributes:
                text = text.replace(part, " ")
    title = fold(product.title)
    for kind in reversed([each for each in named_in(text) if each.kind in kinds_of(product)]):
        start = kind.start
        while start and kind.start - start < 8 and text[start - 1 : kind.start] in title:
            start -= 1
        text = f"{text[:start]} {text[kind.end :]}"
    return text


@cache
def _aspects() -> dict[str, tuple[tuple[str, ...], re.Pattern[str]]]:
    found = {}
    for line in lines_of("aspects"):
        name, page_names, asked = line.split(" | ")
        found[name] = (tuple(page_names.split()), re.compile(asked))
    return found


@cache
def _levels() -> dict[str, str]:
    return {level: " ".join(words) for level, words in groups_of("levels").items()}
