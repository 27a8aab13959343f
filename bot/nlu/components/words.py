"""Graph component that cuts what was typed into words, for Rasa's own evaluation and for components that want tokens."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.reading import NORMALISED, read_with_spans
from bot.nlu.words import word_cutter

_NOTHING = "."  # DIET fails on a message without a word


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class Words(Tokenizer):
    """jieba with our own dictionary, as a Rasa tokenizer.

    Setting: `of_reading`, for components that learn from tokens: examples are cut too, and it is the reading that is cut,
    so that they learn one spelling. The tokens' places stay those in what was typed.
    """

    @classmethod
    def create(cls, config: dict[str, Any], *_args: Any) -> Words:
        """Rasa's tokenizer settings apply."""
        return cls(config)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's defaults: intents are names, not to be cut."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "of_reading": False,
        }

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Words at their places in the typed text; white space is no word."""
        text = message.get(attribute) or ""
        if self._config["of_reading"] and attribute == TEXT:
            return list(_words_of_reading(message, text)) or [Token(_NOTHING, 0, len(text))]
        return [Token(word, start, end) for word, start, end in word_cutter().cut(text)]

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Cut where something learns from tokens. Nothing of ours does, and cutting all examples takes seconds."""
        return super().process_training_data(training_data) if self._config["of_reading"] else training_data


def _words_of_reading(message: Message, text: str) -> Iterator[Token]:
    reading = message.get(NORMALISED) or read_with_spans(text)
    for word, start, end in word_cutter().cut(reading.text):
        if any(map(_is_visible, word)):
            yield Token(word, *reading.typed_span(start, end))


def _is_visible(letter: str) -> bool:
    """False for what an encoder's tokenizer throws away, so that the word would have no vector: BERT drops controls, private
    use, combining marks and U+FFFD."""
    return letter != "\ufffd" and unicodedata.category(letter)[0] not in "CZM"
