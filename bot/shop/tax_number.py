"""Tax numbers on invoices: the 18 characters of the 统一社会信用代码 by their check character (GB 32100-2015). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.text.fold import fold

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_SEPARATORS = re.compile(r"[\s\-_.·]+")
_OLD = re.compile(r"[0-9]{6}[0-9A-Z]{9}")
Fault = Literal["", "length", "character", "checksum"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxNumber:
    """`value` as it is printed: upper case, no spaces. `checked` is False for the old 15 characters, which have no checksum."""

    value: str
    checked: bool
    fault: Fault = ""

    @property
    def possible(self) -> bool:
        return not self.fault


def check_tax_number(text: str) -> TaxNumber:
    """A number as it was typed (full width, spaces, lower case). Its first fault by GB 32100-2015: length, a character that
    it never holds (I, O, S, V, Z), or the checksum."""
    value = _SEPARATORS.sub("", fold(text)).upper()
    if len(value) == 15:
        return TaxNumber(value=value, checked=False, fault="" if _OLD.fullmatch(value) else "character")
    if len(value) != 18:
        return TaxNumber(value=value, checked=False, fault="length")
    if any(character not in _ALPHABET for character in value):
        return TaxNumber(value=value, checked=False, fault="character")
    total = sum(_ALPHABET.index(character) * weight for character, weight in zip(value[:17], _WEIGHTS, strict=True))
    right = _ALPHABET[(31 - total % 31) % 31]
    return TaxNumber(value=value, checked=True, fault="" if value[17] == right else "checksum")
