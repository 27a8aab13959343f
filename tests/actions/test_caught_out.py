"""Talks of somebody who wants to catch the bot out: what was answered about the wrong goods, or not as asked."""

from __future__ import annotations

import pytest

from tests.actions.demo_talk import DemoTalk
from tests.actions.fakes import Said

ASKS = "ask_product_attribute"


def text_of(said: list[Said]) -> str:
    return "\n".join(each.text for each in said)


async def about(goods: str, text: str, intent: str = ASKS) -> list[Said]:
    """A question after the price of these goods was asked."""
    talk = DemoTalk()
    await talk.asks(f"{goods}多少钱", "ask_price")
    return await talk.asks(text, intent)


@pytest.mark.parametrize(
    "text", ["支持无线充电吗", "能无线充电吗", "带无线充电功能吗", "有无线充电吗", "支持无线充电不", "可以无线充电么"]
)
async def test_what_goods_can_do_is_asked_of_them_and_not_of_others_of_that_name(text: str) -> None:
    assert "不支持无线充电" in text_of(await about("曜川 X5 手机", text))


async def test_goods_of_that_name_are_still_found_by_it() -> None:
    assert "沐电" in text_of(await about("曜川 X5 手机", "无线充电器多少钱", "ask_price"))


async def test_a_second_one_where_only_one_was_shown_is_said_not_to_be_there() -> None:
    talk = DemoTalk()
    await talk.asks("推荐个手机，预算2000以内 拍照好的", "search_product")
    for text, intent in (("那第二个呢", "track_order"), ("第二个", "inform"), ("看看第三款", "track_order")):
        [said] = await talk.asks(text, intent)
        assert said.response == "utter_only_one_shown", text


@pytest.mark.parametrize("text", ["孕妇能用吗", "怀孕了能用不", "哺乳期可以用吗", "喂奶能涂吗"])
async def test_who_is_pregnant_is_not_answered_by_the_skin(text: str) -> None:
    said = text_of(await about("清和 舒缓修护霜", text))
    assert "没写" in said or "没有标" in said or "没提" in said
    assert "敏感肌可用" not in said.replace("敏感肌可用 40克", "")


@pytest.mark.parametrize("text", ["一包多少片", "M码有几片", "一包几片呀"])
async def test_what_the_choices_count_is_told(text: str) -> None:
    assert "M 64片" in text_of(await about("芽芽屋 纸尿裤", text))


@pytest.mark.parametrize("text", ["不红屁股吧", "不漏尿吧", "应该不闷吧", "不起坨吗"])
async def test_a_fear_is_a_question_and_no_refusal(text: str) -> None:
    [said, *_] = await about("芽芽屋 纸尿裤", text, "deny")
    assert said.response not in ("utter_deny", "utter_given_up")


