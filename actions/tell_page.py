"""Questions that one line of the page answers: contents, usage, warranty, quality, authenticity, installation, compatibility."""

from __future__ import annotations

import re

from actions import goods, wording
from actions.product_talk import ProductQuestion
from bot.shop.compatibility import compatibility
from bot.shop.return_right import return_right
from bot.shop.search.aspects import Fact, choices_of, facts_for
from bot.shop.search.page import fold, stands
from bot.text.normalise import normalise

_CONTENTS = ("包装清单", "附件", "赠品")
_USAGE = (
    "用法",
    "使用",
    "怎么用",
    "怎么贴",
    "配对",
    "冲泡",
    "煮",
    "洗涤",
    "清洗",
    "安装",
    "消毒",
    "更换",
    "用水",
    "储存",
    "内容",
    "设置",
    "使用提醒",
    "组装",
    "喂食",
    "搭建",
    "保养",
)
_WARRANTY = ("保修", "质保")
_AUTHENTIC = ("认证", "备案", "正版", "产地", "授权", "防伪")
_MARK = re.compile(
    r"清真|有机|绿色食品|非转基因|无公害|地理标志|欧盟|美国|德国|日本|FDA|RoHS|ISO ?\d*|CCC|CE(?=认证|标)|UL(?=认证)|OEKO|GOTS|能效|专利",
    re.IGNORECASE,
)
_QUALITY = ("材质", "面料", "内胆", "保质期", "保修", "认证", "鞋底", "填充物")
_INSTALL = ("安装", "组装", "配送")
# What may be asked for in a box → the words by which a list may name it.
_THINGS: dict[str, tuple[str, ...]] = {
    "充电头": ("充电头", "充电器", "适配器"), "充电器": ("充电器", "充电头", "充电座", "适配器"), "适配器": ("适配器", "充电头"),
    "数据线": ("数据线", "充电线", "usb-c线", "type-c线"), "充电线": ("充电线", "数据线", "usb-c线", "type-c线", "usb线"),
    "说明书": ("说明书", "手册"), "电池": ("电池",), "遥控器": ("遥控",), "收纳袋": ("收纳袋", "收纳包", "便携包"),
    "滤芯": ("滤芯", "滤网"), "枕芯": ("枕芯",), "被芯": ("被芯",), "袋子": ("袋",), "礼盒": ("礼盒",), "手提袋": ("手提袋", "礼袋"),
    "耳塞": ("耳塞", "耳帽"), "床垫": ("床垫",), "支架": ("支架",), "螺丝": ("螺丝", "工具"), "刷子": ("刷",), "盖子": ("盖",),
    "吸管": ("吸管",), "杯刷": ("杯刷",), "挂钩": ("挂钩",), "电源线": ("电源线",), "鞋带": ("鞋带",), "鞋盒": ("鞋盒",), "手机壳": ("手机壳", "保护壳"),
    "自带线": ("线",), "带线": ("线",), "钢化膜": ("膜",), "发票": ("发票",), "贺卡": ("贺卡", "卡片"),
}  # fmt: skip
_MADE_OF = ("配料", "主要成分", "成分")
_WHAT_IN_IT = re.compile(
    r"(?:里面?|里边|里头)(?:都|全|主要)?(?:有|是|含|装)(?:的)?(?:些|哪)?(?:啥|什么|哪|些)|(?:有|是)(?:哪几|几)[种样](?!颜色|口味|规格|包装)"
    r"|(?:啥|什么|哪些|几[种样])(?:果子|坚果|干果|果仁|果干|料|馅|材料|原料|成分)|[用拿](?:啥|什么)(?:做|料)"
)
_ANY_IN_IT = re.compile(
    r"(?:有没有|含不含|有|含|放|加)(?P<what>[\u4e00-\u9fff]{1,3}?)(?:吗|么|没|不|嘛|啊|呀|[，。？?]|$)"
)
_ASKS_MADE_OF = re.compile(r"成分|配料|原料|[^材资肥颜]料(?:表|有|是|都)")
_IS_IN_IT = re.compile(
    r"(?:里面?|里头|里边)(?:会|都)?(?:不?会)?(?:有没有|含|有|加|放)(?:了|的)?(?!啥|什么|哪|几|多少)[\u4e00-\u9fff]|(?:含不含|含有?|加了?|放了?)(?!啥|什么|哪|几)[\u4e00-\u9fff]{1,4}(?:吗|么|没|不|[？?]|$)"
)
_OF_PACKING = re.compile(
    r"[盒箱袋][子里]?里?(?:面|边|头)?(?:都|会)?(?:有|装|送|配)|包装|清单|[几多少](?:小|独立)?[包盒袋片条颗瓶支]|赠|送|配|附|说明书|小票|发票"
)
_GENERAL_QUALITY = re.compile(
    r"质量|品质|好不好|怎么样|咋样|好用|耐用|结实|值得|靠谱|评价|口碑|好吗|做工|垃圾|踩雷|差评|用料|好穿|好吃|舒服"
)
_GENERAL_USAGE = re.compile(r"怎么[用弄使吃喝玩戴贴涂抹]|咋[用弄]|用法|使用|说明|步骤|会用|教|操作|上手|注意")
_WHAT_FITS = re.compile(r"适用|适配|兼容|(?:什么|哪些|哪几|啥)(?:手机|型号|机型|设备|牌子|车)|都能用|通用")
_ASKS_DATE = ("保质期", "生产日期", "过期", "日期", "新鲜")


