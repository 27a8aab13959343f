"""A need that grows over turns: 再便宜点的, 换一批, 不要这个牌子, or a new wish altogether. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.shop.search.kinds import narrower
from bot.shop.search.measure_limits import about
from bot.shop.search.need import Need

FOR_SOMEBODY = "送礼"
_EITHER_OR = (
    frozenset({"幼猫", "幼犬"}),
    frozenset({"油皮", "干皮", "敏感肌"}),
    frozenset({"冬天", "夏天"}),
    frozenset({"蓝牙", "有线"}),
    frozenset({"入耳", "头戴", "挂耳"}),
)
_CHEAPER = re.compile(r"便宜[一]?[点些]|再便宜|更便宜|太贵|贵了|有点贵|便宜的|低一?点|少一?点|超预算|买不起")
_DEARER = re.compile(r"贵一?[点些]|好一?点的|更好的|高端|高档|档次高|预算(?:可以)?(?:再)?(?:高|加)")
_EXTREME = re.compile(r"最(?:便宜|低价|实惠|划算|贵|高端|好)")  # of all that fit, and not below or above what was shown
_A_GIFT = re.compile(r"(?<![当做作])(?:礼物|礼品|伴手礼|生日礼)(?!盒)")
_OTHERS = re.compile(
    r"换[一几]?[批款个](?!颜色|色|码|号|牌)|还有(?:没有)?(?:别的|其他|其它|吗|么)|别的(?:款|吗|呢|有)?|其他的?(?:款|吗|呢|有)?|都不(?:太)?(?:喜欢|合适|行|好看)|再(?:推荐|找|看)|下一批"
)
_NOT_THIS_BRAND = re.compile(
    r"(?:不要|不想要|不喜欢|换)[一]?[个]?(?:这个?|那个?|别的|其他)?(?:牌子?|品牌)|别的(?:牌子?|品牌)|其他(?:牌子?|品牌)"
)


_NAMED_ALONE = re.compile(
    r"^(?:那|请问|你家|你们家?|店里|还)*(?:有没有|有(?!没有))(?:卖)?(?P<what>[\u4e00-\u9fffa-z0-9]{2,12}?)(?:卖的?|这本|这款)?(?:吗|么|嘛|不|没|没有|呢|[?？。])*$"
)
_REFINES = re.compile(r"[的点些款]$|更|再|别的|其他|其它|便宜|优惠|活动|券|推荐|带|适合")
_OTHER_COLOUR = re.compile(
    r"换[一]?个?(?:别的|其他|其它)?的?颜色|(?:别的|其他|其它|另外的?|不同的?)颜色|颜色(?:不好看|不喜欢|换)|不(?:要|喜欢)这个?(?:颜色|色)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGoods:
    """What was shown last, as far as a refinement asks of it."""

    sku: str
    brand: str
    price_fen: int


def points_back(text: str) -> bool:
    """Whether a text changes a need that was said before rather than being one: 再便宜点的, 换一批, 不要这个牌子."""
    return any(pattern.search(text) for pattern in (_CHEAPER, _DEARER, _OTHERS, _NOT_THIS_BRAND))


def asks_other_colour(text: str) -> bool:
    """Whether a text wants another colour and names none: 换个颜色."""
    return _OTHER_COLOUR.search(text) is not None


def refined(before: Need, said: Need, text: str, shown: Sequence[ShownGoods], focus: ShownGoods | None = None) -> Need:
    """The need after one more message. What is said anew replaces what was said; another kind of thing begins anew.

    再便宜点 means cheaper than the one of the goods shown that is in focus, where one is.
    """
    if _is_another_thing(before, said) or _asks_for_something_named(said, text) or _seeks_a_gift(before, said, text):
        return said
    if before.says_what and said.wishes == (FOR_SOMEBODY,) and not said.gift:
        said = replace(said, wishes=())  # 孩子用的有吗 says for whom, and asks for no present
    need = _merged(before, said)
    if _NOT_THIS_BRAND.search(text):
        brands = dict.fromkeys(each.brand for each in shown if each.brand)
        need = replace(need, brands=(), not_brands=tuple(dict.fromkeys((*need.not_brands, *brands))))
    if said.low_fen is None and said.high_fen is None and shown and not _EXTREME.search(text):
        need = _repriced(need, text, [focus] if focus else shown)
    if asks_other_colour(text) and not said.colour and before.colour:
        need = replace(need, colour="", not_colours=tuple(dict.fromkeys((*need.not_colours, before.colour))))
    if said.colour:
        need = replace(need, not_colours=tuple(each for each in need.not_colours if each != said.colour))
    if _OTHERS.search(text) and not (said.colour or said.size):
        need = replace(need, seen=(*need.seen, *(each.sku for each in shown)))
    return need.bounded()


def _is_another_thing(before: Need, said: Need) -> bool:
    if said.kinds and before.kinds:
        return not any(kind in narrower(old) or old in narrower(kind) for kind in said.kinds for old in before.kinds)
    return bool(said.says_what and (before.says_what or not before.says_anything) and not _only_words(said, before))


def _seeks_a_gift(before: Need, said: Need, text: str) -> bool:
    """送妈妈的礼物, after a kind of goods was looked for: any goods may be the gift. 送妈妈的 says more of that kind."""
    of_a_kind = before.kinds or before.categories or (before.terms and not before.gift)
    return bool(said.gift and not said.kinds and of_a_kind and _A_GIFT.search(text))


def named_alone(text: str) -> str:
    """The 三体 of 有没有三体: what is asked for by itself; empty where a text only says more of what was sought before."""
    asked = _NAMED_ALONE.match(text.replace(" ", ""))
    return "" if asked is None or _REFINES.search(asked["what"]) else asked["what"]


def _asks_for_something_named(said: Need, text: str) -> bool:
    """有没有红楼梦: a name that no list holds, asked for by itself, says nothing more of what was looked for before."""
    what = named_alone(text)
    if not what or said != Need(terms=said.terms):
        return False
    return 3 * len("".join(said.terms)) >= 2 * len(what)


def _only_words(said: Need, before: Need) -> bool:
    """Loose words beside a kind that is known already say more of it; they name nothing new."""
    return not said.kinds and not said.categories and bool(before.kinds or before.categories)


def _merged(before: Need, said: Need) -> Need:
    return Need(
        kinds=said.kinds or before.kinds,
        categories=said.categories or before.categories,
        brands=said.brands or tuple(each for each in before.brands if each not in said.not_brands),
        terms=said.terms or before.terms,
        low_fen=said.low_fen if _prices(said) else before.low_fen,
        high_fen=said.high_fen if _prices(said) else before.high_fen,
        wishes=_joined(tuple(each for each in before.wishes if each not in said.not_words), said.wishes),
        colour=said.colour or ("" if before.colour in said.not_colours else before.colour),
        size=said.size or before.size,
        device=said.device or before.device,
        limits=_limits(before, said),
        load_kg=said.load_kg if said.load_kg is not None else before.load_kg,
        sex=said.sex or before.sex,
        age_months=said.age_months if said.age_months is not None else before.age_months,
        not_brands=tuple(
            dict.fromkeys(each for each in (*before.not_brands, *said.not_brands) if each not in said.brands)
        ),
        not_colours=tuple(dict.fromkeys((*before.not_colours, *said.not_colours))),
        not_words=tuple(dict.fromkeys((*before.not_words, *said.not_words))),
        seen=before.seen,
        gift=said.gift or before.gift,
        sort=said.sort if said.sort != "fit" else before.sort,
    )


def _limits(before: Need, said: Need) -> tuple[str, ...]:
    """Both, but of two limits on one measure what was said last."""
    anew = {about(each) for each in said.limits}
    return (*(each for each in before.limits if about(each) not in anew), *said.limits)


def _joined(before: tuple[str, ...], said: tuple[str, ...]) -> tuple[str, ...]:
    """Both, but of wishes that exclude one another (油皮, 干皮) only what was said last."""
    gone = {name for group in _EITHER_OR if group & set(said) for name in group - set(said)}
    return tuple(dict.fromkeys((*(name for name in before if name not in gone), *said)))


def _prices(need: Need) -> bool:
    return need.low_fen is not None or need.high_fen is not None


def _repriced(need: Need, text: str, shown: Sequence[ShownGoods]) -> Need:
    if _CHEAPER.search(text):
        return replace(need, high_fen=min(each.price_fen for each in shown) - 1, low_fen=None, sort="cheap")
    if _DEARER.search(text):
        least = max(each.price_fen for each in shown) + 1
        most = need.high_fen if need.high_fen is not None and need.high_fen >= least else None
        return replace(need, low_fen=least, high_fen=most, sort="fit")
    return need
