"""Before the sale: a question about goods against a question from the shop's book, in turn, on one instance; a changed price,
seen in how many turns; and a merchant's file of 50,000 products, imported."""

from __future__ import annotations

import asyncio
import csv
import itertools
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench.catalogue import products
from bench.figure import Figure, at_most
from bench.ours import Ours, new_instance
from bench.questions import FAQ
from bench.samples import median, p95
from bench.shopper import Shopper
from bench.stage import Stage
from bench.talker import NotAnswered
from bot.shop.product import Product
from tests.stack.instance import ROOT, Instance

# The story of docs/presale.md: found, asked about, compared, reckoned.
STORY = (
    "两百以内有没有适合跑步的蓝牙耳机", "第二个防水吗", "跟第一个比呢", "破壁机噪音大吗", "声屿 Air3 多少钱", "重磅T恤 我175 140斤穿多大",
)  # fmt: skip
_IMPORTED = 50_000
_TURNS_WAITED = 20
_PATIENCE_S = 300.0
_PRICED = "DQ1003"
_PRICE_QUESTION = "破壁机多少钱"


async def measure(stage: Stage) -> list[Figure]:
    ours = await stage.ours()
    figures = [*await _turns(stage, ours), await _changed_price(stage, ours)]
    return [*figures, *await _import(stage)]


async def _turns(stage: Stage, ours: Ours) -> list[Figure]:
    """Asked alternately, so that whatever else the machine does falls on both alike."""
    story: list[float] = []
    book: list[float] = []
    async with ours.shoppers(2, customers=False) as (asker, reader):
        for text, faq in zip(STORY, itertools.cycle(FAQ), strict=False):
            await asker.ask(text)
            await reader.ask(faq)
        for number in range(stage.scale(20, 4)):
            for place, text in enumerate(STORY):
                story.append((await asker.ask(text)).took_ms)
                book.append((await reader.ask(FAQ[(number + place) % len(FAQ)])).took_ms)
    times = median(story) / median(book)
    return [
        Figure(name="turn before the sale, p50", unit="ms", value=median(story)),
        Figure(name="turn before the sale, p95", unit="ms", value=p95(story)),
        Figure(name="turn before the sale, to an FAQ turn", unit="times", value=times, target=at_most(1.5)),
    ]


async def _changed_price(stage: Stage, ours: Ours) -> Figure:
    """How many turns after the import's end it takes until the new price is said: one is the next."""
    file = stage.runs / "price.csv"
    row = next(each for each in ours.instance.cli_json("shop", "list", "products") if each["sku"] == _PRICED)
    yuan = row["price_fen"] // 100 + 7
    wide = {"sku": _PRICED, "title": row["title"], "category": row["category"], "brand": row["brand"]}
    _write_csv(file, [{**wide, "price": yuan, "stock": row["stock"], "aliases": "|".join(row["aliases"])}])
    async with ours.shoppers(1, customers=False) as (shopper,):
        await shopper.ask(_PRICE_QUESTION)
        done = await asyncio.to_thread(ours.instance.cli, "shop", "import", str(file))
        if done.returncode:
            raise NotAnswered(f"import: {done.stderr[-300:]}")
        turns = await _turns_until(shopper, f"{yuan}元")
    return Figure(name="changed price, seen in turn", unit="", value=turns, target=at_most(1))


async def _turns_until(shopper: Shopper, wanted: str) -> int:
    for turn in range(1, _TURNS_WAITED + 1):
        if wanted in (await shopper.ask(_PRICE_QUESTION)).text:
            return turn
    raise NotAnswered(f"{wanted} was not said in {_TURNS_WAITED} turns")


async def _import(stage: Stage) -> list[Figure]:
    """`xiaonuan shop import` of a CSV file into a shop of its own, as the merchant runs it."""
    place = stage.runs / "import"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    file = place / "products.csv"
    _write_csv(file, [_row(each) for each in products(_IMPORTED)])
    instance = new_instance(await stage.home(), place / "home")
    began_s = time.perf_counter()
    done = await asyncio.to_thread(_run_import, instance, file)
    took_s = time.perf_counter() - began_s
    if done != f"imported {_IMPORTED}":
        raise NotAnswered(f"import: {done[-300:]}")
    return [Figure(name=f"import of {_IMPORTED:,} products", unit="s", value=took_s)]


def _run_import(instance: Instance, file: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "shop", "import", str(file)],
        cwd=ROOT, env=instance.environment, capture_output=True, text=True, timeout=_PATIENCE_S,
    )  # fmt: skip
    return done.stdout.strip() if done.returncode == 0 else done.stderr


def _row(product: Product) -> dict[str, object]:
    return {
        "sku": product.sku,
        "title": product.title,
        "category": product.category,
        "brand": product.brand,
        "price": product.price_fen / 100,
        "stock": product.stock,
        "aliases": "|".join(product.aliases),
    }


def _write_csv(file: Path, rows: list[dict[str, object]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
