"""维修: free within 三包 or what the product's page promises more; her own damage and the border cases are a person's."""

from __future__ import annotations

from actions.case_flow import CaseFlow
from actions.flow import Situation
from bot.shop.after_sale import CaseType


class RepairGoods(CaseFlow):
    name = "request_repair"
    correctable = "哪件、什么毛病还是取件时间"

    def kind(self, situation: Situation) -> CaseType | None:
        return "repair"
