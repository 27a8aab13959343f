"""Whether goods work with something else: only ever by a line of the page."""

from __future__ import annotations

import pytest

from bot.shop.compatibility import compatibility
from tests.shop.factories import product, variant

CABLE = {"适用": "苹果 15 及以后、安卓 USB-C 手机", "不适用": "苹果 14 及更早（Lightning 口）"}
POT = {"适用炉灶": "电磁炉、燃气灶都能用", "洗碗机": "不能进洗碗机"}
WATCH = {"兼容": "安卓 8.0 以上、苹果 iOS 12 以上"}
PLAIN = {"材质": "316 不锈钢"}

JUDGED = [
    (CABLE, "苹果15能用吗", "yes"),
    (CABLE, "苹果 16 pro 能用吗", "yes"),
    (CABLE, "iphone 14能用吗", "no"),
    (CABLE, "苹果13可以充吗", "no"),
    (CABLE, "华为能用吗", "yes"),
    (POT, "电磁炉能用吗", "yes"),
    (POT, "支持明火吗", "yes"),
    (POT, "能放洗碗机吗", "no"),
    (POT, "微波炉能用吗", "unknown"),
    (WATCH, "安卓手机能连吗", "yes"),
    (WATCH, "苹果能用吗", "yes"),
    (PLAIN, "苹果能用吗", "unknown"),
    (PLAIN, "好用吗", "unknown"),
    ({"接口": "USB-C", "充电": "不支持无线充电"}, "typec能充吗", "yes"),
    ({"系统要求": "不支持苹果电脑"}, "苹果电脑能用吗", "no"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "question", "verdict"), JUDGED)
def test_yes_no_or_not_said(page: dict[str, str], question: str, verdict: str) -> None:
    found = compatibility(product(attributes=page, variants=()), question)
    assert found.verdict == verdict
    assert (found.value in page.values()) == (verdict != "unknown")


def test_models_among_the_choices_decide_alone() -> None:
    case = product(
        attributes={"适用": "苹果手机"},
        variants=tuple(variant(f"V{n}", options={"机型": f"苹果 {n}"}) for n in (15, 16)),
    )
    assert compatibility(case, "苹果16能用吗").verdict == "yes"
    assert compatibility(case, "iphone 14的有吗").verdict == "no"


def test_nothing_is_concluded_for_a_device_that_nobody_named() -> None:
    found = compatibility(product(attributes=CABLE, variants=()), "质量好吗")
    assert (found.verdict, found.device) == ("unknown", "")
