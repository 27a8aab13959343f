"""Tax numbers: right ones in every spelling, one wrong digit anywhere is noticed, old ones are taken as they are."""

from __future__ import annotations

import pytest

from bot.shop.tax_number import _ALPHABET, check_tax_number

RIGHT = ["91110000600037341L", "91330100799655058B", "91440300708461136T"]


@pytest.mark.parametrize("number", RIGHT)
def test_real_numbers_are_right(number: str) -> None:
    found = check_tax_number(number)
    assert (found.value, found.checked, found.possible) == (number, True, True)


@pytest.mark.parametrize(
    "typed", ["９１３３０１００７９９６５５０５８Ｂ", "91330100 79965505 8b", "9133-0100-7996-5505-8B"]
)
def test_spellings_are_read(typed: str) -> None:
    assert check_tax_number(typed).value == RIGHT[1]
    assert check_tax_number(typed).possible


@pytest.mark.parametrize("number", RIGHT)
def test_every_single_wrong_character_is_noticed(number: str) -> None:
    for place in range(18):
        for other in _ALPHABET.replace(number[place], ""):
            assert check_tax_number(number[:place] + other + number[place + 1 :]).fault == "checksum"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "length"),
        ("9133010079965505", "length"),
        ("91330100799655058B1", "length"),
        ("9133010079965505IB", "character"),
        ("91330100799655O58B", "character"),
        ("税号税号税号税号税号税号税号税号税号", "character"),
        ("11010855143627税", "character"),
    ],
)
def test_what_is_wrong_is_said(typed: str, fault: str) -> None:
    assert check_tax_number(typed).fault == fault


def test_the_old_fifteen_cannot_be_checked_and_are_taken() -> None:
    found = check_tax_number("110108551436275")
    assert (found.checked, found.possible) == (False, True)
