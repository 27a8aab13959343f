import pytest
from hypothesis import given

from bot.text.identifiers import find_identifiers
from tests.text.any_text import anything, long_texts

ORDER = ("order_number", "2026112100012345")
TAIL = ("phone_tail", "5678")
PHONE = ("phone", "13800138000")


def found(text: str) -> list[tuple[str, str]]:
    return [(identifier.kind, identifier.value) for identifier in find_identifiers(text)]


@pytest.mark.parametrize(
    "text",
    [
        "2026112100012345",
        "２０２６１１２１０００１２３４５",
        "2026 1121 0001 2345",
        "20261121-0001-2345",
        "2 0 2 6 1 1 2 1 0 0 0 1 2 3 4 5",
        "二〇二六一一二一〇〇〇一二三四五",
        "贰零贰陆1121 ０００1贰叁肆伍",
        "幺幺零零2026",
        "2026\u200b112100012345",
        "我的单号是2026112100012345,怎么还没到",
        "订单编号:2026.1121.0001.2345 帮我看看",
    ],
)
def test_an_order_number_is_read_in_every_spelling(text: str) -> None:
    expected = [] if text == "幺幺零零2026" else [ORDER]
    assert found(text) == expected


@pytest.mark.parametrize("length", [12, 15, 18, 19, 20])
def test_an_order_number_has_twelve_to_twenty_digits(length: int) -> None:
    digits = "90817263545463728190817"
    assert found(f"订单号{digits[:length]}") == [("order_number", digits[:length])]
    assert found(f"订单号{digits[:9]}") == found(f"订单号{digits[:22]}") == []


@pytest.mark.parametrize(
    "text",
    [
        "2026112100012345 5678",
        "2026112100012345,5678",
        "2026112100012345\n5678",
        "２０２６１１２１０００１２３４５，５６７８",
        "2026 1121 0001 2345 5678",
        "20261121 00012345 5678",
        "单号是２０２６ 1121 0001 2345，手机后四位五六七八",
        "2026112100012345 手机尾号是 5 6 7 8",
        "订单2026112100012345的,后4位：5678",
        "我的快递到哪了 2026112100012345 5678",
        "在吗\n我那个订单\n怎么还没到\n2026112100012345\n5678",
        "我等着用的,2026112100012345,5678,快帮我看看到哪里了",
        "2026112100012345/5678",
        "【2026112100012345】(5678)",
        "查物流 2026112100012345 | 5678 等了好几天了",
    ],
)
def test_an_order_number_and_a_tail_are_told_apart(text: str) -> None:
    assert found(text) == [ORDER, TAIL]


@pytest.mark.parametrize(
    "text",
    [
        "2026112100012345 1299元买的,到哪了",
        "2026112100012345这单什么时候到,说的是1299那个活动",
        "买了1299的耳机什么时候到",
    ],
)
def test_a_number_that_does_not_follow_the_order_number_is_no_tail(text: str) -> None:
    assert TAIL[0] not in [kind for kind, _ in found(text)]


def test_a_tail_may_come_first() -> None:
    assert found("尾号5678 2026112100012345") == [TAIL, ORDER]
    assert found("尾号5678 2026 1121 0001 2345") == [TAIL, ORDER]
    assert found("我的快递怎么还没到 5678 2026112100012345") == [TAIL, ORDER]
    assert found("帮我看看 5678，2026112100012345 谢谢") == [TAIL, ORDER]
    assert found("买的时候1299 2026112100012345") == [ORDER]


@pytest.mark.parametrize(
    "text", ["20261121000123455678", "20261121000123455678 帮我看下物流", "到哪了２０２６１１２１０００１２３４５5678"]
)
def test_a_tail_glued_to_an_order_number_is_cut_off(text: str) -> None:
    assert found(text) == [ORDER, TAIL]


def test_twenty_digits_called_an_order_number_are_one() -> None:
    assert found("订单号20261121000123455678") == [("order_number", "20261121000123455678")]


