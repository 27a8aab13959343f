"""Whether goods work with something else, as far as their page says. Pure: yes, no, or not said; never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.shop.product import Product
from bot.shop.search.page import fold

Verdict = Literal["yes", "no", "said", "unknown"]
_NAMES = (
    "适用机型",
    "适用手机",
    "适用车型",
    "适用",
    "兼容",
    "支持系统",
    "系统要求",
    "接口",
    "能否",
    "输入要求",
    "燃气灶",
    "适用炉灶",
)
_AGAINST = ("不适用", "不兼容")
_DEVICES = {
    "苹果": ("苹果", "iphone", "ios", "ipad", "mac"),
    "安卓": ("安卓", "android", "华为", "小米", "oppo", "vivo", "荣耀", "红米", "一加", "魅族", "三星", "鸿蒙"),
    "电脑": ("电脑", "笔记本", "windows", "win10", "win11", "台式机", "mac"),
    "平板": ("平板", "ipad"),
    "电磁炉": ("电磁炉",),
    "燃气灶": ("燃气灶", "煤气灶", "明火"),
    "车": ("汽车", "车上", "车里", "车型", "特斯拉", "比亚迪"),
    "飞机": ("飞机", "登机"),
    "洗碗机": ("洗碗机",),
    "微波炉": ("微波炉",),
    "type-c": ("type-c", "typec", "usb-c", "c口"),
    "lightning": ("lightning", "苹果口", "闪电口"),
}  # fmt: skip
_ONE_THING = frozenset({"type-c", "lightning", "燃气灶", "飞机"})  # here all words mean the same
_FRUIT = re.compile(
    r"(?:榨|吃|削|切|煮|蒸|烤|炖|装|放|打)(?:点|个|些|一下)?苹果|苹果(?=汁|醋|派|干|泥|味|树|园|酱|片|块|和梨)"
)
_MODEL = re.compile(
    r"(苹果|iphone|ipad|华为|小米|荣耀|oppo|vivo|三星|mate|pura)\s*(\d{1,3})\s*(pro\s*max|pro|plus|max|mini|e)?"
)
_AND_LATER = re.compile(r"(\d{1,3})\s*(?:及以后|以后|及以上|以上|及之后)")
_AND_EARLIER = re.compile(r"(\d{1,3})\s*(?:及更早|及以前|以前|及之前)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compatibility:
    """`name` and `value` are the line of the page that decides; empty when the page does not say."""

    verdict: Verdict
    device: str
    name: str = ""
    value: str = ""


def compatibility(product: Product, question: str) -> Compatibility:
    """Judge a normalised question such as 苹果14能用吗, 支持电磁炉吗; `said`: the page speaks of it, the reader judges."""
    text = fold(question)
    device, words = device_in(text)
    if not device:
        return Compatibility(verdict="unknown", device="")
    by_model = _by_model(product, text, device)
    if by_model is not None:
        return by_model
    for name, value in _lines(product, _AGAINST):
        if any(word in fold(value) for word in words) and not _MODEL.search(fold(value)):
            return Compatibility(verdict="no", device=device, name=name, value=value)
    for name, value in _lines(product, _NAMES):
        folded = fold(value)
        for word in words:
            if word in folded or (word in fold(name) and folded[:1] in "可支能是有"):
                verdict: Verdict = "no" if word in folded and _denied(folded, word) else "yes"
                return Compatibility(verdict=verdict, device=device, name=name, value=value)
    for name, value in product.attributes.items():
        for word in words:
            if word in fold(name):
                said: Verdict = "no" if fold(value)[:1] in "不无没" else "said"
                return Compatibility(verdict=said, device=device, name=name, value=value)
            if word in fold(value):
                verdict = "no" if _denied(fold(value), word) else "said"
                return Compatibility(verdict=verdict, device=device, name=name, value=value)
    return Compatibility(verdict="unknown", device=device)


def device_in(text: str) -> tuple[str, tuple[str, ...]]:
    """What a folded text asks about, as written, and the words that a page may use for it."""
    text = _FRUIT.sub("", text)
    model = _MODEL.search(text)
    for words in _DEVICES.values():
        for word in words:
            if word in text:
                general = [key for key, group in _DEVICES.items() if word in group]
                general += [same for key in general if key in _ONE_THING for same in _DEVICES[key]]
                return (model[0] if model else word), tuple(dict.fromkeys((word, *general)))
    return "", ()


def _by_model(product: Product, text: str, device: str) -> Compatibility | None:
    """By model number: among the variants' 机型, or within 苹果 15 及以后, 苹果 14 及更早."""
    match = _MODEL.search(text)
    if not match:
        return None
    wanted = fold(match[0]).replace("iphone", "苹果")
    models = [variant.options["机型"] for variant in product.variants if "机型" in variant.options]
    if models:
        verdict: Verdict = "yes" if wanted in [fold(each) for each in models] else "no"
        return Compatibility(verdict=verdict, device=device, name="机型", value="、".join(dict.fromkeys(models)))
    number = int(match[2])
    maker = match[1].replace("iphone", "苹果")
    for name, value in (*_lines(product, _AGAINST), *_lines(product, _NAMES)):
        folded = fold(value)
        if maker not in folded:
            continue
        later, earlier = _AND_LATER.search(folded), _AND_EARLIER.search(folded)
        inside = (later and number >= int(later[1])) or (earlier and number <= int(earlier[1]))
        against = name in _AGAINST
        if inside:
            return Compatibility(verdict="no" if against else "yes", device=device, name=name, value=value)
        if later and not against:
            return Compatibility(verdict="no", device=device, name=name, value=value)
    return None


def _lines(product: Product, names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [
        (name, value)
        for wanted in names
        for name, value in product.attributes.items()
        if name == wanted or (wanted in name and (wanted in _AGAINST or not name.startswith("不")))
    ]


def _denied(folded: str, word: str) -> bool:
    at = folded.find(word)
    around = folded[max(0, at - 5) : at] + "|" + folded[at + len(word) : at + len(word) + 5]
    return bool(re.search(r"不(?:适|支|能|可|兼|要)|用不了|禁止|别", around)) or folded[:1] in "不无没"
