"""Questions of shoppers who want to catch the bot out: the price of the choice that is named, sizes that are not made,
what stands on the page in other words, goods that are put into others."""

from __future__ import annotations

import pytest

from tests.actions.demo_talk import DemoTalk
from tests.actions.fakes import Said


def text_of(said: list[Said]) -> str:
    return "\n".join(each.text for each in said)


async def asked(text: str, intent: str = "ask_product_attribute") -> str:
    return text_of(await DemoTalk().asks(text, intent))


@pytest.mark.parametrize(
    ("text", "heard", "never"),
    [
        ("哑铃20公斤多少钱", "129元", "79元"),
        ("1.8的床垫两张多少钱", "2398元", "1998元"),
        ("2米的窗帘多少钱", "119元", "89元"),
        ("U盘128g多少钱", "55元", "35元"),
        ("10斤的苹果多少钱", "72元", "39.9"),
    ],
)
async def test_the_price_is_that_of_the_choice_she_names(text: str, heard: str, never: str) -> None:
    said = await asked(text, "ask_price")
    assert heard in said and never not in said


async def test_so_many_pieces_name_no_choice() -> None:
    assert "39.9" in await asked("苹果多少钱", "ask_price")
    assert "399元" in await asked("买10个苹果多少钱", "ask_price")  # ten of the cheapest, and not 10 斤


async def test_the_weight_of_a_choice_after_a_price_is_no_measure_of_hers() -> None:
    talk = DemoTalk()
    await talk.asks("哑铃20公斤多少钱", "ask_price")
    assert "79元" in text_of(await talk.asks("10公斤的呢", "ask_price"))


@pytest.mark.parametrize(
    ("text", "sold", "not_made"),
    [("免烫衬衫 170 62公斤穿多大", "L码", "M码"), ("棉言T恤 163 52公斤穿多大", "M码", "S码")],
)
async def test_between_two_sizes_the_one_that_is_made_is_advised(text: str, sold: str, not_made: str) -> None:
    [said] = await DemoTalk().asks(text, "ask_size_advice")
    assert said.response == "utter_size_one_sold"
    assert f"是{sold}" in said.text and f"{not_made}这款没有在卖" in said.text


async def test_measures_told_before_do_not_turn_every_question_into_one_of_size() -> None:
    talk = DemoTalk()
    await talk.asks("棉言T恤 172 65公斤穿多大", "ask_size_advice")
    assert "3%" in text_of(await talk.asks("这个缩水吗", "ask_size_advice"))


async def test_what_she_wears_elsewhere_is_not_what_she_asks_about() -> None:
    said = await asked("我穿运动鞋42 皮鞋穿多大", "ask_size_advice")
    assert "皮鞋" in said and "42 选 41.5 或 41" in said


async def test_a_size_before_the_question_is_her_usual_one() -> None:
    [said] = await DemoTalk().asks("小白鞋37.5穿多大", "ask_size_advice")
    assert said.response == "utter_size_by_usual" and "平时穿37.5" in said.text


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("扫地机器人能爬2.5厘米的门槛吗", "2 厘米以内"),
        ("猫砂能冲马桶吗", "可以少量冲厕所"),
        ("帐篷能住几个人", "3 到 4 人"),
        ("帐篷能防多大雨", "中雨没问题"),
        ("龙井是今年的吗", "当年春茶"),
        ("口算一共几页", "160 页"),
        ("护手霜有几支", "护手霜 3 支"),
        ("晚安小熊有拼音吗", "有拼音"),
        ("安全座椅有什么证书", "ECE R129"),
        ("Python书要什么基础", "零基础"),
        ("红茶送领导合适吗", "送领导"),
        ("猫粮我家猫3个月能吃吗", "1 岁以上"),
        ("床垫甲醛多少", "有检测报告"),
        ("辅食碗能放微波炉吗", "可以加热"),
    ],
)
async def test_the_page_answers_in_other_words_than_its_own(text: str, heard: str) -> None:
    assert heard in await asked(text)


async def test_what_memory_a_phone_has_is_not_answered_by_its_screen() -> None:
    talk = DemoTalk()
    await talk.asks("曜川 K2 多少钱", "ask_price")
    said = text_of(await talk.asks("刚才那个手机内存多大", "ask_product_attribute"))
    assert "6GB+128GB" in said and "英寸" not in said


