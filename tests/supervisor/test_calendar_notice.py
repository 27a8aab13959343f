"""The supervisor's log says when the shop's calendar of holidays is about to end, and nothing else comes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.settings import Settings
from bot.shop.calendar_end import last_day
from bot.shop.seed import seed_if_empty
from bot.supervisor import calendar_notice
from tests.eventually import eventually_now
from tests.shop.factories import NOW, service_rules
from tests.shop.test_calendar_end import noon, shop_of_2025
from tests.supervisor.conftest import Served


async def test_the_log_says_it_and_is_silent_while_there_is_time(settings_for: Callable[..., Settings]) -> None:
    settings = settings_for()
    seed_if_empty(settings, now=NOW)
    last = last_day(service_rules())
    assert last is not None
    with capture_logs() as events:
        await calendar_notice.look(settings, noon(last - timedelta(days=60)))
        assert events == []
        await calendar_notice.look(settings, noon(last))
    [event] = events
    assert (event["event"], event["log_level"], event["last_day"]) == ("calendar.ends", "warning", last.isoformat())
    assert "calendar.yml" in event["note"]


@pytest.fixture
def spoilt(settings_for: Callable[..., Settings]) -> Settings:
    settings = settings_for()
    Path(settings.shop_url.removeprefix("sqlite:///")).write_bytes(b"no database")
    return settings


async def test_a_shop_that_cannot_be_read_stops_nothing(spoilt: Settings) -> None:
    with capture_logs() as events:
        await calendar_notice.look(spoilt, NOW)
    assert [event["event"] for event in events] == ["calendar.unread"]


def test_an_instance_says_it_when_it_is_up(
    serve: Callable[..., Served], settings_for: Callable[..., Settings], tmp_path: Path
) -> None:
    seed_if_empty(settings_for(), directory=shop_of_2025(tmp_path))
    served = serve().wait_ready()
    eventually_now(lambda: "event=calendar.ends" in served.output and "2025-12-31" in served.output)
