"""A made-up catalogue of any size whose names differ as a real shop's do: makers, series, model numbers, options."""

from __future__ import annotations

import random
from collections.abc import Iterator

from bot.shop.port import CatalogueChange
from bot.shop.product import Product, Variant

_MAKERS = (
    "云栖",
    "沐光",
    "听澜",
    "青禾",
    "极峰",
    "小满",
    "北岸",
    "知夏",
    "南枝",
    "拾光",
    "星野",
    "木作",
    "Lumo",
    "Karrin",
)
_SERIES = ("轻享", "极简", "旗舰", "Pro", "Air", "Max", "青春", "经典", "联名", "Mini", "SE", "尊享", "舒适", "户外")
_GOODS = (
    ("数码", "蓝牙耳机"), ("数码", "充电宝"), ("数码", "机械键盘"), ("数码", "平板电脑"), ("家电", "空气炸锅"),
    ("家电", "扫地机器人"), ("家电", "电饭煲"), ("服饰", "羽绒服"), ("服饰", "连衣裙"), ("鞋靴", "跑步鞋"),
    ("美妆", "面霜"), ("母婴", "婴儿推车"), ("家居", "人体工学椅"), ("食品", "坚果礼盒"), ("图书", "绘本套装"),
)  # fmt: skip
_COLOURS = ("曜石黑", "珍珠白", "雾霾蓝", "樱花粉", "薄荷绿", "燕麦色")
_SIZES = ("S", "M", "L", "XL", "XXL")


def products(count: int, seed: int = 2000) -> Iterator[Product]:
    """`count` products, the same for the same seed; no two share a title."""
    chance = random.Random(seed)
    for number in range(count):
        category, goods = chance.choice(_GOODS)
        maker, series = chance.choice(_MAKERS), chance.choice(_SERIES)
        model = f"{chance.choice('ABCDEFGHKMPRSTX')}{number:05d}"
        price_fen = chance.randrange(990, 399_900)
        sku = f"BN{number:06d}"
        yield Product(
            sku=sku,
            title=f"{maker}{series}{goods}{model}",
            category=category,
            brand=maker,
            price_fen=price_fen,
            stock=chance.randrange(0, 500),
            variants=tuple(
                Variant(sku=f"{sku}-{size}", options={"颜色": colour, "尺码": size}, price_fen=price_fen, stock=5)
                for colour, size in zip(chance.sample(_COLOURS, 2), chance.sample(_SIZES, 2), strict=True)
            ),
            aliases=(f"{series}{goods}", model),
        )


class MadeUpShop:
    """The part of ShopClient that the worker's catalogue follows."""

    def __init__(self, count: int) -> None:
        self._products = tuple(products(count))

    async def catalogue_since(self, version: int) -> CatalogueChange:
        """All of them at first, nothing new after."""
        return CatalogueChange(version=1, products=self._products if version == 0 else (), removed=())
