"""The names of what a shopper can want, by topic: the project's one list (explained in docs/intents.md).

It must not hold examples, answers or anything that depends on rasa.
"""

from __future__ import annotations

from types import MappingProxyType

INTENTS_BY_TOPIC = MappingProxyType(
    {
        "talk": (
            "greet",
            "goodbye",
            "thank",
            "affirm",
            "deny",
            "praise",
            "suggestion",
            "chitchat",
            "urge_reply",
            "request_human",
            "problem_solved",
            "problem_not_solved",
            "inform",
            "out_of_scope",
        ),
        "presale": (
            "search_product",
            "ask_product_attribute",
            "compare_products",
            "ask_size_advice",
            "ask_compatibility",
            "ask_package_contents",
            "ask_usage",
            "ask_installation",
            "ask_authenticity",
            "ask_quality",
            "ask_warranty",
            "ask_price",
            "bargain",
            "ask_promotion",
            "ask_coupon",
            "ask_stock",
            "ask_presale",
        ),
        "order": (
            "place_order_help",
            "ask_payment",
            "payment_problem",
            "cancel_order",
            "modify_order",
            "change_address",
            "change_delivery_time",
            "recover_order",
            "special_request",
        ),
        "delivery": (
            "track_order",
            "ask_shipping_time",
            "urge_shipping",
            "urge_delivery",
            "ask_shipping_fee",
            "ask_delivery_area",
            "contact_courier",
            "self_pickup",
            "refuse_parcel",
        ),
        "aftersale": (
            "ask_return_policy",
            "request_return",
            "request_exchange",
            "request_refund",
            "track_refund",
            "track_after_sale",
            "withdraw_after_sale",
            "ask_return_shipping_fee",
            "return_pickup",
            "request_repair",
            "price_protection",
            "request_invoice",
            "invoice_problem",
        ),
        "complaint": (
            "complain_late_delivery",
            "complain_not_received",
            "complain_damaged",
            "complain_defective",
            "complain_wrong_item",
            "complain_missing_item",
            "complain_not_as_described",
            "complain_service",
            "complain_price",
            "complain_general",
            "threaten_escalation",
            "ask_complaint_progress",
        ),
        "account": (
            "account_help",
            "ask_membership",
            "ask_privacy",
            "ask_shop_info",
        ),
    }
)

INTENTS: tuple[str, ...] = tuple(name for names in INTENTS_BY_TOPIC.values() for name in names)

TOPIC_OF = MappingProxyType({name: topic for topic, names in INTENTS_BY_TOPIC.items() for name in names})

OUT_OF_SCOPE = "out_of_scope"

# Names that the worker gives a turn and no shopper's sentence is labelled with: not understood; an agent gave her back; the
# button under "nobody is online"; what became of money that a person approved; goods are back.
# Buttons of complaints: a remedy, none of them, what a visit asks. Turns of theirs: a promise is near, is broken; the visit.
INTERNAL_INTENTS = frozenset(
    {
        "unsure", "handed_back", "leave_message", "money_told", "restocked",
        "choose_remedy", "refuse_remedies", "matter_solved", "matter_not_solved",
        "promise_near", "promise_broken", "visit_due",
    }
)  # fmt: skip