@pytest.mark.parametrize(
    "text",
    [
        "136****5678",
        "我电话是136****5678",
        "136xxxx5678",
        "138 **** 5678",
        "１３８＊＊＊＊５６７８",
        "收件人写的138*****5678",
    ],
)
def test_the_last_four_of_a_masked_phone_are_a_tail(text: str) -> None:
    assert found(text) == [TAIL]


def test_a_masked_phone_goes_with_an_order_number() -> None:
    assert found("2026112100012345 136****5678") == [ORDER, TAIL]


@pytest.mark.parametrize(
    "text", ["2O26112100012345", "2026112lOOOl2345", "单号2o261121ooo12345", "订单2026II2100012345"]
)
def test_letters_that_look_like_digits_are_read_as_such_in_a_long_number(text: str) -> None:
    assert found(text) == [ORDER]


def test_letters_are_read_as_digits_in_a_tail_and_a_phone() -> None:
    assert found("尾号s678") == []
    assert found("尾号S678 尾号5O78") == [("phone_tail", "5078")]
    for text in ("5O78", "5o78吧", "尾号是5O78", "后四位：5O78", "手机号 5O78"):
        assert found(text) == [("phone_tail", "5078")]
    assert found("2026112100012345 5O78") == [ORDER, ("phone_tail", "5078")]
    assert found("2O26112100012345\nS0l8") == [ORDER]
    assert found("2026112100012345，5o7l") == [ORDER, ("phone_tail", "5071")]
    for text in ("100L", "有没有100l的", "oooo", "lool", "2026112100012345 lily"):
        assert "phone_tail" not in dict(found(text)), text
    assert found("l38OOl38OOO") == [PHONE]


@pytest.mark.parametrize("text", ["hello oil", "iPhone 15 Pro 1024", "LOLOLOLOLOL", "ooooooooooooo1", "ill 2026"])
def test_words_of_such_letters_stay_words(text: str) -> None:
    assert found(text) == []


def test_an_order_number_with_a_cards_sum_is_one_until_somebody_calls_it_a_card() -> None:
    assert found("4059127744180236 8487") == [("order_number", "4059127744180236"), ("phone_tail", "8487")]
    assert found("卡号4111111111111111") == [("bank_card", "4111111111111111")]


@pytest.mark.parametrize(
    "text",
    [
        "5678",
        "５６７８",
        "五六七八",
        "尾号5678",
        "手机后四位是5678",
        "5678尾号的那单到哪了",
        "末四位 56 78",
        "查5678那个",
        "那个尾号5678的耳机呢",
    ],
)
def test_a_phone_tail_is_read(text: str) -> None:
    assert found(text) == [TAIL]


@pytest.mark.parametrize(
    "text",
    [
        "1280元",
        "有没有1999的手机",
        "2026年的款",
        "iPhone 1234",
        "5000毫安够用吗",
        "12:30",
        "我买了1200多的",
        "1080p",
        "¥1999",
        "7点半",
        "耳机怎么还没到",
    ],
)
def test_a_year_a_price_or_a_measure_is_no_tail(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "+8613800138000",
        "008613800138000",
        "1 3 8 0 0 1 3 8 0 0 0",
        "一三八零零一三八零零零",
        "幺三八 零零幺三 八零零零",
        "①③⑧00138000",
        "手机１３８００１３８０００收",
    ],
)
def test_a_mobile_number_is_read_in_every_spelling(text: str) -> None:
    assert found(text) == [PHONE]


def test_a_phone_beside_an_order_or_a_tail_is_told_apart() -> None:
    assert found("订单2026112100012345 手机13800138000") == [ORDER, PHONE]
    assert found("13800138000 2026112100012345") == [PHONE, ORDER]
    assert found("138 0013 8000 5678") == [PHONE, TAIL]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("SF1234567890123到哪了", "SF1234567890123"),
        ("sf 1234 5678 90123", "SF1234567890123"),
        ("ＳＦ１２３４５６７８９０１２３", "SF1234567890123"),
        ("圆通YT1234567890123", "YT1234567890123"),
        ("JDVB12345678901", "JDVB12345678901"),
        ("JD0123456789012", "JD0123456789012"),
        ("EA123456789CN", "EA123456789CN"),
        ("运单号是78123456789012", "78123456789012"),
        ("快递单号 9876 5432 1012", "987654321012"),
        ("中通快递75123456789012", "75123456789012"),
        ("寄回单号给你 运单 773012345678901", "773012345678901"),
    ],
)
def test_a_tracking_number_is_read(text: str, value: str) -> None:
    assert found(text) == [("tracking_number", value)]


