"""The report: figures of a span beside those of the span before, split by day, week, topic or agent, with what changed.

`read` is the only thing here that asks the record.
"""

from __future__ import annotations

import gc
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from bot.clock import iso
from bot.errors import InvalidFrame
from bot.records.report import material, wishes
from bot.records.report.consultation import Consultation
from bot.records.report.facts import BY_NAME, FIGURES, Fact, figures, worst_first
from bot.records.report.material import Material
from bot.records.report.span import Span
from bot.records.rows import at
from bot.text.titles import TITLES

SPLITS = ("day", "week", "topic", "agent")
LONGEST_DAYS = 400
_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Whole days of the shop, first and last included."""

    first: date
    last: date
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if not 0 <= (self.last - self.first).days < LONGEST_DAYS:
            raise InvalidFrame(f"the report is for 1 to {LONGEST_DAYS} days, the first not after the last")

    def start_ms(self, day: date) -> int:
        return int(datetime.combine(day, time(), self.zone).astimezone(timezone.utc).timestamp() * 1000)

    def span(self, now_ms: int) -> Span:
        return Span(
            since_ms=self.start_ms(self.first), until_ms=self.start_ms(self.last + timedelta(days=1)), now_ms=now_ms
        )

    @property
    def before(self) -> Days:
        """As many days, just before."""
        length = self.last - self.first + timedelta(days=1)
        return Days(first=self.first - length, last=self.last - length, zone=self.zone)

    @property
    def all(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


def wanted_days(first: str | None, last: str | None, zone: ZoneInfo, now: datetime) -> Days:
    """From two dates such as 2026-11-22; the last seven days by default. Raises InvalidFrame."""
    try:
        until = date.fromisoformat(last) if last else now.astimezone(zone).date()
        since = date.fromisoformat(first) if first else until - timedelta(days=6)
    except ValueError as error:
        raise InvalidFrame("a day must be a date such as 2026-11-22") from error
    return Days(first=since, last=until, zone=zone)


def read(connection: Connection, days: Days, *, by: str, now_ms: int) -> dict[str, Any]:
    """`{"from", "to", "by", "timezone", "figures" [{name, title, meaning, counts, better, value, of, before}], "rows", "wishes",
    "given_up", "unsolved"}`; shares are 0..1, times seconds."""
    if by not in SPLITS:
        raise InvalidFrame(f"a report is split by one of {', '.join(SPLITS)}")
    with _no_collecting():
        now = material.read(connection, days.span(now_ms))
        former = material.read(connection, days.before.span(now_ms))
        return _told(now, former, days, by)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """A million small things that all stay alive: looking through them for garbage again and again took half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _told(now: Material, former: Material, days: Days, by: str) -> dict[str, Any]:
    return {
        "from": days.first.isoformat(),
        "to": days.last.isoformat(),
        "by": by,
        "timezone": days.zone.key,
        "figures": _beside(now, former),
        "rows": rows(now, days, by),
        **_why(now, former),
    }


def _beside(now: Material, former: Material) -> list[dict[str, Any]]:
    mine, theirs = figures(now.facts), figures(former.facts)
    return [
        {
            "name": kind.name,
            "title": kind.title,
            "meaning": kind.meaning,
            "counts": kind.counts,
            "better": kind.better,
            "value": mine[kind.name].value,
            "of": mine[kind.name].of,
            "before": theirs[kind.name].value,
        }
        for kind in FIGURES
    ]


# What is no wish and still begins or ends a talk.
_TALK = {
    "greet": "打招呼", "goodbye": "道别", "thank": "道谢", "affirm": "答应", "deny": "说不", "praise": "表扬", "suggestion": "提建议",
    "chitchat": "闲聊", "urge_reply": "催回复", "problem_solved": "说解决了", "problem_not_solved": "说没解决", "inform": "补充情况",
    "out_of_scope": "店外的事", "choose_remedy": "选了补救", "refuse_remedies": "不要补救", "matter_solved": "回访说解决了",
    "matter_not_solved": "回访说没解决", "leave_message": "留言",
}  # fmt: skip


def title_of(topic: str) -> str:
    """What a topic is called for whoever reads the report: never its code."""
    return TITLES.get(topic) or _TALK.get(topic) or "没说清的事"


