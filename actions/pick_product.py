"""Which products a message means: by button, place in the list, name, 刚才那个, the page she is on, what is in focus.

The strongest sign decides. A name that fits several goods gives them all, and the caller lets her choose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from actions.asking import Asking
from actions.composition import Ports
from actions.goods_named import (
    MOST,
    abilities_in,
    asked_by_name,
    of_model,
    pointed_at,
    sibling_of,
    speaks_first_of_other,
    speaks_of_ability,
    speaks_of_linking,
    speaks_of_parts,
    told_apart,
)
from actions.read_once import products_of
from bot.shop.product import Product
from bot.shop.search import wishes
from bot.shop.search.fit import fit
from bot.shop.search.kinds import all_words, kinds_of, wanted_in
from bot.shop.search.need import Need
from bot.shop.search.need_reading import read_need, read_text
from bot.shop.search.page import fold
from bot.text.ordinals import find_ordinals

_EARLIER = re.compile(r"刚才那|刚刚那|之前那|前面那|先前那|上一[个款]|前一[个款]")

_DEVICE = re.compile(
    r"(?:苹果|iphone|ipad|华为|小米|荣耀|oppo|vivo|三星|mate|安卓)\s*\d*\s*(?:pro\s*max|pro|plus|max)?(?:手机|平板|电脑)?"
    r"(?!手环|手表|耳机|音箱|充电|路由|平衡|手写|键盘|鼠标|扫地|电视|空调)"
)
_WORN_ELSEWHERE = re.compile(
    r"(?:我|平时|平常|一般)(?:都|平时|平常|一般){0,3}(?:穿|买)(?:的)?[\u4e00-\u9fff]{0,4}?(?P<kind>运动鞋|跑鞋|皮鞋|球鞋|板鞋|帆布鞋|靴子|鞋子?)"
    r"(?=(?:是|都|穿|码){0,4}\s{0,4}[34]\d)"
)
_PUT_INTO = re.compile(r"[放扔丢进](?:进|到|在|入)?(?P<kind>微波炉|烤箱|洗碗机|洗衣机|烘干机|冰箱|消毒柜)")
_BESIDE_DEVICES = frozenset({"ask_compatibility", "compare_products"})
_OF_ITS_USE = frozenset({"ask_product_attribute", "ask_usage", "ask_quality"})
_IS_ABLE = re.compile(r"\s?(?:能不能|可不可以|会不会|能|可以|会)(?:用来|拿来)?(?![^，。？?]{0,4}[这那])")
_DOES = re.compile(
    r"^(?:直接|用来|自己)?[洗烘放装蒸煮炖烤炸烧榨打切炒煎熨烫吸做泡冲温热]"
)  # 能洗羽绒服吗, of a machine
_BESIDE = frozenset({"ask_compatibility", "ask_package_contents"})  # their words name other things than the goods


@dataclass(frozen=True, slots=True, kw_only=True)
class PickedGoods:
    """`products` likeliest first; `sign`: button, list, name, earlier, page, focus, offered, kind, none, unknown (she
    names something that the shop does not have)."""

    products: tuple[Product, ...]
    sign: str

    @property
    def one(self) -> Product | None:
        return self.products[0] if len(self.products) == 1 else None


NOTHING = PickedGoods(products=(), sign="none")


async def pick(asking: Asking, ports: Ports) -> PickedGoods:
    """The products that the message means. Raises ShopUnavailable."""
    asking = _without_what_is_not_meant(asking)
    thread = asking.thread
    if asking.trusted and (skus := asking.values("product")):
        return PickedGoods(products=await products_of(skus[-1:], ports), sign="button")
    text = read_text(asking.words, await ports.finder.words())
    known_skus = [sku for sku in (thread.product_in_focus, *thread.products_offered) if sku]
    listed = _ordinals(text, thread.products_offered)
    if listed:
        return PickedGoods(products=await products_of(listed, ports), sign="list")
    if edition := await sibling_of(text, thread.product_in_focus or asking.about_sku, ports):
        return PickedGoods(products=(edition,), sign="name")
    besides = await _names_what_is_beside(asking, text, ports)
    named = _by_own_name(asking) if besides else None
    if named:
        return PickedGoods(products=await products_of(named[:MOST], ports), sign="name")
    named_goods = (
        None
        if besides
        else await _named(asking, text, ports) or _found(await asked_by_name(text, known_skus, ports, asking.intent))
    )
    if named_goods is not None:
        one = await told_apart(text, tuple(each.sku for each in named_goods.products), ports)
        return replace(named_goods, products=(one,)) if one else named_goods
    if pointed := await pointed_at(text, known_skus, ports):
        return PickedGoods(products=pointed, sign="name")
    if one := await told_apart(text, thread.products_offered, ports):
        return PickedGoods(products=(one,), sign="list")
    if _EARLIER.search(text) and thread.earlier_product:
        return PickedGoods(products=await products_of((thread.earlier_product,), ports), sign="earlier")
    if asking.about_sku:
        return PickedGoods(products=await products_of((asking.about_sku,), ports), sign="page")
    if thread.product_in_focus:
        return PickedGoods(products=await products_of((thread.product_in_focus,), ports), sign="focus")
    if thread.products_offered:
        return PickedGoods(products=await products_of(thread.products_offered, ports), sign="offered")
    return NOTHING


def _without_what_is_not_meant(asking: Asking) -> Asking:
    """我穿运动鞋42 皮鞋穿多大, 奶瓶可以放微波炉吗: what she wears elsewhere or puts it into is not asked about."""
    asking = _without_objects(asking)
    found = _WORN_ELSEWHERE.search(asking.text) or _PUT_INTO.search(asking.text)
    if found is None or (found.re is _PUT_INTO and not wanted_in(asking.text[: found.start()])):
        return asking
    others = tuple(each for each in asking.entities if each.written != found["kind"])
    return replace(asking, text=asking.text.replace(found["kind"], " ", 1), entities=others)


def _without_objects(asking: Asking) -> Asking:
    """电水壶能烧牛奶吗: the goods at the head are asked about, and not what they are to do something with."""
    named = [each for each in asking.entities if each.kind in ("product", "category")]
    head = next((each for each in named if asking.text.startswith(each.written)), None)
    if asking.intent not in _OF_ITS_USE or head is None or not _IS_ABLE.match(asking.text[len(head.written) :]):
        return asking
    text = asking.text
    for each in named:
        if each is not head and each.written not in head.written:
            text = text.replace(each.written, " ", 1)
    return replace(
        asking, text=text, entities=tuple(each for each in asking.entities if each not in named or each is head)
    )


async def _names_what_is_beside(asking: Asking, text: str, ports: Ports) -> bool:
    """Whether what is named is no goods of its own, but beside the ones in focus: 送充电头吗, 怎么连手机, 支持无线充电吗."""
    focus = asking.thread.product_in_focus or asking.about_sku
    if not focus:
        return False
    if speaks_of_linking(text) or speaks_of_ability(text) or _asked_to_do(asking):
        return True
    of_parts = asking.intent in _BESIDE or speaks_of_parts(text)
    return of_parts and not await speaks_first_of_other(text, focus, ports)


def _found(products: tuple[Product, ...] | None) -> PickedGoods | None:
    """None: no name was found; no products: a name that is none of the shop's."""
    if products is None:
        return None
    return PickedGoods(products=products, sign="name" if products else "unknown")


