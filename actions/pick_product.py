"""Which products a message means: by button, place in the list, name, 刚才那个, the page she is on, what is in focus.

The strongest sign decides. A name that fits several goods gives them all, and the caller lets her choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from actions.asking import Asking
from actions.composition import Ports
from bot.shop.product import Product
from bot.shop.search.fit import fit
from bot.shop.search.kinds import all_words, kinds_of, wanted_in
from bot.shop.search.need import Need
from bot.shop.search.need_reading import read_need, read_text
from bot.shop.search.page import fold
from bot.text.ordinals import find_ordinals

MOST = 6
_EARLIER = re.compile(r"刚才那|刚刚那|之前那|前面那|先前那|上一[个款]|前一[个款]")
_MODEL = re.compile(r"[a-z]{1,12}[ \-]?\d{1,4}[a-z]{0,4}|[a-z]{4,}\d*")
_NO_MODEL = re.compile(
    r"^(?:type-?c|usb|ipx?\d+|wifi\d?|[0-9.]+|x*l|xs|spf\d*|pd\d*|gps|nfc|5g|4g|a\d|hello|okay|vip|app)$"
)

_A_VERB = 3  # 送吗, 能用吗: what stands before is beside the goods
_ANY_OF_IT = re.compile(r"有吗|有么|有没有|有卖|卖吗")
_WITH_WHAT = re.compile(r"(?:还|也|会|都)*(?:送|带|含|配|附)(?!吗|么|不|没)[\u4e00-\u9fff]")
_PART = re.compile(r"单独(?:买|卖|配|换)|另(?:买|配|购)|备用|配件|替换")
_TOOL = re.compile(
    r"(?:洗衣机|烘干机|洗碗机|微波炉|烤箱|电磁炉|燃气灶|冰箱|消毒柜|吹风机|车|飞机|电脑|手机)(?:里|上|中)?"
    r"(?:能|可以|可不可以|直接)?(?:洗|烘|加热|热|用吗|放|消毒|吹|控制|连)|(?:放|进|用|上|拿|扔|丢|连)(?:进|到|在)?"
    r"(?:洗衣机|烘干机|洗碗机|微波炉|烤箱|电磁炉|冰箱|消毒柜|吹风机|飞机|车)"
)
_ASKED_BY_NAME = re.compile(
    r"^(?:你家|你们家?|店里|请问|有)*(?P<what>[\u4e00-\u9fffa-z0-9]{2,12}?)(?:现在|目前)?"
    r"(?:多少钱|什么价格?|啥价|怎么卖|有货吗|还有货吗|有现货吗|有货没|缺货吗)[？?呀啊呢]*$"
)
_POINTER = re.compile(r"的?(?:那|这)?[个款]$")
_NO_NAME = re.compile(
    r"^(?:这|那|它|哪|几|多|总|一共|[一两三四五几]个?[件个双条台盒瓶包套本]|单|每|第|全|都|最低|到手|原|活动|会员|优惠|邮|运|快递|定金|尾款|东西|商品|现|今天|明天|什么|啥)"
    r"|[价款个件双条台盒瓶色码的]$|之后|以后|[买卖送寄发退换]|券|不$|[a-z]*码"
)
_DEVICE = re.compile(
    r"(?:苹果|iphone|ipad|华为|小米|荣耀|oppo|vivo|三星|mate|安卓)\s*\d*\s*(?:pro\s*max|pro|plus|max)?(?:手机|平板|电脑)?"
    r"(?!手环|手表|耳机|音箱|充电|路由|平衡|手写|键盘|鼠标|扫地|电视|空调)"
)
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
    thread = asking.thread
    if asking.trusted and (skus := asking.values("product")):
        return PickedGoods(products=await _products(skus[-1:], ports), sign="button")
    text = read_text(asking.words, await ports.finder.words())
    known_skus = [sku for sku in (thread.product_in_focus, *thread.products_offered) if sku]
    listed = _ordinals(text, thread.products_offered)
    if listed:
        return PickedGoods(products=await _products(listed, ports), sign="list")
    of_parts = asking.intent in _BESIDE or _PART.search(text) is not None or _TOOL.search(text) is not None
    focus = thread.product_in_focus or asking.about_sku
    besides = of_parts and focus and not await _speaks_first_of_other(text, focus, ports)
    named = _by_own_name(asking) if besides else None
    if named:
        return PickedGoods(products=await _products(named[:MOST], ports), sign="name")
    named_goods = None if besides else await _named(asking, text, ports) or await _strange(text, known_skus, ports)
    if named_goods is not None:
        one = await _by_difference(text, tuple(each.sku for each in named_goods.products), ports)
        return replace(named_goods, products=(one,)) if one else named_goods
    if one := await _by_difference(text, thread.products_offered, ports):
        return PickedGoods(products=(one,), sign="list")
    if _EARLIER.search(text) and thread.earlier_product:
        return PickedGoods(products=await _products((thread.earlier_product,), ports), sign="earlier")
    if asking.about_sku:
        return PickedGoods(products=await _products((asking.about_sku,), ports), sign="page")
    if thread.product_in_focus:
        return PickedGoods(products=await _products((thread.product_in_focus,), ports), sign="focus")
    if thread.products_offered:
        return PickedGoods(products=await _products(thread.products_offered, ports), sign="offered")
    return NOTHING


async def _speaks_first_of_other(text: str, focus: str, ports: Ports) -> bool:
    """羽毛球拍送球吗, 礼盒装的坚果有吗: another kind is what is asked about, and not 数据线送吗."""
    named = wanted_in(text)
    product = await ports.shop.product(focus)
    if product is None or not named or named[0].kind in kinds_of(product):
        return False
    after = text[named[0].end :].strip()
    begins = named[0].start == 0 and (len(after) > _A_VERB or _WITH_WHAT.match(after) is not None)
    return begins or (_ANY_OF_IT.match(after) is not None and named[0].start > 1)


async def _strange(text: str, known: list[str], ports: Ports) -> PickedGoods | None:
    """三体多少钱: a name that is asked for and that neither the goods in the thread nor the shop has."""
    asked = _ASKED_BY_NAME.match(text.replace(" ", ""))
    what = _POINTER.sub("", asked["what"]) if asked else ""
    if not what or _NO_NAME.search(what):
        return None
    need = read_need(what, await ports.finder.words())
    if need.kinds or need.categories or need.brands or need.colour or need.size or need.wishes:
        return None
    if any(what in _whole_page(product) for product in await _products(known, ports)):
        return None
    found = await ports.finder.find(Need(terms=(what,)))
    if found:
        return PickedGoods(products=tuple(each.product for each in found[:MOST]), sign="name")
    return PickedGoods(products=(), sign="unknown")


async def _by_difference(text: str, offered: tuple[str, ...], ports: Ports) -> Product | None:
    """The one of the goods shown that a word of its title tells from the others: 男款, 儿童那个, 声屿的."""
    if len(offered) < 2:
        return None
    products = await _products(offered, ports)
    words = {product.sku: _title_words(product) for product in products}
    plain = fold(text)
    meant = []
    for product in products:
        others = set().union(*(words[each.sku] for each in products if each.sku != product.sku))
        if any(word in plain for word in words[product.sku] - others):
            meant.append(product)
    return meant[0] if len(meant) == 1 else None


def _title_words(product: Product) -> set[str]:
    """The parts of a title, and 男, 女, 儿童 in it."""
    parts = {fold(part) for part in product.title.split() if len(part) > 1}
    return parts | {word for word in ("男款", "女款", "男士", "女士", "儿童", "无线", "有线") if word in product.title}


async def in_thread(asking: Asking, ports: Ports) -> tuple[Product, ...]:
    """What was shown last, or what is in focus."""
    skus = asking.thread.products_offered or tuple(filter(None, (asking.thread.product_in_focus,)))
    return await _products(skus, ports)


async def _named(asking: Asking, text: str, ports: Ports) -> PickedGoods | None:
    """By the names in the text; None when it names nothing."""
    thread = asking.thread
    known = [sku for sku in (thread.product_in_focus, *thread.products_offered) if sku]
    surely, maybe = _named_skus(asking)
    if surely:
        return PickedGoods(products=await _products(surely[:MOST], ports), sign="name")
    here = [sku for sku in dict.fromkeys(known) if sku in maybe]
    if here:
        return PickedGoods(
            products=await _products(here[:1] if here[0] == thread.product_in_focus else here, ports), sign="name"
        )
    if asking.intent == "ask_compatibility":
        text = _DEVICE.sub(" ", text)
    need = read_need(text, await ports.finder.words())
    kinds = tuple(each.kind for each in wanted_in(text))
    if kinds or need.brands:
        wanted = Need(kinds=kinds, brands=need.brands, device=need.device if kinds else "", terms=need.terms)
        return await _of_kind(wanted, known, thread.product_in_focus, ports)
    if maybe:
        return PickedGoods(products=await _products(maybe[:MOST], ports), sign="name")
    return await _by_model(text, known, ports)


def _by_own_name(asking: Asking) -> tuple[str, ...]:
    """SKUs of names that are no kind of goods: of 送充电头吗 the 充电头 is none."""
    own = (each for each in asking.entities if each.kind == "product" and fold(each.written) not in _other_words())
    return tuple(dict.fromkeys(each.skus[0] for each in own if len(each.skus) == 1))


@cache
def _other_words() -> frozenset[str]:
    return all_words() | {"苹果", "小米", "说明书", "电池"}


def _named_skus(asking: Asking) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """SKUs of names that only one product has, and of those that several share."""
    groups = [found.skus for found in asking.entities if found.kind == "product" and found.skus]
    surely = _by_own_name(asking)
    maybe = [sku for skus in groups for sku in skus]
    if asking.intent == "ask_compatibility":
        maybe = []
    return surely, tuple(dict.fromkeys(maybe))


async def _of_kind(need: Need, known: list[str], focus: str | None, ports: Ports) -> PickedGoods:
    """Goods of a kind or brand: those in the thread first, else all of the shop's, else it has none."""
    here = [product for product in await _products(known, ports) if fit(product, need) is not None]
    if here:
        return PickedGoods(products=tuple(here[:1] if here[0].sku == focus else here), sign="kind")
    found = await ports.finder.find(need)
    if not found:
        return PickedGoods(products=(), sign="unknown")
    best = max(each.score for each in found)
    if best >= 2:  # words of a title beside the kind: 编织数据线
        found = [each for each in found if each.score == best]
    return PickedGoods(products=tuple(each.product for each in found[:MOST]), sign="kind")


async def _by_model(text: str, known: list[str], ports: Ports) -> PickedGoods | None:
    """A model that no page here holds is none of ours: it must not be answered with what is in focus."""
    models = [fold(found) for found in _MODEL.findall(text) if not _NO_MODEL.match(found.strip())]
    if not models:
        return None
    here = await _products(known, ports)
    if any(model in _page(product) for product in here for model in models):
        return None
    found = await ports.finder.find(Need(terms=tuple(models)))
    if found:
        return PickedGoods(products=tuple(each.product for each in found[:MOST]), sign="name")
    return PickedGoods(products=(), sign="unknown")


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


def _whole_page(product: Product) -> str:
    options = [value for variant in product.variants for value in variant.options.values()]
    return _page(product) + fold("；".join((*product.attributes, *options)))


def _page(product: Product) -> str:
    return fold("；".join((product.title, *product.aliases, *product.attributes.values())))


async def _products(skus: Iterable[str], ports: Ports) -> tuple[Product, ...]:
    found = [await ports.shop.product(sku) for sku in skus]
    return tuple({product.sku: product for product in found if product is not None}.values())
