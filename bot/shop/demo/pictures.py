"""Which drawing shows a product of the demo shop: by words of its title, as data/shop/pictures.yml says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.errors import ConfigurationError
from bot.shop.demo.files import read_yaml

_DRAWINGS = "/static/storefront/img"


def read_pictures(path: Path) -> dict[str, str]:
    """{word: address of its drawing}; a shop without the file has none. Raises ConfigurationError."""
    if not path.exists():
        return {}
    document = read_yaml(path)
    if not isinstance(document, dict):
        raise ConfigurationError(f"{path.name}:1: needs lines such as `kettle: [电热水壶]`")
    words: dict[str, str] = {}
    for drawing, named in document.items():
        for word in named if isinstance(named, list) else [named]:
            if word in words:
                raise ConfigurationError(f"{path.name}: {word} stands at two drawings")
            words[word] = f"{_DRAWINGS}/{drawing}.svg"
    return words


def picture_of(title: str, aliases: Sequence[str], pictures: Mapping[str, str]) -> str:
    """The drawing of the longest word in the title, else in the first alias that holds one; "" without any."""
    for written in (title, *aliases):
        held = [word for word in pictures if word in written]
        if held:
            return pictures[max(held, key=len)]
    return ""
