"""One spelling for each character, length kept, so that offsets in the folded text are offsets in the typed one.

Holds no multi-character rewriting; that is `bot.text.normalise`.
"""

import unicodedata

_CHINESE_DIGITS = dict(zip("零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖", "00123456789123456789", strict=True))
_CHINESE_DIGITS |= {"幺": "1", "貳": "2", "參": "3", "陸": "6", "弌": "1", "弍": "2", "弎": "3", "○": "0", "◯": "0"}
CHINESE_DIGITS = "".join(_CHINESE_DIGITS)

_DASHES = "‐‑‒–—―−﹣－ー─⸺"


class _Folding(dict[int, str]):
    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        self[code] = folded
        return folded


def _fold_char(char: str) -> str:
    if char in _DASHES:
        return "-"
    if char in "～〜∼":
        return "~"
    digit = unicodedata.digit(char, None)
    if digit is not None and char not in _CHINESE_DIGITS:
        return str(digit)
    wide = unicodedata.normalize("NFKC", char)
    lowered = (wide if len(wide) == 1 else char).lower()
    return lowered if len(lowered) == 1 else char


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text with full-width, circled and foreign digits, letters and punctuation in ASCII, lower case.

    Chinese digits stay as they are. The result has the same length, so each offset holds in both.
    """
    return text.translate(_FOLDING)


def digit_of(char: str) -> str | None:
    """The ASCII digit that one folded character stands for, Chinese digits included; None for anything else."""
    if "0" <= char <= "9":
        return char
    return _CHINESE_DIGITS.get(char)
