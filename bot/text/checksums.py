"""Which digit strings can be an identity card, a bank card, a mobile number. Holds no search."""

import re

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ID_SHAPE = re.compile(
    r"(?:[1-6][0-9]|71|8[1-3]|91)[0-9]{4}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]"
)
_MOBILE = re.compile(r"(?:0086|86)?(1[3-9][0-9]{9})")
# UnionPay, Visa, Mastercard, American Express, JCB by their issuers' first digits.
_CARD_SHAPE = re.compile(r"62[0-9]{14,17}|4[0-9]{15}|5[1-5][0-9]{14}|3[47][0-9]{13}|35[0-9]{14}")


def is_id_card(value: str) -> bool:
    """True for 18 characters by GB 11643: region, birth date and check character (X in upper case)."""
    if not _ID_SHAPE.fullmatch(value):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == value[17]


def passes_luhn(digits: str) -> bool:
    """True for 13–19 digits whose Luhn sum is right (ISO/IEC 7812)."""
    if not 13 <= len(digits) <= 19:
        return False
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def is_card_shaped(digits: str) -> bool:
    """True for an issuer's first digits and length; says nothing of the Luhn sum."""
    return bool(_CARD_SHAPE.fullmatch(digits))


def mobile_in(digits: str) -> str | None:
    """The 11 digits of a mainland mobile number, its country code taken off; None for anything else."""
    match = _MOBILE.fullmatch(digits)
    return match[1] if match else None
