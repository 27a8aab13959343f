"""The flows by the intent that they serve. A new one is a module of its own and a line here (docs/flows.md)."""

from __future__ import annotations

from collections.abc import Mapping

from actions.cancel_order import CancelOrderFlow
from actions.case_progress import CaseProgress
from actions.delivery_address import DeliveryAddress
from actions.delivery_time import DeliveryTime
from actions.exchange_goods import ExchangeGoods
from actions.flow import Flow
from actions.invoice_problem import InvoiceProblem
from actions.lost_order import LostOrder
from actions.order_items import OrderItems
from actions.order_remark import OrderRemark
from actions.parcel_refusal import ParcelRefusal
from actions.payment_trouble import PaymentTrouble
from actions.price_difference import PriceDifference
from actions.refund_goods import RefundGoods
from actions.refund_progress import RefundProgress
from actions.repair_goods import RepairGoods
from actions.request_invoice import InvoiceRequest
from actions.return_goods import ReturnGoods
from actions.return_pickup import ReturnPickup
from actions.several_cases import SeveralCases
from actions.withdraw_case import WithdrawCase

_CASES = {flow.name: flow for flow in (ReturnGoods(), ExchangeGoods(), RefundGoods(), RepairGoods())}

FLOWS: Mapping[str, Flow] = {
    flow.name: flow
    for flow in (
        CancelOrderFlow(),
        DeliveryAddress(),
        OrderRemark(),
        DeliveryTime(),
        *(SeveralCases(flow, _CASES) for flow in _CASES.values()),
        RefundProgress(),
        CaseProgress(),
        WithdrawCase(),
        ReturnPickup(),
        InvoiceRequest(),
        InvoiceProblem(),
        PriceDifference(),
        OrderItems(),
        ParcelRefusal(),
        LostOrder(),
        PaymentTrouble(),
    )
}
