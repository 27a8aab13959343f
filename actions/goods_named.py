"""Names in a message that no list of the shop's holds: a model, a title's word, what is not sold here, goods beside others.

It gives products and no verdict: which sign counts more is pick_product's.
"""

from __future__ import annotations

import re

from actions.composition import Ports
from actions.read_once import product_of, products_of
from bot.shop.product import Product
from bot.shop.search import wishes
from bot.shop.search.kinds import kinds_of, wanted_in, wider
from bot.shop.search.need import Need
from bot.shop.search.need_reading import read_need
from bot.shop.search.page import fold

MOST = 6
_MODEL = re.compile(r"[a-z]{1,12}[ \-]?\d{1,4}[a-z]{0,4}|[a-z]{4,}\d*")
_EDITION = re.compile(
    r"(?<![a-z])(?P<edition>pro|max|plus|mini|ultra|lite|air|se|青春|标准|尊享|旗舰|典藏)(?![a-z0-9])\s*(?:那|这)?(?:版|款|的|$|[吗呢多怎有和跟比贵])"
)
_POINTED_AT = re.compile(
    r"(?:^|店|家|那|[，,])(?P<what>\d+(?:\.\d+)?(?:w|升|毫安|寸|英寸|公斤|米|g|gb|tb|片|抽))(?:的)?那[个款]"
)
_POINTED_BY_WORD = re.compile(
    r"^(?:那|请问|你们?家?的?|店里的?)?(?P<what>[\u4e00-\u9fff]{2,5}?)(?P<of>的?那[个款]|的)?"
    r"(?=能不能|能|可以|可不可以|会不会|支持|防水|续航|多少钱|多重|降噪|有货|怎么样|好用)"
)
_NO_MODEL = re.compile(
    r"^(?:type-?c|usb|ipx?\d+|wifi\d?|[0-9.]+|x*l|xs|spf\d*|pd\d*|gps|nfc|5g|4g|a\d|hello|okay|vip|app)$"
)
_A_VERB = 3  # 送吗, 能用吗: what stands before is beside the goods
_ANY_OF_IT = re.compile(r"有吗|有么|有没有|有卖|卖吗")
_WITH_WHAT = re.compile(r"(?:还|也|会|都){0,4}(?:送|带|含|配|附)(?!吗|么|不|没)[\u4e00-\u9fff]")
_PART = re.compile(r"单独(?:买|卖|配|换)|另(?:买|配|购)|备用|配件|替换")
_TOOL = re.compile(
    r"(?:洗衣机|烘干机|洗碗机|微波炉|烤箱|电磁炉|燃气灶|冰箱|消毒柜|吹风机|车|飞机|电脑|手机)(?:里|上|中)?"
    r"(?:能|可以|可不可以|直接)?(?:洗|烘|加热|热|用吗|放|消毒|吹|控制|连)|(?:放|进|用|上|拿|扔|丢|连)(?:进|到|在)?"
    r"(?:洗衣机|烘干机|洗碗机|微波炉|烤箱|电磁炉|冰箱|消毒柜|吹风机|飞机|车)"
)
_DEVICES = "手机|电脑|平板|电视|笔记本|苹果|安卓|华为|小米|ipad|iphone|车机|车载|车"
_LINKED = re.compile(
    rf"(?:连接?|配对|绑定?|匹配|投屏|投到|接)(?:上|到|我的?|自己的?|一下|得?了)*(?:{_DEVICES})"
    rf"|(?:{_DEVICES})(?:上|端|蓝牙)?(?:怎么|如何|咋|要怎么|能|可以)?(?:连|配对|绑|搜不到|搜索不到|找不到它)"
)
_ABLE = re.compile(
    r"(?P<verb>支持|具备|会不会|会|能不能|可不可以|能|可以|是否|带不带|带|有没有|有)(?P<what>[\u4e00-\u9fffa-z0-9]{2,6}?)(?:功能|的)?(?:吗|么|不|没|嘛|[?？]|$)"
)
_ASKED_BY_NAME = re.compile(
    r"^(?:你家|你们家?|店里|请问|有)*(?P<what>[\u4e00-\u9fffa-z0-9]{2,12}?)(?:现在|目前)?"
    r"(?:多少钱|什么价格?|啥价|怎么卖|有货吗|还有货吗|有现货吗|有货没|缺货吗|有?多少页|谁写的|作者是谁|是谁写的)[？?呀啊呢]*$"
)
_ASKED_WHETHER_THERE = re.compile(
    r"^(?:那|你家|你们家?|店里|请问|还)*(?:有(?:没有)?(?P<what>[\u4e00-\u9fffa-z0-9]{2,12}?)(?:卖)?(?:吗|么|没|不)"
    r"|(?P<named>[\u4e00-\u9fffa-z0-9]{2,12}?)(?:你家|你们家?|店里)?有(?:卖)?(?:吗|么|没))[？?呀啊呢]*$"
)
_TITLE = re.compile(r"《(?P<what>[^《》]{1,30})》")
_POINTER = re.compile(r"的?(?:那|这)?[个款]$")
_NO_NAME = re.compile(
    r"^[来买要拿拍][\d一两二三四五六七八九十几]|^(?:这|那|它|大概|大约|里面|全书|全套|整本|正文|哪|几|多|总|一共|[一两三四五几]个?[件个双条台盒瓶包套本桶箱提袋罐支副对张把]|单|每|第|全|都|最低|到手|原|活动|会员|优惠|邮|运|快递|定金|尾款|东西|商品|现|今天|明天|什么|啥)"
    r"|[价款个件双条台盒瓶色码的]$|之后|以后|[买卖送寄发退换]|券|不$|[a-z]*码"
)


