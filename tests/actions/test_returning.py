"""我要退货: eligible or not for this item and why, who pays, when it is fetched, a number; nothing before the yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import iso
from bot.shop.changes import CancelOrder, OpenAfterSale
from bot.shop.order import OrderItem
from tests.actions.after_sale_case import AIR, SHOES, SIGNED_AT, shoes, signed, talk_over
from tests.actions.fakes import NOW
from tests.actions.flow_talk_case import FlowTalk, shop_with
from tests.actions.orders import EARPHONES, NUMBER, order, parcel


async def test_a_reason_a_slot_a_read_back_a_yes_and_a_number_with_what_comes_next() -> None:
    async with talk_over(signed()) as (shop, talk):
        [said] = await talk.says("我要退货", "request_return")
        assert said.response == "utter_ask_case_reason_return" and "不想要了" in said.titles
        [said] = await talk.clicks("不想要了")
        assert said.response == "utter_ask_pickup_shopper" and "12元" in said.text and said.titles[-1] == "我自己寄"
        [said] = await talk.clicks(said.titles[0])
        assert said.response == "utter_read_back_return_shopper_pickup" and "299元" in said.text and not shop.asked
        [done] = await talk.says("好的", "affirm")
        assert done.response == "utter_case_opened_return_pickup"
        [case] = (await shop.care_of([NUMBER]))[NUMBER].after_sales
        assert case.state == "approved" and case.pickup_from and case.after_sale_id in done.text
        assert done.cards[0]["kind"] == "after_sale" and done.cards[0]["next"]["what"] == "把货交给快递"
        assert (case.amount_fen, case.freight_payer, case.reason) == (29900, "shopper", "no_longer_wanted")


async def test_what_is_told_with_the_wish_is_not_asked() -> None:
    async with talk_over(signed()) as (shop, talk):
        [said] = await talk.says("耳机不喜欢 想退货", "request_return")
        assert said.response == "utter_ask_pickup_shopper"
        [said] = await talk.says("我自己寄", "inform")
        assert said.response == "utter_read_back_return_shopper_self"
        [done] = await talk.says("提交吧", "affirm")
        assert done.response == "utter_case_opened_return_self" and len(shop.done) == 1


async def test_the_time_that_she_is_told_is_round_and_the_record_keeps_the_exact_one() -> None:
    async with talk_over(signed()) as (shop, talk):
        talk.now = NOW.replace(hour=22, minute=22) - timedelta(hours=16)  # 14:22 in the shop's zone
        await talk.says("耳机不喜欢 想退货 我自己寄", "request_return")
        [done] = await talk.says("提交吧", "affirm")
        [case] = (await shop.care_of([NUMBER]))[NUMBER].after_sales
        assert case.next_due_at == talk.now + timedelta(hours=168)
        assert "14:00" in done.text and "14:22" not in done.text
        assert done.cards[0]["next"]["due_at"] == iso(case.next_due_at.replace(minute=0))


@pytest.mark.parametrize(
    ("words", "intent", "reason"),
    [
        ("收到就碎了", "complain_damaged", "damaged"),
        ("发错货了", "complain_wrong_item", "wrong_item"),
        ("有质量问题 没声音", "complain_defective", "defective"),
        ("跟图片不一样", "complain_not_as_described", "not_as_described"),
    ],
)
async def test_with_a_fault_the_shop_pays_and_the_words_are_the_answer(words: str, intent: str, reason: str) -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("我要退货", "request_return")
        comfort, said = await talk.says(words, intent)
        assert comfort.response == "utter_comfort_fault"
        assert said.response == "utter_ask_pickup_shop", talk.intent
        await talk.clicks("我自己寄")
        await talk.says("好的", "affirm")
        [(change, _)] = shop.asked
        assert isinstance(change, OpenAfterSale)
        assert (change.reason, change.freight_payer) == (reason, "shop")


async def test_words_that_are_no_reason_are_asked_again_with_the_list() -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("我要退货", "request_return")
        [said] = await talk.says("就那个", "inform")
        assert said.response == "utter_ask_case_reason_again" and not shop.asked


@pytest.mark.parametrize(
    ("at", "response"),
    [(timedelta(seconds=-1), "utter_ask_pickup_shopper"), (timedelta(0), "utter_no_case_return_window_over")],
)
async def test_the_window_ends_at_the_seventh_days_midnight(at: timedelta, response: str) -> None:
    end = SIGNED_AT.replace(hour=16, minute=0, second=0) + timedelta(days=7)  # 24:00 in the shop's zone
    async with talk_over(signed()) as (_, talk):
        talk.now = end + at
        [said] = await talk.says("不喜欢 退货", "request_return")
        assert said.response == response
        if "no_case" in response:
            assert said.titles == ["其实是质量问题", "申请维修", "人工复核"]
            [said] = await talk.clicks("其实是质量问题")
            assert said.response == "utter_ask_pickup_shop"


@pytest.mark.parametrize(
    ("page", "answer", "response"),
    [
        ("不支持，生鲜", None, "utter_no_case_no_return_fresh"),
        ("不支持，定制商品", None, "utter_no_case_no_return_made_to_order"),
        ("不支持", None, "utter_no_case_no_return_page"),
        ("未拆封支持", "没拆封", "utter_ask_pickup_shopper"),
        ("未拆封支持", "已经拆了", "utter_no_case_return_opened"),
        ("支持，没用过", "用过了", "utter_no_case_return_used"),
    ],
)
async def test_what_may_not_come_back_is_said_with_why_and_a_person(
    page: str, answer: str | None, response: str
) -> None:
    product = replace(AIR, attributes={"七天无理由": page})
    async with talk_over(signed(), products=[product]) as (shop, talk):
        [said] = await talk.says("不喜欢 退货", "request_return")
        if answer:
            assert said.response.startswith("utter_ask_goods_") and page in said.text
            [said] = await talk.clicks(answer)
        assert said.response == response and not shop.asked
        if "no_case" in response:
            assert said.titles[-1] == "人工复核" and page in said.text
            await talk.clicks("人工复核")
            assert talk.asked_for_person


async def test_of_several_goods_the_one_is_asked_for_and_its_pieces() -> None:
    two = signed(
        items=(replace(SHOES, quantity=3), OrderItem(sku="ER1001", title=AIR.title, quantity=1, price_fen=29900))
    )
    async with talk_over(two, products=[AIR, shoes()]) as (shop, talk):
        [said] = await talk.says("我要退货", "request_return")
        assert said.response == "utter_ask_case_item" and len(said.titles) == 2
        [said] = await talk.says("跑鞋那个", "inform")
        assert said.response == "utter_ask_pieces" and said.titles[0] == "全部3件"
        for wrong in ("0", "1.5", "-1", "十万", "4件"):
            [said] = await talk.says(wrong, "inform")
            assert said.response == "utter_ask_pieces_wrong", wrong
        [said] = await talk.says("两双", "inform")
        assert said.response == "utter_ask_case_reason_return" and "2件" in said.text
        await talk.says("尺码不合适", "inform")
        await talk.says("我自己寄", "inform")
        await talk.says("可以", "affirm")
        [(change, _)] = shop.asked
        assert [(each.sku, each.quantity) for each in change.items] == [(SHOES.sku, 2)]


async def test_a_piece_in_an_open_case_is_not_applied_for_again() -> None:
    async with talk_over(signed()) as (shop, talk):
        await opened(talk)
        [said] = await talk.says("我要退货", "request_return")
        assert said.response == "utter_no_case_has_case" and said.titles == ["约上门取件", "撤销这张单", "人工复核"]
        assert len(shop.done) == 1


async def test_what_has_not_left_is_cancelled_instead_and_what_is_under_way_called_back() -> None:
    async with shop_with([order("paid")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("退款", "request_refund")
        assert said.response == "utter_read_back_cancel_paid"
        [done] = await talk.says("退吧", "affirm")
        assert done.response == "utter_cancelled_refund" and isinstance(shop.asked[0][0], CancelOrder)
    async with shop_with([order("in_transit")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("我要退货", "request_return")
        assert said.response == "utter_no_case_not_received" and said.titles == ["拦截退回", "人工复核"]


async def test_of_two_parcels_what_came_may_go_back_and_what_did_not_may_not() -> None:
    from tests.actions.orders import event, parcel

    pair = (SHOES, OrderItem(sku="ER1001", title=AIR.title, quantity=1, price_fen=29900))
    here = parcel("signed", skus=("ER1001",), events=(event(20, text="已签收"),))
    coming = parcel("in_transit", tracking_no="YT7567274987433", skus=(SHOES.sku,))
    split = order("in_transit", items=pair, parcels=(here, coming))
    async with talk_over(split, products=[AIR, shoes()]) as (_, talk):
        [said] = await talk.says("我要退货", "request_return")
        assert said.response == "utter_ask_case_reason_return" and "耳机" in said.text
        [said] = await talk.says("退那双跑鞋", "request_return")
        assert said.response == "utter_no_case_not_received"


async def test_corrections_change_what_is_read_back() -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("不喜欢 退货 ", "request_return")
        await talk.says("我自己寄", "inform")
        [said] = await talk.says("不对", "deny")
        assert said.response == "utter_what_to_correct"
        [said] = await talk.says("是质量问题 没声音", "complain_defective")
        assert said.response == "utter_read_back_return_shop_self"
        [said] = await talk.says("改成明天下午三点来取", "inform", confidence=0.5)
        assert said.response == "utter_read_back_return_shop_pickup" and "15点到17点" in said.text
        await talk.says("好的", "affirm")
        assert len(shop.done) == 1


async def test_the_yes_twice_another_tab_and_a_lost_answer_have_one_effect() -> None:
    async with talk_over(signed()) as (shop, talk):
        other = FlowTalk(shop=shop, customer_id="C1", name="other tab")
        for each in (talk, other):
            await each.says("不喜欢 退货", "request_return")
            await each.says("我自己寄", "inform")
        offered = talk.last
        await talk.clicks("提交申请")
        talk.last = offered
        await talk.clicks("提交申请")
        [said] = await other.clicks("提交申请") if any("提交申请" in each.titles for each in other.last) else [None]
        assert said.response == "utter_no_case_has_case"
        assert len((await shop.care_of([NUMBER]))[NUMBER].after_sales) == 1


async def test_a_lost_answer_goes_to_a_person_and_is_not_tried_again() -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("不喜欢 退货", "request_return")
        await talk.says("我自己寄", "inform")
        shop.fails = "lost"
        said = await talk.says("好的", "affirm")
        assert said[0].response == "utter_change_unknown" and talk.asked_for_person
        shop.fails = ""
        await talk.says("好的", "affirm")
        assert len(shop.asked) == 1


async def test_later_than_the_shops_days_a_fault_is_applied_for_and_a_person_decides() -> None:
    async with talk_over(signed()) as (shop, talk):
        talk.now = NOW + timedelta(days=16)
        _, said = await talk.says("耳机坏了 没声音 想退货", "request_return")
        assert said.response == "utter_read_back_case_faulty_days_over" and "24小时" in said.text
        [done] = await talk.says("可以", "affirm")
        assert done.response == "utter_case_applied_photo" and done.titles == ["人工复核"]
        assert (await shop.care_of([NUMBER]))[NUMBER].after_sales[0].state == "applied"


async def test_a_digression_is_answered_giving_up_ends_it_and_a_person_comes_at_once() -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("我要退货", "request_return")
        said = await talk.says("你们几点下班", "ask_shop_info")
        assert [each.response for each in said] == ["utter_book_answer", "utter_back_to_draft"]
        said = await talk.says("刚才说到哪了", "chitchat")
        assert [each.response for each in said] == ["utter_where_we_were", "utter_ask_case_reason_again"]
        await talk.says("算了", "deny")
        assert talk.slots["draft"] is None and not shop.asked
        await talk.says("我要退货", "request_return", emotion={"level": "angry", "score": 0.9})
        assert talk.last[0].response == "utter_comfort_change" and talk.last[1].titles[-1] == "转人工"
        await talk.says("转人工", "request_human")
        assert talk.asked_for_person


async def test_what_is_left_too_long_is_over() -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("不喜欢 退货", "request_return")
        await talk.says("我自己寄", "inform")
        talk.now = NOW + timedelta(minutes=31)
        [said] = await talk.says("好的", "affirm")
        assert said.response == "utter_draft_over" and not shop.asked


async def opened(talk: FlowTalk) -> None:
    await talk.says("不喜欢 退货", "request_return")
    await talk.says("我自己寄", "inform")
    await talk.says("好的", "affirm")


@pytest.mark.parametrize("words", ["算了不退了", "先这样吧", "不退了"])
async def test_after_a_no_she_drops_it_and_no_case_is_looked_for(words: str) -> None:
    async with talk_over(signed()) as (shop, talk):
        talk.now = NOW + timedelta(days=9)
        [said] = await talk.says("不喜欢 退货", "request_return")
        assert said.response == "utter_no_case_return_window_over"
        [said] = await talk.says(words, "withdraw_after_sale")
        assert said.response == "utter_let_go" and "退货" in said.text and not shop.asked
        assert talk.slots["draft"] is None and talk.slots["flow"] is None


async def test_after_a_no_because_of_an_open_case_that_one_is_taken_back() -> None:
    async with talk_over(signed()) as (shop, talk):
        await opened(talk)
        await talk.says("我要退货", "request_return")
        [said] = await talk.says("算了不退了", "withdraw_after_sale")
        assert said.response == "utter_read_back_withdraw_return"
        [said] = await talk.says("不退了", "withdraw_after_sale")
        assert said.response == "utter_read_back_withdraw_return"
        await talk.says("好的", "affirm")
        assert (await shop.care_of([NUMBER]))[NUMBER].after_sales[0].state == "withdrawn"


async def test_what_was_only_looked_up_is_not_dropped_as_a_wish() -> None:
    async with talk_over(signed()) as (_, talk):
        await talk.says("我的退款到哪了", "track_refund")
        [said] = await talk.says("不用了", "deny")
        assert said.response == "utter_deny"


async def test_giving_up_which_order_is_giving_up_the_wish() -> None:
    async with talk_over(signed(), signed(order_id="2026112000001235")) as (shop, talk):
        await talk.says("我要退货", "request_return")
        assert talk.slots["asked"] == "order_choice"
        [said] = await talk.says("算了不退了", "withdraw_after_sale")
        assert said.response == "utter_kept_as_it_is" and "退货" in said.text and not shop.asked


async def test_the_goods_that_named_the_order_are_those_that_go_back() -> None:
    pan = OrderItem(sku="JJ1003", title="禾火 不粘平底锅 28cm", quantity=1, price_fen=15900)
    two = signed(items=(EARPHONES, pan), total_fen=45800)
    other = signed(order_id="2026112000001235", items=(SHOES,), total_fen=39900)
    async with talk_over(two, other, products=[AIR, shoes()]) as (_, talk):
        [said] = await talk.says("我要退货", "request_return")
        assert said.response == "utter_choose_order_to_change"
        [said] = await talk.says("耳机", "inform", entities={"product": "耳机"})
        assert said.response == "utter_ask_case_reason_return" and "耳机" in said.text and "锅" not in said.text


async def test_a_trouble_while_the_item_is_asked_for_is_its_reason_and_no_complaint() -> None:
    two = signed(items=(SHOES, OrderItem(sku="ER1001", title=AIR.title, quantity=1, price_fen=29900)))
    async with talk_over(two, products=[AIR, shoes()]) as (_, talk):
        await talk.says("我要退货", "request_return")
        _, said = await talk.says("有质量问题", "complain_defective")
        assert said.response == "utter_ask_case_item"
        [said] = await talk.says("跑鞋那个", "inform")
        assert said.response == "utter_ask_pickup_shop"


async def test_what_came_broken_is_owned_once_and_its_fault_is_the_reason() -> None:
    async with talk_over(signed()) as (shop, talk):
        said = await talk.says("充不进电 不要了 给我退货", "request_return")
        assert [each.response for each in said] == ["utter_comfort_fault", "utter_ask_pickup_shop"]
        assert "有质量问题" in said[0].text
        assert [each.response for each in await talk.says("我自己寄", "inform")] == ["utter_read_back_return_shop_self"]
        await talk.says("提交吧", "affirm")
        [(change, _)] = shop.asked
        assert isinstance(change, OpenAfterSale) and change.reason == "defective"


async def test_what_is_nobodys_fault_is_not_apologised_for() -> None:
    async with talk_over(signed()) as (_, talk):
        [said] = await talk.says("耳机不喜欢 想退货", "request_return")
        assert said.response == "utter_ask_pickup_shopper"


@pytest.mark.parametrize("promised_h", [-1, 1])
async def test_who_is_tired_of_a_late_parcel_hears_how_late_it_is_and_what_can_be_done(promised_h: int) -> None:
    late = parcel("in_transit", promised_at=NOW + timedelta(hours=promised_h), predicted_at=None)
    async with talk_over(order("in_transit", parcels=(late,))) as (_, talk):
        said = [each.response for each in await talk.says("不要了 退钱", "request_refund")]
        assert said == [*(["utter_comfort_late"] if promised_h < 0 else []), "utter_no_case_not_received"]
        assert "拦截退回" in talk.last[-1].titles
        assert [each.response for each in await talk.says("不要了 退货", "request_return")] == [
            "utter_no_case_not_received"
        ]


async def test_another_matter_gets_its_own_word() -> None:
    here = replace(signed(), order_id="8549755244430099", items=(SHOES,))
    async with talk_over(signed(), here, products=(AIR, shoes())) as (_, talk):
        for number in (NUMBER, "8549755244430099"):
            said = await talk.says(f"订单{number}坏了 给我退货", "request_return")
            assert said[0].response == "utter_comfort_fault"


async def test_of_one_piece_no_other_number_is_asked_about_twice() -> None:
    for number in ("2.5件", "0件", "三件"):
        async with talk_over(signed()) as (shop, talk):
            await talk.says("我要退货", "request_return")
            [said] = await talk.says(number, "inform")
            assert said.response == "utter_ask_pieces_only_one", number
            said = await talk.says("不想要了", "inform")
            assert said[-1].response == "utter_ask_pickup_shopper", number
            await talk.clicks("我自己寄")
            await talk.says("好的", "affirm")
            [(change, _)] = shop.asked
            assert isinstance(change, OpenAfterSale) and [each.quantity for each in change.items] == [1]


@pytest.mark.parametrize("words", ["后天上午9点来取", "后天9点到11点上门吧", "约后天上午9点"])
async def test_when_it_is_fetched_may_be_told_before_it_is_asked(words: str) -> None:
    async with talk_over(signed()) as (_, talk):
        await talk.says("我要退货", "request_return")
        [said] = await talk.says(words, "return_pickup", confidence=0.99)
        assert said.response != "utter_pickup_no_case"
        assert said.response.startswith("utter_ask_case_reason")
        [said] = await talk.says("不想要了", "inform")
        assert said.response.startswith("utter_read_back_return") and "9点到11点" in said.text


async def test_a_slot_told_at_the_read_back_moves_it() -> None:
    async with talk_over(signed()) as (_, talk):
        await talk.says("不想要了 我要退货 明天上午9点来取", "request_return")
        [said] = await talk.says("明天下午3点来取", "return_pickup", confidence=0.99)
        assert said.response.startswith("utter_read_back_return") and "15点到17点" in said.text


@pytest.mark.parametrize(("words", "best"), [("有异味", "ask_product_attribute"), ("一股怪味", "ask_usage"), ("难闻", "chitchat"), ("不好吃", "ask_quality")])  # fmt: skip
async def test_what_is_wrong_with_it_is_its_reason_whatever_it_is_elsewhere(words: str, best: str) -> None:
    async with talk_over(signed()) as (_, talk):
        await talk.says("我要退货", "request_return")
        said = await talk.says(words, best, confidence=0.95)
        assert said[-1].response.startswith("utter_ask_pickup")


async def test_a_kind_that_only_shares_the_category_is_not_what_was_bought() -> None:
    speaker = replace(
        AIR, sku="EJ1007", title="声屿 电脑桌面音箱 一对", category="耳机音箱", brand="声屿", aliases=("音箱",)
    )
    case = replace(
        AIR, sku="SJ1004", title="极壳 磁吸防摔手机壳", category="手机数码配件", brand="极壳", aliases=("手机壳",)
    )
    orders = (
        signed(items=(replace(EARPHONES, sku="EJ1007", title=speaker.title),)),
        signed(order_id="6120771849302659", items=(replace(EARPHONES, sku="SJ1004", title=case.title),)),
    )
    for words, response in (
        ("耳机我要退货", "utter_choose_order_to_change"),
        ("音箱我要退货", "utter_ask_case_reason_return"),
        ("耳机音箱那单我要退货", "utter_ask_case_reason_return"),
    ):
        async with talk_over(*orders, products=[speaker, case]) as (_, talk):
            [said] = await talk.says(words, "request_return")
            assert said.response == response, words