async def test_goods_that_are_put_into_others_are_what_is_asked_about() -> None:
    talk = DemoTalk()
    await talk.asks("宝宝推车多少钱", "ask_price")
    said = text_of(await talk.asks("奶瓶可以放微波炉吗", "ask_usage"))
    assert "奶瓶" in said and "推车" not in said


@pytest.mark.parametrize(
    ("text", "asked_for", "nearest"),
    [
        ("商务皮鞋棕色41有货吗", "棕色 41", "黑色 41"),
        ("拾布加绒卫衣墨绿M码有货吗", "墨绿 M", "花灰 M"),
        ("商务皮鞋43码有货吗", "43码", "黑色 42"),
        ("棉言T恤S码有货吗", "S码", "白色 M"),
    ],
)
async def test_a_choice_that_is_not_made_is_said_so_with_the_nearest(text: str, asked_for: str, nearest: str) -> None:
    [said] = await DemoTalk().asks(text, "ask_stock")
    assert said.response == "utter_choice_not_made"
    assert f"没有{asked_for}" in said.text and nearest in said.text


@pytest.mark.parametrize("text", ["商务皮鞋棕色42有货吗", "学步鞋21码有货吗", "软底居家拖鞋40码有货吗"])
async def test_a_choice_that_is_made_is_there(text: str) -> None:
    said = await DemoTalk().asks(text, "ask_stock")
    assert said[0].response in ("utter_choice_there", "utter_stock_there")


async def test_a_colour_before_a_size_is_a_limit_of_the_search() -> None:
    [said] = await DemoTalk().asks("有没有墨绿M码的卫衣", "search_product")
    assert said.response == "utter_goods_none_fit" and "绿色" in said.text


@pytest.mark.parametrize("text", ["《三体》有吗", "三体有吗", "《三体》有货吗", "《三体》多少钱"])
async def test_a_title_that_the_shop_does_not_have_is_not_answered_by_what_is_in_focus(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("曜川X5多少钱", "ask_price")
    intent = "ask_price" if "钱" in text else "ask_stock"
    assert [each.response for each in await talk.asks(text, intent)] == ["utter_no_such_goods"]


async def test_a_title_that_the_shop_has_is_found_by_its_marks() -> None:
    talk = DemoTalk()
    await talk.asks("曜川X5多少钱", "ask_price")
    assert "79元" in text_of(await talk.asks("《晚安小熊》多少钱", "ask_price"))


async def test_what_is_asked_for_by_itself_is_sought_on_the_page_and_in_the_shop() -> None:
    talk = DemoTalk()
    await talk.asks("曜川X5多少钱", "ask_price")
    [said] = await talk.asks("有没有三体", "search_product")
    assert said.response == "utter_neither_page_nor_shop" and "三体" in said.text
    assert "有 NFC" in text_of(await talk.asks("有没有NFC", "search_product"))
    assert "79元" in text_of(await talk.asks("有没有晚安小熊", "search_product"))


async def test_a_maker_that_the_shop_does_not_have_may_be_a_word_of_a_title() -> None:
    assert "小熊款" in await asked("小熊卫衣还有货吗", "ask_stock")
    [said] = await DemoTalk().asks("小熊牌电饭煲有吗", "search_product")
    assert said.response == "utter_goods_none_fit"


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("猫砂和狗粮一起买多少钱", ["79元", "99元", "合计178元", "到手163元"]),
        ("苹果脐橙各来5斤多少钱", ["39.9元", "32.9元", "合计72.8元"]),
        ("两袋猫砂和一袋狗粮一共多少钱", ["158元", "99元", "合计257元", "到手222元"]),
    ],
)
async def test_goods_bought_together_are_reckoned_together(text: str, sums: list[str]) -> None:
    said = await asked(text, "ask_price")
    assert all(each in said for each in sums)