@pytest.mark.parametrize("text", ["不要坚果", "不吃坚果", "除了坚果", "不要坚果的", "我不喜欢坚果", "不能有坚果"])
async def test_what_is_not_wanted_is_left_out_of_what_was_looked_for(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("零食", "search_product")
    said = await talk.asks(text, "deny")
    assert talk.intent == "search_product" and said[0].cards
    assert not any("坚果" in card["title"] for card in said[0].cards)


@pytest.mark.parametrize("text", ["不要了", "不用了", "不要", "不需要", "不要钱吧"])
async def test_a_refusal_stays_one(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("零食", "search_product")
    await talk.asks(text, "deny")
    assert talk.intent == "deny"


async def test_a_name_that_the_shop_does_not_have_is_not_answered_with_what_is_in_focus() -> None:
    talk = DemoTalk()
    await talk.asks("推荐几本给小学生看的书", "search_product")
    for text in ("有三体吗", "有哈利波特吗", "店里有红楼梦吗"):
        [said] = await talk.asks(text, "ask_stock")
        assert said.response == "utter_no_such_goods", text


async def test_a_name_by_itself_is_no_more_of_the_need_before() -> None:
    talk = DemoTalk()
    await talk.asks("推荐几本给小学生看的书 带拼音的", "search_product")
    [said, *_] = await talk.asks("有没有红楼梦", "search_product")
    assert "红楼梦" in said.text and "拼音" not in said.text


async def test_goods_of_a_kind_are_sought_by_have_you_and_measures_in_characters_count() -> None:
    talk = DemoTalk()
    await talk.asks("办公椅", "search_product")
    said = await talk.asks("有实木书桌吗 一米二的", ASKS)
    assert said[0].response in ("utter_goods_found_one", "utter_goods_none_fit") and "1.2米" in text_of(said)


@pytest.mark.parametrize("text", ["能坐两百斤吗", "两百斤的人能坐吗", "坐得住200斤吗", "能承重一百公斤吗"])
async def test_what_it_bears_is_told_by_the_page(text: str) -> None:
    assert "136 公斤" in text_of(await about("木叙 人体工学椅", text))


async def test_a_battery_that_is_asked_for_is_no_screen() -> None:
    said = text_of(await about("曜川 X5 手机", "电池多大"))
    assert "5000mAh" in said and "英寸" not in said


async def test_gifts_and_stairs_are_asked_of_the_shop() -> None:
    talk = DemoTalk()
    assert "从三楼起" in text_of(await talk.asks("送上楼吗 我家6楼没电梯", "special_request"))


@pytest.mark.parametrize("text", ["Pro版多少钱", "那pro款多少钱", "pro的多少钱呢"])
async def test_the_other_edition_of_what_is_in_focus_is_found_by_its_word(text: str) -> None:
    assert "3499元" in text_of(await about("曜川 X5 5G智能手机", text, "ask_price"))


async def test_the_other_edition_is_compared_with_what_is_in_focus() -> None:
    [said] = await about("曜川 X5 5G智能手机", "和Pro版比哪个拍照好", "compare_products")
    assert said.response == "utter_compared" and "X5 Pro" in said.text and "1899元" in said.text


@pytest.mark.parametrize("text", ["宝宝6个月能吃什么辅食", "六个月的宝宝吃点什么好"])
async def test_a_bowl_is_nothing_to_eat(text: str) -> None:
    said = await DemoTalk().asks(text, "search_product")
    assert not any("碗" in card["title"] for each in said for card in each.cards)


@pytest.mark.parametrize("intent", ["ask_size_advice", "search_product", ASKS])
async def test_a_size_of_furniture_is_sought(intent: str) -> None:
    [said, *_] = await DemoTalk().asks("有没有床垫 1米8的", intent)
    assert [card["price_fen"] for card in said.cards] == [119900]


@pytest.mark.parametrize(
    "text", ["空气炸锅哪个好", "吸尘器哪款实用", "哪种牌子的电饭煲好", "哪个空气炸锅值得买", "电饭煲什么牌子好"]
)
async def test_which_of_a_kind_is_good_shows_those_that_there_are(text: str) -> None:
    talk = DemoTalk()
    [said, *_] = await talk.asks(text, "ask_usage")
    assert talk.intent == "search_product" and said.cards


async def test_what_the_title_says_is_not_said_to_be_unknown() -> None:
    talk = DemoTalk()
    await talk.asks("有没有适合送爸爸的茶叶", "search_product")
    [said] = await talk.asks("有明前的吗", ASKS)
    assert "品名：山语 明前龙井绿茶" in said.text
    [said] = await talk.asks("有龙井吗", ASKS)
    assert said.response == "utter_goods_found_one" and "龙井" in said.text


async def test_a_card_for_a_present_is_the_shops_to_write() -> None:
    assert "贺卡免费" in text_of(await about("羊毛圆领毛衣女款", "能帮我写贺卡吗"))


async def test_a_machine_that_is_not_sold_is_not_answered_with_what_is_used_beside_it() -> None:
    talk = DemoTalk()
    [said] = await talk.asks("跑步机有吗", "search_product")
    assert said.response == "utter_goods_none_of_it" and not said.cards
    [said] = await talk.asks("哑铃呢", "search_product")
    assert "哑铃" in said.cards[0]["title"]


async def test_the_cheapest_and_the_dearest_of_a_kind_are_sought() -> None:
    talk = DemoTalk()
    [said] = await talk.asks("最便宜的手机多少钱", "ask_price")
    assert said.cards[0]["price_fen"] == 23_900
    [said] = await talk.asks("最贵的手机多少钱", "ask_price")
    assert said.cards[0]["price_fen"] == max(card["price_fen"] for card in said.cards) > 300_000


async def test_what_is_to_be_compared_with_something_unknown_stays_in_focus() -> None:
    talk = DemoTalk()
    await talk.asks("破壁机和榨汁机有什么区别", "compare_products")
    assert "65 分贝" in text_of(await talk.asks("噪音多大", ASKS))


@pytest.mark.parametrize("text", ["能换键帽吗", "可以换电池吗", "能自己换轴体吗", "能拆外壳吗"])
async def test_a_part_that_is_changed_is_no_exchange(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("机械键盘", "search_product")
    await talk.asks(text, "request_exchange")
    assert talk.intent == ASKS


@pytest.mark.parametrize("text", ["能换货吗", "能换尺码吗"])
async def test_an_exchange_stays_one(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("机械键盘", "search_product")
    await talk.asks(text, "request_exchange")
    assert talk.intent == "request_exchange"


async def test_a_child_of_two_or_three_gets_nothing_for_four() -> None:
    said = await DemoTalk().asks("帮我选个两三岁小孩的玩具 别太贵 不要积木", "search_product")
    assert said[0].cards and not any("遥控车" in card["title"] for card in said[0].cards)


@pytest.mark.parametrize("text", ["能卸妆吗", "可以卸妆不", "会不会卸妆么"])
async def test_what_a_cleanser_can_do_is_not_answered_with_the_oil_of_that_name(text: str) -> None:
    said = text_of(await about("植沐 氨基酸洁面乳", text))
    assert "卸妆油" not in said


async def test_the_oil_is_still_found_by_its_name() -> None:
    assert "卸妆油" in text_of(await about("植沐 氨基酸洁面乳", "卸妆油多少钱", "ask_price"))


@pytest.mark.parametrize("text", ["送领导什么茶好 三百以内", "送长辈买什么茶合适", "有啥茶推荐"])
async def test_tea_in_one_character_is_tea(text: str) -> None:
    said = await DemoTalk().asks(text, "search_product")
    assert said[0].cards and all("茶" in card["title"] for card in said[0].cards)


@pytest.mark.parametrize("text", ["有别的颜色吗", "还有其他颜色吗", "有哪些颜色", "都有什么颜色"])
async def test_other_colours_are_named_and_not_only_said_to_be_there(text: str) -> None:
    said = text_of(await about("声屿 Air3", text, "ask_stock"))
    assert "曜石黑" in said and "珍珠白" in said
