"""Reading a need from a shopper's words: 两百以内有没有适合跑步的蓝牙耳机, 不要入耳式. Pure; the shop's own names are handed in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from bot.shop.search import wishes
from bot.shop.search.budget_reading import with_budget
from bot.shop.search.index_words import content_words
from bot.shop.search.kinds import Named, all_words, named_in, wanted_in
from bot.shop.search.measure_limits import limits_in
from bot.shop.search.measure_reading import age_in, device_in, load_in, size_in, without_measures
from bot.shop.search.need import Need, Sort
from bot.shop.search.page import fold
from bot.shop.search.refine import FOR_SOMEBODY
from bot.shop.word_lists import groups_of
from bot.text.amounts import find_amounts
from bot.text.normalise import normalise
from bot.text.pinyin import sound_of
from bot.text.typos import Vocabulary, correct, corrected

_NOT = re.compile(
    r"(?:不要|别要|不想要|不喜欢|不吃|不爱吃|不喝|不爱喝|不考虑|除了|排除|去掉|别给我推荐?|别推荐?|不能有|不含|讨厌|拒绝|非)(?:是|带|有)?"
    r"(?P<what>[^\s，,。；;!！?？、的要了]{1,10}?)(?:的|了|那种|这种|系列|牌子?|品牌|之?外|以外|要|换|$|(?=[\s，,。；;!！?？、]))"
)
_REFUSED_THEN = re.compile(
    r"(?P<refused>(?:不要|别要|不想要|不喜欢|不吃|不喝|不考虑|除了|排除|去掉|不含|讨厌|拒绝)[\u4e00-\u9fff]{1,8}) +(?=[\u4e00-\u9fff\d])"
)
_NOT_TAIL = re.compile(r"(?:式|款|型|色|类|产品|商品)$")
_TOO_DEAR = re.compile(r"太贵|贵的|很贵|价格高")
_TOO_ANY = re.compile(r"^(?:太|还有|换|别的|其他|再|有没有)")
_CHEAP = re.compile(r"便宜|实惠|省钱|最低价|价格低|性价比|划算|平价|低价|不贵|别太贵|不要太贵")
_DEAR = re.compile(r"最贵|贵一?点的|高端|高档|旗舰|顶配|最好的|好一点的|档次")
_NOT_AT_ALL = re.compile(r"(?:不|非|没有?)(?P<what>入耳|头戴|挂耳|加绒|修身|降噪|带线)(?:式|的)?")
_MAKER = re.compile(r"苹果(?=手机|电脑|平板|耳机|手表|笔记本)")
_GIFT = re.compile(
    r"送(?:人|礼|我?妈|我?爸|给|老|女|男|朋友|长辈|同事|领导|客户|孩子|婆|岳|对象|闺蜜)|礼物|生日|伴手礼|走亲戚"
)
_EVERYDAY = {
    "吃": "食品",
    "穿": "服装",
    "书": "图书",
    "护肤品": "美妆个护",
    "化妆品": "美妆个护",
}  # what is not wanted, in everyday words
_TO_EAT = re.compile(r"[吃喝](?:点|些)?(?:什么|啥|哪[种个些款])")
_EVERYDAY_OF = {"吃": "食品", "穿": "服装"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopWords:
    """The shop's own names that a need may hold, and the vocabulary towards which slips are corrected."""

    brands: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary.of(all_words()))

    @classmethod
    def of(cls, brands: tuple[str, ...], categories: tuple[str, ...]) -> ShopWords:
        longest_first = sorted((brand for brand in brands if len(brand) > 1), key=lambda each: -len(each))
        vocabulary = Vocabulary.of([*all_words(), *wishes.all_wishes(), *brands, *categories])
        return cls(brands=tuple(longest_first), categories=categories, vocabulary=vocabulary)


def read_text(text: str, words: ShopWords) -> str:
    """The text as the search reads it: normalised, on one line, slips corrected towards the shop's words."""
    plain = normalise(text[:2000]).text.replace("\n", " ")
    return corrected(plain, correct(plain, words.vocabulary))


def read_need(text: str, words: ShopWords) -> Need:
    """What one message says that is looked for; an empty Need when it says nothing of the kind."""
    plain = read_text(_parted(text), words)
    limits, plain_left = limits_in(plain)
    left, refused = _without_refused(plain_left, words)
    maker = _MAKER.search(left)
    kinds = wanted_in(left) or _by_sound(left)
    masked = _masked(left, [(each.start, each.end) for each in kinds])
    brands, masked = _taken(masked, words.brands)
    others, masked = _taken(masked, _known_brands())
    if maker:
        others, masked = (*others, maker[0]), masked.replace(maker[0], "  ")
    need = replace(
        refused,
        kinds=tuple(dict.fromkeys(each.kind for each in kinds)),
        categories=() if kinds else _categories(masked, words.categories),
        brands=(*brands, *others),
        wishes=wishes.asked_in(masked),
        colour=_colour(masked) or _colour_before(left, kinds),
        size=size_in(masked),
        device=device_in(masked),
        load_kg=load_in(left),
        limits=limits,
        sex=wishes.sex_in(left),
        age_months=age_in(left),
        gift=bool(_GIFT.search(left)),
        sort=_sort(plain),
    )
    need = with_budget(need, plain)
    need = replace(need, terms=_terms(masked, need)).bounded()
    for_somebody = (need.gift or need.sex) and not (need.says_what or need.wishes or need.brands)
    return replace(need, wishes=(FOR_SOMEBODY,)) if for_somebody else need


