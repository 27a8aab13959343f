"""Whether the calendar of holidays by which promises are reckoned is about to end, in the rules that the shop answers by
now; and what is to be extended then. Nothing is written, and no database is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.settings import PROJECT_ROOT, Settings
from bot.shop.demo.files import Faults
from bot.shop.demo.policies import read_rules
from bot.shop.open import open_shop
from bot.shop.rule_records import rules_from
from bot.shop.seed import DEMO_SHOP
from bot.shop.service_rules import ServiceRules

WARNED_BEFORE = timedelta(days=30)
_FILE = DEMO_SHOP / "policies" / "calendar.yml"
_IN_FILE = "add a version with the next year's holidays to {file}, then `xiaonuan shop rules` (orders stay)"
_IN_API = "add the next year's holidays to the topic `calendar` of your shop's /v1/service-rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEnd:
    """`last` is the last day of the last year of which the calendar names a day."""

    last: date
    over: bool
    advice: str

    def __str__(self) -> str:
        """One line for whoever runs the instance."""
        ended = "ended" if self.over else "ends"
        return (
            f"the calendar of holidays {ended} on {self.last.isoformat()}: after it every Monday to Friday counts as a "
            f"working day; {self.advice}"
        )


def last_day(rules: ServiceRules) -> date | None:
    """None where no version names a day."""
    days = [day for each in rules.calendar.versions for day in (*each.rule.holidays, *each.rule.working)]
    years = [date.fromisoformat(day.rpartition("~")[2]).year for day in days]
    return date(max(years), 12, 31) if years else None


def is_near(last: date, today: date) -> bool:
    return today > last - WARNED_BEFORE


async def calendar_end(settings: Settings, now: datetime) -> CalendarEnd | None:
    """From 30 days before the end, and ever after; None before, and without a calendar.

    Raises ShopUnavailable or ConfigurationError when the shop's rules cannot be read.
    """
    last, today = last_day(await _rules(settings)), now.astimezone(settings.timezone).date()
    if last is None or not is_near(last, today):
        return None
    file = _FILE.relative_to(PROJECT_ROOT).as_posix()
    return CalendarEnd(
        last=last, over=today > last, advice=_IN_API if settings.shop_api_url else _IN_FILE.format(file=file)
    )


async def _rules(settings: Settings) -> ServiceRules:
    """Those that the shop answers by; before there is one, those of the files from which it will be made."""
    if not settings.shop_api_url and not _is_there(settings.shop_url):
        faults = Faults()
        found = read_rules(_FILE.parent, settings.timezone, faults)
        faults.raise_if_any()
        return rules_from(found, settings.timezone)
    shop = open_shop(settings)
    try:
        return await shop.service_rules()
    finally:
        await shop.close()


def _is_there(url: str) -> bool:
    target = sa.engine.make_url(url)
    return target.get_backend_name() != "sqlite" or Path(target.database or "").is_file()
