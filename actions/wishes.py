"""The titles of the clarifying buttons, by wish (bot/text/titles.py: a title that is typed means the same as one clicked)."""

from bot.text.titles import TITLES as PHRASES

__all__ = ["PHRASES"]
