"""Stock: whether it is there, in the choice that is meant; when it comes back; a note when it does, and what else fits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions import goods, wording
from actions.product_talk import ProductQuestion
from actions.restocked import named
from actions.speech import Button
from actions.tell_attribute import tell_attribute
from bot.care.effects import RestockNoteWanted
from bot.shop.product import Product, Variant
from bot.shop.search import wishes
from bot.shop.search.aspects import choices_of
from bot.shop.search.kinds import narrowest_kinds
from bot.shop.search.measure_reading import size_in
from bot.shop.search.need import Need
from bot.shop.search.page import fold
from bot.text.normalise import normalise

_ALTERNATIVES = 2
_CHOICES = 4
_OTHER_CHOICES = re.compile(r"(?:别的|其他|其它|另外的?|什么|啥|哪些|哪几种|几种|几个)(?:颜色|尺码|口味|款式|规格)")
_SIZE = "尺码"
_SIZE_SAID = re.compile(r"[2-6]?X{0,3}[SML]|\d{2}(?:\.5)?")
_NEAREST = 6
_WHEN = re.compile(r"什么时候|啥时候|几时|多久|哪天|几号|几天")
_WANTS_NOTE = re.compile(
    r"(?:到货|补货|有货|上货|来货)[了的]?(?:时候?|以后|之后|后)?[，, ]?(?:就|再|能不能|可以|麻烦|请)?"
    r"(?:提醒|通知|告诉|叫|喊|说一声)|(?:登记|设|开)一?[个下]?(?:到货)?提醒"
)
FEW = 5


async def tell_stock(question: ProductQuestion) -> bool:
    """In stock, some choices only, or sold out with the date, a note and an alternative."""
    product = question.product
    plain = normalise(question.words).text
    if question.asking.trusted and "restock" in question.asking.values("more"):
        return note_restock(question)
    asked = asked_choices(product, plain)
    if asked is None and _OTHER_CHOICES.search(plain) and await tell_attribute(question):
        return True
    if _WANTS_NOTE.search(plain):
        return _note_by_word(question, asked)
    if _tell_not_made(question, plain):
        return True
    colour = wishes.colour_in(plain)
    if colour and asked is None:
        facts = {"goods": question.name, "aspect": "颜色"}
        question.speech.say("utter_attribute_unknown", facts, buttons=[wording.human("ask_stock")])
    if asked is not None:
        tell_asked(question, asked, plain)
    elif product.stock > 0 or any(each.stock > 0 for each in product.variants):
        _tell_there(question)
    else:
        _tell_gone(question, None)
        await _tell_alternative(question)
        return True
    if asked is not None and asked and not any(each.stock > 0 for each in asked):
        await _tell_alternative(question)
    return True


def note_restock(question: ProductQuestion) -> bool:
    """She wants to be told: kept with the turn, and told in this window when the goods are back."""
    return _note(question, next(iter(question.asking.values("product")), question.product.sku))


def _note_by_word(question: ProductQuestion, asked: tuple[Variant, ...] | None) -> bool:
    """到货了告诉我: of the choices that she names the one that is sold out; what is there needs no note."""
    product = question.product
    gone = [each for each in asked or product.variants if each.stock <= 0]
    if len(gone) == 1:
        return _note(question, gone[0].sku)
    if len(gone) > 1 and len(gone) < len(product.variants):
        buttons = [_note_button(each.sku, goods.choice(each)) for each in gone[:_CHOICES]]
        question.speech.say("utter_restock_which", {"goods": question.name}, buttons=buttons)
        return True
    return _note(question, product.sku)


def _note(question: ProductQuestion, sku: str) -> bool:
    product = question.product
    facts = {"goods": named(product, sku)}
    if product.stock_of(sku) > 0:
        question.speech.say("utter_restock_not_needed", facts)
        return True
    question.speech.effect(RestockNoteWanted(sku=sku, product_sku=product.sku))
    question.speech.say("utter_restock_noted", facts)
    return True


def asked_choices(product: Product, plain: str) -> tuple[Variant, ...] | None:
    """The variants that the words name by colour or size; None when they name no choice of this product."""
    text = fold(plain)
    colour = wishes.colour_in(plain)
    found: Sequence[Variant] = product.variants
    named = False
    for option in dict.fromkeys(name for each in product.variants for name in each.options):
        whole = [each for each in found if _says(fold(each.options.get(option, "")), text)]
        of_colour = [each for each in found if colour and wishes.is_colour(colour, each.options.get(option, ""))]
        if whole or of_colour:
            found, named = whole or of_colour, True
        elif colour and option in ("颜色", "色号"):
            return ()
    return tuple(found) if named else None


def _tell_not_made(question: ProductQuestion, plain: str) -> bool:
    """棕色41, S码: a size that is not made at all, or not in the colour that she names, with what comes nearest."""
    variants = question.product.variants
    sizes = [size for size in _sizes(question) if _says_size(size, plain)]
    other = size_in(plain) if _sizes(question) and not sizes else ""
    if not sizes and (not _SIZE_SAID.fullmatch(other) or any(_spans(each, other) for each in _sizes(question))):
        return False
    text, colour = fold(plain), wishes.colour_in(plain)
    whole = [each for each in variants if fold(each.options.get("颜色", "")) in text and each.options.get("颜色")]
    coloured = whole or [each for each in variants if colour and wishes.is_colour(colour, each.options.get("颜色", ""))]
    of_size = [each for each in variants if each.options.get(_SIZE) in sizes]
    if any(each in of_size for each in coloured) or (of_size and not coloured):
        return False
    asked = " ".join(filter(None, (coloured[0].options["颜色"] if coloured else "", *(sizes[:1] or [f"{other}码"]))))
    near = [*of_size, *coloured] or list(variants)
    facts = {"goods": question.name, "asked": asked, "choices": "、".join(map(goods.choice, near[:_NEAREST]))}
    question.speech.say("utter_choice_not_made", facts)
    return True


def _sizes(question: ProductQuestion) -> tuple[str, ...]:
    return choices_of(question.product, _SIZE)


def _spans(size: str, said: str) -> bool:
    """Whether a size such as 40-41 holds another one."""
    low, _, high = size.partition("-")
    return low.isdigit() and high.isdigit() and said.isdigit() and int(low) <= int(said) <= int(high)


def _says_size(size: str, plain: str) -> bool:
    """Whether a text names a size: letters only before 码, 号 or 的, figures wherever they stand alone."""
    named = re.escape(fold(size))
    end = r"(?=码|号|的)" if size.isalpha() else r"(?![\d.个双件])"
    return re.search(rf"(?<![a-z0-9.]){named}{end}", fold(plain)) is not None


def _says(value: str, text: str) -> bool:
    """Whether a text names a choice: a size of one or two letters only as a size."""
    if not value or value not in text:
        return False
    return (
        len(value) > 2
        or not value.isascii()
        or any(f"{value}{end}" in text for end in ("码", "号", "的"))
        or value.isdigit()
    )


def _tell_there(question: ProductQuestion) -> None:
    product = question.product
    gone = [each for each in product.variants if each.stock <= 0]
    facts = {"goods": question.name}
    if not gone:
        few = 0 < product.stock <= FEW
        question.speech.say("utter_stock_few" if few else "utter_stock_there", facts | {"count": str(product.stock)})
        return
    there = [each for each in product.variants if each.stock > 0]
    facts |= {"there": "、".join(map(goods.choice, there)), "gone": "、".join(map(goods.choice, gone))}
    question.speech.say("utter_stock_partly", facts)


def tell_asked(question: ProductQuestion, asked: tuple[Variant, ...], plain: str) -> None:
    """Of the choices that are asked for: those that are there, those that are gone; none of them: which colours there are."""
    product = question.product
    facts = {"goods": question.name}
    if not asked:
        colours = "、".join(dict.fromkeys(each.options.get("颜色", goods.choice(each)) for each in product.variants))
        asked_for = f"{wishes.colour_in(plain)}色"
        question.speech.say("utter_colour_not_made", facts | {"asked": asked_for, "colours": colours})
        return
    there = [each for each in asked if each.stock > 0]
    gone = [each for each in asked if each.stock <= 0]
    if there and gone:
        said = facts | {"there": "、".join(map(goods.choice, there)), "gone": "、".join(map(goods.choice, gone))}
        question.speech.say("utter_stock_partly", said)
        if _WHEN.search(plain):
            _tell_gone(question, gone[0])
    elif there:
        least = min(each.stock for each in there)
        response = "utter_choice_few" if len(there) == 1 and least <= FEW else "utter_choice_there"
        question.speech.say(response, facts | {"choice": "、".join(map(goods.choice, there)), "count": str(least)})
    else:
        _tell_gone(question, gone[0])


def _tell_gone(question: ProductQuestion, variant: Variant | None) -> None:
    product = question.product
    dates = [each.restock_at for each in (product.variants if variant is None else (variant,)) if each.restock_at]
    restock_at = min(dates, default=product.restock_at)
    named = f"{question.name}{' ' + goods.choice(variant) if variant else ''}"
    note = _note_button(variant.sku if variant else product.sku, "到货提醒我")
    coming = restock_at is not None and restock_at > question.asking.now
    facts = {"goods": named}
    if coming and restock_at is not None:
        facts["restock"] = wording.future(restock_at, question.asking.now)
    response = "utter_stock_gone_until" if coming else "utter_stock_gone"
    question.speech.say(response, facts, buttons=[note, wording.human("ask_stock")])


def _note_button(sku: str, title: str) -> Button:
    return Button(title=title, intent="ask_stock", entities={"product": sku, "more": "restock"})


async def _tell_alternative(question: ProductQuestion) -> None:
    """What else there is of its kind, in stock, nearest in price."""
    product = question.product
    narrow = narrowest_kinds(product)
    need = Need(kinds=narrow) if narrow else Need(categories=(product.category,))
    found = [
        each for each in await question.ports.finder.find(need) if each.in_stock and each.product.sku != product.sku
    ]
    found.sort(key=lambda each: abs(each.price_fen - product.price_fen))
    if found and narrow:
        shown = found[:_ALTERNATIVES]
        lines = "\n".join(goods.line(number, each) for number, each in enumerate(shown, start=1))
        question.speech.say("utter_stock_alternative", {"list": lines}, cards=[goods.fit_card(each) for each in shown])
