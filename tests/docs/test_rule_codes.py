"""Every code by which a rule decides has its meaning in docs/after-sale.md, and every one there can occur."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from bot.shop.order_verdicts import _WHERE
from bot.shop.return_right import Reason
from tests.docs.claims import ROOT

_SAYERS = {"yes": 0, "no": 0, "person": 0, "Refused": 0, "BadAddress": 0, "check": 1, "_within": 0, "_in_window": 2}
_CODE = re.compile(r"^\| (`\w+`(?:, `\w+`)*) \| [anp ]+ \|", re.MULTILINE)


def said() -> set[str]:
    paths = [
        *(ROOT / "bot/shop").glob("*verdict*.py"),
        *(ROOT / "bot/shop/sql").glob("*.py"),
        ROOT / "bot/shop/address.py",
    ]
    return {code for path in paths for code in _codes(ast.parse(path.read_text(encoding="utf-8")))}


def _codes(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        place = _SAYERS.get(node.func.id)
        if place is not None and len(node.args) > place:
            inner = ast.walk(node.args[place])
            yield from (each.value for each in inner if isinstance(each, ast.Constant) and isinstance(each.value, str))
        for keyword in node.keywords:
            if keyword.arg in ("rule", "reason") and isinstance(keyword.value, ast.Constant):
                yield str(keyword.value.value)


def explained() -> set[str]:
    page = (ROOT / "docs" / "after-sale.md").read_text(encoding="utf-8")
    table = page.split("## What a rule's code means")[1]
    return {code for row in _CODE.findall(table) for code in re.findall(r"\w+", row)}


BY_FORMAT = {"page", "no_return_", "address_no_", "shipping", "return_"}
MADE = {f"no_return_{reason or 'page'}" for reason in Reason.__args__} | {
    f"address_no_{part}" for part in ("city", "district", "door")
}


def test_each_code_that_can_be_said_is_explained_and_the_other_way_round() -> None:
    codes = (said() | MADE | set(_WHERE.values()) | {"cancel_instead", "key_reused"}) - BY_FORMAT
    assert codes - explained() == set()
    assert explained() - codes == set()
