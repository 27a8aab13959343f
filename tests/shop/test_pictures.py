"""The drawings of the demo shop: each product's shows what it is, and says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import PROJECT_ROOT
from bot.shop.demo.pictures import picture_of, read_pictures
from bot.shop.product import Product
from bot.shop.search.kinds import kinds_of, named_in
from bot.shop.seed import DEMO_SHOP, read_shop
from tests.shop.factories import anchor

IMAGES = PROJECT_ROOT / "bot" / "web" / "storefront" / "img"
BESIDE_THE_GOODS = {"default.svg", "mark.svg"}
UNNAMED_KINDS = {"遥控车": "玩具", "睡前故事": "绘本", "育儿书": "书"}


def shown(product: Product) -> str:
    """What the product's drawing says that it shows."""
    file = IMAGES / Path(product.image).name
    assert product.image == f"/static/storefront/img/{file.name}" and file.exists(), product.title
    label = re.search(r'aria-label="([^"]+)"', file.read_text(encoding="utf-8"))
    assert label, file.name
    return label[1]


PRODUCTS = read_shop(DEMO_SHOP, anchor()).products


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.sku)
def test_a_product_is_shown_by_a_drawing_of_its_own_kind(product: Product) -> None:
    label = shown(product)
    kinds = (
        [UNNAMED_KINDS.get(label, "")] if label in UNNAMED_KINDS else [each.kind for each in named_in(label.lower())]
    )
    assert kinds and kinds[-1] in kinds_of(product), f"{product.title} is shown as {label}"


def test_no_drawing_lies_unused() -> None:
    used = {Path(product.image).name for product in PRODUCTS}
    assert {each.name for each in IMAGES.glob("*.svg")} - BESIDE_THE_GOODS == used


def test_a_drawing_is_small_and_runs_nothing() -> None:
    for file in IMAGES.glob("*.svg"):
        text = file.read_text(encoding="utf-8")
        assert len(text) < 4_000, file.name
        assert not re.search(r"<script|<style|\son\w+=|href=|<image|<foreignObject", text), file.name


def test_the_longest_word_of_the_title_wins_and_aliases_come_after_it() -> None:
    pictures = {"卫衣": "hoodie", "儿童卫衣": "kids", "保温杯": "flask"}
    assert picture_of("小熊 儿童卫衣", ("卫衣",), pictures) == "kids"
    assert picture_of("小熊 连帽衫", ("帽衫", "卫衣"), pictures) == "hoodie"
    assert picture_of("小熊 帽子", (), pictures) == ""


def test_a_word_at_two_drawings_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "pictures.yml"
    path.write_text("a: [锅]\nb: [锅]\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="锅 stands at two drawings"):
        read_pictures(path)
    path.write_text("- 锅\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"pictures.yml:1"):
        read_pictures(path)
    assert read_pictures(tmp_path / "none.yml") == {}
