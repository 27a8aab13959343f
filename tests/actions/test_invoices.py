"""开发票 and 发票有问题: what the rule misses is asked, numbers are checked, one living invoice an order, files from the shop."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.shop.changes import MakeUrge, RequestInvoice
from bot.shop.order import OrderItem
from bot.shop.sql.back_office import BackOffice
from bot.shop.tax_number import check_tax_number
from tests.actions.after_sale_case import signed, talk_over
from tests.actions.fakes import NOW
from tests.actions.flow_talk_case import FlowTalk, ShopUnderTalk
from tests.actions.orders import NUMBER, order

FIRM, TAX_NO = "杭州声澜科技有限公司", "91350100M000100Y43"
OTHER_TAX_NO = "91330000142916567N"
BANK = "开户行 工商银行杭州分行 账号 6222021234567890123 地址 杭州市西湖区文三路1号 电话0571-88888888"


async def test_the_example_number_of_the_standard_is_right() -> None:
    assert check_tax_number(TAX_NO).possible and check_tax_number(TAX_NO).checked


async def test_a_personal_one_takes_one_question_and_a_yes() -> None:
    async with talk_over(signed()) as (shop, talk):
        [said] = await talk.says("开发票", "request_invoice")
        assert said.response == "utter_ask_title_type" and said.titles == ["个人", "公司"]
        [said] = await talk.says("个人", "inform")
        assert said.response == "utter_read_back_invoice_personal" and "299元" in said.text and not shop.asked
        [done] = await talk.says("开吧", "affirm")
        assert done.response == "utter_invoice_requested"
        [invoice] = (await shop.care_of([NUMBER]))[NUMBER].invoices
        assert (invoice.title_type, invoice.title, invoice.kind) == ("personal", "个人", "normal")
        [said] = await talk.says("开发票", "request_invoice")
        assert said.response == "utter_invoice_already_requested" and len(shop.done) == 1


async def test_a_firms_one_in_one_line() -> None:
    async with talk_over(signed()) as (shop, talk):
        [said] = await talk.says(f"开公司发票 抬头{FIRM} 税号{TAX_NO}", "request_invoice")
        assert said.response == "utter_read_back_invoice_normal" and FIRM in said.text and TAX_NO in said.text
        await talk.says("好的", "affirm")
        [(change, _)] = shop.asked
        assert isinstance(change, RequestInvoice) and (change.title, change.tax_no) == (FIRM, TAX_NO)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("91350100M000100Y44", "checksum"),
        ("91350100M000100Y4", "length"),
        ("91350100M000100O43", "character"),
        ("913501000001000143", "checksum"),
    ],
)
async def test_one_wrong_digit_is_found_and_said_and_nothing_is_lost(number: str, fault: str) -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("开公司发票", "request_invoice")
        [said] = await talk.says(FIRM, "inform")
        assert said.response == "utter_ask_invoice_tax_no_missing" and FIRM in said.text
        [said] = await talk.says(number, "inform")
        assert said.response == f"utter_ask_invoice_tax_no_wrong_{fault}" and number in said.text
        [said] = await talk.says("９１３５ 0100 m000 100y 43", "inform")
        assert said.response == "utter_read_back_invoice_normal" and FIRM in said.text and not shop.asked


async def test_a_special_one_wants_bank_and_address() -> None:
    async with talk_over(signed()) as (shop, talk):
        [said] = await talk.says("能开专票吗 帮我开一张", "request_invoice")
        assert said.response == "utter_ask_invoice_title_missing"
        [said] = await talk.says(f"{FIRM} {TAX_NO}", "inform")
        assert said.response == "utter_ask_invoice_registered_missing"
        [said] = await talk.says(BANK, "inform")
        assert said.response == "utter_read_back_invoice_special" and "6222021234567890123" in said.text
        await talk.says("没问题", "affirm")
        [(change, _)] = shop.asked
        assert (change.invoice_kind, change.registered) == ("special", BANK)


@pytest.mark.parametrize("words", ["我手机号13912345678你帮我看看那个事", "快递到哪了", "随便吧", "等我问问"])
async def test_what_is_no_name_is_no_title_and_it_is_asked_for_again(words: str) -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("开公司发票", "request_invoice")
        [said] = await talk.says(words, "inform")
        assert said.response == "utter_ask_invoice_title_missing" and words not in said.text
        [said] = await talk.says(FIRM, "inform")
        assert said.response == "utter_ask_invoice_tax_no_missing" and FIRM in said.text and not shop.asked


async def test_a_correction_of_the_title_is_read_back_anew() -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says(f"开公司发票 抬头{FIRM} 税号{TAX_NO}", "request_invoice")
        await talk.says("抬头不对", "deny")
        [said] = await talk.says("应该是北京大北科技有限公司", "inform")
        assert said.response == "utter_read_back_invoice_normal" and "北京大北科技有限公司" in said.text
        [said] = await talk.says("改成个人的吧", "inform")
        assert said.response == "utter_read_back_invoice_personal" and not shop.asked


@pytest.mark.parametrize(
    ("status", "age", "response"),
    [
        ("unpaid", 3, "utter_no_invoice_not_paid"),
        ("signed", 366, "utter_no_invoice_invoice_late"),
        ("paid", 3, "utter_read_back_invoice_personal"),
    ],
)
async def test_when_there_can_be_none_it_is_said_why_with_a_person(status: str, age: int, response: str) -> None:
    async with talk_over(order(status, placed_at=NOW - timedelta(days=age))) as (_, talk):
        [said] = await talk.says(f"订单{NUMBER} 开个人发票", "request_invoice")
        assert said.response == response
        assert "read_back" in response or said.titles[-1] == "人工复核"


async def issued(shop: ShopUnderTalk, talk: FlowTalk, *, file_url: str | None = "https://shop.example/fp/1.pdf") -> str:
    await talk.says(f"开公司发票 抬头{FIRM} 税号{TAX_NO}", "request_invoice")
    await talk.says("好的", "affirm")
    [invoice] = (await shop.care_of([NUMBER]))[NUMBER].invoices
    if file_url is not None:
        await BackOffice(shop=shop.shop).issue_invoice(invoice.invoice_id, file_url, NOW)
    shop.asked.clear()
    shop.outcomes.clear()
    return invoice.invoice_id


async def test_where_it_is_with_the_shops_own_link() -> None:
    async with talk_over(signed()) as (shop, talk):
        await issued(shop, talk)
        [said] = await talk.says("我的发票在哪", "invoice_problem")
        assert said.response == "utter_invoice_issued" and "https://shop.example/fp/1.pdf" in said.text


async def test_without_a_file_no_link_is_made_up() -> None:
    async with talk_over(signed()) as (shop, talk):
        await issued(shop, talk, file_url="")
        [said] = await talk.says("发票没收到", "invoice_problem")
        assert said.response == "utter_invoice_issued_no_file" and "http" not in said.text


async def test_a_wrong_title_makes_another_and_voids_the_first() -> None:
    async with talk_over(signed()) as (shop, talk):
        old = await issued(shop, talk)
        [said] = await talk.says("发票抬头错了", "invoice_problem")
        assert said.response == "utter_ask_invoice_fault" and FIRM in said.text
        [said] = await talk.says("杭州声谰科技有限公司", "inform")
        assert said.response == "utter_read_back_invoice_again_company" and old in said.text and TAX_NO in said.text
        [done] = await talk.says("换吧", "affirm")
        assert done.response == "utter_invoice_requested_again"
        states = {each.invoice_id: each.state for each in (await shop.care_of([NUMBER]))[NUMBER].invoices}
        assert states.pop(old) == "voided" and list(states.values()) == ["requested"]


async def test_another_firm_has_a_tax_number_of_its_own() -> None:
    async with talk_over(signed()) as (shop, talk):
        await issued(shop, talk)
        await talk.says("发票抬头错了", "invoice_problem")
        [said] = await talk.says("北京大北科技有限公司", "inform")
        assert said.response == "utter_ask_invoice_tax_no_missing" and "北京大北科技有限公司" in said.text
        [said] = await talk.says(OTHER_TAX_NO, "inform")
        assert said.response == "utter_read_back_invoice_again_company"
        assert OTHER_TAX_NO in said.text and TAX_NO not in said.text
        await talk.says("换吧", "affirm")
        [(change, _)] = shop.asked
        assert isinstance(change, RequestInvoice)
        assert (change.title, change.tax_no) == ("北京大北科技有限公司", OTHER_TAX_NO)


@pytest.mark.parametrize(
    "words", ["税号是91330000142916567N", "不对 税号 91330000142916567N", "税号91330000142916567N 开户行下条发您"]
)
async def test_a_tax_number_is_no_bank_and_address(words: str) -> None:
    """A correction of what was told before, while bank and address are asked for."""
    async with talk_over(signed()) as (_, talk):
        await talk.says(f"开专票 抬头{FIRM} 税号{TAX_NO}", "request_invoice")
        assert talk.last[0].response == "utter_ask_invoice_registered_missing"
        await talk.says(words, "inform")
        await talk.says("杭州市西湖区文三路1号 0571-88888888 工商银行杭州分行 1202020209900012345", "inform")
        [said] = talk.last
        assert (
            said.response == "utter_read_back_invoice_special"
            and OTHER_TAX_NO in said.text
            and "文三路1号" in said.text
        )


async def test_a_mail_address_is_read_back_and_half_of_one_is_asked_for_again() -> None:
    async with talk_over(signed()) as (shop, talk):
        [said] = await talk.says("开个人发票 发到lin@qq", "request_invoice")
        assert said.response == "utter_ask_invoice_email_wrong" and "lin@qq" in said.text
        [said] = await talk.says("lin@qq.com", "inform")
        assert said.response == "utter_read_back_invoice_personal" and "lin@qq.com" in said.text
        await talk.says("开吧", "affirm")
        [(change, _)] = shop.asked
        assert isinstance(change, RequestInvoice) and change.email == "lin@qq.com"


async def test_one_that_is_late_is_pushed_for_once() -> None:
    async with talk_over(signed()) as (shop, talk):
        await issued(shop, talk, file_url=None)
        [said] = await talk.says("发票什么时候开好", "invoice_problem")
        assert said.response == "utter_invoice_waited_for" and not shop.asked
        talk.now = NOW + timedelta(days=2)
        [said] = await talk.says("发票怎么还没有", "invoice_problem")
        assert said.response == "utter_invoice_urged" and [type(each) for each, _ in shop.asked] == [MakeUrge]
        [said] = await talk.says("发票呢", "invoice_problem")
        assert said.response == "utter_invoice_late" and len(shop.asked) == 1


async def test_none_was_made_out() -> None:
    async with talk_over(signed()) as (_, talk):
        [said] = await talk.says("发票没收到", "invoice_problem")
        assert said.response == "utter_invoice_none" and said.titles == ["开发票", "人工复核"]


async def test_a_guest_proves_first_and_her_details_are_kept() -> None:
    async with talk_over(signed()) as (shop, _):
        guest = FlowTalk(shop=shop)
        await guest.says(f"开发票 抬头{FIRM} 税号{TAX_NO}", "request_invoice")
        assert guest.last[0].response == "utter_ask_number_and_tail"
        await guest.says(NUMBER, "inform")
        [said] = await guest.says("5678", "inform")
        assert said.response == "utter_read_back_invoice_normal" and TAX_NO in said.text


async def test_a_bank_is_no_title_and_its_account_no_tax_number() -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says(f"开专票 抬头{FIRM} 税号{TAX_NO}", "request_invoice")
        [said] = await talk.says("开户行工商银行杭州分行 账号913501000001000143", "inform")
        assert said.response == "utter_read_back_invoice_special"
        await talk.says("好的", "affirm")
        [(change, _)] = shop.asked
        assert (change.title, change.tax_no) == (FIRM, TAX_NO)


async def test_a_bare_yes_is_no_title_and_a_wrong_one_is_asked_for_anew() -> None:
    async with talk_over(signed()) as (_, talk):
        await talk.says(f"开公司发票 税号{TAX_NO}", "request_invoice")
        [said] = await talk.says("开吧", "request_invoice", confidence=0.5)
        assert said.response == "utter_ask_invoice_title_missing_taxed"
        assert (await talk.says(FIRM, "inform"))[0].response == "utter_read_back_invoice_normal"
        [said] = await talk.says("发票抬头错了", "invoice_problem")
        assert said.response == "utter_ask_invoice_title_missing_taxed"


async def test_a_name_alone_is_a_persons() -> None:
    async with talk_over(signed()) as (shop, talk):
        [said] = await talk.says("发票抬头写张三", "invoice_problem")
        assert said.response == "utter_read_back_invoice_personal" and "张三" in said.text
        [done] = await talk.says("好的", "affirm")
        assert done.response == "utter_invoice_requested" and len(shop.done) == 1


async def test_a_bare_name_to_the_read_back_of_a_personal_one_is_its_title() -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("开发票", "request_invoice")
        await talk.says("个人", "inform")
        [said] = await talk.says("王小明", "out_of_scope")
        assert said.response == "utter_read_back_invoice_personal" and "王小明" in said.text
        await talk.says("开吧", "affirm")
        [invoice] = (await shop.care_of([NUMBER]))[NUMBER].invoices
        assert (invoice.title_type, invoice.title) == ("personal", "王小明")


async def test_a_tax_number_after_an_invoice_was_told_is_no_order_number() -> None:
    async with talk_over(signed(), signed(order_id="2026112000001235")) as (_, talk):
        await talk.says(f"订单{NUMBER} 开个人发票", "request_invoice", entities={"order_number": NUMBER})
        await talk.says("开吧", "affirm")
        [said] = await talk.says(TAX_NO, "track_order")
        assert said.response == "utter_ask_invoice_title_missing_taxed"
        [said] = await talk.says(FIRM, "inform")
        assert said.response.startswith("utter_read_back_invoice") and TAX_NO in said.text and FIRM in said.text


@pytest.mark.parametrize("words", [f"公司抬头 {FIRM} 税号 {OTHER_TAX_NO}", OTHER_TAX_NO, f"识别号：{OTHER_TAX_NO}"])
async def test_a_tax_number_is_no_order_number_whatever_is_talked_about(words: str) -> None:
    async with talk_over(signed(), order("in_transit", order_id="6120771849302659")) as (_, talk):
        await talk.says("我的订单都到哪了", "track_order")
        said = await talk.says(words, "inform")
        assert not any("tail" in each.response or "number" in each.response for each in said)


async def test_a_number_that_is_not_hers_holds_up_no_other_wish() -> None:
    async with talk_over(signed()) as (_, talk):
        [said] = await talk.says("6120771849302659到哪了", "track_order", order_number="6120771849302659")
        assert said.response == "utter_ask_phone_tail"
        [said] = await talk.says("算了 给我开个人发票", "request_invoice")
        assert said.response == "utter_read_back_invoice_personal"


async def test_the_digits_of_a_firms_number_and_its_name_choose_no_order() -> None:
    apples = OrderItem(sku="SP1007-10J", title="云栖牧 阿克苏冰糖心苹果 10 斤", quantity=1, price_fen=5900)
    lamp = OrderItem(sku="JJ1002", title="木叙 护眼台灯 科技蓝", quantity=1, price_fen=9900)
    orders = (signed(items=(apples,)), signed(order_id="6120771849302659", items=(lamp,)))
    async with talk_over(*orders) as (_, talk):
        [said] = await talk.says("开公司发票", "request_invoice")
        assert said.response == "utter_choose_order_to_change"
        [said] = await talk.says("杭州小暖科技有限公司 91330106MA2AXYZ12X", "inform")
        assert said.response == "utter_choose_order_to_change"


@pytest.mark.parametrize(
    "bank",
    [
        "开户行 工商银行杭州分行 账号 1202020200012345678",
        "开户行：招行西湖支行 755912345610901",
        "账户 330104016000012345 开户行农行",
        "开户银行及账号：建行文三路支行33050161602700000123",
        "帐号是3301 0401 6000 0123 456 中行西湖支行",
        "开户行农行文三路支行 账号 330104016000012345 地址杭州市文三路1号 电话057188888888",
    ],
)
@pytest.mark.parametrize("customer", ["C1", None])
async def test_a_bank_account_is_no_order_number_and_is_kept_while_the_order_is_asked_for(
    bank: str, customer: str | None
) -> None:
    lamp = OrderItem(sku="JJ1002", title="木叙 护眼台灯 科技蓝", quantity=1, price_fen=9900)
    async with talk_over(signed(), signed(order_id="6120771849302659", items=(lamp,))) as (_, talk):
        talk.customer_id = customer
        await talk.says("我要开专票", "request_invoice")
        asked = (
            {"utter_choose_order_to_change", "utter_care"}
            if customer
            else {"utter_ask_number_and_tail", "utter_ask_again_both"}
        )
        for words in (f"抬头{FIRM} 税号{TAX_NO}", bank):
            [said] = await talk.says(words, "inform")
            assert said.response in asked, (words, said.text)
        kept = (talk.slots["draft"] or {})["words"]
        assert TAX_NO in kept and bank in kept and not talk.slots.get("number_given")
        if customer:
            [said] = await talk.says("台灯那单", "inform", product="JJ1002")
            assert said.response == "utter_read_back_invoice_special" and FIRM in said.text and TAX_NO in said.text
            change = (talk.slots["draft"] or {})["read_back"]["change"]
            assert change["registered"] == " ".join(bank.split()) and change["invoice_kind"] == "special"


async def test_which_order_is_not_asked_in_the_same_words_again_and_again() -> None:
    orders = (signed(), signed(order_id="6120771849302659"))
    async with talk_over(*orders) as (_, talk):
        await talk.says("发票开错了", "invoice_problem")
        await talk.says("不知道", "inform")
        said = [(await talk.says("随便", "inform"))[0] for _ in range(3)]
        assert len({each.text for each in said}) == 3
        assert all(each.response == "utter_care" and each.titles[-1] == "转人工" for each in said)
