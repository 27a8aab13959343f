"""Rasa graph components of our own, and the language model below them.

Importing this package imports neither rasa nor TensorFlow: `bot.nlu.engine_imports` decides how rasa comes in.
"""
