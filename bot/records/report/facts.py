"""What the report counts: facts with their time, topic and agent, and the figures that are made of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, NamedTuple


class Fact(NamedTuple):
    """One thing that counts for a figure. `value`: seconds, 0 or 1, or the person to whom it belongs (see `FigureKind`)."""

    figure: str
    at_ms: int
    topic: str | None
    agent: str | None
    conversation_id: str
    value: float = 1.0
    person: str = ""


# Of a million facts, looking into each from Python would cost more than reading them.
_VALUE, _PERSON = attrgetter("value"), attrgetter("person")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureKind:
    """`counts`: people (how many different), share (mean of 0 and 1), mean (of seconds), people_share (of the different
    people, those with a 1). `better`: which way is good, none for what is neither."""

    name: str
    title: str
    counts: Literal["people", "share", "mean", "people_share"]
    better: Literal["more", "less", "none"]
    meaning: str


# The names are the trade's own: service-rules of the shop's world, "Figures that shops read".
FIGURES: tuple[FigureKind, ...] = (
    FigureKind(name="asked", title="咨询人数", counts="people", better="none", meaning="来咨询过的不同顾客"),
    FigureKind(name="received", title="接待人数", counts="people", better="none", meaning="得到小暖或客服回复的不同顾客"),
    FigureKind(
        name="first_response_s", title="首次响应时长", counts="mean", better="less", meaning="从要求人工到客服第一句话"
    ),
    FigureKind(
        name="response_s", title="平均响应时长", counts="mean", better="less", meaning="人工接待中，每一轮从顾客开口到客服回复"
    ),
    FigureKind(
        name="three_minute_rate", title="3分钟人工响应率", counts="share", better="more",
        meaning="三分钟内得到客服回复的轮次；等不到就离开的算没有",
    ),
    FigureKind(
        name="bot_solved", title="机器人解决率", counts="share", better="more",
        meaning="没有转人工、24 小时内没有再来的咨询；还不满 24 小时的先不算",
    ),
    FigureKind(name="to_person", title="转人工率", counts="share", better="less", meaning="要求过人工的咨询"),
    FigureKind(name="queue_s", title="平均排队时长", counts="mean", better="less", meaning="从要求人工到有客服接入"),
    FigureKind(
        name="solved_once", title="一次解决率", counts="share", better="more",
        meaning="24 小时内没有再来、也没有等不到人就离开的咨询；还不满 24 小时的先不算",
    ),
    FigureKind(name="satisfied", title="满意率", counts="share", better="more", meaning="评 4 分或 5 分的评价"),
    FigureKind(
        name="conversion", title="询单转化率", counts="people_share", better="more",
        meaning="问过商品的会员里，48 小时内买了所问商品的",
    ),
    FigureKind(
        name="refund_s", title="退款处理时长", counts="mean", better="less", meaning="从提出退款到确认打款；只含经客服审批的"
    ),
    FigureKind(name="complained", title="投诉率", counts="share", better="less", meaning="开了投诉工单的咨询"),
    FigureKind(
        name="promises_kept", title="承诺兑现率", counts="share", better="more", meaning="到期的承诺里按时做到的"
    ),
)  # fmt: skip
BY_NAME = {each.name: each for each in FIGURES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`value`: people, seconds, or a share 0..1; None when there was nothing to count. `of`: how many facts."""

    value: float | None
    of: int


def figure(kind: FigureKind, facts: Sequence[Fact]) -> Figure:
    if kind.counts == "people":
        return Figure(value=len(set(map(_PERSON, facts))), of=len(facts))
    if not facts:
        return Figure(value=None, of=0)
    if kind.counts == "people_share":
        everybody = set(map(_PERSON, facts))
        with_one = {each.person for each in facts if each.value}
        return Figure(value=round(len(with_one) / len(everybody), 4), of=len(everybody))
    digits = 1 if kind.counts == "mean" else 4
    return Figure(value=round(sum(map(_VALUE, facts)) / len(facts), digits), of=len(facts))


def figures(facts: Iterable[Fact]) -> dict[str, Figure]:
    """Every figure of FIGURES by its name."""
    by_name: dict[str, list[Fact]] = {each.name: [] for each in FIGURES}
    for each in facts:
        by_name[each.figure].append(each)
    return {kind.name: figure(kind, by_name[kind.name]) for kind in FIGURES}


def worst_first(kind: FigureKind, facts: Iterable[Fact]) -> list[Fact]:
    """The facts behind a figure, those first that make it worse; where none is worse, the newest."""
    of_it = [each for each in facts if each.figure == kind.name]
    if kind.better == "none":
        return sorted(of_it, key=lambda each: -each.at_ms)
    sign = 1 if kind.better == "more" else -1
    return sorted(of_it, key=lambda each: (sign * each.value, -each.at_ms))
