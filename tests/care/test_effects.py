import pytest

from bot.care.effects import HandoffRequested, MessageForShop, ProofGranted, from_json


@pytest.mark.parametrize(
    "effect",
    [
        ProofGranted(order_id="2026112100012345"),
        MessageForShop(text="耳机左边没声音", reason="request_human", contact="13800135678", order_id="1"),
        MessageForShop(text="在吗", reason="request_human"),
        HandoffRequested(reason="urge_delivery"),
    ],
)
def test_an_effect_survives_the_way_through_json(effect):
    assert from_json(effect.as_json()) == effect


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"kind": "pay"},
        {"kind": "proof_granted"},
        {"kind": "proof_granted", "order_id": 7},
        {"kind": "handoff_requested", "reason": "x", "more": "y"},
    ],
)
def test_what_is_no_effect_is_refused(document):
    with pytest.raises(ValueError):
        from_json(document)