async def test_all_of_a_list_or_two_of_it_are_reckoned_together() -> None:
    talk = DemoTalk()
    await talk.asks("两百以内的蓝牙耳机", "search_product")
    assert "到手291.95元" in text_of(await talk.asks("都要的话一共多少", "ask_price"))  # 367 × 0.85 − 20
    assert "到手190.8元" in text_of(await talk.asks("第一个和第三个一起多少钱", "ask_price"))  # 248 × 0.85 − 20


async def test_cheaper_ones_may_lie_below_a_budget_that_was_only_about() -> None:
    talk = DemoTalk()
    await talk.asks("送妈妈的礼物，两百左右", "search_product")
    said = text_of(await talk.asks("有没有便宜一点的", "search_product"))
    assert "160元到" not in said and "1. " in said


async def test_a_colour_that_she_does_not_want_leaves_the_others() -> None:
    talk = DemoTalk()
    await talk.asks("声屿Air3有什么颜色", "ask_product_attribute")
    said = text_of(await talk.asks("不要白色", "inform"))
    assert "曜石黑" in said and "珍珠白" not in said


async def test_what_is_asked_of_one_is_not_compared() -> None:
    talk = DemoTalk()
    await talk.asks("升降桌和学习桌有啥区别", "compare_products")
    said = text_of(await talk.asks("第一个甲醛多少", "compare_products"))
    assert "E0 级" in said and "2. " not in said


async def test_two_goods_are_compared_by_words_of_their_titles() -> None:
    said = await asked("骨传导和耳夹哪个轻", "compare_products")
    assert "29 克" in said and "5.5 克" in said


async def test_the_cheapest_of_two_that_are_named_or_shown_is_told_by_comparing_them() -> None:
    talk = DemoTalk()
    for text in ("骨传导和耳夹哪个最便宜", "这两款哪个最便宜", "这俩里面最贵的是哪个", "骨传导和耳夹最便宜的是哪个"):
        said = await talk.asks(text, "compare_products")
        assert [each.response for each in said] == ["utter_compared"], text
        assert "299元" in text_of(said) and "159元" in text_of(said) and "便宜140元" in text_of(said)


@pytest.mark.parametrize("text", ["哪个耳机最便宜", "最便宜的耳机是哪个", "这两款哪个最便宜"])
async def test_the_cheapest_of_all_is_searched_for(text: str) -> None:
    assert "utter_compared" not in [each.response for each in await DemoTalk().asks(text, "compare_products")]


async def test_cheaper_means_cheaper_than_the_one_in_focus() -> None:
    talk = DemoTalk()
    await talk.asks("跑步的蓝牙耳机", "search_product")
    await talk.asks("第三个防水吗", "ask_product_attribute")
    said = text_of(await talk.asks("再便宜点的", "bargain"))
    assert "89元" in said and "119元" in said and "159元" not in said  # the third costs 159元


async def test_the_cheapest_is_of_all_that_fit_and_not_below_those_shown() -> None:
    talk = DemoTalk()
    await talk.asks("蓝牙耳机", "search_product")
    assert "89元" in text_of(await talk.asks("最便宜的是哪个", "ask_price"))
    assert "459元" in text_of(await talk.asks("最贵的呢", "ask_price"))


async def test_a_gift_sought_after_goods_of_a_kind_is_of_any_kind() -> None:
    talk = DemoTalk()
    await talk.asks("蓝牙耳机", "search_product")
    said = text_of(await talk.asks("送妈妈的礼物", "search_product"))
    assert "1. " in said and "耳机" not in said
    talk = DemoTalk()
    await talk.asks("毛衣", "search_product")
    assert "毛衣" in text_of(await talk.asks("送妈妈的", "search_product"))  # says more of the same kind


async def test_where_it_goes_is_remembered_until_another_place_is_named() -> None:
    talk = DemoTalk()
    await talk.asks("寄到拉萨要多久", "ask_shipping_time")
    assert "5到8天" in text_of(await talk.asks("什么时候能到", "ask_shipping_time"))
    await talk.asks("杭州呢，运费多少", "ask_shipping_fee")
    said = text_of(await talk.asks("什么时候能到", "ask_shipping_time"))
    assert "1到2天" in said and "杭州" in said