async def tell_contents(question: ProductQuestion) -> bool:
    """What is in the box; a thing that is asked for and not listed is said not to be listed."""
    plain = fold(normalise(question.words).text)
    if _tell_made_of(question, plain):
        return True
    found = _of(question, _CONTENTS)
    if not found or _ASKS_MADE_OF.search(plain):
        return False
    asked = max((thing for thing in _THINGS if thing in plain), key=plain.rfind, default="")
    facts = {"goods": question.name, "contents": wording.without_end(found[0].value), "thing": asked}
    listed = asked and any(stands(fold(found[0].value), word) for word in _THINGS[asked])
    response = "utter_contents" if not asked else "utter_contents_with" if listed else "utter_contents_without"
    question.speech.say(response, facts)
    return True


def _tell_made_of(question: ProductQuestion, plain: str) -> bool:
    """里面都有啥果子, 有核桃没: of what is eaten or put on the skin, what it is made of comes before how it is packed."""
    made_of = _of(question, _MADE_OF)
    if not made_of or _OF_PACKING.search(plain):
        return False
    asked = [match["what"] for match in _ANY_IN_IT.finditer(plain)]
    if any(word in fold(made_of[0].value) for word in asked) or _IS_IN_IT.search(plain):
        return _say(question, (*made_of, *_of(question, ("过敏提醒",))), "utter_attribute")
    if not _WHAT_IN_IT.search(plain):
        return False
    return _say(question, (*made_of, *_of(question, _CONTENTS)), "utter_attribute")


async def tell_usage(question: ProductQuestion) -> bool:
    """How to use or clean it, as far as the page says; first what was asked by name."""
    told = [fact for fact in facts_for(question.product, normalise(question.words).text).facts if fact.name in _USAGE]
    return _say(question, tuple(told) or _asked_for(question), "utter_usage")


async def tell_warranty(question: ProductQuestion) -> bool:
    return _say(question, _of(question, _WARRANTY), "utter_warranty")


async def tell_authenticity(question: ProductQuestion) -> bool:
    """Certificates and origin by the page, and what the shop says of its sources."""
    policy = await question.ports.shop.policy("authenticity")
    found = _of(question, _AUTHENTIC)
    asked = facts_for(question.product, normalise(question.words).text)
    mark = _MARK.search(question.words)
    page = fold(f"{question.product.title}{question.product.attributes}")
    unknown = "产地" if "产地" in asked.missing else mark[0] if mark and fold(mark[0]) not in page else ""
    if unknown:
        facts = {"goods": question.name, "aspect": unknown}
        question.speech.say("utter_attribute_unknown", facts, buttons=[wording.human("ask_authenticity")])
        return True
    if not policy:
        return _say(question, found, "utter_attribute")
    facts = {"goods": question.name, "facts": goods.facts(found), "policy": policy}
    question.speech.say("utter_authentic_shown" if found else "utter_authentic", facts)
    return True


