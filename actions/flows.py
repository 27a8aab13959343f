"""The flows by the intent that they serve. A new one is a module of its own and a line here (docs/flows.md)."""

from __future__ import annotations

from collections.abc import Mapping

from actions.cancel_order import CancelOrderFlow
from actions.delivery_address import DeliveryAddress
from actions.delivery_time import DeliveryTime
from actions.flow import Flow
from actions.lost_order import LostOrder
from actions.order_items import OrderItems
from actions.order_remark import OrderRemark
from actions.parcel_refusal import ParcelRefusal
from actions.payment_trouble import PaymentTrouble

FLOWS: Mapping[str, Flow] = {
    flow.name: flow
    for flow in (
        CancelOrderFlow(),
        DeliveryAddress(),
        OrderRemark(),
        DeliveryTime(),
        OrderItems(),
        ParcelRefusal(),
        LostOrder(),
        PaymentTrouble(),
    )
}
