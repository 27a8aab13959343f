"""The search over the demo shop: measured on written queries; never goods that break a stated limit."""

from __future__ import annotations

from functools import cache

import pytest

from bot.shop.search.page import stands
from bot.shop.seed import DEMO_SHOP, read_shop
from tests.search.measure import Judged, judged, mean, queries
from tests.shop.factories import NOW, anchor

LEAST_RECALL = 0.95
LEAST_PRECISION = 0.95


@cache
def results() -> list[Judged]:
    return judged(read_shop(DEMO_SHOP, anchor(NOW)).products)


def test_there_are_enough_queries_and_each_is_written_once() -> None:
    written = [query for query, _ in queries()]
    assert len(written) >= 200 and len(set(written)) == len(written)


def test_recall_and_precision_are_as_they_should_be(record_property: pytest.FixtureRequest) -> None:
    recall, precision = mean([each.recall for each in results()]), mean([each.precision for each in results()])
    record_property("recall", recall)
    record_property("precision", precision)
    print(f"search: {len(results())} queries, recall {recall:.3f}, precision {precision:.3f}")
    worst = [(each.query, sorted(each.right ^ each.skus)) for each in results() if each.recall * each.precision < 1]
    assert recall >= LEAST_RECALL and precision >= LEAST_PRECISION, worst


def test_no_query_brings_goods_that_break_a_limit() -> None:
    for each in results():
        need = each.need
        for found in each.found:
            assert need.high_fen is None or found.price_fen <= need.high_fen, each.query
            assert need.low_fen is None or found.price_fen >= need.low_fen, each.query
            assert found.product.brand not in need.not_brands, each.query
            assert not need.brands or found.product.brand in need.brands, each.query
            values = ["".join(value.lower().split()) for value in found.product.attributes.values()]
            assert not any(stands(value, word) for word in need.not_words for value in values), each.query


def test_queries_that_nothing_answers_bring_nothing() -> None:
    empty = [each for each in results() if not each.right]
    assert len(empty) >= 10
    assert [each.query for each in empty if each.found] == []
