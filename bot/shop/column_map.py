"""A mapping file: which columns of another shop's export hold our fields (Taobao's 宝贝名称, JD's 商品名称). No database.

columns: {sku: 商家编码, title: 宝贝名称, price: 宝贝价格, attributes: 宝贝属性}
pairs: {between: ";", equals: ":"}     # how 宝贝属性 is written: 材质:棉;产地:浙江
attributes: [材质, 产地]                # columns that are attributes themselves
defaults: {category: 未分类}            # for what the export does not hold
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import ConfigurationError
from bot.shop.demo.files import read_yaml

_PARTS = frozenset({"columns", "pairs", "attributes", "defaults"})
_OBJECTS = ("attributes", "options")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """`columns` is our field → their column."""

    columns: Mapping[str, str]
    between: str = ";"
    equals: str = ":"
    attributes: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)

    def headers(self, header: list[str]) -> list[str]:
        """The header with our names where the map knows the column."""
        ours = {theirs: our for our, theirs in self.columns.items()}
        return [ours.get(name, name) for name in header]

    def row(self, row: Mapping[str, str]) -> dict[str, str]:
        """A row (already under our names) with its pairs rewritten as 名=值|名=值 and what is missing filled in."""
        found = {name: value for name, value in row.items() if name not in self.attributes}
        for name in _OBJECTS:
            if found.get(name) and found[name][0] not in "{[":
                found[name] = self._pairs(found[name])
        own = [f"{name}={row[name]}" for name in self.attributes if row.get(name)]
        if own:
            found["attributes"] = "|".join(filter(None, [found.get("attributes", ""), *own]))
        return {**{name: value for name, value in self.defaults.items() if not found.get(name)}, **_said(found, self)}

    def _pairs(self, value: str) -> str:
        parts = [part.strip() for part in value.split(self.between) if part.strip()]
        return "|".join("=".join(piece.strip() for piece in part.split(self.equals, 1)) for part in parts)


def read_column_map(path: Path) -> ColumnMap:
    """Raises ConfigurationError, by file and line where there is one, for a file that is no map."""
    document = read_yaml(path)
    if not isinstance(document, Mapping) or not isinstance(document.get("columns"), Mapping):
        raise ConfigurationError(f"{path.name}:1: needs `columns`, such as {{sku: 商家编码, title: 宝贝名称}}")
    unknown = set(document) - _PARTS
    if unknown:
        raise ConfigurationError(f"{path.name}:1: {', '.join(sorted(unknown))}: known are {', '.join(sorted(_PARTS))}")
    pairs: Mapping[str, Any] = document.get("pairs") or {}
    return ColumnMap(
        columns={str(our): str(theirs) for our, theirs in document["columns"].items()},
        between=str(pairs.get("between", ";")),
        equals=str(pairs.get("equals", ":")),
        attributes=tuple(str(name) for name in document.get("attributes") or ()),
        defaults={str(name): str(value) for name, value in (document.get("defaults") or {}).items()},
    )


def _said(row: Mapping[str, str], columns: ColumnMap) -> dict[str, str]:
    """Empty cells give way to a default."""
    return {name: value for name, value in row.items() if value or name not in columns.defaults}
