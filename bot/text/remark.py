"""A special wish for an order as it can stand on the packing slip: without address, courtesy and pointers around it. Pure."""

from __future__ import annotations

import re

from bot.text.endings import without_endings

LONGEST = 200
_LEAST_LETTERS = 2
_LEAD = re.compile(
    r"^(?:你好|您好|在吗|亲|那个|就是|我想|想要?|我要|请问|请|麻烦(?:您|你|你们)?|帮忙|帮我|给我|替我|可不可以|能不能|可以|能否|能|另外|还有|顺便|对了"
    r"|加[个一]?(?:句|条)?备注|备注(?:一下|上|写)?|留言|写上|有个(?:特殊)?要求|特殊要求|要求|我的?(?:订单|单子)|那单|这单|那个订单|这个订单|订单|发货(?:的时候|时)|[，,：:\s])+"
)
_BEFORE = re.compile(
    r"^.{0,16}?(?:那|这)[一]?(?:单|个|件)(?:帮我|给我|麻烦)?(?:加个?|再加)?备注(?:一下|上|写)?|^(?:再|多)加?[一个]?[句条]"
)
_ENDINGS = (
    *("可以吗", "可以么", "行吗", "行不行", "好吗", "能吗", "吗", "么", "呢", "吧", "啊", "呀", "哦", "哈"),
    *("谢谢", "谢谢您", "谢谢你", "谢谢啦", "谢啦", "麻烦了", "拜托", "拜托了", "辛苦了", *"，,。.！!？?~～ "),
)
_CARRIER = re.compile(
    r"(?:发|走|用|换成?|指定|寄)[^，,。]{0,4}(?:顺丰|京东|邮政|EMS|ems|圆通|中通|申通|韵达|极兔|德邦)"
)
_NO_WISH = re.compile(r"^(?:改|加|写|备注|要求|特殊|个|一下|一个|条|句|的|订单|单)*$")

_FOR_COURIER = re.compile(
    r"(?:[放搁存送丢留]|交)(?:到|在|去|给)?(?:我家?的?)?(?:门口|家门口|门卫|保安|前台|物业|驿站|快递柜|丰巢|菜鸟|代收点|楼下|小卖部|邻居|地垫|鞋柜|消防栓)"
    r"|(?:不要|别|不用)(?:再)?(?:放|送|存)(?:到|在|去)?(?:驿站|快递柜|丰巢|菜鸟|代收点)|送(?:货)?上[门楼]|(?:别|不要|不用)(?:敲门|按门铃|打电话)"
    r"|(?:到了?|来之?前|送之?前|派送前).{0,6}(?:打|来)(?:个|我)?电话|先打电话"
)


def remark_in(text: str) -> str:
    """The wish itself, in her words; empty when the text only says that there is one."""
    plain = re.sub(r"\s+", " ", text).strip()
    plain = without_endings(_LEAD.sub("", _BEFORE.sub("", plain)), _ENDINGS).strip()
    letters = sum(each.isalnum() for each in plain)
    return "" if letters < _LEAST_LETTERS or _NO_WISH.fullmatch(plain) else plain


def is_for_courier(text: str) -> bool:
    """放门口, 别放驿站, 到了打电话: for who brings it, not for who packs it."""
    return bool(_FOR_COURIER.search(text))


def names_carrier(text: str) -> bool:
    """能发顺丰吗: which carrier takes it is no matter of the packing slip."""
    return bool(_CARRIER.search(text))
