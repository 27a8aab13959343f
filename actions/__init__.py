"""Rasa's custom actions: one module per topic, thin. They turn slots and entities into calls of the shop and names of responses."""
