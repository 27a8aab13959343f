"""小暖 (Xiaonuan): an online customer-service bot for Chinese web shops, on Rasa Open Source."""

__version__ = "0.1.0"