def rows(found: Material, days: Days, by: str) -> list[dict[str, Any]]:
    """One per day, week (by its Monday), topic or agent: `{"key", "title", figure: value …}`; days without a fact too."""
    key_of = _keys(days, by)
    groups: dict[str, list[Fact]] = defaultdict(list)
    if by in ("day", "week"):
        for day in days.all:
            groups[_bucket(day, by)] = []
    for fact in found.facts:
        key = key_of(fact)
        if key is not None:
            groups[key].append(fact)
    split = {key: figures(facts) for key, facts in groups.items()}
    order = sorted(split) if by in ("day", "week") else sorted(split, key=lambda key: (-split[key]["asked"].of, key))
    return [
        {
            "key": key,
            "title": title_of(key) if by == "topic" else key,
            "consultations": split[key]["asked"].of,
            **{name: found.value for name, found in split[key].items()},
        }
        for key in order
    ]


def _keys(days: Days, by: str) -> Callable[[Fact], str | None]:
    if by == "topic":
        return lambda fact: fact.topic
    if by == "agent":
        return lambda fact: fact.agent
    starts = [days.start_ms(day) for day in days.all]
    names = [_bucket(day, by) for day in days.all]
    return lambda fact: names[max(0, bisect_right(starts, fact.at_ms) - 1)]


def _bucket(day: date, by: str) -> str:
    return (day - timedelta(days=day.weekday()) if by == "week" else day).isoformat()


def _why(now: Material, former: Material) -> dict[str, Any]:
    """What was asked most, what was left unsolved, and where shoppers gave up, each beside the span before."""
    return {
        "wishes": _beside_counts(_wishes(now), _wishes(former)),
        "unsolved": _beside_counts(_topics(now, _is_unsolved), _topics(former, _is_unsolved)),
        "given_up": _beside_counts(_topics(now, _is_given_up), _topics(former, _is_given_up)),
    }


def _wishes(found: Material) -> Counter[str]:
    return Counter({intent: times for intent, times in found.wishes.items() if intent in TITLES})


def _topics(found: Material, holds: Callable[[Consultation], bool]) -> Counter[str]:
    return Counter(each.wish or "" for each in found.consultations if holds(each))


def _is_unsolved(each: Consultation) -> bool:
    """She came back within 24 hours, or nobody came."""
    return each.back or each.given_up


def _is_given_up(each: Consultation) -> bool:
    """She asked for a person and left before one came."""
    return each.given_up


def _beside_counts(mine: Counter[str], theirs: Counter[str]) -> list[dict[str, Any]]:
    return [
        {"key": key, "title": title_of(key), "count": count, "before": theirs[key]}
        for key, count in sorted(mine.items(), key=lambda each: (-each[1], each[0]))[:_SHOWN]
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Which facts are asked for: those of a figure, or of a list of `_why`, of one topic, agent or day at will."""

    what: str
    topic: str | None = None
    agent: str | None = None


_LISTS = ("wishes", "unsolved", "given_up")


def behind(connection: Connection, days: Days, asked: Behind, *, now_ms: int) -> list[dict[str, Any]]:
    """The conversations behind a figure, those first that make it worse: `{conversation_id, at, topic, agent, value}`."""
    if asked.what not in BY_NAME and asked.what not in _LISTS:
        raise InvalidFrame("there is no such figure")
    with _no_collecting():
        picked = _picked(connection, days.span(now_ms), asked.what)
    wanted = [
        each
        for each in picked
        if (asked.topic is None or (each.topic or "") == asked.topic)
        and (asked.agent is None or each.agent == asked.agent)
    ]
    return [_shown(each) for each in wanted]


def _picked(connection: Connection, span: Span, what: str) -> list[Fact]:
    if what == "wishes":
        said = [Fact(what, at_ms, intent, None, own) for intent, own, at_ms in wishes.named(connection, span)]
        return sorted(said, key=lambda each: -each.at_ms)
    found = material.read(connection, span)
    return worst_first(BY_NAME[what], found.facts) if what in BY_NAME else _listed(found, what)


def _listed(found: Material, what: str) -> list[Fact]:
    holds = _is_unsolved if what == "unsolved" else _is_given_up
    return [
        Fact(what, each.begin_ms, each.wish, each.agent, each.conversation_id)
        for each in sorted(found.consultations, key=lambda each: -each.begin_ms)
        if holds(each)
    ]


def _shown(fact: Fact) -> dict[str, Any]:
    return {
        "conversation_id": fact.conversation_id,
        "at": iso(at(fact.at_ms)),
        "topic": fact.topic,
        "title": title_of(fact.topic or ""),
        "agent": fact.agent,
        "value": fact.value,
    }
