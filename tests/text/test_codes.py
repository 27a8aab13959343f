"""A code of ours is told from what shoppers may read."""

from __future__ import annotations

import pytest

from bot.text.codes import code_in, texts_of_card


@pytest.mark.parametrize(
    ("text", "code"),
    [("工单 complain_late_delivery 处理中", "complain_late_delivery"), ("状态：in_transit。", "in_transit"), ("到得太晚了", None),
     ("https://shop.example/a_b/c_d.html", None), ("写信到 lin_xiao@mail.example", None), ("65W USB-C", None), ("SF_12", None)],
)  # fmt: skip
def test_codes_are_found_and_addresses_are_none(text: str, code: str | None) -> None:
    assert code_in(text) == code


def test_of_a_card_only_what_stands_there_to_be_read_is_looked_at() -> None:
    card = {
        "kind": "ticket", "ticket_id": "T_1", "topic": "到得太晚了", "status": "in_transit",
        "promise": {"what": "催派的结果", "due_at": "2026-11-22T10:30:00.000Z"}, "items": [{"sku": "a_b", "title": "耳机"}],
    }  # fmt: skip
    assert list(texts_of_card(card)) == ["到得太晚了", "催派的结果", "2026-11-22T10:30:00.000Z", "耳机"]
