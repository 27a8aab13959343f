"""The end of the calendar of holidays is said in time, of the rules that the shop answers by, with what is to be extended."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.shop.calendar_end import CalendarEnd, calendar_end, is_near, last_day
from bot.shop.seed import DEMO_SHOP, seed_if_empty
from bot.shop.service_rules import ServiceRules
from tests.shop.factories import SHANGHAI, service_rules, shop_files
from tests.shop.http_shops import KEY, app_between, serving
from tests.shop.shops_under_test import sql_shop

OLD = 'versions:\n- valid_from: 2025-01-01\n  holidays: ["2025-10-01~2025-10-08"]\n  working: ["2025-10-11"]\n'


def shop_of_2025(folder: Path) -> Path:
    """The demo shop's files with a calendar that names no day after 2025."""
    directory = folder / "shop"
    shutil.copytree(DEMO_SHOP, directory)
    (directory / "policies" / "calendar.yml").write_text(OLD, encoding="utf-8")
    return directory


def is_made(settings: Settings) -> bool:
    return Path(settings.shop_url.removeprefix("sqlite:///")).exists()


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


@pytest.mark.parametrize(("ahead", "near"), [(31, False), (30, False), (29, True), (0, True), (-1, True), (-400, True)])
def test_it_is_near_from_thirty_days_before_and_ever_after(ahead: int, near: bool) -> None:
    last = last_day(service_rules())
    assert last is not None and (last.month, last.day) == (12, 31)
    assert is_near(last, last - timedelta(days=ahead)) is near
    assert last_day(ServiceRules()) is None


async def test_the_rules_of_the_shop_count_and_not_those_of_the_files(
    settings_for: Callable[..., Settings], tmp_path: Path
) -> None:
    settings = settings_for()
    assert not is_made(settings)
    by_files = last_day(service_rules())
    assert by_files is not None
    found = await calendar_end(settings, noon(by_files))
    assert found is not None and (found.last, found.over) == (by_files, False)
    assert not is_made(settings)
    seed_if_empty(settings, directory=shop_of_2025(tmp_path))
    found = await calendar_end(settings, noon(date(2026, 2, 1)))
    assert found is not None and (found.last, found.over) == (date(2025, 12, 31), True)
    assert "data/shop/policies/calendar.yml" in str(found) and "2025-12-31" in str(found)
    assert await calendar_end(settings, noon(date(2025, 11, 1))) is None


async def test_a_shop_behind_an_api_extends_its_own_rules(
    settings_for: Callable[..., Settings], database_url: str
) -> None:
    async with sql_shop(shop_files(), database_url) as shop, serving(app_between(shop)) as address:
        settings = settings_for(shop_api_url=address, shop_api_key=KEY)
        last = last_day(await shop.service_rules())
        assert last is not None
        found = await calendar_end(settings, noon(last))
        assert isinstance(found, CalendarEnd) and "/v1/service-rules" in str(found) and "calendar.yml" not in str(found)
