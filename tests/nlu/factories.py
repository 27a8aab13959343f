"""Makers of small things for the tests of bot.nlu and bot.training."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.nlu.catalogue import CatalogueIndex
from bot.nlu.entities import Entity, Sight, find_entities
from bot.nlu.linear import LinearModel
from bot.nlu.mood import Mood, mood_of
from bot.nlu.reading import read_with_spans
from bot.nlu.wish_hints import hints_of
from bot.shop.product import Product

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=timezone(timedelta(hours=8)))


def a_product(sku: str = "S1", title: str = "云享 Buds 5 Pro 真无线降噪蓝牙耳机", **fields: object) -> Product:
    defaults: dict[str, object] = {"category": "耳机", "brand": "云享", "price_fen": 39900, "stock": 5}
    return Product(sku=sku, title=title, **{**defaults, **fields})  # type: ignore[arg-type]


def an_index(*products: Product) -> CatalogueIndex:
    index = CatalogueIndex()
    index.refresh(products)
    return index


def entities_in(text: str, index: CatalogueIndex | None = None) -> list[Entity]:
    sight = Sight(typed=text, reading=read_with_spans(text), catalogue=index or CatalogueIndex(), now=NOW)
    return find_entities(sight)


def a_project(root: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


def mood_in(text: str, wishes: LinearModel, moods: LinearModel) -> Mood:
    """As the pipeline judges it: the ten likeliest intents are hints."""
    reading = read_with_spans(text)
    if not reading.text:
        return mood_of(moods, text, reading)
    chances = wishes.probabilities(reading.text)
    best = chances.argsort()[::-1][:10]
    return mood_of(moods, text, reading, hints_of((wishes.names[place], float(chances[place])) for place in best))
