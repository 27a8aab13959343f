"""A parcel that does not move, or is delivered elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.shop.parcel_trouble import trouble_of
from tests.actions.fakes import NOW
from tests.actions.orders import event, order, parcel


@pytest.mark.parametrize(("minutes", "trouble"), [(48 * 60 - 1, None), (48 * 60, "stuck")])
def test_it_is_stuck_from_the_minute_on(minutes: int, trouble: str | None) -> None:
    standing = parcel("in_transit", events=(event(hours_ago=0),))
    assert trouble_of(order("in_transit"), standing, NOW + timedelta(minutes=minutes)) == trouble


@pytest.mark.parametrize(("place", "state", "trouble"), [
    ("四川省成都市", "out_for_delivery", "elsewhere"), ("浙江省杭州市", "out_for_delivery", None), ("四川省成都市", "in_transit", None),
    ("", "out_for_delivery", None), ("四川省成都市", "signed", None),
])  # fmt: skip
def test_it_is_elsewhere_only_when_it_is_delivered_in_another_province(
    place: str, state: str, trouble: str | None
) -> None:
    assert trouble_of(order(), parcel(state, events=(event(place=place),)), NOW) == trouble