async def in_thread(asking: Asking, ports: Ports) -> tuple[Product, ...]:
    """What was shown last, or what is in focus."""
    skus = asking.thread.products_offered or tuple(filter(None, (asking.thread.product_in_focus,)))
    return await products_of(skus, ports)


async def _named(asking: Asking, text: str, ports: Ports) -> PickedGoods | None:
    """By the names in the text; None when it names nothing."""
    thread = asking.thread
    known = [sku for sku in (thread.product_in_focus, *thread.products_offered) if sku]
    surely, maybe = _named_skus(asking)
    if surely:
        return PickedGoods(products=await products_of(surely[:MOST], ports), sign="name")
    here = [sku for sku in dict.fromkeys(known) if sku in maybe]
    if here:
        return PickedGoods(
            products=await products_of(here[:1] if here[0] == thread.product_in_focus else here, ports), sign="name"
        )
    if asking.intent in _BESIDE_DEVICES:
        text = _DEVICE.sub(" ", text)
    need = read_need(text, await ports.finder.words())
    kinds = tuple(each.kind for each in wanted_in(text))
    if kinds or need.brands:
        wanted = Need(kinds=kinds, brands=need.brands, device=need.device if kinds else "", terms=need.terms)
        return await _of_kind(wanted, known, thread.product_in_focus, ports)
    if maybe:
        return PickedGoods(products=await products_of(maybe[:MOST], ports), sign="name")
    return _found(await of_model(text, known, ports))


