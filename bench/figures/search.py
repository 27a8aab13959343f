"""Search and rank over 50,000 made-up products in the SQL shop, one query after the other; and what the index costs."""

from __future__ import annotations

import time
from pathlib import Path

from bench.catalogue import products
from bench.figure import Figure, at_least, at_most
from bench.samples import median, p95
from bench.stage import Stage
from bot.shop.search.need_reading import ShopWords, read_need
from bot.shop.search.query import query_of
from bot.shop.search.rank import ranked
from bot.shop.sql import product_rows
from bot.shop.sql.engine import create_schema
from bot.shop.sql.shop import SqlShop
from tests.search.measure import judged, mean
from tests.shop.factories import NOW, anchor

_PRODUCTS = 50_000
_CHUNK = 500
_QUERIES = (
    "两百以内的蓝牙耳机", "500以下的羽绒服", "推荐跑步鞋", "云栖的空气炸锅", "白色的连衣裙 xl", "便宜的机械键盘",
    "1000到2000的平板", "数码", "尊享绘本套装", "除了听澜还有什么电饭煲", "送妈妈", "lanya erji",
)  # fmt: skip


async def measure(stage: Stage) -> list[Figure]:
    path = stage.cache / "search.db"
    for each in stage.cache.glob("search.db*"):
        each.unlink()
    shop = SqlShop.open(f"sqlite:///{path}")
    written_s = await _write(shop)
    names = await shop.names()
    words = ShopWords.of(names.brands, names.categories)
    times: list[float] = []
    for number in range(stage.scale(20, 3) + 1):
        for text in _QUERIES:
            began_s = time.perf_counter()
            need = read_need(text, words)
            ranked(await shop.search(query_of(need)), need)
            if number:  # the first round opens connections and loads word lists
                times.append((time.perf_counter() - began_s) * 1000)
    await shop.close()
    return [
        Figure(name="search over 50,000 products, p50", unit="ms", value=median(times)),
        Figure(name="search over 50,000 products, p95", unit="ms", value=p95(times), target=at_most(30)),
        Figure(name="writing and indexing 50,000 products", unit="s", value=written_s),
        *_right_answers(),
    ]


async def _write(shop: SqlShop) -> float:
    made = list(products(_PRODUCTS))

    def write(connection: object) -> None:
        create_schema(connection)
        version = product_rows.raise_state(connection, product_rows.CATALOGUE_VERSION, 1)
        for start in range(0, len(made), _CHUNK):
            product_rows.write_products(connection, made[start : start + _CHUNK], version)

    began_s = time.perf_counter()
    await shop.write(write)
    return time.perf_counter() - began_s


def _right_answers() -> list[Figure]:
    from bot.shop.seed import DEMO_SHOP, read_shop

    results = judged(read_shop(Path(DEMO_SHOP), anchor(NOW)).products)
    recall, precision = mean([each.recall for each in results]), mean([each.precision for each in results])
    note = f"{len(results)} written queries over the demo shop"
    return [
        Figure(name="search, recall", unit="", value=recall, target=at_least(0.95), note=note),
        Figure(name="search, precision", unit="", value=precision, target=at_least(0.95), note=note),
    ]
