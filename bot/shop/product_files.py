"""A merchant's product file (CSV or JSON lines) read into Products, each bad row named by line and reason. No database.

CSV columns: sku, title, category, brand, price (yuan) or price_fen, stock, and optionally attributes, aliases, variants,
image, url, restock_at. A list is written a|b, an object 材质=棉|厚度=厚 or as JSON, variants as JSON. A row with
`variant_of` is a variant of that row's SKU, its choices in `options`. Commas, semicolons or tabs part the cells.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.shop.column_map import ColumnMap
from bot.shop.product import Product
from bot.shop.product_record import product_from
from bot.shop.table_text import NoTable, parted_by, table_text

FIELDS = frozenset(
    "sku title category brand price price_fen stock attributes aliases variants image url restock_at".split()
)
_OF_VARIANTS = frozenset({"variant_of", "options"})
_OBJECTS = ("attributes", "options")
_COLUMNS_NEEDED = ("sku", "title", "category", "stock")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


@dataclass(slots=True)
class ProductFile:
    """What was read: products by the line where each begins, faults by line, columns that nobody reads."""

    products: list[tuple[int, Product]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    ignored: set[str] = field(default_factory=set)


def read_product_file(path: Path, columns: ColumnMap | None = None) -> ProductFile:
    """Read a file whole, another shop's export by its map. Faults are in the result; raises OSError when it cannot be read."""
    result = ProductFile()
    try:
        text = table_text(path.read_bytes())
    except NoTable as fault:
        result.faults.append(RowFault(line=fault.line, reason=str(fault)))
        return result
    if _is_json(path, text):
        records = _json_records(text, result, columns)
    else:
        records = _csv_records(text, result, columns)
    first_lines: dict[str, int] = {}
    for line, record in records:
        result.ignored |= record.keys() - FIELDS - _OF_VARIANTS
        try:
            product = product_from(record)
        except ValueError as error:
            result.faults.append(RowFault(line=line, reason=str(error)))
            continue
        taken = [sku for sku in _skus(product) if sku in first_lines]
        if taken:
            reason = f"sku {taken[0]} is on line {first_lines[taken[0]]} already"
            result.faults.append(RowFault(line=line, reason=reason))
            continue
        first_lines |= dict.fromkeys(_skus(product), line)
        result.products.append((line, product))
    if not result.products and not result.faults:
        result.faults.append(RowFault(line=1, reason="the file holds no products"))
    result.faults.sort(key=lambda fault: fault.line)
    return result


def _skus(product: Product) -> list[str]:
    """Its SKUs, each once: a variant may carry its product's own."""
    return list(dict.fromkeys([product.sku, *(variant.sku for variant in product.variants)]))


def _is_json(path: Path, text: str) -> bool:
    if path.suffix.lower() == ".csv":
        return False
    return path.suffix.lower() in (".json", ".jsonl", ".ndjson") or text.lstrip().startswith("{")


def _json_records(text: str, result: ProductFile, columns: ColumnMap | None) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply or a number too long"
            result.faults.append(RowFault(line=number, reason=f"not JSON: {reason}"))
            continue
        if isinstance(record, dict):
            yield number, _renamed(record, columns)
        else:
            result.faults.append(RowFault(line=number, reason="not a JSON object: one product per line"))


def _renamed(record: dict[str, Any], columns: ColumnMap | None) -> dict[str, Any]:
    """A JSON object under our names; its values are taken as they are."""
    if columns is None:
        return record
    names = columns.headers(list(record))
    return {**columns.defaults, **dict(zip(names, record.values(), strict=True))}


def _csv_records(text: str, result: ProductFile, columns: ColumnMap | None) -> Iterator[tuple[int, dict[str, Any]]]:
    products: dict[str, tuple[int, dict[str, Any]]] = {}
    again: list[tuple[int, dict[str, Any]]] = []
    for line, raw in _csv_rows(text, result, columns):
        row = columns.row(raw) if columns else raw
        parent = row.pop("variant_of", "")
        try:
            record = {name: _cell(name, value) for name, value in row.items() if value}
        except ValueError as error:
            result.faults.append(RowFault(line=line, reason=str(error)))
            continue
        sku = row.get("sku", "")
        if parent and parent in products:
            products[parent][1].setdefault("variants", []).append(record)
        elif parent:
            result.faults.append(RowFault(line=line, reason=f"variant_of: no product {parent} above this row"))
        elif sku in products:
            again.append((line, record))
        else:
            products[sku] = (line, record)
    yield from products.values()
    yield from again


def _csv_rows(text: str, result: ProductFile, columns: ColumnMap | None) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted_by(text), strict=True)
    begins = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        header = columns.headers(header) if columns else header
        given = {*header, *(columns.defaults if columns else ())}
        missing = [name for name in _COLUMNS_NEEDED if name not in given]
        if missing or not {"price", "price_fen"} & set(header):
            reason = f"columns are missing: {', '.join(missing or ['price or price_fen'])}"
            result.faults.append(RowFault(line=1, reason=reason))
            return
        begins = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                yield begins, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            elif any(cell.strip() for cell in cells):
                reason = f"{len(cells)} cells where the header has {len(header)}"
                result.faults.append(RowFault(line=begins, reason=reason))
            begins = reader.line_num + 1
    except csv.Error as error:
        result.faults.append(RowFault(line=begins, reason=f"not CSV: {error}"))


def _cell(name: str, value: str) -> Any:
    if name == "variants" or (name in (*_OBJECTS, "aliases") and value[:1] in "[{"):
        try:
            return json.loads(value)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"{name}: not JSON") from error
    if name == "aliases":
        return [part.strip() for part in value.split("|") if part.strip()]
    return _pairs(name, value) if name in _OBJECTS else value


def _pairs(name: str, value: str) -> Mapping[str, str]:
    pairs = [part.partition("=") for part in value.split("|") if part.strip()]
    if any(not equals or not key.strip() for key, equals, _ in pairs):
        raise ValueError(f"{name}: {value!r} is not 名=值|名=值")
    return {key.strip(): text.strip() for key, _, text in pairs}
