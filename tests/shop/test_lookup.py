"""Which of her orders a shopper means. The table is worked out by hand."""

from __future__ import annotations

import pytest

from bot.shop.lookup import Wish, choose
from bot.shop.order import Order
from tests.shop.factories import DAY, NOW, item, order, product, variant

EARPHONES = product(
    "EJ1",
    aliases=("耳机", "蓝牙耳机", "Air3", "耳塞"),
    variants=(variant("EJ1-BK"), variant("EJ1-WH", options={"颜色": "珍珠白"})),
)
SPEAKER = product("EJ5", title="声屿 小砖 2 便携蓝牙音箱", aliases=("音箱", "音响", "小音箱"), variants=())
SHOES = product("XZ1", title="迈石 缓震跑步鞋 男款", category="鞋靴", brand="迈石", aliases=("跑鞋", "运动鞋", "鞋子"))
BOOK = product("TS1", title="《慢慢来的小城》 长篇小说", category="图书", brand="拾光书局", aliases=("小说", "童书"))
RICE = product("DQ1", title="麦炊 4 升智能电饭煲", category="家用电器", brand="麦炊", aliases=("电饭锅", "饭煲"))
PRODUCTS = {each.sku: each for each in (EARPHONES, SPEAKER, SHOES, BOOK, RICE)} | {
    "EJ1-BK": EARPHONES,
    "EJ1-WH": EARPHONES,
}

BLACK = order("1", placed_at=NOW - 5 * DAY, items=(item("声屿 Air3 真无线蓝牙耳机 曜石黑", "EJ1-BK"),))
WHITE = order("2", placed_at=NOW - 2 * DAY, status="paid", items=(item("声屿 Air3 真无线蓝牙耳机 珍珠白", "EJ1-WH"),))
LOUD = order("3", placed_at=NOW - 1 * DAY, status="shipped", items=(item("声屿 小砖 2 便携蓝牙音箱", "EJ5"),))
RUN = order("4", placed_at=NOW - 9 * DAY, status="signed", items=(item("迈石 缓震跑步鞋 男款", "XZ1"),))
MIXED = order(
    "5", placed_at=NOW - 3 * DAY, items=(item("《慢慢来的小城》 长篇小说", "TS1"), item("麦炊 4 升智能电饭煲", "DQ1"))
)
ALL = (BLACK, WHITE, LOUD, RUN, MIXED)


def ids(found: tuple[Order, ...]) -> str:
    return "".join(each.order_id for each in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我买的那个耳机到哪了", "21"),
        ("蓝牙耳机呢", "21"),
        ("黑色的那个耳机", "1"),
        ("白色耳机什么时候发", "2"),
        ("AIR3到了没", "21"),
        ("air3", "21"),
        ("小音箱发货了吗", "3"),
        ("声屿的东西", "321"),
        ("我的电饭锅", "5"),
        ("那本书到哪了", "5"),
        ("我的鞋呢", "4"),
        ("跑鞋", "4"),
        ("黑色的那个", "1"),
        ("我那个订单怎么还没到", "3251"),
        ("说明书丢了", "3251"),
        ("买的手表", "3251"),
    ],
)
def test_a_message_narrows_when_it_names_something(text: str, expected: str) -> None:
    assert ids(choose(ALL, Wish(text=text), PRODUCTS)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("耳机",), "21"),
        (("手表",), ""),
        (("缓震跑步鞋",), "4"),
        (("跑步",), "4"),
        (("耳机", "珍珠白"), "2"),
        (("图书",), "5"),
    ],
)
def test_words_must_fit(words: tuple[str, ...], expected: str) -> None:
    assert ids(choose(ALL, Wish(words=words), PRODUCTS)) == expected


def test_skus_of_products_and_of_variants_fit() -> None:
    assert ids(choose(ALL, Wish(skus=frozenset({"EJ1"})), PRODUCTS)) == "21"
    assert ids(choose(ALL, Wish(skus=frozenset({"EJ1-WH"})), PRODUCTS)) == "2"
    assert ids(choose(ALL, Wish(skus=frozenset({"EJ9"})), PRODUCTS)) == ""


def test_a_status_asks_for_finished_orders_too() -> None:
    assert ids(choose(ALL, Wish(statuses=frozenset({"signed"})))) == "4"
    assert ids(choose(ALL, Wish(statuses=frozenset({"paid", "shipped"})))) == "32"


def test_finished_orders_are_left_out_only_while_an_open_one_fits() -> None:
    done = order("6", status="signed", placed_at=NOW, items=BLACK.items)
    assert ids(choose((*ALL, done), Wish(text="耳机"), PRODUCTS)) == "21"
    assert ids(choose((*ALL, done), Wish(text="耳机", prefer_open=False), PRODUCTS)) == "621"
    assert ids(choose((done, RUN), Wish(), PRODUCTS)) == "64"


def test_time_is_from_and_before() -> None:
    wish = Wish(placed_from=NOW - 3 * DAY, placed_until=NOW - 1 * DAY)
    assert ids(choose(ALL, wish)) == "25"


@pytest.mark.parametrize(("ordinal", "expected"), [(1, "3"), (2, "2"), (4, "1"), (-1, "1"), (5, ""), (0, ""), (-2, "")])
def test_an_ordinal_counts_the_list_that_she_sees(ordinal: int, expected: str) -> None:
    assert ids(choose(ALL, Wish(ordinal=ordinal))) == expected


def test_titles_alone_serve_when_the_catalogue_does_not_know_the_sku() -> None:
    assert ids(choose(ALL, Wish(text="我的真无线蓝牙耳机"))) == "21"
    assert ids(choose(ALL, Wish(words=("电饭煲",)))) == "5"


def test_no_orders_choose_nothing() -> None:
    assert choose((), Wish(text="耳机", ordinal=1)) == ()


def test_an_alias_that_ends_in_a_particle_is_not_named_by_it() -> None:
    face_wash = product(
        "HF1", title="清颜 氨基酸洁面乳", category="美妆个护", brand="清颜", aliases=("洗面奶", "洗脸的")
    )
    closed = order("7", placed_at=NOW - 30 * DAY, status="closed", items=(item("清颜 氨基酸洁面乳", "HF1"),))
    known = {**PRODUCTS, "HF1": face_wash}
    assert ids(choose((*ALL, closed), Wish(text="我的快递到哪了"), known)) == "3251"
    assert ids(choose((*ALL, closed), Wish(text="洗脸的那个"), known)) == "7"


NEUTRAL = (
    "我的快递到哪了", "我的包裹呢", "这单怎么还没到", "快递的电话多少", "那个包裹到了吗", "我的单子到哪了", "我的东西什么时候到",
    "这个订单", "我的货呢", "那件什么时候发", "我买的东西呢", "还没收到我的快递", "我的电话是多少", "那个快递员电话", "这个怎么还不发",
    "我的水电费", "我的订单号是多少", "那个包裹签收了吗", "两个包裹都到哪了", "我的地址写错了",
)  # fmt: skip


def test_no_product_of_the_demo_shop_is_named_by_a_neutral_sentence() -> None:
    from bot.shop.demo.catalogue import read_products
    from bot.shop.demo.files import Faults
    from bot.shop.lookup import score
    from bot.shop.seed import DEMO_SHOP
    from tests.shop.factories import anchor

    products = read_products(DEMO_SHOP / "products", anchor(), Faults())
    named = [
        (sentence, known.title)
        for sentence in NEUTRAL
        for known in products
        if score(sentence, item(known.title, known.sku), known)[0]
    ]
    assert not named