async def test_small_towns_are_known_and_an_unknown_place_is_asked_about() -> None:
    said = await asked("婴儿推车能送到漠河吗", "ask_delivery_area")
    assert "漠河" in said and "2到4天" in said
    talk = DemoTalk()
    await talk.asks("婴儿推车多少钱", "ask_price")
    assert [each.response for each in await talk.asks("能送到桃花屿吗", "ask_delivery_area")] == ["utter_place_unknown"]


async def test_a_word_of_its_title_points_at_goods_and_telephoning_is_asked_of_them() -> None:
    said = await asked("骨传导能打电话吗", "ask_product_attribute")
    assert "野雀" in said and "400-" not in said
    assert "打电话多的人" in await asked("颈挂式的能打电话吗", "ask_product_attribute")


async def test_goods_in_focus_are_compared_with_those_that_are_named() -> None:
    talk = DemoTalk()
    await talk.asks("缓震篮球鞋多少钱", "ask_price")
    said = text_of(await talk.asks("和跑步鞋哪个好", "compare_products"))
    assert "篮球鞋" in said and "跑步鞋" in said


async def test_names_that_the_shop_does_not_have_are_not_compared() -> None:
    said = await asked("三体和活着哪个好看", "compare_products")
    assert "三体" in said and "活着" in said and "1. " not in said


async def test_a_size_is_asked_of_all_goods_shown() -> None:
    talk = DemoTalk()
    await talk.asks("我173 200斤穿多大羽绒服", "ask_size_advice")
    said = text_of(await talk.asks("有5XL吗", "search_product"))
    assert "没有5XL码" in said and "1. " in said and "2. " in said


async def test_ages_and_weights_are_asked_in_other_words() -> None:
    assert "0 到 7 岁" in await asked("安全座椅0岁能坐吗")
    assert "6 到 36 个月" in await asked("婴儿推车三个月的宝宝能坐吗")
    assert "6.2 公斤" in await asked("婴儿推车车重多少")


async def test_how_many_coupons_an_order_takes_is_told() -> None:
    talk = DemoTalk()
    await talk.asks("瑜伽垫多少钱", "ask_price")
    assert "每单用一张" in text_of(await talk.asks("买两个能用两张券吗", "ask_coupon"))


async def test_a_case_for_the_phone_in_focus_has_to_fit_it() -> None:
    talk = DemoTalk()
    await talk.asks("曜川 K2 多少钱", "ask_price")
    said = text_of(await talk.asks("有没有手机壳适合它", "search_product"))
    assert "极壳" not in said and "k2" in said


async def test_a_cover_for_the_tablet_in_focus_is_found() -> None:
    talk = DemoTalk()
    await talk.asks("曜川 Tab 11 多少钱", "ask_price")
    assert "平板保护套" in text_of(await talk.asks("有没有保护套适合它", "search_product"))


async def test_a_gift_for_a_mother_is_not_one_for_fathers() -> None:
    for text, never in (("想给我妈买个生日礼物，两百左右", "筋膜枪"), ("给我爸买个生日礼物，250左右", "毛衣")):
        said = text_of(await DemoTalk().asks(text, "search_product"))
        assert "1. " in said and never not in said


async def test_campaigns_that_one_piece_does_not_reach_are_told() -> None:
    said = await asked("纸尿裤有没有满减", "ask_promotion")
    assert "满 199 元减 30 元" in said and "满 200 元减 20 元" in said


async def test_the_third_of_one_is_not_the_one() -> None:
    talk = DemoTalk()
    await talk.asks("有没有适合露营的东西 一百以内", "search_product")
    assert [each.response for each in await talk.asks("第三个呢", "ask_price")] == ["utter_only_one_shown"]


async def test_goods_elsewhere_are_pointed_at_by_a_figure_of_their_title() -> None:
    talk = DemoTalk()
    await talk.asks("曜川 K2 多少钱", "ask_price")
    said = text_of(await talk.asks("33W那个能给笔记本充吗", "ask_compatibility"))
    assert "45W 以上的笔记本" in said


async def test_what_fears_water_says_so() -> None:
    assert "怕水" in await asked("雪地靴下雨能穿吗")


async def test_a_device_of_another_maker_is_not_the_fruit_of_that_name() -> None:
    talk = DemoTalk()
    await talk.asks("曜川 K2 多少钱", "ask_price")
    for text in ("比苹果16好吗", "和小米15比呢"):
        assert [each.response for each in await talk.asks(text, "compare_products")] == ["utter_compare_unknown"]


