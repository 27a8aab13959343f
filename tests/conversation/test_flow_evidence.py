"""What an open flow makes of a message: yes, no, a correction, the detail that was asked for, or another wish."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.evidence import rerank
from bot.conversation.flow_evidence import Heard, answer_to, wish_in_details
from bot.conversation.views import Guess, ParseView, ThreadView


def heard(text: str, best: str, confidence: float = 0.7, *, asked: str = "confirm", flow: str = "change_address",
          entities: frozenset[str] = frozenset()) -> str:  # fmt: skip
    parse = ParseView(text=text, ranking=(Guess(intent=best, confidence=confidence),), entities=entities)
    return rerank(parse, ThreadView(asked=asked, flow=flow, order_in_focus="1", logged_in=True)).intent


@pytest.mark.parametrize(("text", "best", "intent"), [
    ("好的", "affirm", "affirm"), ("嗯", "chitchat", "affirm"), ("可以", "ask_promotion", "affirm"), ("改吧", "modify_order", "affirm"),
    ("没问题 麻烦了", "thank", "affirm"), ("不", "deny", "deny"), ("不改了", "cancel_order", "deny"), ("等等", "urge_reply", "deny"),
    ("不对 是尾号5678那个", "deny", "inform"), ("电话换成13900001111", "inform", "inform"), ("好的但是电话错了", "affirm", "inform"),
    ("不是这单", "deny", "inform"), ("转人工", "request_human", "request_human"), ("运费多少", "ask_shipping_fee", "ask_shipping_fee"),
    ("我的快递到哪了", "track_order", "track_order"), ("算了", "chitchat", "deny"), ("改成公司", "change_address", "change_address"),
])  # fmt: skip
def test_after_a_read_back(text: str, best: str, intent: str) -> None:
    assert heard(text, best) == intent


@pytest.mark.parametrize(("asked", "text", "best", "named", "intent"), [
    ("new_address", "浙江省杭州市余杭区文一西路969号", "ask_delivery_area", {"place"}, "inform"),
    ("new_address", "公司", "chitchat", set(), "inform"), ("new_address", "不改了", "deny", set(), "deny"),
    ("new_address", "运费多少", "ask_shipping_fee", set(), "ask_shipping_fee"),
    ("new_address", "新疆运费多少", "ask_shipping_fee", {"place"}, "ask_shipping_fee"),
    ("new_address", "转人工", "request_human", set(), "request_human"),
    ("delivery_time", "明天下午", "chitchat", {"date"}, "inform"), ("delivery_time", "周末吧", "affirm", set(), "inform"),
    ("new_option", "黑色", "ask_product_attribute", {"colour"}, "inform"), ("new_option", "大一码", "ask_size_advice", set(), "inform"), ("new_option", "有大一码的吗", "ask_stock", set(), "ask_stock"),
    ("delivery_time", "周六吧", "ask_shipping_time", set(), "inform"), ("delivery_time", "到哪了", "track_order", set(), "track_order"),
    ("remark", "帮我写张生日快乐的贺卡", "special_request", set(), "inform"),
    ("remark", "不要放小票", "deny", set(), "inform"), ("remark", "退款到哪了", "track_refund", set(), "track_refund"),
])  # fmt: skip
def test_in_answer_to_a_question(asked: str, text: str, best: str, named: set[str], intent: str) -> None:
    flow = "special_request" if asked == "remark" else "change_address"
    assert heard(text, best, asked=asked, flow=flow, entities=frozenset(named)) == intent


def test_where_were_we_is_heard_also_when_nothing_is_asked() -> None:
    parse = ParseView(text="刚才说到哪了", ranking=(Guess(intent="track_order", confidence=0.8),))
    assert rerank(parse, ThreadView()).intent == "inform"


@pytest.mark.parametrize(("text", "best", "intent"), [
    ("算了不退了", "withdraw_after_sale", "deny"), ("先这样吧", "chitchat", "deny"), ("不退了", "withdraw_after_sale", "deny"),
    ("不退了 换货吧", "request_exchange", "request_exchange"), ("帮我撤销", "withdraw_after_sale", "withdraw_after_sale"),
])  # fmt: skip
def test_what_is_dropped_after_a_no_is_not_taken_back_from_the_record(text: str, best: str, intent: str) -> None:
    """The flow told that it cannot be: its draft is kept, and nothing is asked."""
    parse = ParseView(text=text, ranking=(Guess(intent=best, confidence=0.9),))
    slots = {"flow": "request_return", "draft": {"flow": "request_return"}, "order_in_focus": "1"}
    assert rerank(parse, ThreadView.of(slots, logged_in=True)).intent == intent


def test_after_a_case_was_opened_the_same_words_take_it_back() -> None:
    parse = ParseView(text="算了不退了", ranking=(Guess(intent="withdraw_after_sale", confidence=0.9),))
    thread = ThreadView.of({"flow": "request_return", "draft": None, "order_in_focus": "1"}, logged_in=True)
    assert rerank(parse, thread).intent == "withdraw_after_sale"


@pytest.mark.parametrize(("asked", "flow", "text", "intent"), [
    ("return_reason", "request_return", "算了不退了", "deny"), ("return_reason", "request_return", "不想要了", "inform"),
    ("order_choice", "request_return", "算了不退了", "deny"), ("pickup_time", "request_exchange", "那先这样吧", "deny"),
    ("confirm", "withdraw_after_sale", "不退了", "withdraw_after_sale"), ("confirm", "withdraw_after_sale", "算了", "deny"),
    ("return_way", "request_refund", "不想退货", "inform"),
    ("message", "request_return", "不退了", "inform"),
])  # fmt: skip
def test_giving_up_what_is_asked(asked: str, flow: str, text: str, intent: str) -> None:
    assert heard(text, "withdraw_after_sale", 0.9, asked=asked, flow=flow) == intent


@pytest.mark.parametrize(("flow", "text", "intent"), [
    ("cancel_order", "不想要了", "cancel_order"), ("request_return", "不要了", "request_return"),
    ("change_address", "不要了", "deny"), ("cancel_order", "不取消了", "deny"),
])  # fmt: skip
def test_not_wanting_the_goods_is_no_no_to_giving_them_back(flow: str, text: str, intent: str) -> None:
    assert heard(text, "deny", 0.9, flow=flow) == intent


def test_two_cases_in_one_message_are_sure_enough_together_where_two_goods_are_named() -> None:
    ranking = (Guess(intent="request_return", confidence=0.42), Guess(intent="request_exchange", confidence=0.41))
    text = "空气炸锅坏了要退，充电宝换个雾蓝的"
    both = ParseView(text=text, ranking=ranking, things=2)
    assert rerank(both, ThreadView()).intent == "request_return"
    assert rerank(replace(both, things=1), ThreadView()).intent == "unsure"


def test_a_tax_number_after_an_invoice_was_told_corrects_it() -> None:
    parse = ParseView(text="91330100799655058B", ranking=(Guess(intent="track_order", confidence=0.5),))
    slots = {"flow": "request_invoice", "draft": {"flow": "request_invoice"}, "order_in_focus": "1"}
    assert rerank(parse, ThreadView.of(slots, logged_in=True)).intent == "invoice_problem"
    assert rerank(parse, ThreadView(flow="track_order", order_in_focus="1")).intent != "invoice_problem"


@pytest.mark.parametrize(("things", "second", "chance", "intent"), [
    (2, "request_return", 0.41, "request_return"), (1, "request_return", 0.41, "complain_missing_item"),
    (2, "track_order", 0.41, "complain_missing_item"), (2, "request_return", 0.1, "complain_missing_item"),
])  # fmt: skip
def test_a_trouble_beside_goods_that_are_to_go_back_is_heard_with_them(
    things: int, second: str, chance: float, intent: str
) -> None:
    ranking = (Guess(intent="complain_missing_item", confidence=0.58), Guess(intent=second, confidence=chance))
    assert (
        rerank(ParseView(text="袜子少发了一双 鞋子磨脚想退", ranking=ranking, things=things), ThreadView()).intent
        == intent
    )


def test_the_things_that_a_message_names_are_counted_by_their_words() -> None:
    named = [("product", 0, 2), ("product", 0, 2), ("size", 2, 4), ("category", 5, 7)]
    entities = [{"entity": kind, "start": start, "end": end} for kind, start, end in named]
    parse = ParseView.of({"text": "跑鞋43 耳机", "intent_ranking": [], "entities": entities})
    assert (parse.things, len(parse.goods)) == (2, 4)


@pytest.mark.parametrize(("asked", "flow", "text", "best", "intent"), [
    ("confirm", "request_invoice", "王小明", "out_of_scope", "inform"), ("confirm", "request_invoice", "就这样", "chitchat", "affirm"),
    ("confirm", "change_address", "王小明", "out_of_scope", "out_of_scope"),
    ("pickup_time", "request_return", "就是这里裂了", "complain_damaged", "inform"),
    ("pickup_time", "request_return", "你们怎么发这种货", "complain_damaged", "complain_damaged"),
    ("confirm", "request_return", "都提交", "place_order_help", "affirm"),
])  # fmt: skip
def test_what_is_said_beside_the_question(asked: str, flow: str, text: str, best: str, intent: str) -> None:
    assert heard(text, best, 0.9, asked=asked, flow=flow) == intent


@pytest.mark.parametrize("words", ["知道了", "好的", "嗯嗯", "哦哦 好的", "明白了", "收到", "OK"])
@pytest.mark.parametrize("asked", ["invoice_title", "remark", "return_reason", "invoice_title_type"])
def test_what_only_says_that_she_heard_is_no_detail(asked: str, words: str) -> None:
    heard = Heard(text=words, entities=(), best="chitchat", confidence=0.9)
    assert (answer_to(asked, "request_invoice", heard) or ("", ""))[0] == "affirm"


@pytest.mark.parametrize("words", ["好事达科技有限公司", "收到就碎了", "明白文化公司", "好看但不合身"])
def test_what_only_begins_so_is_one(words: str) -> None:
    heard = Heard(text=words, entities=(), best="inform", confidence=0.9)
    assert (answer_to("return_reason", "request_return", heard) or ("", ""))[0] == "inform"


@pytest.mark.parametrize(("text", "best", "intent"), [
    ("催一下", "urge_delivery", "track_refund"), ("催一下快递", "urge_delivery", "urge_delivery"), ("帮我催下发货", "urge_shipping", "urge_shipping"),
    ("公司抬头 杭州小暖科技有限公司 税号 91330000142916567N", "inform", "request_invoice"),
    ("发票开给杭州小暖科技有限公司 91330000142916567N", "track_order", "request_invoice"),
])  # fmt: skip
def test_after_money_was_told(text: str, best: str, intent: str) -> None:
    view = ThreadView(flow="track_refund", order_in_focus="1", logged_in=True)
    parse = ParseView(text=text, ranking=(Guess(intent=best, confidence=0.99),), entities=frozenset())
    assert rerank(parse, view).intent == intent


def test_a_code_to_fetch_a_parcel_is_no_courier_for_what_goes_back() -> None:
    view = ThreadView(logged_in=True)

    def best(text: str) -> str:
        ranking = (Guess(intent="return_pickup", confidence=0.54), Guess(intent="self_pickup", confidence=0.45))
        return rerank(ParseView(text=text, ranking=ranking, entities=frozenset()), view).intent

    assert [best("取件码多少"), best("提货码发我")] == ["self_pickup", "self_pickup"]
    assert best("上门取件码给师傅吗") == "return_pickup"


@pytest.mark.parametrize(("asked", "flow", "text", "best", "intent"), [
    ("correction", "special_request", "好的", "affirm", "affirm"), ("remark", "special_request", "等一下", "chitchat", "deny"),
    ("correction", "special_request", "好的字要写大一点", "inform", "inform"), ("invoice_registered", "request_invoice", "嗯嗯", "affirm", "affirm"),
    ("invoice_registered", "request_invoice", "稍等 我找一下", "chitchat", "deny"), ("confirm", "special_request", "不写了", "deny", "deny"),
    ("confirm", "special_request", "口红那单地址改成浙江省杭州市西湖区文三路1号", "change_address", "change_address"),
    ("confirm", "change_delivery_time", "收货人改成王小明", "change_address", "change_address"),
    ("confirm", "special_request", "改成写生日快乐", "modify_order", "inform"),
    ("confirm", "request_return", "取件地址改成公司", "change_address", "inform"),
])  # fmt: skip
def test_a_yes_waiting_and_a_wish_by_name_are_no_answer(
    asked: str, flow: str, text: str, best: str, intent: str
) -> None:
    assert heard(text, best, 0.95, asked=asked, flow=flow) == intent


@pytest.mark.parametrize(("best", "intent"), [
    ("request_invoice", "request_invoice"), ("invoice_problem", "invoice_problem"), ("inform", "request_invoice"), ("track_order", "request_invoice"),
])  # fmt: skip
def test_a_firms_number_is_no_order_whatever_is_guessed_and_however_surely(best: str, intent: str) -> None:
    words = "发票开给上海大暖科技有限公司 91330000142916567N"
    for confidence in (0.3, 0.6, 0.99):
        parse = ParseView(text=words, ranking=(Guess(intent=best, confidence=confidence),), entities=frozenset())
        assert rerank(parse, ThreadView(order_in_focus="1", logged_in=True)).intent == intent


@pytest.mark.parametrize(("text", "best", "confidence", "intent"), [
    ("第二个防水吗", "ask_product_attribute", 0.8, "ask_product_attribute"), ("第二款的续航多久", "ask_product_attribute", 0.25, None),
    ("第一个多少钱", "ask_price", 0.98, "ask_price"), ("第三个有黑色吗", "ask_stock", 0.5, None), ("第二个", "inform", 0.6, "inform"),
])  # fmt: skip
def test_a_question_of_the_goods_that_were_shown_is_no_answer_to_a_read_back(
    text: str, best: str, confidence: float, intent: str | None
) -> None:
    thread = ThreadView(
        asked="confirm", flow="request_invoice", logged_in=True, order_in_focus="1", orders_offered=("1", "2", "3"),
        products_offered=("a", "b", "c"), product_in_focus="a",
    )  # fmt: skip
    ranking = (Guess(intent=best, confidence=confidence), Guess(intent="inform", confidence=0.02))
    decided = rerank(ParseView(text=text, ranking=ranking, entities=frozenset({"ordinal"})), thread).intent
    assert decided == intent if intent else decided not in {"inform", "affirm"}


def test_when_they_come_is_asked_of_the_time_that_is_being_chosen() -> None:
    assert heard("什么时候来取", "return_pickup", asked="pickup_time", flow="request_return") == "inform"


@pytest.mark.parametrize(("text", "best", "intent"), [
    ("快递到哪了", "track_order", "track_order"), ("快递之家服务部", "track_order", "inform"), ("张三", "chitchat", "inform"),
])  # fmt: skip
def test_what_is_no_name_is_no_answer_to_the_question_for_a_title(text: str, best: str, intent: str) -> None:
    assert heard(text, best, 0.5, asked="invoice_title", flow="request_invoice") == intent


@pytest.mark.parametrize(
    ("text", "best", "sure", "entities", "intent"),
    [
        ("你是机器人吗", "chitchat", 0.99, set(), "chitchat"),
        ("你叫什么", "chitchat", 0.99, set(), "chitchat"),
        ("哈哈", "chitchat", 0.99, set(), "chitchat"),
        ("讲个笑话", "chitchat", 0.99, set(), "chitchat"),
        ("今天天气真好", "out_of_scope", 0.7, {"date"}, "out_of_scope"),
        ("我今天心情不好", "chitchat", 0.96, {"date"}, "chitchat"),
        ("王小明", "chitchat", 0.7, set(), "inform"),
        ("文三路那个小区", "chitchat", 0.7, set(), "inform"),
        ("红的那个", "chitchat", 0.7, {"colour"}, "inform"),
        ("13900001111", "chitchat", 0.7, set(), "inform"),
    ],
)
def test_small_talk_corrects_no_read_back(text: str, best: str, sure: float, entities: set[str], intent: str) -> None:
    assert heard(text, best, sure, entities=frozenset(entities)) == intent


@pytest.mark.parametrize(("text", "best", "intent"), [
    ("算了不开了，账号里没这单", "deny", "deny"), ("换个账号登录可以吗", "account_help", "account_help"), ("账户里没有这单", "deny", "deny"),
    ("我账号被盗了", "account_help", "account_help"), ("账号 1202020200012345678", "inform", "request_invoice"),
    ("帐号是3301 0401 6000 0123 456", "inform", "request_invoice"), ("账户：330104016000012345", "track_order", "request_invoice"),
    ("开户行招行西湖支行", "inform", "request_invoice"), ("西湖支行 755912345610901", "inform", "request_invoice"),
])  # fmt: skip
@pytest.mark.parametrize("asked", ["order_choice", "order_number"])
def test_a_login_is_no_bank_while_an_invoice_asks_for_its_order(asked: str, text: str, best: str, intent: str) -> None:
    answered = wish_in_details("request_invoice", Heard(text=text, entities=(), best=best, confidence=0.9), asked)
    assert (answered or (best, ""))[0] == intent


@pytest.mark.parametrize("sure", [0.5, 0.7, 0.99])
@pytest.mark.parametrize(
    ("flow", "words"),
    [
        ("request_refund", ("退30就行", "那退一半", "就退三成吧", "30块就够了", "退百分之二十五", "那就一半吧", "全退", "退三十行吗", "少退点也行", "运费退我就行")),
        ("request_return", ("退30就行", "那退一半", "晚上来吧")),
        ("special_request", ("再加一句放门口", "另外写上生日快乐", "写祝妈妈身体健康", "祝你天天开心", "放门口就行", "妈妈我爱你")),
        ("change_delivery_time", ("晚上吧", "下午三点以后", "周六上午", "早上可以吗", "明天吧", "2点以后", "早点送", "下班以后", "天气热，晚上送吧")),
        ("return_pickup", ("傍晚吧", "后天下午", "晚上行吗")),
        ("change_address", ("送到公司", "补充一下是3栋")),
        ("modify_order", ("要大一码", "黑色的", "再加一件")),
        ("request_invoice", ("开公司的", "抬头写个人")),
    ],
)  # fmt: skip
def test_what_was_taken_for_talk_but_changes_a_read_back_is_no_small_talk(
    flow: str, words: tuple[str, ...], sure: float
) -> None:
    assert [(each, heard(each, "chitchat", sure, flow=flow)) for each in words] == [(each, "inform") for each in words]


@pytest.mark.parametrize(
    "flow", ["request_refund", "request_return", "special_request", "change_delivery_time", "change_address", "modify_order", "request_invoice"]
)  # fmt: skip
@pytest.mark.parametrize(
    "words", ["好困啊", "天气真好", "今天天气真好", "你是机器人吗", "哈哈", "讲个笑话", "你叫什么", "你几岁了", "你是个人吗", "心情不好", "在干嘛", "今天好累", "晚安", "有点无聊", "真不错"]
)  # fmt: skip
def test_plain_small_talk_leaves_every_read_back_standing(flow: str, words: str) -> None:
    assert heard(words, "chitchat", 0.9, flow=flow) == "chitchat"


@pytest.mark.parametrize(
    ("text", "sure", "intent"),
    [("成交", 0.99, "affirm"), ("得嘞", 0.92, "affirm"), ("好困啊", 0.62, "inform"), ("好饿", 0.87, "inform"), ("哦豁", 0.62, "inform")],
)  # fmt: skip
def test_a_guess_at_a_yes_has_to_be_a_sure_one(text: str, sure: float, intent: str) -> None:
    assert heard(text, "affirm", sure) == intent


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("换个颜色", "request_exchange"),
        ("换个大一码", "request_exchange"),
        ("颜色错了", "request_exchange"),
        ("改手机号码", "track_order"),
        ("到哪了", "track_order"),
    ],
)
def test_a_few_words_beside_a_number_say_what_for(words: str, intent: str) -> None:
    text = f"8620399221408217 {words}"
    best = Guess(intent="inform", confidence=0.94)
    parse = ParseView(text=text, ranking=(best,), entities=frozenset({"order_number"}))
    assert rerank(parse, ThreadView(logged_in=True)).intent == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [("打包好的那单", "inform"), ("还没发货的那个", "inform"), ("没发货的那个到哪了吗", "track_order")],
)
def test_orders_are_told_apart_by_where_they_stand(text: str, intent: str) -> None:
    parse = ParseView(text=text, ranking=(Guess(intent="track_order", confidence=0.7),))
    view = ThreadView(asked="order_choice", flow="cancel_order", orders_offered=("1", "2"), logged_in=True)
    assert rerank(parse, view).intent == intent
