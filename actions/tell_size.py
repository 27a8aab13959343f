"""Which size suits: by the page's own chart, with its reason, and what to do between two sizes. Without a chart: not said."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import wording
from actions.body import body_of
from actions.product_talk import ProductQuestion
from actions.tell_price import names_choice, tell_price
from bot.shop.body_reading import read_body
from bot.shop.product import Variant
from bot.shop.search.measure_reading import size_in
from bot.shop.size_chart import Advice, Body, Row, advise, chart_of, chart_text
from bot.text.normalise import normalise

_UNITS = {
    "height": "厘米",
    "weight": "公斤",
    "waist": "厘米",
    "chest": "厘米",
    "hip": "厘米",
    "foot": "厘米",
    "age": "个月",
}
_NAMES = {
    "height": "身高",
    "weight": "体重",
    "waist": "腰围",
    "chest": "胸围",
    "hip": "臀围",
    "foot": "脚长",
    "age": "月龄",
}


_OF_SIZE = re.compile(
    r"码|尺寸|尺码|号|穿多大|多大(?:的|合适|脚)|偏[大小]|[大小]吗|宽|瘦|胖|(?<![增跟底有多])高(?!的?跟)|(?:身|个子?)多?高|斤|合身|合脚|怎么[选买]|选哪"
)


_FOR_WHOM = re.compile(
    r"(?:多少|几)个?(?:斤|公斤|kg|厘米|公分|月)|多[高重大](?:的人)?(?:穿|能穿)|什么(?:身高|体重|身材)"
)


async def tell_size(question: ProductQuestion) -> bool:
    """A size for the body that she tells; asks for the measures that the chart goes by when she tells none."""
    rows = chart_of(question.product)
    body = body_of(question.asking)
    facts = {"goods": question.name}
    text = chart_text(question.product)
    said = read_body(question.words)
    if not text and names_choice(question.product, question.words):
        return await tell_price(question)  # 10公斤的呢 of dumb-bells: a choice of the goods, and no measure of hers
    if not text or not (_OF_SIZE.search(question.words) or said.measures or said.usual):
        return False
    if not said.measures and _tell_row(question, rows, text):
        return True
    advice = advise(rows, body) if rows else None
    if advice is None:
        return _without_measures(question, body, text)
    if other := _only_one_sold(question, advice, rows):
        facts |= {"size": _size(question, other.size), "why": _why(other, body), "stock": _stock(question, other.size)}
        question.speech.say("utter_size_one_sold", facts | {"other": _size(question, advice.size)})
        return True
    facts |= {"size": _size(question, advice.size), "why": _why(advice, body), "stock": _stock(question, advice.size)}
    facts["other"] = _size(question, advice.other) if advice.other else ""
    question.speech.say(_response(advice), facts, buttons=[wording.human("ask_size_advice")] if advice.outside else [])
    return True


def _tell_row(question: ProductQuestion, rows: tuple[Row, ...], text: str) -> bool:
    """M码多少斤穿: what the page says of the size that she names, as it stands there."""
    size = size_in(normalise(question.words).text)
    if not _FOR_WHOM.search(question.words) or size not in {row.size for row in rows}:
        return False
    parts = [part.strip() for part in re.split(r"[；;\n]", text)]
    said = next((part for part in parts if re.match(rf"{re.escape(size)}(?![0-9A-Z])", part.upper())), "")
    if said:
        question.speech.say("utter_attribute", {"goods": question.name, "facts": f"尺码参考：{said}"})
    return bool(said)


def _only_one_sold(question: ProductQuestion, advice: Advice, rows: tuple[Row, ...]) -> Advice | None:
    """The second of two sizes where the first is not made in these goods at all."""
    if not advice.other or _of_size(question, advice.size) or not _of_size(question, advice.other):
        return None
    row = next(each for each in rows if each.size == advice.other)
    return replace(advice, size=advice.other, other=advice.size, row=row)


def _response(advice: Advice) -> str:
    if advice.outside:
        return "utter_size_outside"
    if advice.other:
        return "utter_size_between"
    return "utter_size_partly" if advice.missing else "utter_size"


def _without_measures(question: ProductQuestion, body: Body, text: str) -> bool:
    """Shoes go by the size that she usually wears; for the rest ask once, and give the page's own words."""
    facts = {"goods": question.name, "chart": text, "usual": body.usual}
    rows = chart_of(question.product)
    wanted = {name for row in rows for name in row.ranges if name in _NAMES}
    if body.usual:
        question.speech.say("utter_size_by_usual", facts)
    elif wanted:
        names = "、".join(_NAMES[name] for name in _NAMES if name in wanted)
        question.speech.say("utter_size_ask", facts | {"measures": names})
    else:
        question.speech.say("utter_size_page", facts)
    return True


def _why(advice: Advice, body: Body) -> str:
    """身高175厘米、体重70公斤，对的是 170-176 厘米 62-72 公斤: her measures beside the chart's own."""
    row = advice.row
    names = [name for name in _NAMES if row is not None and name in row.ranges and name in body.measures]
    hers = "、".join(f"{_NAMES[name]}{body.measures[name]:g}{_UNITS[name]}" for name in names)
    chart = []
    for name in names:
        assert row is not None
        low, high = row.ranges[name].low, row.ranges[name].high
        span = f"{low:g}" if low == high else f"{low:g}到{high:g}" if high < 9999 else f"{low:g}以上"
        chart.append(f"{_NAMES[name]}{span}{_UNITS[name]}")
    return f"您{hers}，它这个码对的是{'、'.join(chart)}"


def _size(question: ProductQuestion, size: str) -> str:
    return f"{size}码" if size else ""


def _stock(question: ProductQuestion, size: str) -> str:
    there = _of_size(question, size)
    if not there:
        return "这个码目前没有在卖"
    left = [each for each in there if each.stock > 0]
    return "现在有货" if left else "这个码暂时缺货"


def _of_size(question: ProductQuestion, size: str) -> list[Variant]:
    """The choices of a size, whatever their colour."""
    return [
        each
        for each in question.product.variants
        if any(size == value.upper().split()[0] for value in each.options.values())
    ]