async def test_a_budget_that_is_widened_needs_no_unit() -> None:
    talk = DemoTalk()
    await talk.asks("200块以内的头戴耳机", "search_product")
    said = text_of(await talk.asks("那放宽到500", "search_product"))
    assert "329元" in said and "放宽" not in said


async def test_what_the_shop_has_not_announced_is_said_to_be_so_and_leaves_the_goods_in_focus() -> None:
    talk = DemoTalk()
    said = await talk.asks("口红有没有小样", "ask_promotion")
    assert said[0].response == "utter_campaign_unknown" and "小样" in said[0].text
    assert talk.slots["product_in_focus"]


async def test_when_a_flash_sale_of_the_goods_begins_is_told() -> None:
    talk = DemoTalk()
    await talk.asks("空气炸锅多少钱", "ask_price")
    said = text_of(await talk.asks("秒杀什么时候开始", "ask_promotion"))
    assert "晚上 8 点" in said and "20:00" in said


@pytest.mark.parametrize(
    ("text", "intent"), [("能送到桃花岛吗", "ask_delivery_area"), ("寄到桃花岛要几天", "ask_shipping_time")]
)
async def test_a_place_that_was_asked_for_is_answered(text: str, intent: str) -> None:
    talk = DemoTalk()
    assert "utter_place_unknown" in [each.response for each in await talk.asks(text, intent)]
    assert "2到4天" in text_of(await talk.asks("河北的", "inform"))


@pytest.mark.parametrize(
    ("first", "intent", "then", "never"),
    [
        ("空气炸锅是德国进口的吗", "ask_authenticity", "几天能到", "德国"),
        ("空气炸锅在杭州买的人多吗", "ask_product_attribute", "几天能到", "杭州"),
        ("空气炸锅开封后能退吗", "ask_return_policy", "包邮吗", "开封"),
    ],
)
async def test_a_place_in_a_question_of_goods_is_not_where_it_is_sent(
    first: str, intent: str, then: str, never: str
) -> None:
    talk = DemoTalk()
    await talk.asks(first, intent)
    said = await talk.asks(then, "ask_shipping_fee" if then == "包邮吗" else "ask_shipping_time")
    assert said and never not in text_of(said)


@pytest.mark.parametrize("first", ["空气炸锅我在杭州能用吗", "空气炸锅多少钱 杭州几天能到"])
async def test_a_place_where_she_is_or_asks_of_is_remembered_in_a_question_of_goods(first: str) -> None:
    talk = DemoTalk()
    await talk.asks(first, "ask_price" if "多少钱" in first else "ask_product_attribute")
    said = text_of(await talk.asks("几天能到", "ask_shipping_time"))
    assert "杭州" in said and "1到2天" in said


async def test_what_a_size_is_for_is_the_charts_own_line() -> None:
    talk = DemoTalk()
    await talk.asks("纸尿裤一包多少片", "ask_product_attribute")
    said = text_of(await talk.asks("M码多少斤穿", "ask_size_advice"))
    assert "6-11 公斤" in said and "NB" not in said


async def test_origin_that_no_page_states_is_unknown() -> None:
    assert "产地" in await asked("纸尿裤是日本产的吗", "ask_authenticity")


async def test_a_bed_of_that_width_is_told_by_the_choices() -> None:
    assert "1.8 米床" in await asked("四件套1.8的床能用吗", "ask_compatibility")


async def test_a_figure_is_found_by_its_unit_where_nothing_else_is_asked() -> None:
    assert "22 磅" in await asked("羽毛球拍多少磅")
    assert "22 磅" not in await asked("羽毛球拍能拉到多少磅")


async def test_goods_that_are_there_are_sought_though_another_of_the_kind_is_in_focus() -> None:
    talk = DemoTalk()
    await talk.asks("落地扇什么时候到货", "ask_stock")
    assert "挂脖小风扇" in text_of(await talk.asks("有现货的风扇吗", "ask_stock"))


