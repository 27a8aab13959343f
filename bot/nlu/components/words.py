"""Graph component that cuts what was typed into words, for Rasa's own evaluation and for components that want tokens."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.words import word_cutter


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class Words(Tokenizer):
    """jieba with our own dictionary, as a Rasa tokenizer."""

    @classmethod
    def create(cls, config: dict[str, Any], *_args: Any) -> Words:
        """Rasa's tokenizer settings apply."""
        return cls(config)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's defaults: intents are names, not to be cut."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Words at their places in the typed text; white space is no word."""
        text = message.get(attribute) or ""
        return [Token(word, start, end) for word, start, end in word_cutter().cut(text)]

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The examples as they are: nothing of ours learns from tokens, and cutting them all takes seconds."""
        return training_data