async def tell_quality(question: ProductQuestion) -> bool:
    """Material, warranty, shelf life: what can be known. Reviews are not made up; a batch's date is the warehouse's."""
    plain = normalise(question.words).text
    if any(word in plain for word in _ASKS_DATE):
        found = _of(question, ("保质期", "储存"))
        return _say(question, found, "utter_shelf_life", human=True)
    told = facts_for(question.product, plain)
    if told.facts:
        return _say(question, told.facts, "utter_attribute")
    if told.missing or not _GENERAL_QUALITY.search(plain):
        return False
    return _say(question, _of(question, _QUALITY)[:3], "utter_quality")


async def tell_installation(question: ProductQuestion) -> bool:
    return _say(question, _of(question, _INSTALL), "utter_installation")


async def tell_compatibility(question: ProductQuestion) -> bool:
    """Yes or no with the line of the page that says it; else unknown."""
    found = compatibility(question.product, normalise(question.words).text)
    facts = {
        "goods": question.name,
        "device": found.device,
        "facts": f"{found.name}：{wording.without_end(found.value)}",
    }
    if found.verdict == "unknown":
        told = facts_for(question.product, normalise(question.words).text)
        if told.facts and not found.device:
            return _say(question, told.facts, "utter_attribute")
        if not found.device and (said := _choices_named(question)):
            return _say(question, said, "utter_attribute")
        if not found.device:
            fits = _WHAT_FITS.search(normalise(question.words).text)
            return bool(fits) and _say(question, _of(question, ("适用", "适用机型", "兼容")), "utter_attribute")
        question.speech.say("utter_compatible_unknown", facts, buttons=[wording.human("ask_compatibility")])
        return True
    question.speech.say(f"utter_compatible_{found.verdict}", facts)
    return True


def _choices_named(question: ProductQuestion) -> tuple[Fact, ...]:
    """1.8的床能用吗: the choices of which one holds the very figure that is asked about."""
    figures = re.findall(r"\d+(?:\.\d+)?", normalise(question.words).text)
    options = dict.fromkeys(name for each in question.product.variants for name in each.options)
    for name in options:
        values = choices_of(question.product, name)
        if any(re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.])", value) for figure in figures for value in values):
            return (Fact(name=name, value="、".join(values)),)
    return ()


async def tell_return_right(question: ProductQuestion) -> bool:
    """Seven days without a reason, yes or no for this product, and why."""
    right = return_right(question.product)
    facts = {"goods": question.name, "page": wording.without_end(right.page).removeprefix("支持，")}
    response = f"utter_return_{right.answer}"
    if right.answer in ("no", "if_sealed") and right.reason:
        response += f"_{right.reason}"
    question.speech.say(response, facts, buttons=[wording.human("ask_return_policy")] if right.answer == "no" else [])
    return True


def _of(question: ProductQuestion, names: tuple[str, ...]) -> tuple[Fact, ...]:
    page = question.product.attributes
    return tuple(Fact(name=name, value=page[name]) for name in names if name in page)


def _asked_for(question: ProductQuestion) -> tuple[Fact, ...]:
    """The lines that the words point at: 怎么洗 → 洗涤, 清洗; the first ones when she asks how it is used at all."""
    plain = normalise(question.words).text
    groups = {
        "洗": ("洗涤", "清洗"),
        "装": ("安装", "组装", "搭建"),
        "连": ("配对", "设置"),
        "泡": ("冲泡",),
        "煮": ("煮",),
        "贴": ("怎么贴",),
        "吃": ("用法", "冲泡", "煮", "喂食"),
        "存": ("储存",),
        "消毒": ("消毒",),
    }
    wanted = [name for sign, found in groups.items() if sign in plain for name in found]
    if wanted:
        return _of(question, tuple(wanted))
    return _of(question, _USAGE)[:2] if _GENERAL_USAGE.search(plain) else ()


def _say(question: ProductQuestion, found: tuple[Fact, ...], response: str, *, human: bool = False) -> bool:
    if not found:
        return False
    buttons = [wording.human(question.asking.intent)] if human else []
    question.speech.say(response, {"goods": question.name, "facts": goods.facts(found)}, buttons=buttons)
    return True