async def test_the_cheapest_of_all_needs_no_goods_in_focus() -> None:
    said = await asked("给个最便宜的", "ask_price")
    assert "25.8元" in said and "1. " in said


async def test_climbing_stairs_without_a_lift_is_told_by_the_book() -> None:
    talk = DemoTalk()
    await talk.asks("三人沙发多少钱", "ask_price")
    assert "每层 10 元" in text_of(await talk.asks("三楼没电梯怎么收费", "ask_shipping_fee"))


async def test_what_goods_are_to_do_something_with_is_not_asked_about() -> None:
    for text, head in (
        ("电水壶能烧牛奶吗", "电热水壶"),
        ("养生壶能煮咖啡吗", "养生壶"),
        ("微波炉能热牛奶吗", "微波炉"),
    ):
        assert head in await asked(text)


async def test_weights_that_choices_or_lines_count_are_told() -> None:
    assert "10 公斤" in await asked("洗衣机多少公斤的")
    said = await asked("冰糖心苹果几斤装")
    assert "5 斤" in said and "10 斤" in said
    assert "按个数赔" in await asked("冰糖心苹果坏了包赔吗", "ask_warranty")


async def test_who_shops_is_told_when_goods_come_and_not_where_her_parcel_is() -> None:
    talk = DemoTalk(customer_id="C10002")
    await talk.asks("口红多少钱", "ask_price")
    await talk.asks("河北能送吗", "ask_delivery_area")
    said = text_of(await talk.asks("那什么时候能到", "ask_shipping_time"))
    assert "河北" in said and "包裹" not in said
    assert "贵州" in text_of(await talk.asks("到贵州几天", "ask_shipping_time"))


async def test_a_mark_that_no_page_states_is_unknown() -> None:
    talk = DemoTalk()
    await talk.asks("每日坚果多少钱", "ask_price")
    said = await talk.asks("清真吗", "ask_authenticity")
    assert said[0].response == "utter_attribute_unknown" and "清真" in said[0].text
    assert "没有糖" not in text_of(await talk.asks("有没有糖"))


async def test_the_dearest_of_a_kind_is_sought_and_not_compared() -> None:
    talk = DemoTalk()
    await talk.asks("婴儿床", "search_product")
    said = text_of(await talk.asks("书桌最贵的是哪个", "compare_products"))
    assert "899元" in said and "婴儿床" not in said


async def test_a_bed_is_no_desk_of_the_same_wood() -> None:
    assert "书桌" not in await asked("实木床有吗", "search_product")


@pytest.mark.parametrize("then", ["今天能发吗", "什么时候发货", "今天拍几天能到", "多久能到呀"])
async def test_sending_asked_beside_the_stock_of_goods_in_focus_is_of_them(then: str) -> None:
    talk = DemoTalk(customer_id="C10002")
    await talk.asks("电饭煲多少钱", "ask_price")
    await talk.asks("有现货不", "ask_stock")
    said = await talk.asks(then, "ask_shipping_time")
    assert said[0].response.startswith("utter_deliver_") and not talk.slots.get("orders_offered")


async def test_stock_and_sending_in_one_breath_are_both_told_of_the_goods_in_focus() -> None:
    talk = DemoTalk(customer_id="C10002")
    await talk.asks("电饭煲多少钱", "ask_price")
    told = [each.response for each in await talk.asks("有现货不 今天能发吗", "ask_shipping_time")]
    assert any(each.startswith("utter_stock") for each in told) and any(
        each.startswith("utter_deliver_") for each in told
    )


async def test_sending_of_what_she_bought_is_still_of_her_orders() -> None:
    talk = DemoTalk(customer_id="C10002")
    await talk.asks("口红多少钱", "ask_price")
    said = await talk.asks("我买的怎么还没发", "ask_shipping_time")
    assert not said[0].response.startswith("utter_deliver_")


@pytest.mark.parametrize("then", ["3个人用", "三个人用的", "我们家4口人", "租房用", "送爸妈"])
async def test_a_need_said_of_goods_in_focus_looks_for_others_of_their_kind(then: str) -> None:
    talk = DemoTalk()
    await talk.asks("电饭煲", "inform")
    said = text_of(await talk.asks(then, "search_product"))
    assert "电饭煲" in said
