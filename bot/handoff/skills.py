"""What agents can do, and which skill a matter needs. Pure tables: the intent list's topics in the desk's words."""

from __future__ import annotations

from collections.abc import Collection
from types import MappingProxyType

SKILLS = MappingProxyType(
    {"presale": "售前", "delivery": "物流", "aftersale": "售后", "complaint": "投诉", "vip": "会员"}
)
EVERY_SKILL = "all"

_PRESALE = frozenset(
    {
        "search_product", "ask_product_attribute", "compare_products", "ask_size_advice", "ask_compatibility",
        "ask_package_contents", "ask_usage", "ask_installation", "ask_authenticity", "ask_quality", "ask_warranty",
        "ask_price", "bargain", "ask_promotion", "ask_coupon", "ask_stock", "ask_presale", "place_order_help",
        "ask_payment", "payment_problem",
    }
)  # fmt: skip
_DELIVERY = frozenset(
    {
        "track_order", "ask_shipping_time", "urge_shipping", "urge_delivery", "ask_shipping_fee", "ask_delivery_area",
        "contact_courier", "self_pickup", "refuse_parcel", "change_address", "change_delivery_time", "special_request",
    }
)  # fmt: skip
_AFTERSALE = frozenset(
    {
        "cancel_order", "modify_order", "recover_order", "ask_return_policy", "request_return", "request_exchange",
        "request_refund", "track_refund", "track_after_sale", "withdraw_after_sale", "ask_return_shipping_fee",
        "return_pickup", "request_repair", "price_protection", "request_invoice", "invoice_problem",
    }
)  # fmt: skip
_COMPLAINTS = frozenset({"threaten_escalation", "ask_complaint_progress"})


def skill_for(intent: str | None) -> str | None:
    """The skill that a wish needs; None when any will do (small talk, accounts, no matter at all)."""
    if intent is None:
        return None
    if intent.startswith("complain_") or intent in _COMPLAINTS:
        return "complaint"
    for skill, intents in (("presale", _PRESALE), ("delivery", _DELIVERY), ("aftersale", _AFTERSALE)):
        if intent in intents:
            return skill
    return None


def may_serve(skills: Collection[str], skill: str | None, customer_class: str = "guest") -> bool:
    """Whether an agent with these skills may take a conversation; VIP agents may take a VIP's, whatever the matter."""
    return skill is None or EVERY_SKILL in skills or skill in skills or ("vip" in skills and customer_class == "vip")