def test_an_identity_card_needs_its_check_character() -> None:
    assert found("11010519491231002X") == [("id_card", "11010519491231002X")]
    assert found("１１０１０５ １９４９１２３１ ００２ｘ") == [("id_card", "11010519491231002X")]
    assert found("110105194912310021") == [("order_number", "110105194912310021")]


def test_a_bank_card_needs_its_luhn_sum() -> None:
    assert found("6222 0212 3456 7890 128") == [("bank_card", "6222021234567890128")]
    assert found("退到卡号4111111111111111") == [("bank_card", "4111111111111111")]
    assert found("6222021234567890129") == [("order_number", "6222021234567890129")]
    assert found("订单号6222021234567890128") == [("order_number", "6222021234567890128")]


@pytest.mark.parametrize(
    ("text", "negated", "meant"),
    [
        ("不是1234 是5678", ["1234"], ["5678"]),
        ("不对 是尾号5678那个", [], ["5678"]),
        ("尾号不是1234,是5678", ["1234"], ["5678"]),
        ("1234不对 应该是5678", ["1234"], ["5678"]),
        ("1234打错了 5678", ["1234"], ["5678"]),
        ("不是2026112100012345", ["2026112100012345"], []),
    ],
)
def test_a_correction_says_which_number_is_not_meant(text: str, negated: list[str], meant: list[str]) -> None:
    identifiers = find_identifiers(text)
    assert [identifier.value for identifier in identifiers if identifier.negated] == negated
    assert [identifier.value for identifier in identifiers if not identifier.negated] == meant


@pytest.mark.parametrize(
    "text", ["2026-11-21 12:30", "2026.11.20-2026.11.25", "0571-88888888", "12345678901", "", "第一二三个"]
)
def test_a_date_a_landline_or_a_nearly_right_number_is_none(text: str) -> None:
    assert found(text) == []


@given(anything)
def test_offsets_are_in_order_and_inside(text: str) -> None:
    ends = [0]
    for identifier in find_identifiers(text):
        assert ends[-1] <= identifier.start < identifier.end <= len(text)
        ends.append(identifier.end)


@pytest.mark.timeout(5)
@pytest.mark.parametrize("text", long_texts)
def test_no_long_text_is_costly(text: str) -> None:
    for identifier in find_identifiers(text):
        assert identifier.end <= len(text)


@pytest.mark.parametrize(
    "words",
    ["三天了还不发", "五天前就该到了", "一直没动静", "一个星期了", "七八天了都", "一点消息都没有", "两三天没更新", "六次了还没送到", "一共三件少一件", "四月买的"],
)  # fmt: skip
def test_a_numeral_that_begins_the_next_word_is_no_digit_of_the_number(words: str) -> None:
    assert found(f"2026112100012345{words}") == [ORDER]


def test_a_number_spelt_in_both_ways_stays_whole() -> None:
    assert found("202611210001234五") == [ORDER]
    assert found("二零二六一一二一零零零一二三四五") == [ORDER]


@pytest.mark.parametrize(
    "text",
    [
        "1883那单我要换个颜色", "取消1883那个订单", "1883这笔订单到哪了", "1883的订单什么时候发", "1883那个包裹丢了吗", "1883 那一单不要了",
        "我说的是1883那单", "把1883那张单子取消",
    ],
)  # fmt: skip
def test_four_digits_before_that_order_are_a_tail(text: str) -> None:
    assert [(each.kind, each.value) for each in find_identifiers(text)] == [("phone_tail", "1883")]


@pytest.mark.parametrize(
    "text", ["1883块那单", "2026年那单", "1883那个价", "1883那单价太高", "1883单起批", "满1883的单子能减吗", "1883那款"]
)
def test_four_digits_of_something_else_are_none(text: str) -> None:
    assert find_identifiers(text) == []
