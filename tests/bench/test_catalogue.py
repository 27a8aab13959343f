"""The made-up catalogue: any size, always the same, no two products alike."""

from __future__ import annotations

from bench.catalogue import MadeUpShop, products


def test_the_same_seed_makes_the_same_products_of_different_titles() -> None:
    made = list(products(500))
    assert made == list(products(500))
    assert len({each.title for each in made}) == len({each.sku for each in made}) == 500


async def test_the_shop_tells_them_once() -> None:
    shop = MadeUpShop(10)
    first = await shop.catalogue_since(0)
    again = await shop.catalogue_since(first.version)
    assert len(first.products) == 10 and again.products == ()
