"""A customer who is logged in asks where her parcel is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import ShopUnavailable
from bot.shop.order import ORDER_STATUSES
from bot.shop.product import Product, Variant
from tests.actions.fakes import NOW, FakeShop, Talk
from tests.actions.orders import EARPHONES, PAN, event, order, other_orders, pan_order, parcel

pytestmark = pytest.mark.asyncio


def customer(*orders) -> Talk:
    return Talk(shop=FakeShop(orders), customer_id="C1")


async def test_one_open_order_is_answered_at_once_with_goods_event_place_time_and_arrival():
    said = await customer(order()).says("在吗\n我那个耳机到哪了", "track_order")
    assert len(said) == 1
    for fact in ("蓝牙耳机", "杭州转运中心", "今天09:30", "明天（11月23日）14:30"):
        assert fact in said[0].text
    card = said[0].cards[0]
    assert card["kind"] == "logistics" and card["tracking_no"] == "SF1234567890123"
    assert "phone" not in str(said[0].cards) and "13800135678" not in str(said[0].cards)


@pytest.mark.parametrize("status", ORDER_STATUSES)
async def test_every_status_has_an_answer_of_its_own(status):
    talk = customer(order(status))
    said = await talk.says("我的耳机到哪了", "track_order")
    assert len(said) == (2 if status == "returned" else 1) and said[0].cards  # and where the money is
    assert talk.slots["order_in_focus"] == order().order_id


@pytest.mark.parametrize("status", ORDER_STATUSES)
@pytest.mark.parametrize("promised", [None, -2, 2])
@pytest.mark.parametrize("predicted", [None, -1, 1, 3])
@pytest.mark.parametrize("scanned", [True, False])
async def test_no_combination_of_facts_leaves_a_gap(status, promised, predicted, scanned):
    def day(offset):
        return None if offset is None else NOW + timedelta(days=offset)

    events = (event(),) if scanned else ()
    parcels = (parcel(status, promised_at=day(promised), predicted_at=day(predicted), events=events),)
    for each in (
        order(status, parcels=parcels, promised_ship_at=day(promised)),
        order(status, parcels=(), promised_ship_at=day(promised)),
    ):
        assert await customer(each).says("我的快递呢", "track_order")


async def test_a_parcel_that_comes_later_than_promised_is_said_to_be_late():
    late = parcel(promised_at=NOW + timedelta(days=1), predicted_at=NOW + timedelta(days=3))
    said = await customer(order(parcels=(late,))).says("到哪了", "track_order")
    assert said[0].response == "utter_parcel_moving_late"
    assert "晚2天" in said[0].text and "转人工" in said[0].titles


async def test_an_arrival_that_nobody_knows_is_not_invented():
    vague = parcel(promised_at=None, predicted_at=None)
    said = await customer(order(parcels=(vague,))).says("到哪了", "track_order")
    assert said[0].response == "utter_parcel_moving_unknown"


async def test_a_prediction_that_has_passed_is_not_repeated():
    stale = parcel(promised_at=NOW - timedelta(hours=30), predicted_at=NOW - timedelta(hours=20))
    said = await customer(order(parcels=(stale,))).says("到哪了", "track_order")
    assert said[0].response == "utter_parcel_moving_overdue" and "1天" in said[0].text


async def test_a_split_order_names_each_parcel_with_its_card():
    split = order(
        items=(EARPHONES, PAN),
        parcels=(
            parcel("in_transit", skus=("ER1001",)),
            parcel("signed", tracking_no="YT7567274987433", skus=("JJ1003",)),
        ),
    )
    said = await customer(split).says("我的快递到哪了", "track_order")
    assert [each.response for each in said] == [
        "utter_order_split",
        "utter_parcel_moving_expected",
        "utter_parcel_signed",
    ]
    assert "耳机" in said[1].text and "平底锅" in said[2].text
    assert [len(each.cards) for each in said] == [0, 1, 1]


async def test_two_open_orders_are_offered_as_buttons_and_the_click_answers():
    talk = customer(order(), pan_order())
    said = await talk.says("我的快递到哪了", "track_order")
    assert said[0].titles == ["禾火 不粘平底锅 28cm · 11月21日", "声澜 Air3 真无线蓝牙耳机 · 11月19日"]
    said = await talk.clicks(said[0].titles[1])
    assert "声澜" in said[0].text and talk.slots["asked"] is None


@pytest.mark.parametrize(
    "words", ["耳机那个", "第二个", "最后一个", "另一个不用 耳机", "2026112100012345", "尾号2345的"]
)
async def test_the_choice_may_be_made_in_words(words):
    talk = customer(order(), pan_order())
    await talk.says("我的快递到哪了", "track_order")
    said = await talk.says(words, "inform", entities={"category": "耳机"} if "耳机" in words else None)
    assert "声澜" in said[0].text


@pytest.mark.parametrize("words", ["那另一个呢", "还有一个呢", "那个呢", "另外一单呢"])
async def test_the_other_one_is_the_one_not_yet_told(words):
    talk = customer(order(), pan_order())
    await talk.says("我的耳机到哪了", "track_order")
    assert talk.slots["order_in_focus"] == order().order_id
    if words == "那个呢":
        await talk.says("我的订单都有哪些 耳机", "track_order")
        talk.slots["orders_offered"] = [order().order_id, pan_order().order_id]
    said = await talk.says(words, "chitchat", confidence=0.5)
    assert "平底锅" in said[0].text


async def test_nothing_is_called_another_one_before_one_was_told():
    talk = customer(order(), *other_orders(2))
    await talk.says("我的快递到哪了", "track_order")
    assert (await talk.says("另一个呢", "chitchat", confidence=0.5))[0].response == "utter_choose_order"
    await talk.says("耳机那个", "track_order")
    assert (await talk.says("另一个呢", "chitchat", confidence=0.5))[0].response == "utter_choose_other_order"


async def test_goods_named_in_words_pick_their_order():
    talk = customer(order(), pan_order(), *other_orders(3))
    said = await talk.says("我买的那个耳机怎么样了", "track_order")
    assert "声澜" in said[0].text and len(said) == 1


async def test_goods_that_were_never_bought_are_said_to_be_missing_and_the_others_offered():
    talk = customer(order(), pan_order())
    said = await talk.says("我的电饭煲到哪了", "track_order", entities={"category": "电饭煲"})
    assert said[0].response == "utter_choose_unknown_goods" and len(said[0].buttons) == 2


async def test_more_than_four_orders_are_shown_four_at_a_time():
    talk = customer(order(), pan_order(), *other_orders(4))
    said = await talk.says("查快递", "track_order")
    assert len(said[0].buttons) == 5 and said[0].titles[-1] == "其他订单"
    said = await talk.clicks("其他订单")
    assert said[0].response == "utter_choose_more_orders" and len(said[0].buttons) == 3
    said = await talk.says("第二个", "inform")
    assert talk.slots["order_in_focus"] == "9000000000000003"
    assert said[0].cards


async def test_an_unpaid_order_does_not_stand_in_the_way_of_the_one_that_moves():
    talk = customer(order(), pan_order("unpaid", parcels=()))
    said = await talk.says("我的快递到哪了", "track_order")
    assert "声澜" in said[0].text


async def test_nothing_open_is_said_and_the_last_orders_are_offered():
    talk = customer(order("signed"), pan_order("cancelled", parcels=()))
    said = await talk.says("我的快递到哪了", "track_order")
    assert said[0].response == "utter_no_open_order" and len(said[0].buttons) == 2


async def test_an_account_without_orders_is_told_so():
    said = await customer().says("我的快递到哪了", "track_order")
    assert said[0].response == "utter_no_orders"


async def test_somebody_elses_order_number_needs_its_phone_even_when_logged_in():
    talk = customer(order(), replace(pan_order(), customer_id="C2", phone="13900139876"))
    said = await talk.says("8549755244430099 到哪了", "track_order")
    assert said[0].response == "utter_ask_phone_tail" and not said[0].cards
    said = await talk.says("5678", "inform")
    assert said[0].response == "utter_proof_refused"
    said = await talk.says("9876", "inform")
    assert "平底锅" in said[-1].text


async def test_the_order_of_the_page_is_a_hint_and_no_right():
    talk = customer(order(), replace(pan_order(), customer_id="C2", phone="13900139876"))
    said = await talk.says("这单到哪了", "track_order", about={"order_id": "8549755244430099"})
    assert said[0].response == "utter_ask_phone_tail" and not said[0].cards


async def test_the_order_of_the_page_is_taken_where_it_is_hers():
    talk = customer(order(), pan_order())
    said = await talk.says("这个到哪了", "track_order", about={"order_id": order().order_id})
    assert "声澜" in said[0].text


async def test_the_product_of_the_page_picks_its_order():
    talk = customer(order(), pan_order())
    said = await talk.says("这个到哪了", "track_order", about={"sku": "JJ1003"})
    assert "平底锅" in said[0].text


@pytest.mark.parametrize("intent", ["urge_delivery", "urge_shipping"])
async def test_a_push_is_comforted_once_then_told_the_facts_with_a_way_to_a_person(intent):
    talk = customer(order())
    said = await talk.says("能不能帮我催催 等着用", intent)
    assert said[0].response.startswith("utter_comfort_") and "转人工" in said[-1].titles
    said = await talk.says("到底什么时候到", "urge_delivery")
    assert len(said) == 1 and said[0].response.startswith("utter_arrival_")


async def test_signed_but_not_received_looks_at_the_signed_parcel():
    talk = customer(order("signed"), pan_order())
    said = await talk.says("显示签收了 我没收到啊", "complain_not_received")
    assert [each.response for each in said] == ["utter_care"] and "签收" in said[0].text and "顺丰" in said[0].text


async def test_urging_shipment_looks_at_what_is_not_shipped():
    talk = customer(order(), pan_order("paid", parcels=()))
    said = await talk.says("怎么还不发货", "urge_shipping")
    assert [each.response for each in said][1:] == ["utter_order_paid_due", "utter_urged_shipping_sometime"]


async def test_shipping_time_in_general_comes_from_the_book_and_of_ones_order_from_the_record():
    talk = customer(order())
    said = await talk.says("今天拍什么时候发货", "ask_shipping_time")
    assert said[0].text == "48 小时内发。"
    said = await talk.says("我的什么时候到", "ask_shipping_time")
    assert said[0].cards


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("我的煎锅到哪了", "平底锅"),
        ("我那口锅到哪了", "平底锅"),
        ("无线耳塞呢 到哪了", "声澜"),
        ("白色的那个到哪了", "声澜"),
    ],
)
async def test_goods_are_known_by_alias_head_word_and_colour(words, goods):
    products = (
        Product(
            sku="ER1001", title=EARPHONES.title, category="耳机", brand="声澜", price_fen=1, stock=1,
            aliases=("无线耳塞",), variants=(Variant(sku="ER1001", options={"颜色": "雪白"}, price_fen=1, stock=1),),
        ),
        Product(sku="JJ1003", title=PAN.title, category="锅具", brand="禾火", price_fen=1, stock=1, aliases=("煎锅",)),
    )  # fmt: skip
    talk = Talk(shop=FakeShop((order(), pan_order()), products), customer_id="C1")
    said = await talk.says(words, "track_order")
    assert goods in said[0].text and said[0].cards


async def test_a_phone_number_in_words_is_no_phone_case():
    case = replace(EARPHONES, title="沐电 磁吸手机壳")
    talk = customer(order(items=(case,)), pan_order())
    said = await talk.says("用手机号查一下快递", "track_order")
    assert said[0].response == "utter_choose_order"


async def test_a_day_picks_the_order_placed_then():
    talk = customer(order(), pan_order())
    said = await talk.says("我昨天买的到哪了", "track_order")
    assert "平底锅" in said[0].text


async def test_an_upset_shopper_is_comforted_before_the_facts():
    talk = customer(order())
    said = await talk.says("气死了 到哪了", "track_order", emotion={"level": "angry", "score": 0.9})
    assert said[0].response == "utter_comfort"


async def test_all_of_them_are_told_one_by_one():
    talk = customer(order(), pan_order())
    said = await talk.says("两单都什么时候到啊", "track_order")
    assert [len(each.cards) for each in said] == [1, 1]


async def test_only_the_arrival_is_told_once_the_rest_is_known():
    talk = customer(order())
    await talk.says("耳机到哪了", "track_order")
    said = await talk.says("那什么时候能到", "ask_shipping_time")
    assert said[0].response == "utter_arrival_expected" and "11月23日" in said[0].text


async def test_a_question_in_general_stays_one_after_an_order_was_told():
    talk = customer(order())
    await talk.says("耳机到哪了", "track_order")
    assert (await talk.says("今天下单几天到", "ask_shipping_time"))[0].response == "utter_book_answer"


async def test_the_couriers_phone_is_given_only_where_the_carrier_wrote_it():
    told = parcel("out_for_delivery", events=(event(text="派件员 17000003517 正在派送"),))
    said = await customer(order("out_for_delivery", parcels=(told,))).says("快递员电话多少", "contact_courier")
    assert "17000003517" in said[1].text
    said = await customer(order()).says("快递员电话多少", "contact_courier")
    assert said[1].response == "utter_after_contact_courier"


async def test_the_phone_in_a_request_is_not_taken_for_goods():
    said = await customer(order(), pan_order()).says("用手机号查物流", "track_order", entities={"category": "手机"})
    assert said[0].response == "utter_choose_order"


async def test_an_answer_that_does_not_come_raises_instead_of_keeping_silent():
    class Hung(FakeShop):
        async def orders_of(self, customer_id, *, limit=50):
            raise ShopUnavailable("down")

    with pytest.raises(ShopUnavailable):
        await Talk(shop=Hung(), customer_id="C1").says("到哪了", "track_order")


@pytest.mark.parametrize(
    "words",
    ["谁家的快递", "什么快递啊", "走的哪家", "用的哪家物流", "哪家送的", "是顺丰吗", "快递公司是哪家", "啥快递", "是圆通还是顺丰", "哪个快递公司", "谁家的物流呀"],
)  # fmt: skip
async def test_the_carrier_of_the_parcel_just_told_is_named_with_its_number(words: str) -> None:
    talk = Talk(shop=FakeShop([order()]), customer_id="C1")
    await talk.says("我的耳机到哪了", "track_order")
    [said] = await talk.says(words, "out_of_scope", confidence=0.95)
    assert talk.intent == "track_order" and said.response == "utter_parcel_number" and "顺丰速运" in said.text


@pytest.mark.parametrize("words", ["你们一般发什么快递", "退货用哪家快递", "能发顺丰吗"])
async def test_what_the_shop_sends_with_in_general_is_another_question(words: str) -> None:
    talk = Talk(shop=FakeShop([order()]), customer_id="C1")
    await talk.says("我的耳机到哪了", "track_order")
    await talk.says(words, "ask_shipping_fee", confidence=0.95)
    assert talk.intent == "ask_shipping_fee"
