"""She pushes, asks on, chooses in her own words: each answer says what is new, and says it once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.actions.fakes import NOW, FakeShop, Talk
from tests.actions.orders import NUMBER, event, order, other_orders, pan_order, parcel

pytestmark = pytest.mark.asyncio


def customer(*orders) -> Talk:
    return Talk(shop=FakeShop(orders), customer_id="C1")


def names(said) -> list[str]:
    return [each.response for each in said]


@pytest.mark.parametrize(
    ("words", "intent", "response"),
    [
        ("我耳机到哪了", "track_order", "utter_nothing_new"),
        ("打不通怎么办", "contact_courier", "utter_courier_away"),
        ("帮我催一下", "urge_delivery", "utter_urged_delivery_sometime"),
        ("快递单号多少", "track_order", "utter_parcel_number"),
        ("到底哪天到", "complain_general", "utter_arrival_expected"),
    ],
)
async def test_what_she_asks_on_is_answered_alone_without_the_facts_again(words, intent, response):
    talk = customer(order())
    first = await talk.says("我耳机到哪了", "track_order")
    said = await talk.says(words, intent, confidence=0.6)
    assert response in names(said) and first[0].response not in names(said)
    assert not any(each.cards for each in said)


async def test_an_order_is_told_anew_once_there_is_something_new():
    talk = customer(order())
    await talk.says("我耳机到哪了", "track_order")
    talk.shop.all_orders = [
        order(parcels=(parcel(events=(event(), event(1, text="正在派送")), state="out_for_delivery"),))
    ]
    said = await talk.says("我耳机到哪了", "track_order")
    assert said[0].response == "utter_parcel_delivering_expected"


async def test_only_the_parcel_that_is_asked_for_is_told():
    both = (parcel(skus=("ER1001",)), parcel(tracking_no="YT1234567890123"))
    talk = customer(order(parcels=both))
    await talk.says("我的快递到哪了", "track_order")
    said = await talk.says("第二个包裹呢", "track_order")
    assert len(said) == 1 and said[0].text.startswith("第2个包裹")


@pytest.mark.parametrize("status", ["signed", "cancelled", "closed", "unpaid"])
async def test_no_comfort_for_waiting_where_nothing_is_under_way(status):
    talk = customer(order(status))
    await talk.says(f"{NUMBER}", "inform")
    talk.slots["told"] = None
    said = await talk.says("怎么还不发货", "urge_shipping")
    assert not said[0].response.startswith("utter_comfort")


@pytest.mark.parametrize("emotion", ["calm", {"level": "upset", "score": 0.27}])
async def test_who_is_calm_or_hardly_upset_is_not_comforted(emotion):
    said = await customer(order()).says("我的包裹呢", "track_order", emotion=emotion)
    assert len(said) == 1


async def test_an_answer_to_the_bots_question_is_not_comforted():
    talk = customer(order(), pan_order())
    await talk.says("查物流", "track_order")
    said = await talk.says("最后一个", "inform", emotion={"level": "angry", "score": 0.6})
    assert not said[0].response.startswith("utter_comfort")


async def test_who_complains_with_several_orders_is_comforted_and_told_of_each_before_she_is_asked_which():
    talk = customer(order(), pan_order())
    said = await talk.says("气死我了 到底什么时候到", "complain_general", emotion={"level": "angry", "score": 0.9})
    assert names(said) == ["utter_care"] * 3 and talk.slots["asked"] == "order_choice"
    assert "抱歉" in said[0].text or "对不起" in said[0].text
    assert "耳机" in said[1].text and "平底锅" in said[1].text
    said = await talk.clicks(said[2].titles[0])
    assert names(said) == ["utter_care"] and "对不起" not in said[0].text and "抱歉" not in said[0].text


async def test_the_same_choice_is_not_asked_twice():
    talk = customer(order(), pan_order())
    await talk.says("快递到哪了", "track_order")
    said = await talk.says("到底到哪了", "track_order")
    assert names(said) == ["utter_parcel_moving_expected"] * 2


async def test_not_received_means_what_is_under_way_and_not_what_was_signed_for_long_ago():
    long_ago = parcel("signed", events=(event(24 * 15, text="已签收"),))
    talk = customer(order(), pan_order("signed", parcels=(long_ago,)))
    said = await talk.says("还没收到", "complain_not_received")
    assert names(said) == ["utter_care"] and talk.slots["order_in_focus"] == NUMBER


async def test_not_received_among_open_and_signed_orders_says_which_is_which():
    talk = customer(order(), pan_order("signed"))
    said = await talk.says("还没收到", "complain_not_received")
    assert names(said) == ["utter_care"] * 3
    assert [title.rsplit(" ", 1)[-1] for title in said[2].titles[:2]] == ["运输中", "已签收"]


@pytest.mark.parametrize(("words", "place"), [("中间那个", 1), ("1", 0), ("第三个", 2), ("3", 2)])
async def test_a_place_in_the_list_may_be_a_digit_or_the_middle(words, place):
    orders = [order(), *other_orders(2)]
    talk = customer(*orders)
    await talk.says("查物流", "track_order")
    offered = list(talk.slots["orders_offered"])
    await talk.says(words, "affirm", confidence=0.5)
    assert talk.slots["order_in_focus"] == offered[place]


async def test_a_place_that_the_list_does_not_have_is_said():
    talk = customer(order(), *other_orders(2))
    await talk.says("查物流", "track_order")
    said = await talk.says("第四个", "inform")
    assert said[0].response == "utter_choose_no_such_place" and len(said[0].titles) == 3


async def test_all_of_those_just_shown_may_be_asked_for():
    talk = customer(order(), pan_order())
    await talk.says("查物流", "track_order")
    said = await talk.says("都告诉我", "threaten_escalation", confidence=0.3)
    assert len(said) == 2


async def test_the_other_one_may_be_told_by_where_it_stands():
    talk = customer(order(), pan_order("out_for_delivery"))
    await talk.says("在派送的那个到哪了", "track_order")
    said = await talk.says("还有在路上的呢", "track_order")
    assert talk.slots["order_in_focus"] == NUMBER and said


async def test_the_order_of_a_day_without_one_is_not_replaced_by_another():
    talk = customer(order(placed_at=NOW - timedelta(days=9)))
    said = await talk.says("我昨天的订单呢", "track_order")
    assert said[0].response == "utter_no_order_that_day"


@pytest.mark.parametrize("words", ["耳机什么时候到", "什么时候送到"])
async def test_when_it_comes_is_about_her_order_where_she_has_one(words):
    assert (await customer(order()).says(words, "ask_shipping_time"))[0].response == "utter_parcel_moving_expected"


@pytest.mark.parametrize("words", ["拖鞋什么时候发货", "一般多久能发"])
async def test_when_it_comes_in_general_or_of_goods_never_bought_is_the_shops_rule(words):
    said = await customer(order()).says(
        words, "ask_shipping_time", entities={"category": "拖鞋"} if "拖" in words else {}
    )
    assert said[0].response == "utter_book_answer"


async def test_a_guests_proven_orders_are_a_list():
    talk = Talk(shop=FakeShop([order(), pan_order()]))
    await talk.says(f"查 {NUMBER} 尾号5678", "track_order")
    await talk.says(f"{pan_order().order_id} 尾号5678", "inform")
    await talk.says("第一个呢", "compare_products", confidence=0.2)
    assert talk.slots["order_in_focus"] == NUMBER


async def test_the_last_digit_alone_corrects_the_number():
    talk = Talk(shop=FakeShop([order()]))
    await talk.says(f"查 {NUMBER[:-1]}9 尾号5678", "track_order")
    said = await talk.says("打错了，最后一位是5", "change_address", confidence=0.5)
    assert said[0].response == "utter_parcel_moving_expected"


async def test_who_is_locked_out_is_not_led_in_circles():
    talk = Talk(shop=FakeShop([order()]))
    for tail in ("1111", "2222", "3333", "4444", "5555", "6666"):
        await talk.says(f"{NUMBER} {tail}", "inform")
    assert talk.last[0].response == "utter_proof_locked"
    assert names(await talk.says("8487", "inform")) == ["utter_proof_still_locked"]
    assert names(await talk.says("那怎么办", "out_of_scope", confidence=0.4)) == ["utter_proof_still_locked"]


async def test_what_is_only_suspected_to_be_lost_is_not_called_lost():
    from tests.actions.fakes import domain

    texts = [
        each["text"] for name in ("utter_parcel_lost", "utter_parcel_lost_bare") for each in domain()["responses"][name]
    ]
    assert not [text for text in texts if "登记为丢" in text or "标成丢" in text]


async def test_which_is_to_be_pushed_is_asked_once_after_several_orders():
    talk = customer(order(), pan_order())
    said = await talk.says("赶紧给我催！！", "urge_delivery", emotion={"level": "angry", "score": 0.9})
    assert names(said).count("utter_urge_which") == 1 and names(said)[-1] == "utter_urge_which"


async def test_who_frets_in_words_hears_of_all_at_once():
    said = await customer(order(), pan_order()).says("我的快递怎么还没到 急死了", "track_order")
    assert names(said) == ["utter_comfort", "utter_parcel_moving_expected", "utter_parcel_moving_expected"]


async def test_a_suspected_loss_that_is_asked_about_again_is_still_no_verdict():
    talk = customer(order("lost"))
    await talk.says("我耳机到哪了", "track_order")
    [said] = await talk.says("是不是丢了", "complain_not_received")
    assert said.response == "utter_care" and "丢" not in said.text and "顺丰" in said.text
