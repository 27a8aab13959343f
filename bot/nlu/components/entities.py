"""Graph component that finds what a message names, at its place in what the shopper typed."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import catalogue, shop_time
from bot.nlu.components.base import Stateless, reading_of
from bot.nlu.entities import Entity, Sight, find_entities


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Names(Stateless):
    """Products and their SKUs from the living catalogue, numbers, dates, money, places and the rest."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds to the message's `entities`."""
        for message in messages:
            sight = Sight(
                typed=message.get(TEXT) or "",
                reading=reading_of(message),
                catalogue=catalogue.current(),
                now=shop_time.now(),
            )
            found = [_as_rasa(entity) for entity in find_entities(sight)]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages


def _as_rasa(entity: Entity) -> dict[str, Any]:
    return {
        "entity": entity.kind,
        "value": entity.value,
        "start": entity.start,
        "end": entity.end,
        "extractor": "Names",
        **entity.details,
    }