def _by_own_name(asking: Asking) -> tuple[str, ...]:
    """SKUs of names that are no kind of goods: of 送充电头吗 the 充电头 is none."""
    inside = [wish for wish in wishes.all_wishes() if wish in fold(asking.words)] + _asked_to_do(asking)
    own = (each for each in asking.entities if each.kind == "product" and not _is_word_of(fold(each.written), inside))
    return tuple(dict.fromkeys(each.skus[0] for each in own if len(each.skus) == 1))


def _asked_to_do(asking: Asking) -> list[str]:
    """Names of goods that stand there as what others can do: 能卸妆吗."""
    able = abilities_in(fold(asking.words))
    able |= {_DOES.sub("", each) for each in able}
    return [fold(each.written) for each in asking.entities if each.kind == "product" and fold(each.written) in able]


def _is_word_of(written: str, inside: list[str]) -> bool:
    """Whether a name is a kind of goods, or only a piece of a wish: the 无线充 of 无线充电."""
    return written in _other_words() or any(written in wish for wish in inside)


@cache
def _other_words() -> frozenset[str]:
    return all_words() | {"苹果", "小米", "说明书", "电池"}


def _named_skus(asking: Asking) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """SKUs of names that only one product has, and of those that several share."""
    groups = [found.skus for found in asking.entities if found.kind == "product" and found.skus]
    surely = _by_own_name(asking)
    maybe = [sku for skus in groups for sku in skus]
    of_device = asking.intent == "compare_products" and re.search(r"苹果\s*\d", asking.words)
    if asking.intent == "ask_compatibility" or of_device:
        maybe = []
    return surely, tuple(dict.fromkeys(maybe))


async def _of_kind(need: Need, known: list[str], focus: str | None, ports: Ports) -> PickedGoods:
    """Goods of a kind or brand: those in the thread first, else all of the shop's, else it has none."""
    here = [product for product in await products_of(known, ports) if fit(product, need) is not None]
    if here:
        return PickedGoods(products=tuple(here[:1] if here[0].sku == focus else here), sign="kind")
    found = await ports.finder.find(need)
    if not found:
        return PickedGoods(products=(), sign="unknown")
    best = max(each.score for each in found)
    if best >= 2:  # words of a title beside the kind: 编织数据线
        found = [each for each in found if each.score == best]
    return PickedGoods(products=tuple(each.product for each in found[:MOST]), sign="kind")


def speaks_of_other(text: str, product: Product) -> bool:
    """Whether a text names a kind of goods that this product is not."""
    kinds = {each.kind for each in wanted_in(text)}
    return bool(kinds) and not kinds & kinds_of(product)


def _ordinals(text: str, offered: tuple[str, ...]) -> tuple[str, ...]:
    """The offered ones that 第二个, 第一和第三个, 最后一款 mean."""
    if len(offered) < 2:
        return ()
    places = [found.index - 1 if found.index > 0 else found.index for found in find_ordinals(text)]
    return tuple(dict.fromkeys(offered[place] for place in places if -len(offered) <= place < len(offered)))


def beyond_one(text: str) -> bool:
    """那第二个呢, where one was all there was."""
    return any(found.index > 1 for found in find_ordinals(text))
