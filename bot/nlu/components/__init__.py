"""Rasa graph components: thin wrappers that connect bot.nlu and bot.text to Rasa's pipeline."""