def speaks_of_linking(text: str) -> bool:
    """Whether a device is named to which the goods are linked: 怎么连手机, 手机怎么配对."""
    return _LINKED.search(text) is not None


def speaks_of_ability(text: str) -> bool:
    """Whether a wish stands there as what the goods can do: 支持无线充电吗; a charger of that name is not meant."""
    return any(match["what"] in wishes.all_wishes() for match in _ABLE.finditer(text))


def abilities_in(text: str) -> frozenset[str]:
    """What the goods are asked to be able to do, by its word: the 卸妆 of 能卸妆吗, which is a name of other goods, too."""
    return frozenset(
        match["what"] for match in _ABLE.finditer(text) if match["verb"] not in ("带", "带不带", "有", "有没有")
    )


def speaks_of_parts(text: str) -> bool:
    """Whether what is named is beside the goods: 杯子能单独买吗, 能放洗碗机吗."""
    return _PART.search(text) is not None or _TOOL.search(text) is not None


async def speaks_first_of_other(text: str, focus: str, ports: Ports) -> bool:
    """羽毛球拍送球吗, 礼盒装的坚果有吗: another kind is what is asked about, and not 数据线送吗."""
    named = wanted_in(text)
    product = await product_of(focus, ports)
    if product is None or not named or named[0].kind in kinds_of(product):
        return False
    after = text[named[0].end :].strip()
    begins = named[0].start == 0 and (len(after) > _A_VERB or _WITH_WHAT.match(after) is not None)
    return begins or (_ANY_OF_IT.match(after) is not None and named[0].start > 1)


async def sibling_of(text: str, focus: str | None, ports: Ports) -> Product | None:
    """和Pro版比, 青春版多少钱: of the goods of the same brand and kind the one that has the word in its title."""
    named = _EDITION.search(text)
    product = await product_of(focus, ports) if named and focus else None
    if named is None or product is None or named["edition"] in fold(product.title):
        return None
    narrow = kinds_of(product) - {above for kind in kinds_of(product) for above in wider(kind)[1:]}
    alike = await ports.finder.find(Need(kinds=tuple(sorted(narrow)), brands=(product.brand,))) if narrow else []
    meant = [each.product for each in alike if named["edition"] in fold(each.product.title)]
    return meant[0] if len(meant) == 1 else None


async def asked_by_name(text: str, known: list[str], ports: Ports, intent: str) -> tuple[Product, ...] | None:
    """三体多少钱, 有三体吗: a name that is asked for and that neither the goods in the thread nor the shop has."""
    plain = text.replace(" ", "")
    if title := _TITLE.search(plain):
        return tuple(each.product for each in await ports.finder.find(Need(terms=(title["what"],))))[:MOST]
    asked = _ASKED_BY_NAME.match(plain) or (_ASKED_WHETHER_THERE.match(plain) if intent == "ask_stock" else None)
    what = _POINTER.sub("", next(filter(None, asked.groupdict().values()), "")) if asked else ""
    if not what or _NO_NAME.search(what):
        return None
    need = read_need(what, await ports.finder.words())
    if need.kinds or need.categories or need.brands or need.colour or need.size or need.wishes:
        return None
    if any(what in _whole_page(product) for product in await products_of(known, ports)):
        return None
    found = await ports.finder.find(Need(terms=(what,)))
    if found:
        return tuple(each.product for each in found[:MOST])
    return ()


async def pointed_at(text: str, known: list[str], ports: Ports) -> tuple[Product, ...]:
    """33W那个, 骨传导能打电话吗: goods that a word of their title points at, where none of those in the thread has it."""
    squeezed = text.replace(" ", "")
    match = _POINTED_AT.search(squeezed) or _by_word(squeezed, beside=bool(known))
    there = await products_of(known, ports)
    if match is None or any(match["what"] in _page(product) for product in there):
        return ()
    found = [each.product for each in await ports.finder.find(Need(terms=(match["what"],)))]
    titled = [each for each in found if match["what"] in fold(each.title)]
    if match.re is _POINTED_BY_WORD and there:
        kinds = frozenset().union(*(kinds_of(each) for each in there))
        titled = [each for each in titled if kinds & kinds_of(each)]
    return tuple(titled) if len(titled) <= MOST else ()


def _by_word(squeezed: str, *, beside: bool) -> re.Match[str] | None:
    """骨传导能打电话吗; beside other goods only 骨传导的能打电话吗. Whom it is for names no goods: 宝宝能用吗."""
    match = _POINTED_BY_WORD.search(squeezed)
    if match is None or (beside and not match["of"]):
        return None
    people = {word for words in wishes.groups_of_people() for word in words}
    return None if match["what"] in people or wanted_in(match["what"]) else match


async def told_apart(text: str, offered: tuple[str, ...], ports: Ports) -> Product | None:
    """The one of the goods shown that a word of its title tells from the others: 男款, 儿童那个, 声屿的."""
    if len(offered) < 2:
        return None
    products = await products_of(offered, ports)
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


async def of_model(text: str, known: list[str], ports: Ports) -> tuple[Product, ...] | None:
    """A model that no page here holds is none of ours: it must not be answered with what is in focus."""
    models = [fold(found) for found in _MODEL.findall(text) if not _NO_MODEL.match(found.strip())]
    if not models:
        return None
    here = await products_of(known, ports)
    if any(model in _page(product) for product in here for model in models):
        return None
    found = await ports.finder.find(Need(terms=tuple(models)))
    if found:
        return tuple(each.product for each in found[:MOST])
    return ()


def _whole_page(product: Product) -> str:
    options = [value for variant in product.variants for value in variant.options.values()]
    return _page(product) + fold("；".join((*product.attributes, *options)))


def _page(product: Product) -> str:
    return fold("；".join((product.title, *product.aliases, *product.attributes.values())))
