"""What a shopper looks for, as far as she has said it: a value that grows over turns. Pure; reading it is need_reading's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

Sort = Literal["fit", "cheap", "dear"]
_LONGEST = 24
_MOST_SEEN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Every field but `terms`, `gift` and `sort` is a limit: goods that break one are never shown.

    `kinds` are names of lexicon/kinds.txt, any of them will do; `wishes` of lexicon/wishes.txt, all are meant. `terms` are
    words of goods that no list holds: a limit only where nothing else says what is looked for. `sex`
    is f, m, or c for a child: goods for children come first, but what is only near a child is no limit. Money is fen, age months.
    """

    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    low_fen: int | None = None
    high_fen: int | None = None
    wishes: tuple[str, ...] = ()
    colour: str = ""
    size: str = ""
    device: str = ""
    load_kg: int | None = None  # it has to bear this much
    limits: tuple[str, ...] = ()  # on figures of the page, as measure_limits.py writes them
    sex: str = ""
    age_months: int | None = None
    not_brands: tuple[str, ...] = ()
    not_colours: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()  # SKUs that were shown and are not wanted again
    gift: bool = False
    sort: Sort = "fit"

    @property
    def says_what(self) -> bool:
        """Whether it is said what kind of thing is looked for."""
        return bool(self.kinds or self.categories or self.terms)

    @property
    def says_anything(self) -> bool:
        return self.says_what or bool(self.brands or self.wishes or self.gift or self.sex or self.device or self.limits)

    @property
    def contradicts_itself(self) -> bool:
        low, high = self.low_fen, self.high_fen
        crossed = low is not None and high is not None and low > high
        refused = set(self.brands) & set(self.not_brands) or self.colour in self.not_colours
        return crossed or bool(refused) or bool({*self.kinds, *self.wishes} & set(self.not_words))

    @property
    def impossible_price(self) -> bool:
        return self.high_fen is not None and self.high_fen <= 0

    def as_json(self) -> dict[str, Any]:
        """Only what is said, for a slot."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        kept = {name: value for name, value in values.items() if value or (value == 0 and value is not False)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}

    @classmethod
    def from_json(cls, document: Mapping[str, Any] | None) -> Need:
        """What `as_json` gave; anything that is no such document is an empty need."""
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {name: value for name, value in (document or {}).items() if name in known}
        return cls(**{name: _whole(value) for name, value in values.items()})

    def bounded(self) -> Need:
        """The same need with no more parts than a person can mean: forty constraints are read, a thousand are not."""
        return replace(
            self,
            kinds=self.kinds[:_LONGEST],
            terms=self.terms[:_LONGEST],
            wishes=self.wishes[:_LONGEST],
            brands=self.brands[:_LONGEST],
            not_words=self.not_words[:_LONGEST],
            seen=self.seen[-_MOST_SEEN:],
        )


def _whole(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
