"""A whole message typed in pinyin without choosing characters: wo de kuaidi daole ma → 我的快递到了吗.

Holds no words of single slips (`bot.text.typos`). A text with any Chinese in it, or with letters that its words do not
cover, is left alone: English, model numbers and passwords are no pinyin.
"""

import re
from functools import cache
from importlib.resources import files

from bot.text.pinyin import sound_of

_LETTERS = re.compile(r"[a-z]+")
_SHAPE = re.compile(r"[a-z][a-z ,.?!~;:]{3,199}")
_LEAST_COVERED = 0.9
_LEAST_CHARACTERS = 3

Reading = list[tuple[int, int, str]]


def read_pinyin(text: str) -> Reading:
    """[start, end) and the Chinese for each pinyin word of a normalised text; empty where it is not pinyin throughout."""
    if not _SHAPE.fullmatch(text):
        return []
    reading: Reading = []
    covered = letters = 0
    for run in _runs(text):
        letters += len(run[0])
        parts = _words_in(run[0])
        covered += sum(end - start for start, end, _ in parts)
        reading += [(run[1][start], run[1][end - 1] + 1, word) for start, end, word in parts]
    telling = any(len(word) > 1 for _, _, word in reading)
    enough = sum(len(word) for _, _, word in reading) >= _LEAST_CHARACTERS
    return reading if telling and enough and covered >= _LEAST_COVERED * letters else []


def _runs(text: str) -> list[tuple[str, list[int]]]:
    """The letters between marks without their spaces, and where each stands."""
    runs = []
    for match in re.finditer(r"[a-z][a-z ]*", text):
        places = [at for at in range(match.start(), match.end()) if text[at] != " "]
        runs.append(("".join(text[at] for at in places), places))
    return runs


def _words_in(letters: str) -> Reading:
    """The fewest words that cover the most letters, by dynamic programming from the end; linear in the length."""
    words, longest = _words()
    best: list[tuple[int, int, int]] = [(0, 0, 0)] * (len(letters) + 1)  # (letters missed, words used, next place)
    for at in range(len(letters) - 1, -1, -1):
        missed, used, _ = best[at + 1]
        choice = (missed + 1, used, at + 1)
        for end in range(at + 1, min(len(letters), at + longest) + 1):
            if letters[at:end] in words and (best[end][0], best[end][1] + 1) < choice[:2]:
                choice = (best[end][0], best[end][1] + 1, end)
        best[at] = choice
    reading: Reading = []
    at = 0
    while at < len(letters):
        end = best[at][2]
        if letters[at:end] in words:
            reading.append((at, end, words[letters[at:end]]))
        at = end
    return reading


@cache
def _words() -> tuple[dict[str, str], int]:
    lines = files(__package__).joinpath("pinyin_words.txt").read_text(encoding="utf-8").splitlines()
    words: dict[str, str] = {}
    for word in " ".join(line for line in lines if not line.startswith("#")).split():
        words.setdefault("".join(_sound(word)), word)
    return words, max(map(len, words))


def _sound(word: str) -> list[str]:
    """Letter by letter as input methods have it; 了, 的 and 得 sound as particles, 还 as hai."""
    said = {
        "了": "le",
        "的": "de",
        "吗": "ma",
        "呢": "ne",
        "还": "hai",
        "都": "dou",
        "会": "hui",
        "便": "pian",
        "吧": "ba",
    }
    said |= {
        "得": "de",
        "着": "zhao",
        "地": "di",
        "行": "xing",
        "大": "da",
        "给": "gei",
        "没": "mei",
        "什": "shen",
        "么": "me",
    }
    return [said.get(char) or sound_of(char) for char in word]
