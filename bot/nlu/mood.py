"""How the shopper feels: calm, anxious, upset or angry, with a score from 0 (calm) to 1 (angry).

A linear model over the words and over marks for what gives a mood away (word lists, shouting, repetition). A bad word
that is negated or somebody else's leaves another mark. Must not import rasa.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.nlu.lexicon import read_groups
from bot.nlu.linear import LinearModel
from bot.nlu.reading import Reading
from bot.nlu.wish_hints import Hints

LEVELS = ("calm", "anxious", "upset", "angry")
# Missing an upset shopper costs more than comforting a calm one: chosen on held-out lines (docs/nlu.md).
_UPSET_FROM = 0.31
_WARM_FROM = 0.35
_LEVEL_FROM = (("angry", 0.85), ("upset", 0.55), ("anxious", 0.25), ("calm", -1.0))
_WEIGHT = {"calm": 0.0, "anxious": 0.4, "upset": 0.7, "angry": 1.0}

# Marks are characters that no shopper types, so that the features take them as one more character of the text.
_FIRST_MARK = 0xE100
_TOLD_MARK = "\ue0ff"
_NOT = "not-"  # a group of the lexicon that is called so holds what is none of the other's words: 操作, 我妈的, usb
_TELLING = re.compile(
    r"(?:不是|没有|没|不(?![然止仅但过])|别|有人说|朋友说|都说|人家说|评论|网上|听说|据说|之前那家|别家|是不是|不会是|谁说)[^,。!?]{0,4}$"
)
_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("\ue001", re.compile(r"[!！]{2,}")),
    ("\ue002", re.compile(r"[!！]")),
    ("\ue003", re.compile(r"[?？]{2,}|[?？][!！]|[!！][?？]")),
    ("\ue004", re.compile(r"…|\.{3}|。{2,}")),
    ("\ue005", re.compile(r"(.{1,4}?)[ ,，!！]?\1[ ,，!！]?\1")),
    ("\ue006", re.compile(r"[😡🤬😠👿💢💩👎🖕]|\[(?:怒|发怒|愤怒|抓狂|咒骂)\]")),
    ("\ue007", re.compile(r"[😭😢😞😔😒🙄😤☹️😩😫💔]|\[(?:流泪|大哭|委屈|难过|撇嘴|白眼)\]")),
    ("\ue008", re.compile(r"[🙂😊]|\[(?:微笑|再见)\]")),
    ("\ue009", re.compile(r"[😰😱😨😥🙏😟]|\[(?:可怜|惊恐|流汗)\]")),
    ("\ue00a", re.compile(r"[😂😄😁👍🌹👌❤️🥰]|\[(?:玫瑰|强|愉快|呲牙|抱拳|ok)\]", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """`level`: one of LEVELS; `score`: 0 calm … 1 angry, the levels' weights by their probabilities."""

    level: str
    score: float


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    """(mark, what only looks like a word of the group, its words), as `lexicon/moods.txt` has them."""
    groups = read_groups("moods")
    named = [name for name in groups if not name.startswith(_NOT)]
    return tuple(
        (chr(_FIRST_MARK + number), _any_of(groups.get(f"{_NOT}{name}", ())), _any_of(groups[name]))
        for number, name in enumerate(named)
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


def marked(typed: str, reading: Reading) -> str:
    """The reading with a mark behind it for each sign of mood: what the model learns from and judges."""
    marks = [mark for mark, sign in _SIGNS if sign.search(typed[:400])]
    text = reading.text[:400]
    for mark, innocent, words in _words():
        heard = innocent.sub(_blanked, text) if innocent else text
        matches = list(words.finditer(heard)) if words else []
        told = [bool(_TELLING.search(text[max(0, match.start() - 8) : match.start()])) for match in matches]
        marks += [mark] if not all(told) else []
        marks += [mark] if told.count(False) > 1 else []
        marks += [_TOLD_MARK] if any(told) else []
    return text + "".join(marks)


def _blanked(word: re.Match[str]) -> str:
    return " " * len(word.group())


def mood_of(model: LinearModel, typed: str, reading: Reading, hints: Hints = ()) -> Mood:
    """The mood of one message, judged by itself; `hints` are what the intent model thinks that it wants."""
    if not reading.text:
        return Mood(level="calm", score=0.0)
    chances = dict(zip(model.names, model.probabilities(marked(typed, reading), hints).tolist(), strict=True))
    score = sum(_WEIGHT[level] * chances.get(level, 0.0) for level in LEVELS)
    heated = chances.get("upset", 0.0) + chances.get("angry", 0.0) >= _UPSET_FROM
    levels = LEVELS[2:] if heated else LEVELS[:2]
    return Mood(level=max(levels, key=lambda level: chances.get(level, 0.0)), score=round(score, 3))


def carried_over(before: float, now: Mood) -> Mood:
    """The mood of the conversation after this message; `before` is its score so far (0 for none).

    One annoyed message after another heats it up by a fifth of what was there; a calm one halves what was there, so that
    it takes some turns to cool down. Levels are raised at the scores between the levels' weights, and never lowered.
    """
    warm = now.score >= _WARM_FROM
    score = round(min(1.0, now.score + 0.2 * before) if warm else max(now.score, 0.5 * before), 3)
    level = next(level for level, low in _LEVEL_FROM if score >= low)
    return Mood(level=max(level, now.level, key=LEVELS.index), score=score)