def _parted(text: str) -> str:
    """不要碎花 身高158, 空气炸锅 电饭煲: a blank that parts two wishes or two kinds of goods, as a mark that stays."""
    parts = _REFUSED_THEN.sub(r"\g<refused>，", text[:2000]).split()
    joined = parts[:1]
    for before, part in pairwise(parts):
        apart = _is_kind(before) and _is_kind(part) and not _is_kind(before + part)
        joined += ["、" if apart else " ", part]
    return "".join(joined)


def _is_kind(text: str) -> bool:
    """Whether a text is the name of one kind of goods and nothing else."""
    named = named_in(text.lower())
    return len(named) == 1 and (named[0].start, named[0].end) == (0, len(text))


def _without_refused(plain: str, words: ShopWords) -> tuple[str, Need]:
    """The text without what is not wanted, and that as a need."""
    brands: list[str] = []
    colours: list[str] = []
    others: list[str] = []
    cuts = []
    for match in _NOT.finditer(plain):
        what = match["what"].strip()
        if _TOO_DEAR.search(what) or _TOO_ANY.match(what) or what in ("这个", "这款", "钱"):
            continue
        named = [brand for brand in words.brands if brand.lower() in what]
        colour = wishes.colour_in(f"{what}的") if len(what) <= 3 and not named_in(what) else ""  # 口红 is no 红
        if named:
            brands += named
            cuts.append((match.start(), plain.index(named[-1].lower(), match.start()) + len(named[-1])))
            continue
        elif colour:
            colours.append(colour)
        elif len(stem := _NOT_TAIL.sub("", what)) > 0 and stem not in ("这", "那", "这个", "这个牌", "了", "这些"):
            others.append(_EVERYDAY.get(stem, fold(stem)))
        cuts.append(match.span())
    for match in _NOT_AT_ALL.finditer(plain):
        others.append(match["what"])
        cuts.append(match.span())
    need = Need(not_brands=tuple(brands), not_colours=tuple(colours), not_words=tuple(others))
    return _masked(plain, cuts), need


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _taken(text: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    found = []
    for name in names:
        at = text.find(name.lower())
        if at >= 0:
            found.append(name)
            text = _masked(text, [(at, at + len(name))])
    return tuple(found), text


@cache
def _known_brands() -> tuple[str, ...]:
    """Makers of the world at large, longest names first."""
    names = (name for group in groups_of("known_brands").values() for name in group)
    return tuple(sorted(names, key=lambda name: -len(name)))


def _categories(text: str, categories: tuple[str, ...]) -> tuple[str, ...]:
    """A category that is named whole, or by half of its name: 母婴, 家居."""
    everyday = {_EVERYDAY_OF[word] for word in _EVERYDAY_OF if f"{word}的" in text}
    if _TO_EAT.search(text):
        everyday.add(_EVERYDAY_OF["吃"])
    found = [each for each in categories if each.lower() in text or each in everyday]
    if found:
        return tuple(found)
    halves = {each: (each[:2], each[-2:]) for each in categories if len(each) == 4}
    return tuple(each for each, parts in halves.items() if any(part in text for part in parts if part != "数码"))


def _colour(text: str) -> str:
    return wishes.colour_in(text)


def _by_sound(text: str) -> tuple[Named, ...]:
    """A kind of three characters or more that is written with other characters of the same sound: 充电保."""
    sounds = [sound_of(character) for character in text]
    for size in range(5, 2, -1):
        for start in range(len(text) - size + 1):
            kind = _kinds_by_sound().get(tuple(sounds[start : start + size]))
            if kind:
                return (Named(kind=kind, start=start, end=start + size),)
    return ()


@cache
def _kinds_by_sound() -> dict[tuple[str, ...], str]:
    """Sounds of a kind's words → the kind, where no other kind sounds so."""
    found: dict[tuple[str, ...], set[str]] = {}
    for word in all_words():
        if len(word) > 2 and all(sounds := tuple(map(sound_of, word))):
            found.setdefault(sounds, set()).add(named_in(word)[0].kind)
    return {sounds: kinds.pop() for sounds, kinds in found.items() if len(kinds) == 1}


def _colour_before(text: str, kinds: tuple[Named, ...]) -> str:
    """白衬衫: a colour that stands right before the kind."""
    before = [
        text[each.start - 1] for each in kinds if each.start > 0 and text[each.start - 1] in "白黑灰红粉橙黄绿蓝紫棕"
    ]
    return before[0] if before else ""


def _sort(text: str) -> Sort:
    if _CHEAP.search(text):
        return "cheap"
    return "dear" if _DEAR.search(text) else "fit"


def _terms(masked: str, need: Need) -> tuple[str, ...]:
    """Words that no list holds; people, ages, colours, money and sizes are said elsewhere."""
    text = without_measures(masked)
    for amount in reversed(find_amounts(text)):
        text = _masked(text, [(amount.start, amount.end)])
    for words in wishes.groups_of_people():
        for word in sorted(words, key=len, reverse=True):
            text = text.replace(word, " ")
    for name in need.wishes:
        text = wishes.all_wishes()[name].asked.sub(" ", text)
    for category in need.categories:
        text = text.replace(category.lower(), " ").replace(category[:2], " ").replace(category[-2:], " ")
    if need.colour:
        text = re.sub(f"{need.colour}色?", " ", text)
    words = content_words(_CHEAP.sub(" ", _DEAR.sub(" ", _GIFT.sub(" ", text))))
    return tuple(word for word in words if not word.startswith("太"))  # 别太丑 names nothing
