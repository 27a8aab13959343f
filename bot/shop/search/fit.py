"""Whether goods fit a need, at which price, and why: no limit of the need may break. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.shop.product import Product, Variant
from bot.shop.search import wishes
from bot.shop.search.kinds import kinds_of
from bot.shop.search.measure_limits import keeps, states_it
from bot.shop.search.need import Need
from bot.shop.search.page import Shown, denies, fold, shows, stands

_FOR_MEN = re.compile(r"男款|男士|男装|男式|(?<!女)男(?:鞋|裤|童)")
_FOR_WOMEN = re.compile(r"女款|女士|女装|女式|女(?:鞋|裤|童|跑鞋)|连衣裙|半身裙")
_FOR_CHILDREN = re.compile(r"儿童|宝宝|婴儿|新生儿|学步|小学|童")
_FOR_BOTH = re.compile(r"男女|中性|情侣")
_GIVEN_TO = {"f": re.compile(r"送(?:妈|母|女|老婆|媳妇|闺蜜|婆)"), "m": re.compile(r"送(?:爸|父|男|老公|兄弟|岳父)")}
_GIVEN_TO_BOTH = re.compile(r"送(?:长辈|老人|礼|同事|朋友|领导|孩子|父母|爸妈)|爸妈|全家")
_AGES = re.compile(
    r"(?<!\d)(\d{1,3})(?:个月)?\s{0,3}(?:到|至|-|~)\s{0,3}(\d{1,3})\s{0,3}(个月|岁)"
    r"|(?<!\d)(\d{1,3})\s{0,3}(个月|岁)(?:以上|\+|起)"
)
_DEGREE = re.compile(r"[久长大小好多强高快低轻]$")
_LOAD = re.compile(r"(\d{1,4})(?:\.\d)?\s*(公斤|kg|千克|斤)", re.IGNORECASE)
_GROWN_MONTHS = 18 * 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why it fits: a wish by its name, and the place of the page that shows it."""

    wish: str
    shown: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A product that keeps every limit. `variant` is the one that fits, `score` counts what else speaks for it."""

    product: Product
    variant: Variant | None
    price_fen: int
    in_stock: bool
    reasons: tuple[Reason, ...]
    score: float


def fit(product: Product, need: Need) -> Fit | None:
    """How the product fits, or None when it breaks a limit or its page does not show what is wished."""
    if product.sku in need.seen or not _is_such(product, need) or not _is_for(product, need):
        return None
    reasons = _reasons(product, need)
    choice = _choice(product, need)
    if reasons is None or choice is None:
        return None
    variant, price_fen, stock = choice
    return Fit(
        product=product,
        variant=variant,
        price_fen=price_fen,
        in_stock=stock > 0,
        reasons=reasons,
        score=_score(product, need),
    )


def unmet_words(need: Need, shown: Sequence[Product]) -> tuple[str, ...]:
    """Words of the need that no page of these goods holds: they may fit all the same, but nothing says so."""
    pages = [_whole_page(product) for product in shown]
    return tuple(
        term for term in need.terms if not any(term in page or _DEGREE.sub("", term) in page for page in pages)
    )


def _whole_page(product: Product) -> str:
    options = [value for variant in product.variants for value in variant.options.values()]
    facts = [part for pair in product.attributes.items() for part in pair]
    return fold("；".join((product.title, product.category, product.brand, *product.aliases, *facts, *options)))


def _is_such(product: Product, need: Need) -> bool:
    kinds = kinds_of(product)
    if need.kinds and not kinds.intersection(need.kinds):
        return False
    if need.categories and product.category not in need.categories:
        return False
    if (need.brands and product.brand not in need.brands) or product.brand in need.not_brands:
        return False
    if need.terms and not (need.kinds or need.categories or need.brands) and not _holds_terms(product, need.terms):
        return False
    return not any(_is_refused(product, word) for word in need.not_words)


def _holds_terms(product: Product, terms: tuple[str, ...]) -> bool:
    page = fold("；".join((product.title, product.category, *product.aliases)))
    facts = fold("；".join(f"{name}：{value}" for name, value in product.attributes.items()))
    in_names = sum(term in page for term in terms)
    return in_names > 0 and all(term in page or term in facts for term in terms)


def _is_refused(product: Product, word: str) -> bool:
    """Whether the page shows what is not wanted; an option of it alone does not count."""
    kinds = {fold(kind) for kind in kinds_of(product)}
    return shows(product, (word,)) is not None or word in kinds or word in fold(product.category)


def _is_for(product: Product, need: Need) -> bool:
    page = f"{product.title} {' '.join(product.aliases)} {product.attributes.get('适合', '')}"
    if need.sex in ("f", "m") and is_for_children(product):
        return False
    if need.sex in ("f", "m") and not _FOR_BOTH.search(page + product.attributes.get("版型", "")):
        wrong = _FOR_WOMEN if need.sex == "m" else _FOR_MEN
        right = _FOR_MEN if need.sex == "m" else _FOR_WOMEN
        if wrong.search(page) and not right.search(page):
            return False
    if need.gift and need.sex in _GIVEN_TO and _is_given_to_others(product.attributes.get("适合", ""), need.sex):
        return False
    if need.age_months is not None:
        ages = ages_of(product)
        if ages is None or not ages[0] <= need.age_months <= ages[1]:
            return False
    if need.load_kg is not None and (load_of(product) or 0) < need.load_kg:
        return False
    return not need.device or _suits_device(product, need.device)


def _is_given_to_others(suits: str, sex: str) -> bool:
    """送爸爸 on the page of what is sought for a mother; 送长辈 is for both."""
    others = _GIVEN_TO["m" if sex == "f" else "f"]
    return bool(others.search(suits)) and not (_GIVEN_TO[sex].search(suits) or _GIVEN_TO_BOTH.search(suits))


def is_for_children(product: Product) -> bool:
    """Whether the page says that it is made for children."""
    return _FOR_CHILDREN.search(product.title) is not None or "适合年龄" in product.attributes


def load_of(product: Product) -> int | None:
    """What it bears by its page, in kilograms; None when the page does not say."""
    match = _LOAD.search(product.attributes.get("承重", ""))
    if not match:
        return None
    return int(match[1]) if match[2] != "斤" else int(match[1]) // 2


def ages_of(product: Product) -> tuple[int, int] | None:
    """For which ages it is, in months, by its page; None when the page does not say."""
    for name in ("适合年龄", "适用年龄", "适合"):
        match = _AGES.search(product.attributes.get(name, ""))
        if match:
            low, high, unit, least, least_unit = match.groups()
            if low:
                factor = 12 if unit == "岁" else 1
                return int(low) * factor, int(high) * factor
            return int(least) * (12 if least_unit == "岁" else 1), _GROWN_MONTHS
    return None


def _suits_device(product: Product, device: str) -> bool:
    models = [fold(variant.options["机型"]) for variant in product.variants if "机型" in variant.options]
    if models:
        return device in models
    return any(stands(fold(value), device) for value in product.attributes.values())


def _reasons(product: Product, need: Need) -> tuple[Reason, ...] | None:
    """A reason for each limit on figures and each wish; None when one is not stated, is broken or is denied."""
    found = []
    for limit in need.limits:
        options = [value for each in product.variants for value in each.options.values()]
        if states_it(options, limit):
            continue  # each choice is looked at by itself
        stated = keeps(product, limit)
        if stated is None:
            return None
        found.append(Reason(wish=limit, shown=Shown(name=stated[0], value=stated[1])))
    for name in need.wishes:
        words = wishes.shown_by(name)
        shown = shows(product, words)
        if shown is None or (not shown.name and denies(product, words) is not None):
            return None
        found.append(Reason(wish=name, shown=shown))
    return tuple(found)


def _choice(product: Product, need: Need) -> tuple[Variant | None, int, int] | None:
    """The variant that fits with its price and stock: one in stock before one that is not, then the cheapest."""
    if not product.variants:
        plain = not need.size and (not need.colour or wishes.is_colour(need.colour, product.title))
        return (None, product.price_fen, product.stock) if plain and _affordable(product.price_fen, need) else None
    fitting = [
        each for each in product.variants if _is_choice(each, product, need) and _affordable(each.price_fen, need)
    ]
    if not fitting:
        return None
    best = min(fitting, key=lambda each: (each.stock == 0, each.price_fen))
    return best, best.price_fen, best.stock


def _is_choice(variant: Variant, product: Product, need: Need) -> bool:
    values = [part for value in variant.options.values() for part in (fold(value), *value.lower().split())]
    colours = [value for name, value in variant.options.items() if name in ("颜色", "色号", "花色")]
    if need.colour and not any(wishes.is_colour(need.colour, value) for value in colours or [product.title]):
        return False
    if any(wishes.is_colour(colour, value) for colour in need.not_colours for value in colours):
        return False
    if any(
        states_it(variant.options.values(), limit) and keeps(product, limit, options=variant.options.values()) is None
        for limit in need.limits
    ):
        return False
    if need.device and "机型" in variant.options and fold(variant.options["机型"]) != need.device:
        return False
    return not need.size or any(_is_size(need.size, value) for value in values)


def _is_size(size: str, value: str) -> bool:
    return re.search(rf"(?<![a-z0-9.]){re.escape(fold(size))}(?![a-z0-9.])", value) is not None


def _affordable(price_fen: int, need: Need) -> bool:
    low = need.low_fen if need.low_fen is not None else 0
    return low <= price_fen and (need.high_fen is None or price_fen <= need.high_fen)


def _score(product: Product, need: Need) -> float:
    page = fold("；".join((product.title, *product.aliases)))
    named = sum(term in page for term in need.terms)
    gift = need.gift and shows(product, wishes.shown_by("送礼")) is not None
    person = bool(need.sex) and shows(
        product, ("妈妈", "女士", "女生") if need.sex == "f" else ("爸爸", "男士", "男生")
    )
    exact = any(fold(kind) in page for kind in need.kinds)
    return 2 * named + gift + bool(person) + 0.5 * exact
