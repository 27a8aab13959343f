"""The index by which goods are found, in the shop's own database: FTS5 in SQLite, a GIN index over words in PostgreSQL.

It holds words and the lowest and highest price of each product, written with the product in one transaction. In SQLite
the prices stand beside the words, in rows so short that thousands of matches are sorted in a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.shop.product import Product
from bot.shop.search.index_words import index_text
from bot.shop.search.query import Query

_SQLITE = (
    "create table if not exists shop_search (id integer primary key, sku varchar(64) not null unique,"
    " low_fen bigint not null, high_fen bigint not null)",
    "create virtual table if not exists shop_search_words using fts5("
    "words, tokenize=\"unicode61 remove_diacritics 0 tokenchars '_.'\")",
)
_POSTGRES = (
    "create table if not exists shop_search (id bigserial primary key, sku varchar(64) not null unique,"
    " low_fen bigint not null, high_fen bigint not null, words text[] not null)",
    "create index if not exists shop_search_by_words on shop_search using gin (words)",
)
_ASKED_AT_ONCE = 500
_ROW = "insert into shop_search (sku, low_fen, high_fen) values (:sku, :low_fen, :high_fen)"
_ROW_WITH_WORDS = "insert into shop_search (sku, low_fen, high_fen, words) values (:sku, :low_fen, :high_fen, :words)"
_WORDS = "insert into shop_search_words (rowid, words) select id, :words from shop_search where sku = :sku"
_FORGET_WORDS = "delete from shop_search_words where rowid in (select id from shop_search where sku in :skus)"
_FORGET = "delete from shop_search where sku in :skus"


def create(connection: Connection) -> None:
    """The index's tables, where they are missing."""
    for statement in _POSTGRES if _is_postgres(connection) else _SQLITE:
        connection.exec_driver_sql(statement)


def write(connection: Connection, products: Sequence[Product]) -> None:
    """Index products anew."""
    remove(connection, [product.sku for product in products])
    rows = [_row(product) for product in products]
    if not rows:
        return
    if _is_postgres(connection):
        connection.execute(sa.text(_ROW_WITH_WORDS), [{**row, "words": row["words"].split()} for row in rows])
    else:
        connection.execute(sa.text(_ROW), rows)
        connection.execute(sa.text(_WORDS), rows)


def remove(connection: Connection, skus: Sequence[str]) -> None:
    """Forget products; those that are not there cost nothing."""
    statements = (_FORGET,) if _is_postgres(connection) else (_FORGET_WORDS, _FORGET)
    for start in range(0, len(skus), _ASKED_AT_ONCE):
        values = {"skus": list(skus[start : start + _ASKED_AT_ONCE])}
        for statement in statements:
            connection.execute(sa.text(statement).bindparams(sa.bindparam("skus", expanding=True)), values)


def candidates(connection: Connection, query: Query) -> list[str]:
    """SKUs that the index gives for a query, at most `query.limit`."""
    conditions: list[str] = []
    values: dict[str, Any] = {"limit": query.limit}
    source = "shop_search"
    if query.groups and _is_postgres(connection):
        _add_arrays(conditions, values, query)
    elif query.groups:
        source = "shop_search_words cross join shop_search on shop_search.id = shop_search_words.rowid"
        conditions.append("shop_search_words match :words")
        values["words"] = " AND ".join(f"({_any_of(group)})" for group in query.groups)
    if query.high_fen is not None:
        conditions.append("low_fen <= :most")
        values["most"] = query.high_fen
    if query.low_fen is not None:
        conditions.append("high_fen >= :least")
        values["least"] = query.low_fen
    where = f"where {' and '.join(conditions)}" if conditions else ""
    order = "low_fen desc, sku" if query.dearest_first else "low_fen, sku"
    statement = sa.text(f"select sku from {source} {where} order by {order} limit :limit")
    return list(connection.execute(statement, values).scalars())


def _add_arrays(conditions: list[str], values: dict[str, Any], query: Query) -> None:
    for number, group in enumerate(query.groups):
        alternatives = []
        for place, words in enumerate(group):
            name = f"words_{number}_{place}"
            alternatives.append(f"words @> cast(:{name} as text[])")
            values[name] = list(words)
        conditions.append(f"({' or '.join(alternatives)})")


def _any_of(group: Iterable[Sequence[str]]) -> str:
    return " OR ".join("(" + " AND ".join(_quoted(word) for word in words) + ")" for words in group)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', "") + '"'


def _row(product: Product) -> dict[str, Any]:
    prices = [product.price_fen, *(variant.price_fen for variant in product.variants)]
    return {"sku": product.sku, "low_fen": min(prices), "high_fen": max(prices), "words": index_text(product)}


def _is_postgres(connection: Connection) -> bool:
    return bool(connection.dialect.name == "postgresql")
