"""Rules of service: dated, by category, read with errors that say what to do."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ConfigurationError
from bot.shop.rule_records import rules_from, topics, version_from
from bot.shop.seed import DEMO_SHOP, read_shop
from bot.shop.service_rules import ServiceRules
from tests.shop.factories import NOW, SHANGHAI, anchor, rule_records, service_rules

MINUTE = timedelta(minutes=1)


def test_the_demo_shop_states_every_topic() -> None:
    assert set(rule_records()) == set(topics())
    assert all(getattr(service_rules(), topic).at(NOW) is not None for topic in topics())


def test_a_version_counts_from_its_midnight_in_the_shops_zone_until_the_next_one() -> None:
    first, second = datetime(2026, 1, 1, tzinfo=SHANGHAI), datetime(2026, 6, 1, tzinfo=SHANGHAI)
    records = {"price_protection": [(second, {"days": 15}), (first, {"days": 7})]}
    rule = rules_from(records, SHANGHAI).price_protection
    days = [rule.at(at) for at in (first - MINUTE, first, second - MINUTE, second)]
    assert [found and found.days for found in days] == [None, 7, 7, 15]


def test_a_category_has_its_own_where_it_is_named() -> None:
    record = {"days": 7, "faulty_days": 15, "categories": {"图书": {"faulty_days": 30}}}
    rule = rules_from({"returning": [(NOW, record)]}, SHANGHAI).returning
    found = [rule.at(NOW, category) for category in ("", "服装", "图书")]
    assert [(each.days, each.faulty_days) for each in found if each] == [(7, 15), (7, 15), (7, 30)]


def test_a_shop_without_rules_states_none() -> None:
    assert all(getattr(ServiceRules(), topic).at(NOW) is None for topic in topics())


@pytest.mark.parametrize(
    ("topic", "record", "reason"),
    [
        ("holidays", {}, "holidays is no topic"),
        ("price_protection", {}, "days is missing: add it"),
        ("price_protection", {"days": "7"}, "days: '7' is not a whole number"),
        ("price_protection", {"days": -1}, "days: -1 is not a whole number"),
        ("price_protection", {"days": 7.5}, "days: 7.5 is not a whole number"),
        ("price_protection", {"days": True}, "days: True is not a whole number"),
        ("price_protection", {"days": 7, "dayz": 8}, "dayz is not known here"),
        ("price_protection", {"days": 7, "categories": {"食品": 3}}, "categories: 食品: say what is different"),
        ("price_protection", {"days": 7, "categories": {"食品": {"x": 3}}}, "categories: 食品: x is not known here"),
        ("cancel", {"automatic": "paid"}, "automatic: 'paid' is not a list"),
        ("cancel", {"automatic": ["payed"]}, "automatic: 'payed' is none of unpaid, paid"),
        ("pickup", {"automatic": [], "slots": ["9-11"], "days_ahead": 1, "lead_minutes": 0}, "slots: '9-11' is not a"),
        ("pickup", {"automatic": [], "slots": ["11:00-09:00"], "days_ahead": 1, "lead_minutes": 0}, "ends before it"),
        ("limits", {"refund": 1.234}, "compensation is missing"),
        ("freight", {"without_fault": "shopper", "with_fault": "us", "repair": "shop"}, "with_fault: 'us' is none of"),
        (
            "freight",
            {"without_fault": "shopper", "with_fault": "shop", "repair": "shop", "pickup": 12.345},
            "pickup: 12.345 is not an amount",
        ),
        ("urge", {"every_hours": 12, "answer_hours": {"shiping": 1}}, "answer_hours: 'shiping' is none of"),
        ("case_times", {"hours": {"refund": "soon"}}, "hours: refund: 'soon' is not a whole number"),
        ("calendar", {"holidays": ["2026-02-30"], "working": []}, "holidays: '2026-02-30' is not a day"),
        ("calendar", {"holidays": ["2026-10-07~2026-10-01"], "working": []}, "is not a day such as"),
        ("calendar", {"holidays": ["2026-10-01~"], "working": []}, "is not a day such as"),
        ("refund", {"days": 1, "channels": [], "other": {"name": "卡", "hours": 1, "working_days": 1}}, "say one of"),
        ("case_times", {"working_days": {"refnd": 1}}, "working_days: 'refnd' is none of"),
        ("reasons", {"reasons": [{"code": "a", "title": "甲", "fault": "none", "types": ["gift"]}]}, "types: 'gift'"),
    ],
)
def test_what_is_wrong_is_said_with_its_entry(topic: str, record: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason.replace("(", r"\(")):
        version_from(topic, record, NOW)


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("cancel", "versions:\n- valid_from: 2025-01-01\n  automatic: [payed]\n", "cancel.yml:2: automatic: 'payed'"),
        ("cancel", "versions:\n- valid_from: soon\n  automatic: []\n", "cancel.yml:2: valid_from: 'soon' is not a day"),
        ("cancel", "versions:\n- automatic: []\n", "cancel.yml:2: valid_from is missing"),
        ("cancel", "automatic: []\n", "cancel.yml:1: needs a list of `versions`"),
        ("canceling", "versions: []\n", "canceling.yml:1: canceling is no topic"),
        (
            "cancel",
            "versions:\n- valid_from: 2025-01-01\n  automatic: []\n- valid_from: 2025-01-01\n  automatic: []\n",
            "cancel.yml:4: valid_from: 2025-01-01 is given twice",
        ),
    ],
)
def test_a_fault_in_a_file_is_named_by_file_line_and_entry(tmp_path: Path, name: str, text: str, where: str) -> None:
    files = Path(shutil.copytree(DEMO_SHOP, tmp_path / "shop"))
    (files / "policies" / f"{name}.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_shop(files, anchor())
    assert where in caught.value.message
