"""Whose matter it is, whether the record bears it out, and the signs in her words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.care.cause import matter_of
from bot.text import grievances as signs
from tests.actions.fakes import NOW
from tests.actions.orders import order, parcel

LATE = parcel("in_transit", promised_at=NOW - timedelta(days=1), predicted_at=NOW + timedelta(days=1))
UNSHIPPED = order("paid", promised_ship_at=NOW - timedelta(hours=3))
SPLIT = order("in_transit", parcels=(parcel("signed"), parcel("in_transit", tracking_no="SF2")))


@pytest.mark.parametrize(
    ("intent", "found", "words", "responsibility", "true"),
    [
        ("complain_late_delivery", order("in_transit", parcels=(LATE,)), "", "carrier", True),
        ("complain_late_delivery", UNSHIPPED, "", "shop", True),
        ("complain_late_delivery", order("in_transit"), "", "unclear", False),
        ("complain_late_delivery", None, "", "unclear", None),
        ("complain_not_received", order("signed"), "", "carrier", True),
        ("complain_not_received", order("lost"), "", "carrier", True),
        ("complain_not_received", order("in_transit"), "", "carrier", False),
        ("complain_damaged", order("signed"), "收到就碎了", "carrier", True),
        ("complain_damaged", order("signed"), "我不小心摔了一下 裂了", "shopper", True),
        ("complain_damaged", order("in_transit"), "", "carrier", False),
        ("complain_defective", order("signed"), "充不进电", "shop", True),
        ("complain_defective", order("signed"), "被我摔坏了", "shopper", True),
        ("complain_wrong_item", order("signed"), "", "shop", True),
        ("complain_missing_item", order("signed"), "", "shop", True),
        ("complain_missing_item", SPLIT, "", "unclear", True),
        ("complain_not_as_described", order("signed"), "", "shop", True),
        ("complain_service", None, "快递员骂人", "carrier", None),
        ("complain_service", None, "安装师傅骂人 快递也慢", "shop", None),
        ("complain_service", None, "客服态度太差", "shop", None),
        ("complain_price", order("signed"), "", "unclear", None),
        ("complain_general", None, "", "unclear", None),
        ("threaten_escalation", None, "我要打12315", "unclear", None),
    ],
)
def test_whose_matter_it_is(intent: str, found: Any, words: str, responsibility: str, true: bool | None) -> None:
    matter = matter_of(intent, found, words, NOW)
    assert (matter.responsibility, matter.true_by_record) == (responsibility, true)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("充电的时候起火了", "fire"),
        ("插上就冒烟", "fire"),
        ("用了之后脸上起疹子", "allergy"),
        ("吃完过敏了", "allergy"),
        ("玻璃碎了把手划伤了", "injury"),
        ("我对香精过敏能用吗", None),
        ("巧克力有坚果吗 我过敏", None),
        ("我过敏 有坚果吗 脸肿了", "allergy"),
        ("吃了你们的坚果 孩子过敏 怎么办", "allergy"),
        ("孩子对花生过敏，能吃吗", None),
        ("过敏体质可以用吗", None),
        ("每日坚果过敏能吃吗", None),
        ("充电会爆炸吗", None),
        ("充电宝冒烟会有危险吗", "fire"),
        ("敏感肌用会过敏吗", None),
        ("充电宝爆炸了会赔吗", "fire"),
        ("用了会起疹子 能退吗", "allergy"),
        ("吃了过敏能退吗", "allergy"),
        ("我对酒精过敏有没有不含的", None),
        ("对羽绒过敏的人能盖吗", None),
        ("我对这个过敏了要退货", "allergy"),
        ("用了以后过敏，还能用吗", "allergy"),
        ("我对你们这个面霜过敏", "allergy"),
        ("吃了就过敏怎么办", "allergy"),
        ("会不会过敏啊", None),
        ("担心着火", None),
        ("没有受伤 就是吓一跳", None),
        ("快递太慢了", None),
    ],
)
def test_harm_that_happened_is_told_from_harm_that_is_feared(text: str, kind: str | None) -> None:
    assert signs.harm(text) == kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我真的不想活了", True),
        ("活着没意思", True),
        ("笑死我了", False),
        ("想死你们家的饼干了", False),
        ("热死了", False),
    ],
)
def test_despair_is_heard_and_figures_of_speech_are_not_it(text: str, found: bool) -> None:
    assert signs.despair(text) is found


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("给我换个新的", "new_goods"),
        ("把说明书补寄给我", "missing"),
        ("我要退货", "return"),
        ("你们赔钱", "money"),
        ("给我道歉", "apology"),
        ("让负责人给我打电话", "call"),
        ("就是跟你们说一声", "heard"),
        ("怎么回事", None),
    ],
)
def test_what_she_wants(text: str, wish: str | None) -> None:
    assert signs.wish_of(text) == wish


@pytest.mark.parametrize(
    ("text", "fen"), [("赔我1000000元", 100_000_000), ("补我20块", 2_000), ("赔我一百万", 100_000_000), ("赔钱", None)]
)
def test_what_she_demands(text: str, fen: int | None) -> None:
    assert signs.demanded_fen(text) == fen


@pytest.mark.parametrize(
    ("sign", "text", "found"),
    [
        (signs.hidden_complaint, "你们一直都这么慢吗", True),
        (signs.hidden_complaint, "就这服务？", True),
        (signs.hidden_complaint, "今天发货吗", False),
        (signs.angry_at_the_bot, "你个机器人只会说废话", True),
        (signs.angry_at_the_bot, "答非所问", True),
        (signs.angry_at_the_bot, "你是机器人吗", False),
        (signs.insults, "你们就是傻逼", True),
        (signs.insults, "这个杯子沙沙响", False),
        (signs.threatens, "再不处理我打12315", True),
        (signs.threatens, "我要给差评", True),
        (signs.threatens, "什么时候发货", False),
        (signs.threatens, "订单2026112100012345", False),
        (signs.is_gift, "这是送我妈的生日礼物", True),
        (signs.is_gift, "给女朋友买的", True),
        (signs.is_gift, "送货太慢", False),
        (signs.wants_no_more_messages, "别再给我发消息了", True),
        (signs.wants_no_more_messages, "发货了吗", False),
    ],
)
def test_small_signs(sign: Any, text: str, found: bool) -> None:
    assert sign(text) is found


@pytest.mark.parametrize(("words", "kind"), [
    ("用了面霜脸上又红又痒", "allergy"), ("孩子屁股红了一片", "allergy"), ("手背起泡了", "allergy"), ("已经去医院了", "doctor"),
    ("我脸上容易起疙瘩能用吗", None), ("会不会脸上起泡", None), ("口红颜色又红又亮", None), ("看着手痒想买", None),
])  # fmt: skip
def test_what_the_skin_shows_is_harm_and_seeing_a_doctor_is_not_a_wound(words: str, kind: str | None) -> None:
    assert signs.harm(words) == kind


@pytest.mark.parametrize("words", [
    "我头皮很痒，要一瓶去屑洗发水", "冬天脸脱皮，要保湿面霜", "眼睛痒买眼药水", "宝宝屁股发红要护臀膏", "皮肤发痒想买身体乳", "宝宝拉肚子喝什么奶粉",
    "发票给我寄挂号信", "去医院看朋友送什么好", "看医生说要喝低糖的", "朋友住院了送什么水果好", "能送医院吗", "脸过敏了想买修复面霜",
])  # fmt: skip
def test_why_she_buys_is_no_injury(words: str) -> None:
    assert signs.harm(words) is None


@pytest.mark.parametrize(("words", "kind"), [
    ("用了你们的面霜脸上起疹子", "allergy"), ("买你们的面霜脸发红", "allergy"), ("你们的面膜敷了脸发红 我要退货", "allergy"),
    ("吃了住院了", "doctor"), ("孩子进医院了", "doctor"), ("吃你们的东西去医院了", "doctor"), ("脸肿了 我要医药费", "allergy"),
])  # fmt: skip
def test_what_came_of_it_is(words: str, kind: str) -> None:
    assert signs.harm(words) == kind


@pytest.mark.parametrize(
    ("words", "kind"), [("脸上又红又痒", "allergy"), ("要去医院了", "doctor"), ("眼睛痒买眼药水", None)]
)
def test_in_a_complaint_it_need_not_be_said_after_what(words: str, kind: str | None) -> None:
    assert signs.harm(words, complaining=True) == kind
    assert signs.harm(words) is None


@pytest.mark.parametrize(
    "words",
    ["我妈住院了 改送到医院行吗", "明天要去医院 后天再送", "我两点要去医院 让他一点前来取", "我住院等着用 今天能到吗"],
)
def test_a_delivery_that_has_to_do_with_a_hospital_is_none_also_in_a_complaint(words: str) -> None:
    assert signs.harm(words, complaining=True) is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("身上起红点了 要不要紧", "allergy"),
        ("挂号拿药花了四百多，这个能给我报吗", "doctor"),
        ("眼睛进了一点 要去医院不", "doctor"),
    ],
)
def test_what_has_just_broken_out_is_harm(words: str, kind: str) -> None:
    assert signs.harm(words) == kind


@pytest.mark.parametrize(("words", "kind"), [
    ("充不进电 出差急用 气炸了", None), ("我肺都气炸了", None), ("急炸了", None), ("心态炸了", None), ("充电宝炸了", "fire"), ("充着电突然炸了", "fire"),
    ("充电宝烫到我手了 起泡了", "burn"), ("孩子手被烫着了", "burn"), ("烫了个大泡", "burn"), ("手烫伤了", "burn"), ("刀片划到手了", "injury"), ("抽屉夹着孩子手了", "injury"),
    ("会烫到手吗", None), ("怕烫到孩子", None), ("水温能烫到多少", None), ("有烫伤膏吗", None), ("没烫着", None), ("会夹到手吗", None),
])  # fmt: skip
def test_anger_is_no_fire_and_a_burn_is_cooled_and_not_pressed(words: str, kind: str | None) -> None:
    assert signs.harm(words) == kind


@pytest.mark.parametrize("words", [
    "手机支架夹着手机老往下掉", "边充电边夹着手机", "能扎着头发戴吗", "快递砸到手机了", "外壳划到手感很差", "划着手感也行", "砸到手表了", "夹着头绳",
    "刀划到脸盆了", "扎着头巾", "砸到眼镜了", "烫着头发用什么护发素", "卷发棒烫着头发就糊了", "有烫伤的药吗", "有烫伤药膏吗", "有烧伤贴吗",
    "我真的炸了", "气得我炸了", "心态都炸了", "头都要炸了", "我直接炸了", "我的头都要炸了", "我整个人都炸了", "我们都要炸了", "我真的要被气炸了",
])  # fmt: skip
def test_everyday_words_are_neither_injury_nor_burn_nor_fire(words: str) -> None:
    assert signs.harm(words) is None
    assert signs.harm(words, complaining=True) is None


@pytest.mark.parametrize(("words", "kind"), [
    ("夹到手了", "injury"), ("割破手指", "injury"), ("砸到我的脚了", "injury"), ("刺到孩子眼睛", "injury"), ("扎到手指了", "injury"), ("砸到头了", "injury"),
    ("划破了孩子的脸", "injury"), ("烫到手背了", "burn"), ("烫着孩子的头了", "burn"), ("被烫伤了", "burn"), ("烫到嘴了", "burn"), ("烫到人了", "burn"),
    ("充电宝直接炸了", "fire"), ("我的充电宝真的炸了", "fire"), ("插头都炸了", "fire"), ("充电头炸了", "fire"), ("扫地机器人炸了", "fire"), ("充着充着给我炸了", "fire"),
    ("我气炸了 充电宝冒烟", "fire"), ("我的直接炸了", "fire"),
])  # fmt: skip
def test_a_limb_that_was_hit_and_goods_that_burst_are(words: str, kind: str) -> None:
    assert signs.harm(words) == kind
