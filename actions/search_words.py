"""A need in a few words (200元以内、蓝牙耳机、跑步), and the titles of buttons that give a limit up. Pieces, no sentences."""

from __future__ import annotations

import re

from actions import wording
from bot.shop.search.need import Need
from bot.shop.search.rank import Given, without

_TITLES: dict[Given, str] = {
    "high": "价格放宽看看",
    "low": "便宜点的也行",
    "wishes": "不限用途",
    "colour": "别的颜色也行",
    "size": "别的尺码也行",
    "brands": "不限牌子",
    "age": "不限年龄",
    "sex": "不限男女款",
    "not_words": "都看看",
    "not_brands": "牌子都看看",
    "seen": "再看刚才那几款",
    "load": "不看承重",
    "limits": "参数放宽看看",
    "all": "条件都放开看看",
}
_MOST = 8
DISCOUNTED = re.compile(
    r"(?:打|有)?[\d.一二三四五六七八九半]{1,3}折|打折|折扣|半价|买一送一|特价|秒杀|清仓|(?:在做|有|参加)活动的"
)
GIVES_UP = "without "
_SEXES = {"m": "男款", "f": "女款"}


def described(need: Need) -> str:
    """What is looked for, as a list of short pieces; empty when nothing is said."""
    pieces = [_prices(need), *need.brands, f"{need.colour}色" if need.colour else "", need.size, need.device]
    pieces += [f"承重{need.load_kg}公斤以上" if need.load_kg else ""]
    pieces += need.limits
    pieces += [_SEXES.get(need.sex, "") if need.kinds else "", _age(need), *need.wishes]
    pieces += [
        f"不要{word}" for word in (*need.not_brands, *need.not_words, *(f"{each}色" for each in need.not_colours))
    ]
    pieces += [*need.kinds, *need.categories, *(() if need.kinds else need.terms)]
    said = list(dict.fromkeys(piece for piece in pieces if piece))
    return "、".join(said) if len(said) <= _MOST else f"{'、'.join(said[:_MOST])}等{len(said)}个条件"


def relaxed_title(given: Given, count: int) -> str:
    title = _TITLES.get(given) or f"不限{given.removeprefix('wish ')}"
    return f"{title}（{count}款）"


def conceded(need: Need, said: str) -> Need | None:
    """The need after a button that gives a limit up; None when the button was another one."""
    if not said.startswith(GIVES_UP):
        return None
    return dict(without(need)).get(said.removeprefix(GIVES_UP), need)


def _prices(need: Need) -> str:
    low, high = need.low_fen, need.high_fen
    if low is not None and high is not None:
        return f"{wording.yuan(low)}到{wording.yuan(high)}"
    if high is not None:
        return f"{wording.yuan(high + 1)}以下" if high % 100 == 99 else f"{wording.yuan(high)}以内"
    return f"{wording.yuan(low)}以上" if low is not None else ""


def _age(need: Need) -> str:
    months = need.age_months
    if months is None:
        return ""
    return f"{months}个月" if months < 24 and months % 12 else f"{months // 12}岁"
